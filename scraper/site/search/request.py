"""A search as an address has it: read from the parameters of `/tim` and its like, and written as such an address.

The parameters are those of scraper.site.search.search_query, and for later pages `bac`, `truoc` and `trang`.
"""

import re
from typing import Any
from urllib.parse import urlencode

from scraper.site import rows
from scraper.site.search.hits import PAGE, RANKED, Place, unknown_sections
from scraper.site.search.search_query import Args, BadSearchError, Portals, SearchQuery, args_of, one, query_of

MAX_ROWS = 20_000  # articles of one export, unless the operator sets another number
_WHOLE = re.compile(r"[0-9]{1,17}")


def place_of(args: Args) -> Place:
    """Where the page begins: parameters `bac` (tier) and `truoc` (sort_key), or `trang` (page by relevance).

    Raises BadSearchError when one of them is nothing that an address of ours holds.
    """
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
    """The search of an address, the place its page begins at, and all portals by id.

    Raises BadSearchError for what cannot be meant, also for a section that no article has.
    """
    args = args_of(query_string)
    portals = await rows.portals(db)
    query = query_of(args, portals)
    unknown = await unknown_sections(db, query.given.get("muc", ()))
    if unknown:
        raise BadSearchError("search.bad_section", value=unknown[0])
    return query, place_of(args), portals


def export_rows(datasette: Any) -> int:
    """How many articles one export may hold: `MAX_ROWS`, or what the operator of `datasette` has set."""
    return int((datasette.plugin_config("congtin") or {}).get("export_rows", MAX_ROWS))


def url_of(datasette: Any, query: SearchQuery, ending: str = "", **more: Any) -> str:
    """The address of `query` on the site of `datasette`, in the format of `ending` (`.csv`), by default a page.

    `more` are further parameters; those that are None are left out.
    """
    args = [*query.params(), *((name, value) for name, value in more.items() if value is not None)]
    return str(datasette.urls.path("/tim" + ending)) + ("?" + urlencode(args) if args else "")
