"""TODO-DOC."""

from scraper.site.search.search_query import Portals, SearchQuery
from scraper.site.texts import Texts


def in_words(query: SearchQuery, portals: Portals, t: Texts) -> str:
    """What was asked, in one line."""
    parts = [f"“{query.q}”"] if query.q else []
    for name, values in query.given.items():
        shown = ", ".join(portals[value]["name"] if name == "cong" else value for value in values)
        parts.append(t(f"search.by.{name}") + ("" if values == ("1",) else f": {shown}"))
    return ", ".join(parts)
