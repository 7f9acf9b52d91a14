"""`/thay-doi`: what the portals edited or took down after publishing it."""

import re
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import BadRequest

from scraper.site import rows as reading
from scraper.site.pages.changes_rows import KINDS, MISSING, REAL, Wish, changed
from scraper.site.pages.render import ARCHIVE, page
from scraper.site.texts import Texts, language, texts

LEVELS = (REAL, 50, 80)  # the choices of "how serious"
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_NAMES = {"kind": "loai", "portal": "cong", "since": "tu", "until": "den", "before": "truoc"}


def wish_of(request: Any, t: Texts, portals: dict[str, Any]) -> Wish:
    """What the address asks for; BadRequest with a sentence when a parameter is not one of ours."""
    said = {field: request.args.get(name) or None for field, name in _NAMES.items()}
    if said["kind"] and said["kind"] not in (*KINDS, *MISSING):
        raise BadRequest(t("changes.bad_kind", kinds=", ".join((*KINDS, *MISSING))))
    if said["portal"] and said["portal"] not in portals:
        raise BadRequest(t("search.bad_portal", portal=said["portal"][:100]))
    for field in ("since", "until"):
        if said[field] and not _DAY.fullmatch(str(said[field])):
            raise BadRequest(t("changes.bad_day", name=_NAMES[field]))
    level = request.args.get("muc") or ""
    if level and not (level.isascii() and level.isdigit() and int(level) <= 100):
        raise BadRequest(t("changes.bad_level"))
    severity = int(level) if level else REAL
    if request.args.get("kieu-chu") or said["kind"] == "typography":
        severity = int(level) if level else 0
    return Wish(severity=severity, **said)


async def changes(datasette: Any, request: Any) -> Any:
    """Answer `/thay-doi?loai=&muc=&cong=&tu=&den=&kieu-chu=&truoc=`."""
    db = datasette.get_database(ARCHIVE)
    t = texts(language(request))
    portals = await reading.portals(db)
    wish = wish_of(request, t, portals)
    try:
        found = await changed(db, wish)
    except ValueError as error:
        raise BadRequest(t("changes.bad_cursor")) from error
    context = {
        "section": "changes",
        "portals": portals,
        "wish": wish,
        "found": found,
        "kinds": KINDS,
        "missing": list(MISSING),
        "feed_url": _url(datasette, _args(request)).replace("/thay-doi", "/thay-doi.atom", 1),
        "levels": LEVELS,
        "typography": bool(request.args.get("kieu-chu")),
        "filtered": bool(urlencode(_args(request))),
        "next_url": _url(datasette, {**_args(request), "truoc": found.more}) if found.more else None,
        "first_url": _url(datasette, _args(request)) if wish.before else None,
    }
    return await page(datasette, request, "changes", context)


def _args(request: Any) -> dict[str, str]:
    names = ("loai", "muc", "cong", "tu", "den", "kieu-chu")
    return {name: request.args[name] for name in names if request.args.get(name)}


def _url(datasette: Any, args: dict[str, Any]) -> str:
    query = urlencode(args)
    return str(datasette.urls.path("/thay-doi")) + (f"?{query}" if query else "")
