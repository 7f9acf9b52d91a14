"""TODO-DOC."""

from scraper.site.search.search_query import Ask, Portals
from scraper.site.texts import Texts


def ask_in_words(ask: Ask, portals: Portals, t: Texts) -> str:
    """What was asked, in one line."""
    parts = [f"“{ask.q}”"] if ask.q else []
    for name, values in ask.given.items():
        shown = ", ".join(portals[value]["name"] if name == "cong" else value for value in values)
        parts.append(t(f"search.by.{name}") + ("" if values == ("1",) else f": {shown}"))
    return ", ".join(parts)
