"""The SQL of the home, article and portal pages: short reads along an index."""

from typing import Any

_CARD = (
    "a.id, a.title, a.lead, substr(a.body, 1, 400) as body, a.portal_id, a.published_at, a.published_precision,"
    " a.first_seen_at, a.state, a.category"
)


async def _rows(db: Any, sql: str, params: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    return [dict(row) for row in (await db.execute(sql, params or {})).rows]


async def _row(db: Any, sql: str, params: dict[str, Any] | None = None) -> dict[str, Any] | None:
    rows = await _rows(db, sql, params)
    return rows[0] if rows else None


async def portals(db: Any) -> dict[str, dict[str, Any]]:
    """Every portal by id, in the order of their names."""
    return {row["id"]: row for row in await _rows(db, "select * from portals order by name, id")}


_counts: dict[tuple[Any, ...], list[dict[str, Any]]] = {}


async def counts(db: Any) -> list[dict[str, Any]]:
    """Articles, dated articles, first and last date per portal; kept until the next article arrives.

    Reads one covering index from end to end, which at a million articles is too slow for every view.
    """
    key = (db.name, str(db.path), (await db.execute("select max(rowid) from articles")).first()[0])
    if key not in _counts:
        found = await _rows(
            db,
            "select portal_id, count(*) as articles, count(published_at) as dated, min(published_at) as oldest,"
            " max(published_at) as newest from articles indexed by articles_province_year group by portal_id",
        )
        _counts.clear()
        _counts[key] = found
    return _counts[key]


async def newest(db: Any, portal_ids: list[str], limit: int = 12) -> list[dict[str, Any]]:
    """The newest dated articles of all portals. Undated ones would stand on top as if they were today's news."""
    found: list[dict[str, Any]] = []
    for portal in portal_ids:
        found += await newest_of(db, portal, limit)
    found.sort(key=lambda row: (row["published_at"], row["id"]), reverse=True)
    return found[:limit]


async def newest_of(db: Any, portal: str, limit: int) -> list[dict[str, Any]]:
    """The newest dated articles of one portal."""
    sql = (
        f"select {_CARD} from articles a indexed by articles_province_year where portal_id = :portal"  # noqa: S608
        " and published_at is not null and duplicate_of is null order by published_at desc limit :limit"
    )
    return await _rows(db, sql, {"portal": portal, "limit": limit})


async def newest_without_portal(db: Any, limit: int = 12) -> list[dict[str, Any]]:
    """The newest dated articles that belong to no declared portal (pages that came in by `scrapy ingest`)."""
    sql = (
        f"select {_CARD} from articles a indexed by articles_province_year where portal_id is null"  # noqa: S608
        " and published_at is not null and duplicate_of is null order by published_at desc limit :limit"
    )
    return await _rows(db, sql, {"limit": limit})


async def last_crawls(db: Any) -> dict[str, dict[str, Any]]:
    """The last crawl of each portal that was crawled."""
    sql = (
        "select c.* from (select portal_id, max(started_at) as started_at from crawls group by portal_id) last"
        " join crawls c on c.portal_id = last.portal_id and c.started_at = last.started_at"
    )
    return {row["portal_id"]: row for row in await _rows(db, sql)}


async def last_capture(db: Any) -> str | None:
    """When the capture that was stored last was taken, or None for an empty archive."""
    row = await _row(db, "select captured_at from captures order by rowid desc limit 1")
    return row["captured_at"] if row else None


async def failure_count(db: Any) -> int:
    """How many pages that were wanted could not be read."""
    return int((await db.execute("select count(*) from failures")).first()[0])


async def article(db: Any, key: str) -> dict[str, Any] | None:
    """One article with the capture its current text was read from; capture fields begin with `capture_`."""
    sql = (
        "select a.*, c.url as capture_url, c.captured_at as capture_at, c.status as capture_status,"
        " c.payload_digest as capture_digest, c.file as capture_file, c.offset as capture_offset,"
        " c.length as capture_length, c.fidelity as capture_fidelity"
        " from articles a left join captures c on c.id = a.capture_id where a.id = :id"
    )
    return await _row(db, sql, {"id": key})


async def parts(db: Any, key: str) -> dict[str, list[dict[str, Any]]]:
    """Images, attachments and versions of an article; the newest version first."""
    at = {"id": key}
    return {
        "images": await _rows(db, "select * from images where article_id = :id order by position", at),
        "attachments": await _rows(db, "select * from attachments where article_id = :id order by position", at),
        "versions": await _rows(
            db,
            "select v.*, c.status as capture_status, c.file as capture_file, c.offset as capture_offset"
            " from versions v left join captures c on c.id = v.capture_id where article_id = :id"
            " order by v.last_seen_at desc, v.first_seen_at desc, v.text_sha256",
            at,
        ),
    }


async def neighbours(db: Any, row: dict[str, Any]) -> dict[str, dict[str, Any] | None]:
    """The next older and next newer article of the same portal."""
    at = {"portal": row["portal_id"], "key": row["sort_key"]}
    same = "select id, title from articles where portal_id is :portal and duplicate_of is null and sort_key"
    return {
        "older": await _row(db, f"{same} < :key order by sort_key desc limit 1", at),
        "newer": await _row(db, f"{same} > :key order by sort_key limit 1", at),
    }


async def crawls_of(db: Any, portal: str, limit: int = 10) -> list[dict[str, Any]]:
    """The last crawls of one portal."""
    sql = "select * from crawls where portal_id = :portal order by started_at desc limit :limit"
    return await _rows(db, sql, {"portal": portal, "limit": limit})
