"""`/thay-doi`: what the portals edited or took down after publishing it."""

from typing import Any
from urllib.parse import urlencode

from scraper.site import rows
from scraper.site.datasette_065 import BadRequest
from scraper.site.edits.request import edits_query_of
from scraper.site.edits.rows import KINDS, MISSING, REAL, changed
from scraper.site.render import ARCHIVE, page
from scraper.site.texts import language, texts

LEVELS = (REAL, 50, 80)  # severities that the form offers as "how serious"


async def changes(datasette: Any, request: Any) -> Any:
    """Answer `/thay-doi`.

    Parameters: `loai` (kind of change, or state of a missing article), `muc` (least severity), `cong` (portal), `tu`
    and `den` (days), `kieu-chu` (typography, too), `truoc` (cursor of the next page); `lang`. Raises BadRequest when
    one is wrong.
    """
    db = datasette.get_database(ARCHIVE)
    t = texts(language(request))
    portals = await rows.portals(db)
    query = edits_query_of(request, t, portals)
    try:
        found = await changed(db, query)
    except ValueError as error:
        raise BadRequest(t("changes.bad_cursor")) from error
    context = {
        "section": "changes",
        "portals": portals,
        "query": query,
        "found": found,
        "kinds": KINDS,
        "missing": list(MISSING),
        "feed_url": _url(datasette, _args(request)).replace("/thay-doi", "/thay-doi.atom", 1),
        "levels": LEVELS,
        "typography": bool(request.args.get("kieu-chu")),
        "filtered": bool(urlencode(_args(request))),
        "next_url": _url(datasette, {**_args(request), "truoc": found.more}) if found.more else None,
        "first_url": _url(datasette, _args(request)) if query.before else None,
    }
    return await page(datasette, request, "changes", context)


def _args(request: Any) -> dict[str, str]:
    """The filters of the request, without its cursor."""
    names = ("loai", "muc", "cong", "tu", "den", "kieu-chu")
    return {name: request.args[name] for name in names if request.args.get(name)}


def _url(datasette: Any, args: dict[str, Any]) -> str:
    query = urlencode(args)
    return str(datasette.urls.path("/thay-doi")) + (f"?{query}" if query else "")
