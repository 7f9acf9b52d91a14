"""What portals edited and took down, newest first: rows for `/thay-doi` and its feeds.

Two walks along an index each, one of `edits` and one of articles that are missing, merged; any depth costs the same.
Filters that an index cannot answer are tried on at most `SCANNED` rows at a time; `Changed.more` then says from where
to go on. A missing article stands where its state was found out, weeks after it was missed first, so that a reader of
the feed sees it come. Articles of a portal that is down as a whole are not listed one by one: the portal's page says
it.
"""

from dataclasses import dataclass, field
from typing import Any, get_args

from scraper.changes import Kind

PAGE = 25  # rows on a page
SCANNED = 25_000
REAL = 10  # severities below (scraper.changes.severity) are typography only
KINDS: tuple[Kind, ...] = get_args(Kind)
# State of a missing article -> how serious that is; a suspicion is listed only where it is asked for.
MISSING = {"gone": 90, "soft404": 90, "redirected": 85, "delisted": 60, "moved": 20, "suspect": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class EditsQuery:
    """What to list: edits with a change of `kind`, or articles missing in the state `kind`; of at least `severity`,
    of one portal, seen in a span of days.

    `since` and `until` are `YYYY-MM-DD` (UTC), both included. `before` is the cursor of the row to go on after.
    """

    kind: str | None = None
    severity: int = REAL
    portal: str | None = None
    since: str | None = None
    until: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """Rows of a page and the cursor of the next one; `scanned_to` is the day a bounded look came to."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    more: str | None = None
    scanned_to: str | None = None


def cursor(row: dict[str, Any]) -> str:
    """The place of `row` in the list, for the address of the next page."""
    return f"{row['seen_at']}~{row['article_id']}~{row['to_sha256']}"


def parse_cursor(text: str) -> tuple[str, str, str]:
    """The parts of a cursor: when seen, article id, text hash. Raises ValueError when `text` is no cursor."""
    parts = text.split("~")
    if len(parts) != 3 or not parts[0] or len(text) > 200:
        raise ValueError(text[:50])
    return parts[0], parts[1], parts[2]


async def changed(db: Any, query: EditsQuery, limit: int = PAGE) -> Changed:
    """What `query` asks for, newest first, each row with its article.

    At most `limit` rows. `event` of a row is "edit" (with the most severe of its typed `changes`) or "missing"
    (`kinds` holds the state). Raises ValueError for a broken cursor.
    """
    walks = [await _walk(db, query, source, limit) for source in _sources(query)]
    rows = sorted((row for found, _ in walks for row in found), key=_place, reverse=True)
    stops = [stop for _, stop in walks if stop]
    if stops:  # what lies beyond the end of a bounded look waits for the next page
        rows = [row for row in rows if _place(row) >= max(stops)]
    if len(rows) > limit:
        return Changed(rows=await _filled(db, rows[:limit]), more=cursor(rows[limit - 1]))
    more = "~".join(max(stops)) if stops else None
    return Changed(rows=await _filled(db, rows), more=more, scanned_to=max(stops)[0] if stops else None)


@dataclass(frozen=True, slots=True)
class _Source:
    """One of the two walks: its table, its columns for the place of a row, severity and kinds, and which rows fit."""

    table: str
    at: str
    key: str
    last: str
    severity: str
    kinds: str
    order: str
    fits: str


_EDITS = _Source(
    table="edits",
    at="seen_at",
    key="article_id",
    last="to_sha256",
    severity="severity",
    kinds="kinds",
    order="seen_at desc, article_id desc, to_sha256 desc",
    fits="severity >= :severity and (:kind is null or instr(kinds, :kind))",
)
_MISSING = _Source(
    table="articles indexed by articles_missing",
    at="state_at",
    key="id",
    last="'x-' || state",  # after every hash: of one moment, that an article is missing stands before its edit
    severity="0",
    kinds="',' || state || ','",
    order="state_at desc, id desc",
    fits="instr(:states, kinds)",
)


def _sources(query: EditsQuery) -> list[_Source]:
    if query.kind:
        return [_MISSING if query.kind in MISSING else _EDITS]
    return [_EDITS, _MISSING]


def _place(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["seen_at"], row["article_id"], row["to_sha256"]


async def _walk(
    db: Any, query: EditsQuery, source: _Source, limit: int
) -> tuple[list[dict[str, Any]], tuple[str, str, str] | None]:
    """Up to `limit` + 1 fitting rows of a walk, and where a bounded look ended before it had them."""
    # The inner limit bounds the look, the outer one the page. `kinds` is stored as `,figure,date,`, so that a whole
    # name can be looked for; the wanted states are put in the same form.
    sql, params = walk_sql(query, source)
    states = [
        state
        for state, severity in MISSING.items()
        if (state == query.kind or (not query.kind and state != "suspect"))
        and severity >= query.severity * (not query.kind)
    ]
    params |= {
        "severity": query.severity,
        "kind": query.kind and f",{query.kind},",
        "states": f",{',,'.join(states)},",
        "limit": limit + 1,
    }
    fitting = f"select * from ({sql} limit {SCANNED}) where {source.fits} limit :limit"  # noqa: S608 - constants
    rows = [dict(row) for row in (await db.execute(fitting, params)).rows]
    if len(rows) > limit:
        return rows, None
    end = (await db.execute(f"{sql} limit 1 offset {SCANNED - 1}", params)).first()
    return rows, _place(dict(end)) if end else None


def walk_sql(query: EditsQuery, source: _Source) -> tuple[str, dict[str, Any]]:
    """The SQL of the walk of `source` along the index that answers `query`, without its limit, and its parameters."""
    at, key, last = source.at, source.key, source.last
    where = [f"{at} is not null"]
    params: dict[str, Any] = {}
    if source is _MISSING:
        where.append("state not in ('live', 'portal_down')")
    if query.portal:
        where.append("portal_id = :portal")
        params["portal"] = query.portal
    if query.since:
        where.append(f"{at} >= :since")
        params["since"] = query.since
    if query.until:  # T99 sorts behind every time of that day
        where.append(f"{at} < :until")
        params["until"] = f"{query.until}T99"
    if query.before:  # the first condition is what the index can jump by, the second is exact
        where.append(f"{at} <= :at and ({at}, {key}, {last}) < (:at, :id, :to)")
        params |= dict(zip(("at", "id", "to"), parse_cursor(query.before), strict=True))
    columns = f"{at} as seen_at, {key} as article_id, {last} as to_sha256"
    columns += f", {source.severity} as severity, {source.kinds} as kinds"
    sql = f"select {columns} from {source.table} where {' and '.join(where)} order by {source.order}"  # noqa: S608
    return sql, params


async def _filled(db: Any, rows: list[dict[str, Any]], changes: int = 4) -> list[dict[str, Any]]:
    """`rows` with the article's title, portal, state and date; of edits the version before and what changed most."""
    found = []
    for row in rows:
        at = {"id": row["article_id"], "to": row["to_sha256"], "limit": changes}
        about = (await db.execute(_ABOUT, at)).first()
        if about is None:  # withheld
            continue
        kinds = [kind for kind in row["kinds"].split(",") if kind]
        edit = row["to_sha256"][:2] != "x-"
        listed = [dict(change) for change in (await db.execute(_CHANGES, at)).rows] if edit else []
        severity = row["severity"] if edit else MISSING.get(kinds[0], 0)
        event = "edit" if edit else "missing"
        found.append({**row, **dict(about), "event": event, "severity": severity, "kinds": kinds, "changes": listed})
    return found


_ABOUT = (
    "select e.from_sha256, e.change_count, a.id, a.title, a.url, a.portal_id, a.state, a.state_since, a.published_at,"
    " a.published_precision, a.first_seen_at, a.last_seen_at, a.language"
    " from articles a left join edits e on e.article_id = a.id and e.to_sha256 = :to"
    " where a.id = :id and a.id not in (select article_id from withheld)"
)
_CHANGES = (
    "select kind, severity, place, before, after, context from changes where article_id = :id and to_sha256 = :to"
    " order by severity desc, position limit :limit"
)
