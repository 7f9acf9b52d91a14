"""What changed on the portals, newest first: rows for `/thay-doi`, its feed and the API.

A walk along an index of `edits` that costs the same at any depth. Filters that the index cannot answer are tried on
at most `SCANNED` edits at a time; `Changed.more` then says from where to go on.
"""

from dataclasses import dataclass, field
from typing import Any

PAGE = 25
SCANNED = 50_000
REAL = 10  # severities below are typography only
KINDS = (
    "figure",
    "date",
    "document_number",
    "name_or_post",
    "paragraph_removed",
    "paragraph_added",
    "paragraph_moved",
    "title",
    "lead",
    "byline",
    "wording",
    "typography",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to list: edits with a change of `kind`, of at least `severity`, of one portal, seen in a span of days.

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
    """The place of a row in the list, for the address of the next page."""
    return f"{row['seen_at']}~{row['article_id']}~{row['to_sha256']}"


def parse_cursor(text: str) -> tuple[str, str, str]:
    """The parts of a cursor. Raises ValueError when it is none."""
    parts = text.split("~")
    if len(parts) != 3 or not parts[0] or len(text) > 200:
        raise ValueError(text[:50])
    return parts[0], parts[1], parts[2]


async def changed(db: Any, wish: Wish, limit: int = PAGE) -> Changed:
    """The edits that `wish` asks for, each with its article and its `limit`ed typed `changes`, newest first.

    Raises ValueError for a broken cursor.
    """
    where, params = _where(wish)
    sql = f"""
        with seen as (
            select seen_at, article_id, to_sha256, severity, kinds from edits
            where {" and ".join(where) or "true"}
            order by seen_at desc, article_id desc, to_sha256 desc limit {SCANNED}
        )
        select * from (
            select seen_at, article_id, to_sha256, severity, kinds from seen
            where severity >= :severity and (:kind is null or instr(kinds, :kind)) limit :limit
        )
    """  # noqa: S608 - constants
    params |= {"severity": wish.severity, "kind": wish.kind and f",{wish.kind},", "limit": limit + 1}
    rows = [dict(row) for row in (await db.execute(sql, params)).rows]
    if len(rows) > limit:
        return Changed(rows=await _filled(db, rows[:limit]), more=cursor(rows[limit - 1]))
    more, scanned_to = await _rest(db, where, params)
    return Changed(rows=await _filled(db, rows), more=more, scanned_to=scanned_to)


def _where(wish: Wish) -> tuple[list[str], dict[str, Any]]:
    where: list[str] = []
    params: dict[str, Any] = {}
    if wish.portal:
        where.append("portal_id = :portal")
        params["portal"] = wish.portal
    if wish.since:
        where.append("seen_at >= :since")
        params["since"] = wish.since
    if wish.until:
        where.append("seen_at < :until")
        params["until"] = f"{wish.until}T99"
    if wish.before:
        where.append("(seen_at, article_id, to_sha256) < (:at, :id, :to)")
        params |= dict(zip(("at", "id", "to"), parse_cursor(wish.before), strict=True))
    return where, params


async def _rest(db: Any, where: list[str], params: dict[str, Any]) -> tuple[str | None, str | None]:
    """Where the bounded look ended, when it did not come to the end of the table."""
    sql = f"""
        select seen_at, article_id, to_sha256 from edits where {" and ".join(where) or "true"}
        order by seen_at desc, article_id desc, to_sha256 desc limit 1 offset {SCANNED - 1}
    """  # noqa: S608 - constants
    row = (await db.execute(sql, params)).first()
    return (cursor(dict(row)), row["seen_at"]) if row else (None, None)


async def _filled(db: Any, rows: list[dict[str, Any]], changes: int = 4) -> list[dict[str, Any]]:
    """`rows` with the article's title, portal, state and date, the version before, and the most severe changes."""
    found = []
    for row in rows:
        at = {"id": row["article_id"], "to": row["to_sha256"], "limit": changes}
        about = (await db.execute(_ABOUT, at)).first()
        if about is None:
            continue
        kinds = [kind for kind in row["kinds"].split(",") if kind]
        listed = [dict(change) for change in (await db.execute(_CHANGES, at)).rows]
        found.append({**row, **dict(about), "kinds": kinds, "changes": listed})
    return found


_ABOUT = (
    "select e.from_sha256, e.change_count, a.id, a.title, a.url, a.portal_id, a.state, a.published_at,"
    " a.published_precision, a.first_seen_at, a.language"
    " from edits e join articles a on a.id = e.article_id where e.article_id = :id and e.to_sha256 = :to"
)
_CHANGES = (
    "select kind, severity, place, before, after, context from changes where article_id = :id and to_sha256 = :to"
    " order by severity desc, position limit :limit"
)
