"""TODO-DOC."""

import re
from typing import Any

from datasette.utils.asgi import BadRequest

from scraper.site.edits.rows import KINDS, MISSING, REAL, EditsQuery
from scraper.site.texts import Texts

_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_NAMES = {"kind": "loai", "portal": "cong", "since": "tu", "until": "den", "before": "truoc"}


def edits_query_of(request: Any, t: Texts, portals: dict[str, Any]) -> EditsQuery:
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
    return EditsQuery(severity=severity, **said)
