"""The sums of a crawl: what was due, what became of it and what was captured are counted apart and compared.

Three sides write without knowing of each other: a trigger marks in `urls.due_crawl_id` what is due, the ledger writes
`visits` and `retries`, the download handler writes `captures`. Where they differ, the request is named.
"""

import json
import sqlite3
from dataclasses import dataclass

from scraper.store.captures.captures import is_robots

NAMED = 5  # requests named in the sentence about each kind of mismatch

_NO_OUTCOME = """
select u.url from urls u where u.portal_id = :portal and u.due_crawl_id = :crawl
and not exists (select 1 from visits v where v.crawl_id = :crawl and v.url_key = u.key)"""

# The files that this crawl wrote, known by their names: portal and time of opening. Files of another machine's crawl
# of the same portal may have been ingested meanwhile. "between" lets SQLite walk index captures_file.
_OWN = "c.file between :first and :last and c.file not in (select name from warc_files where source = 'ingest')"

# A capture that an earlier run kept and this one read was never due here, and a request that is refused before it is
# made (a trap) is not due in any crawl.
_NOT_DUE = f"""
select coalesce(u.url, v.url_key) from visits v left join urls u on u.key = v.url_key
left join captures c on c.id = v.capture_id
where v.crawl_id = :crawl and v.outcome <> 'out_of_scope' and u.due_crawl_id is not :crawl
and (c.id is null or {_OWN})"""

_STATES = """
select u.url from visits v join urls u on u.key = v.url_key
where v.crawl_id = :crawl and u.due_crawl_id = :crawl and u.state = 'leased'"""

_NO_CAPTURE = """
select coalesce(u.url, t.url_key) from (
    select url_key, capture_id from visits where crawl_id = :crawl
    union all select url_key, capture_id from retries where crawl_id = :crawl
) t left join urls u on u.key = t.url_key
where t.capture_id is not null and not exists (select 1 from captures c where c.id = t.capture_id)"""

_CAPTURED = f"""
select c.id, c.url, exists (
    select 1 from visits v where v.crawl_id = :crawl and v.url_key = c.url_key and v.capture_id = c.id
    union all select 1 from retries r where r.crawl_id = :crawl and r.url_key = c.url_key and r.capture_id = c.id
) as counted from captures c where {_OWN}"""


@dataclass(frozen=True, slots=True)
class CrawlTotals:
    """The sums of one crawl.

    `requests` were due, `captures` were written, `robots_captures` of them are robots.txt files, which are no
    requests of the ledger. `problems` are sentences about what does not add up; empty in every sound crawl.
    """

    requests: int
    captures: int
    robots_captures: int
    problems: tuple[str, ...]


def check_totals(conn: sqlite3.Connection, crawl_id: str) -> CrawlTotals:
    """Compare what was due, its outcomes and the captures of a crawl.

    Only for the portal's latest crawl: `urls.due_crawl_id` remembers no other.
    """
    values = _values(crawl_id)
    problems = _named(conn, _NO_OUTCOME, values, "due in this crawl and without an outcome")
    problems += _named(conn, _NOT_DUE, values, "with an outcome, but never due")
    problems += _named(conn, _STATES, values, "with an outcome, but still handed out")
    problems += _named(conn, _NO_CAPTURE, values, "whose capture has no row")
    captured, robots, strays = 0, 0, []
    for row in conn.execute(_CAPTURED, values):  # one at a time: they may be a million
        captured += 1
        if not row["counted"] and is_robots(row["url"]):
            robots += 1
        elif not row["counted"]:
            strays.append(row["url"])
    problems += _sentence(strays, "captured, but in no outcome and no retry")
    due = conn.execute("select count(*) from urls where portal_id = :portal and due_crawl_id = :crawl", values)
    return CrawlTotals(due.fetchone()[0], captured, robots, tuple(problems))


def keep_totals(conn: sqlite3.Connection, crawl_id: str) -> None:
    """Write the sums of a crawl that ends now into its row."""
    totals = check_totals(conn, crawl_id)
    conn.execute(
        "update crawls set requests = ?, captures = ?, robots_captures = ?, problems = ? where id = ?",
        (
            totals.requests,
            totals.captures,
            totals.robots_captures,
            json.dumps(totals.problems, ensure_ascii=False),
            crawl_id,
        ),
    )


def _values(crawl_id: str) -> dict[str, str]:
    """Parameters of the queries. Capture files are named after portal and time of opening."""
    portal, _, started = crawl_id.partition("/")
    stamp = started.replace("-", "").replace(":", "").replace(".", "")[:18]  # to the millisecond, as in file names
    # ":" comes right after the digits, so "last" stands behind every time of opening.
    return {"crawl": crawl_id, "portal": portal, "first": f"{portal}-{stamp}", "last": f"{portal}-:"}


def _named(conn: sqlite3.Connection, sql: str, values: dict[str, str], what: str) -> list[str]:
    return _sentence([row[0] for row in conn.execute(sql, values)], what)


def _sentence(urls: list[str], what: str) -> list[str]:
    if not urls:
        return []
    more = f" and {len(urls) - NAMED:,} more" if len(urls) > NAMED else ""
    return [f"{len(urls):,} {what}: {', '.join(urls[:NAMED])}{more}"]
