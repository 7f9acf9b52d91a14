"""TODO-DOC."""

import re
from typing import Any
from urllib.parse import urlencode

from scraper.site import rows as reading
from scraper.site.search import search_query
from scraper.site.search.search import PAGE, RANKED, Place, unknown_sections
from scraper.site.search.search_query import BadSearchError, Portals, SearchQuery, args_of, one, query_of

MAX_QUERY = search_query.MAX_QUERY
MAX_ROWS = 20_000  # articles of one export, unless the operator says otherwise
_WHOLE = re.compile(r"[0-9]{1,17}")


def place_of(args: search_query.Args) -> Place:
    """Where the page begins, by `bac` and `truoc`, or `trang`. Raises BadAskError."""
    tier, before, number = one(args, "bac"), one(args, "truoc"), one(args, "trang")
    if tier not in {"", "1", "2"}:
        raise BadSearchError("search.bad_cursor", name="bac")
    for name, value in (("truoc", before), ("trang", number)):
        if value and not _WHOLE.fullmatch(value):
            raise BadSearchError("search.bad_cursor", name=name)
    if not 1 <= int(number or 1) <= RANKED // PAGE:
        raise BadSearchError("search.bad_cursor", name="trang")
    return Place(int(tier or 1), int(before) if before else None, int(number or 1))


async def read_query(db: Any, query_string: str) -> tuple[SearchQuery, Place, Portals]:
    """The search that a URL asks for, and the portals by id. Raises BadAskError, also for a section nobody has."""
    args = args_of(query_string)
    portals = await reading.portals(db)
    query = query_of(args, portals)
    unknown = await unknown_sections(db, query.given.get("muc", ()))
    if unknown:
        raise BadSearchError("search.bad_section", value=unknown[0])
    return query, place_of(args), portals


def url_of(datasette: Any, query: SearchQuery, ending: str = "", **more: Any) -> str:
    """The address of an ask; `ending` names another format of it (`.csv`)."""
    args = [*query.params(), *((name, value) for name, value in more.items() if value is not None)]
    return str(datasette.urls.path("/tim" + ending)) + ("?" + urlencode(args) if args else "")
