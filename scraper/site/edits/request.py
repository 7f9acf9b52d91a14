"""The list of edits that an address asks for, read from the parameters of `/thay-doi` and its feeds."""

import re
from typing import Any

from scraper.site.datasette_065 import BadRequest
from scraper.site.edits.rows import KINDS, MISSING, REAL, EditsQuery
from scraper.site.texts import Texts

_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_NAMES = {"kind": "loai", "portal": "cong", "since": "tu", "until": "den", "before": "truoc"}


def edits_query_of(request: Any, t: Texts, portals: dict[str, Any]) -> EditsQuery:
    """What the address of `request` asks for; `portals` are all portals by id.

    Parameters: `loai` (kind of change, or state of a missing article), `cong` (portal), `tu` and `den` (first and last
    day, `YYYY-MM-DD`), `muc` (least severity, 0 to 100), `kieu-chu` (any value: typography, too), `truoc` (cursor).
    Raises BadRequest with a sentence in the language of `t` when a value is none of these.
    """
    given = {field: request.args.get(name) or None for field, name in _NAMES.items()}
    if given["kind"] and given["kind"] not in (*KINDS, *MISSING):
        raise BadRequest(t("changes.bad_kind", kinds=", ".join((*KINDS, *MISSING))))
    if given["portal"] and given["portal"] not in portals:
        raise BadRequest(t("search.bad_portal", portal=given["portal"][:100]))
    for field in ("since", "until"):
        if given[field] and not _DAY.fullmatch(str(given[field])):
            raise BadRequest(t("changes.bad_day", name=_NAMES[field]))
    level = request.args.get("muc") or ""
    # `isascii`: isdigit() is also true of other scripts' digits and of ², which int() refuses.
    if level and not (level.isascii() and level.isdigit() and int(level) <= 100):
        raise BadRequest(t("changes.bad_level"))
    severity = int(level) if level else REAL
    if request.args.get("kieu-chu") or given["kind"] == "typography":
        severity = int(level) if level else 0
    return EditsQuery(severity=severity, **given)
