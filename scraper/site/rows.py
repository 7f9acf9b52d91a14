"""The SQL of the home, article and portal pages: short reads along an index.

`db` is Datasette's database of the archive everywhere. Functions give rows as dictionaries, columns by name.
"""

import json
from collections.abc import Collection
from pathlib import Path
from time import monotonic
from typing import Any

from scraper.site.datasette_065 import path_of

# What a card in a list shows. A body may be a whole report; a teaser needs only its beginning.
_CARD = (
    "a.id, a.title, a.lead, substr(a.body, 1, 400) as body, a.portal_id, a.published_at, a.published_precision,"
    " a.first_seen_at, a.state, a.category"
)

# Begins with the condition of the index `articles_dated`: SQLite uses a partial index only where a query implies it.
_DATED = "and published_at is not null and duplicate_of is null and id not in (select article_id from withheld)"


async def _rows(db: Any, sql: str, params: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    return [dict(row) for row in (await db.execute(sql, params or {})).rows]


async def _row(db: Any, sql: str, params: dict[str, Any] | None = None) -> dict[str, Any] | None:
    rows = await _rows(db, sql, params)
    return rows[0] if rows else None


async def portals(db: Any, only: Collection[str | None] | None = None) -> dict[str, dict[str, Any]]:
    """Every portal by id, or those with the ids `only`, in the order of their names."""
    # A bound JSON list and not one mark for each id: SQLite limits the marks in a statement.
    chosen = "" if only is None else " where id in (select value from json_each(:only))"
    sql = f"select * from portals{chosen} order by name, id"  # noqa: S608 - constants
    return {row["id"]: row for row in await _rows(db, sql, {"only": json.dumps(list(only or ()))})}


_counts: dict[Path, tuple[int, float, list[dict[str, Any]]]] = {}  # by file: newest row, kept at least until, counts
_SHARE = 20  # while articles arrive, counting takes at most a twentieth of the time


async def counts(db: Any) -> list[dict[str, Any]]:
    """Articles, dated articles, first and last day per portal; kept until the next article arrives."""
    # The newest rowid tells in one step whether articles have come; counting reads each day of each portal.
    newest_row = (await db.execute("select max(rowid) from articles")).first()[0] or 0
    counted_row, until, kept = _counts.get(path_of(db), (-1, 0.0, []))
    if counted_row != newest_row and monotonic() >= until:
        start = monotonic()
        kept = await _rows(
            db,
            # In stats_day '' stands for no portal and for no date.
            "select nullif(portal_id, '') as portal_id, sum(articles) as articles,"
            " sum(case when day <> '' then articles else 0 end) as dated, min(nullif(day, '')) as oldest,"
            " max(nullif(day, '')) as newest from stats_day group by portal_id",
        )
        _counts[path_of(db)] = (newest_row, monotonic() + _SHARE * (monotonic() - start), kept)
    return kept


async def newest(db: Any, limit: int = 12) -> list[dict[str, Any]]:
    """The newest dated articles of all portals. Undated ones would stand on top as if they were today's news."""
    # `indexed by`: an error, should the index go one day, is better than a sort of all articles for every visitor.
    sql = (
        f"select {_CARD} from articles a indexed by articles_dated where true {_DATED}"  # noqa: S608
        " order by published_at desc, id desc limit :limit"
    )
    return await _rows(db, sql, {"limit": limit})


async def newest_of(db: Any, portal: str, limit: int) -> list[dict[str, Any]]:
    """The newest dated articles of the portal with the id `portal`."""
    sql = (
        f"select {_CARD} from articles a indexed by articles_province_year where portal_id = :portal"  # noqa: S608
        f" {_DATED} order by published_at desc limit :limit"
    )
    return await _rows(db, sql, {"portal": portal, "limit": limit})


async def last_crawls(db: Any) -> dict[str, dict[str, Any]]:
    """The last crawl of each portal that was crawled, by the portal's id."""
    # First the times alone, which the index crawls_portal answers by itself, then one row for each of them.
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
    """How many pages were requested and could not be read."""
    return int((await db.execute("select count(*) from failures")).first()[0])


_CAPTURE = (
    "c.url as capture_url, c.captured_at as capture_at, c.status as capture_status,"
    " c.payload_digest as capture_digest, c.file as capture_file, c.offset as capture_offset,"
    " c.length as capture_length, c.fidelity as capture_fidelity, c.certificate as capture_certificate"
)


async def article(db: Any, key: str) -> dict[str, Any] | None:
    """The article with the id `key` and the capture its current text was read from: columns `capture_...`."""
    sql = f"select a.*, {_CAPTURE} from articles a left join captures c on c.id = a.capture_id where a.id = :id"  # noqa: S608
    return await _row(db, sql, {"id": key})


async def versions(db: Any, key: str) -> list[dict[str, Any]]:
    """The versions of the article `key`, newest first, with the capture each was first read from, as in `article`."""
    sql = (
        f"select v.*, {_CAPTURE} from versions v left join captures c on c.id = v.capture_id"  # noqa: S608
        " where article_id = :id order by v.last_seen_at desc, v.first_seen_at desc, v.text_sha256"
    )
    return await _rows(db, sql, {"id": key})


async def parts(db: Any, row: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Images, attachments and versions of the article `row`; the newest version first.

    Files have the `capture_id` of the newest capture of themselves, None where they were never kept.
    """
    at = {"id": row["id"]}
    files = "select * from attachment_files where article_id = :id order by position"
    return {
        "images": await _rows(db, "select * from image_files where article_id = :id order by position", at),
        "attachments": await _rows(db, files, at),
        "versions": await versions(db, row["id"]),
    }


async def denials(db: Any, key: str, limit: int = 10) -> list[dict[str, Any]]:
    """The last checks that did not find the article `key` at its address, back to the one that did, the oldest first.

    At most the newest `limit`. Each has its capture, if there is one, and what that was read as.
    """
    sql = (
        "select k.checked_at, k.result, k.capture_id, c.read_as from vanish_checks k"
        " left join captures c on c.id = k.capture_id where k.article_id = :id and k.counts"
        " and k.result not in ('live', 'listed', 'unlisted') and k.checked_at > ifnull((select max(checked_at)"
        "  from vanish_checks where article_id = :id and counts and result = 'live'), '')"
        " order by k.checked_at desc limit :limit"
    )
    return (await _rows(db, sql, {"id": key, "limit": limit}))[::-1]


async def last_edit(db: Any, key: str) -> dict[str, Any] | None:
    """The last step from a version of the article `key` to the next, or None."""
    return await _row(db, "select * from edits where article_id = :id order by seen_at desc limit 1", {"id": key})


async def changes_between(db: Any, key: str, old: str, new: str, limit: int = 1000) -> list[dict[str, Any]]:
    """Stored changes from a version of the article `key` to the next, most severe first, at most `limit`.

    `old` and `new` are the text hashes of the two versions; of versions that are no neighbours nothing is stored in
    `db`.
    """
    sql = (
        "select * from changes where article_id = :id and from_sha256 = :old and to_sha256 = :new"
        " order by severity desc, position limit :limit"
    )
    return await _rows(db, sql, {"id": key, "old": old, "new": new, "limit": limit})


async def neighbours(db: Any, row: dict[str, Any]) -> dict[str, dict[str, Any] | None]:
    """The next `older` and the next `newer` article of the portal of `row`, each None where there is none."""
    # `is` and not `=`: articles of no known portal have NULL there, and are each other's neighbours.
    same = (
        "select id, title, '{}' as place from articles where portal_id is :portal and duplicate_of is null and"
        " id not in (select article_id from withheld) and sort_key {} order by sort_key {} limit 1"
    )
    older, newer = same.format("older", "< :key", "desc"), same.format("newer", "> :key", "asc")
    sql = f"select * from ({older}) union all select * from ({newer})"  # noqa: S608 - constants
    found = await _rows(db, sql, {"portal": row["portal_id"], "key": row["sort_key"]})
    return {"older": None, "newer": None} | {near.pop("place"): near for near in found}


async def crawls_of(db: Any, portal: str, limit: int = 10) -> list[dict[str, Any]]:
    """The last crawls of a portal, newest first, each with its `outcomes`: how many requests ended how."""
    sql = "select * from crawls where portal_id = :portal order by started_at desc limit :limit"
    found = await _rows(db, sql, {"portal": portal, "limit": limit})
    for crawl in found:
        crawl["outcomes"] = await _outcomes(db, crawl)
    return found


async def _outcomes(db: Any, crawl: dict[str, Any]) -> dict[str, int]:
    """How many requests of a crawl ended how; empty while it runs."""
    # Table tallies, written when a crawl ends, has a row for each outcome; visits has one for each request.
    sql = (
        "select outcome, sum(requests) as n from tallies where crawl_id = :crawl and requests > 0"
        " group by outcome order by n desc"
    )
    return {row["outcome"]: row["n"] for row in await _rows(db, sql, {"crawl": crawl["id"]})}


async def list_gaps(db: Any, crawl: str) -> list[dict[str, Any]]:
    """Lists that the crawl could not walk to their end, or that gave less than they state; the largest gaps first."""
    sql = (
        "select state, url, broken_url, reason, stated, seen, missing from chains"
        " where crawl_id = :crawl and state in ('broken', 'short') order by missing desc, url limit 20"
    )
    return await _rows(db, sql, {"crawl": crawl})


async def number_gaps(db: Any, portal: str) -> list[dict[str, Any]]:
    """The widest ranges of a portal's own numbers that were never seen."""
    sql = (
        "select series, first_number, last_number, numbers from number_gaps where portal_id = :portal"
        " order by numbers desc, first_number limit 10"
    )
    return await _rows(db, sql, {"portal": portal})


async def thin_months(db: Any, portal: str) -> list[str]:
    """Months with unusually few articles, as of the last crawl."""
    sql = "select month from gaps_by_month where portal_id = :portal and gap = 'few' order by month limit 60"
    return [row["month"] for row in await _rows(db, sql, {"portal": portal})]


async def failures_of(db: Any, portal: str) -> list[dict[str, Any]]:
    """Why pages of a portal are missing, in its last crawl with failures: stage, reason, how many, one of them."""
    sql = (
        "select stage, reason, count(*) as n, max(url) as url from failures where crawl_id ="
        " (select id from crawls where portal_id = :portal order by started_at desc limit 1)"
        " group by stage, reason order by n desc limit 20"
    )
    return await _rows(db, sql, {"portal": portal})
