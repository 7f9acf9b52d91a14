"""Everything that was first seen, in the order of capture: what a copy of the archive is kept current with.

Captures do not always reach the archive in their order (several portals are crawled at once), so the mark to ask from
next time lies an hour before the newest event: events may come twice, none is missed. An event is known by its article
and text hash, so a repeat changes nothing.
"""

from datetime import datetime, timedelta
from typing import Any

from scraper.site.api import fields as f
from scraper.site.api.portals import check_portal
from scraper.site.api.route import Answer, Call

OVERLAP = timedelta(hours=1)
SCANNED = 2000  # events looked at for one page of a portal
MIN_TIME = "0001-01-01T00:00:00.000Z"
EVENT = f.Kind(
    "Event",
    (
        f.column("versions", "article_id"),
        f.column("articles", "portal_id", null=True),
        f.column("articles", "url"),
        f.made("event", "string"),
        f.made("seen_at", "string"),
        f.column("versions", "text_sha256"),
        f.column("versions", "title"),
        f.column("articles", "published_at", null=True),
        f.column("articles", "state"),
        f.made("changes", "array", items={"$ref": "#/components/schemas/Change"}),
    ),
)
META = {
    "type": "object",
    "required": ["since"],
    "properties": {"since": {"type": ["string", "null"], "description": "`since` of the next synchronisation"}},
}
_BEFORE = (
    "(select 1 from versions o where o.article_id = e.article_id and (o.first_seen_at, o.text_sha256) < (e.at, e.sha))"
)


async def changes(call: Call) -> Answer:
    """New articles and new versions, the oldest first, each with what it changed."""
    await check_portal(call)
    start: list[Any] = call.position or [call.values["since"] or MIN_TIME, "", ""]
    at: dict[str, Any] = dict(zip(("at", "id", "sha"), start, strict=True)) | {"scan": SCANNED}
    at |= {"portal": call.values["cong"], "event": call.values["event"]}
    sql = f"""
        with e as (
            select first_seen_at as at, article_id, text_sha256 as sha, rowid as place from versions
            indexed by versions_seen where (first_seen_at, article_id, text_sha256) > (:at, :id, :sha)
            order by first_seen_at, article_id, text_sha256 limit :scan
        )
        select e.*, exists {_BEFORE} as edited, v.title, a.portal_id, a.url, a.published_at, a.state
        from e cross join articles a on a.id = e.article_id cross join versions v on v.rowid = e.place
        where (:portal is null or a.portal_id = :portal)
        and (:event is null or (:event = 'edited') = exists {_BEFORE}) limit {call.limit + 1}
    """  # noqa: S608 - constants and a checked number
    rows = await call.rows(sql, at)
    shown = rows[: call.limit]
    following: list[Any] | None
    if len(rows) > call.limit:
        following = [shown[-1]["at"], shown[-1]["article_id"], shown[-1]["sha"]]
    else:
        following = await _scanned_to(call, at)
    newest = (await call.rows("select max(first_seen_at) from versions"))[0][0]
    data = [await _event(call, row) for row in shown]
    return Answer(data, following, {"since": None if newest is None else _earlier(newest)})


async def _scanned_to(call: Call, at: dict[str, Any]) -> list[Any] | None:
    """The last event looked at, when there are more behind it."""
    sql = """
        select first_seen_at, article_id, text_sha256 from versions indexed by versions_seen
        where (first_seen_at, article_id, text_sha256) > (:at, :id, :sha)
        order by first_seen_at, article_id, text_sha256 limit 2 offset :scan - 1
    """
    rows = await call.rows(sql, at)
    return list(rows[0]) if len(rows) == 2 else None


async def _event(call: Call, row: Any) -> dict[str, Any]:
    known: dict[str, Any] = {
        "article_id": row["article_id"],
        "portal_id": row["portal_id"],
        "url": row["url"],
        "event": "edited" if row["edited"] else "new",
        "seen_at": row["at"],
        "text_sha256": row["sha"],
        "title": row["title"],
        "published_at": row["published_at"],
        "state": row["state"],
    }
    wanted = call.values["fields"] or EVENT.names
    found = {name: known[name] for name in EVENT.names if name in wanted and name in known}
    if "changes" in wanted:
        found["changes"] = await _typed(call, row) if row["edited"] else []
    return found


async def _typed(call: Call, row: Any) -> list[dict[str, Any]]:
    sql = (
        f"select {f.select(f.CHANGE.fields)} from changes where article_id = :id and to_sha256 = :sha"  # noqa: S608
        " order by from_sha256, position limit 200"
    )
    rows = await call.rows(sql, {"id": row["article_id"], "sha": row["sha"]})
    return [f.load(f.CHANGE.fields, change) for change in rows]


def _earlier(moment: str) -> str:
    """`OVERLAP` before a capture time, in the same form."""
    try:
        before = datetime.fromisoformat(moment) - OVERLAP
    except (ValueError, OverflowError):  # a date as some foreign WARC file wrote it
        return moment
    return before.isoformat(timespec="milliseconds").replace("+00:00", "Z")
