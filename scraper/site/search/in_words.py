"""A search in one line, as the title of feeds, exports and embedded pages."""

from scraper.site.search.search_query import Portals, SearchQuery
from scraper.site.texts import Texts


def in_words(query: SearchQuery, portals: Portals, t: Texts) -> str:
    """The words and filters of `query` in the language of `t`; "" for a search for everything."""
    parts = [f"“{query.q}”"] if query.q else []
    for name, values in query.given.items():
        shown = ", ".join(portals[value]["name"] if name == "cong" else value for value in values)
        parts.append(t(f"search.by.{name}") + ("" if values == ("1",) else f": {shown}"))
    return ", ".join(parts)
