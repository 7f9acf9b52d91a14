"""TODO-DOC."""

import re
from typing import Any
from urllib.parse import urlencode

from scraper.site import rows as reading
from scraper.site.search import search_query as asking
from scraper.site.search.search import PAGE, RANKED, Place, unknown_sections
from scraper.site.search.search_query import Ask, BadAskError, Portals, args_of, ask_of, one

MAX_QUERY = asking.MAX_QUERY
MAX_ROWS = 20_000  # articles of one export, unless the operator says otherwise
_WHOLE = re.compile(r"[0-9]{1,17}")


def place_of(args: asking.Args) -> Place:
    """Where the page begins, by `bac` and `truoc`, or `trang`. Raises BadAskError."""
    tier, before, number = one(args, "bac"), one(args, "truoc"), one(args, "trang")
    if tier not in {"", "1", "2"}:
        raise BadAskError("search.bad_cursor", name="bac")
    for name, value in (("truoc", before), ("trang", number)):
        if value and not _WHOLE.fullmatch(value):
            raise BadAskError("search.bad_cursor", name=name)
    if not 1 <= int(number or 1) <= RANKED // PAGE:
        raise BadAskError("search.bad_cursor", name="trang")
    return Place(int(tier or 1), int(before) if before else None, int(number or 1))


async def read_ask(db: Any, query_string: str) -> tuple[Ask, Place, Portals]:
    """The search that a URL asks for, and the portals by id. Raises BadAskError, also for a section nobody has."""
    args = args_of(query_string)
    portals = await reading.portals(db)
    ask = ask_of(args, portals)
    unknown = await unknown_sections(db, ask.given.get("muc", ()))
    if unknown:
        raise BadAskError("search.bad_section", value=unknown[0])
    return ask, place_of(args), portals


def url_of(datasette: Any, ask: Ask, ending: str = "", **more: Any) -> str:
    """The address of an ask; `ending` names another format of it (`.csv`)."""
    args = [*ask.params(), *((name, value) for name, value in more.items() if value is not None)]
    return str(datasette.urls.path("/tim" + ending)) + ("?" + urlencode(args) if args else "")
