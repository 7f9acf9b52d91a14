"""Everything that was first seen or found out, by time: what a copy of the archive is kept current with.

New articles and versions stand at their capture. That an article vanished, is missed or is back stands at the end of
the crawl that found it out; of an article whose state changed several times, only the last change is there. Captures
do not always reach the archive in their order (several portals are crawled at once), so the `since` that an answer
gives for the next time lies an hour before the newest event: events may come twice, none is missed. An event is known
by its article, name and text hash, so a repeat changes nothing.
"""

from datetime import timedelta
from typing import Any

from scraper.site.api import fields as f
from scraper.site.api.portals import check_portal
from scraper.site.api.route import Answer, Call
from scraper.times import instant

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
        f.column("articles", "state_since", null=True),
        f.made("changes", "array", items={"$ref": "#/components/schemas/Change"}),
    ),
)
META = {
    "type": "object",
    "required": ["since"],
    "properties": {"since": {"type": ["string", "null"], "description": "`since` of the next synchronisation"}},
}
# Articles in any other state have vanished: gone, soft404, redirected, moved or delisted.
OF_STATES = {"suspect": "suspect", "portal_down": "down", "live": "returned"}
OF_TEXTS = ("new", "edited")
EVENTS = (*OF_TEXTS, "vanished", *OF_STATES.values())
# Both walks give the same columns in the same order, so that they can be merged: when, whose, what, and for a text the
# rowid of its version. Row values are compared as a whole, which is what makes a position exact; `indexed by` keeps
# the planner on the index that has them in this order. 'x' sorts behind every hash: of one moment the state is last.
_TEXTS = """
    select first_seen_at as at, article_id as id, text_sha256 as mark, rowid as place from versions
    indexed by versions_seen where (first_seen_at, article_id, text_sha256) > (:at, :id, :mark)
    order by first_seen_at, article_id, text_sha256 limit :scan
"""
_STATES = """
    select state_at as at, id, 'x' as mark, null as place from articles indexed by articles_state_at
    where state_at >= :at and (state_at, id, 'x') > (:at, :id, :mark) order by state_at, id limit :scan
"""
# The name of an event. A text is "new" when no version of its article is older.
_NAMED = " ".join(f"when '{state}' then '{name}'" for state, name in OF_STATES.items())
_EVENT = f"""
    case when e.place is null then case a.state {_NAMED} else 'vanished' end
    when exists (
        select 1 from versions o where o.article_id = e.id and (o.first_seen_at, o.text_sha256) < (e.at, e.mark)
    ) then 'edited' else 'new' end
"""  # noqa: S608 - constants
# The condition of the second half is what lets the partial index articles_state_at answer.
_NEWEST = """
    select max(at) from (
        select max(first_seen_at) as at from versions
        union all select max(state_at) from articles where state_at is not null
    )
"""


def _walk(event: str | None) -> str:
    """Places of events after the position, the oldest first: of texts, of states, or of both merged."""
    if event in OF_TEXTS:
        return _TEXTS
    if event:
        return _STATES
    return f"select * from ({_TEXTS}) union all select * from ({_STATES}) order by 1, 2, 3 limit :scan"  # noqa: S608 - constants


async def changes(call: Call) -> Answer:
    """New articles, new versions each with what it changed, and articles whose state changed; the oldest first."""
    await check_portal(call)
    # The walk is bounded before it is filtered: a portal without events would otherwise be a walk to the end.
    start: list[Any] = call.position or [call.values["since"] or MIN_TIME, "", ""]
    at: dict[str, Any] = dict(zip(("at", "id", "mark"), start, strict=True))
    at |= {"portal": call.values["cong"], "event": call.values["event"]}
    at["scan"] = SCANNED if at["portal"] or at["event"] else call.limit + 1
    walk = _walk(call.values["event"])
    sql = f"""
        with e as ({walk})
        select e.*, {_EVENT} as event, coalesce(v.title, a.title) as title, a.portal_id, a.url, a.published_at,
        a.state, a.state_since, a.text_sha256
        from e cross join articles a on a.id = e.id left join versions v on v.rowid = e.place
        where (:portal is null or a.portal_id = :portal) and (:event is null or :event = {_EVENT})
        and a.id not in (select article_id from withheld) limit {call.limit + 1}
    """  # noqa: S608 - constants and a checked number
    rows = await call.rows(sql, at)
    shown = rows[: call.limit]
    following: list[Any] | None
    if len(rows) > call.limit:
        following = [shown[-1]["at"], shown[-1]["id"], shown[-1]["mark"]]
    else:
        following = await _scanned_to(call, walk, at)
    newest = (await call.rows(_NEWEST))[0][0]
    data = [await _event(call, row) for row in shown]
    return Answer(data, following, {"since": None if newest is None else _earlier(newest)})


async def _scanned_to(call: Call, walk: str, at: dict[str, Any]) -> list[Any] | None:
    """The last event looked at, when there are more behind it."""
    sql = f"select at, id, mark from ({walk}) limit 2 offset {at['scan'] - 1}"  # noqa: S608 - a number of ours
    rows = await call.rows(sql, at | {"scan": at["scan"] + 1})
    return list(rows[0]) if len(rows) == 2 else None


async def _event(call: Call, row: Any) -> dict[str, Any]:
    """A row of a walk as an object; of a state the text hash is that of the current text."""
    known: dict[str, Any] = {
        "article_id": row["id"],
        "portal_id": row["portal_id"],
        "url": row["url"],
        "event": row["event"],
        "seen_at": row["at"],
        "text_sha256": row["text_sha256"] if row["place"] is None else row["mark"],
        "title": row["title"],
        "published_at": row["published_at"],
        "state": row["state"],
        "state_since": row["state_since"],
    }
    wanted = call.values["fields"] or EVENT.names
    found = {name: known[name] for name in EVENT.names if name in wanted and name in known}
    if "changes" in wanted:
        found["changes"] = await _typed(call, row) if row["event"] == "edited" else []
    return found


async def _typed(call: Call, row: Any) -> list[dict[str, Any]]:
    sql = (
        f"select {f.select(f.CHANGE.fields)} from changes where article_id = :id and to_sha256 = :sha"  # noqa: S608
        " order by from_sha256, position limit 200"
    )
    rows = await call.rows(sql, {"id": row["id"], "sha": row["mark"]})
    return [f.load(f.CHANGE.fields, change) for change in rows]


def _earlier(captured_at: str) -> str:
    """`OVERLAP` before a capture time, in the same form."""
    try:
        before = instant(captured_at) - OVERLAP
    except (ValueError, OverflowError):  # a date as some foreign WARC file wrote it
        return captured_at
    return before.isoformat(timespec="milliseconds").replace("+00:00", "Z")
