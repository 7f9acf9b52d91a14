"""Figures of a crawl by host, outcome, reason and status: computed here and nowhere else.

The terminal, views and pages only add these rows up. They are kept when a crawl ends or is interrupted; for a crawl
that runs, or was killed, they are computed when asked for. Written with raw SQL: one statement computes and writes
them.
"""

import sqlite3

# `retry` is no outcome but a try that was repeated: its captures and bytes count, its request does not. The reason of
# a redirect is where it leads, another address each time: counted by it, every redirect would be a row of its own. The
# host is cut out of the URL as text: SQLite has no function for it.
_COLUMNS = "crawl_id, host, lists, outcome, reason, status, requests, captures, bytes, cards, timed, seconds, slowest"
_COMPUTED = """
select crawl_id, host, lists, outcome, reason, status, sum(outcome <> 'retry') as requests,
       count(capture_id) as captures, sum(bytes) as bytes, sum(cards) as cards,
       count(seconds) as timed, total(seconds) as seconds, max(seconds) as slowest
from (
    select t.crawl_id, lower(substr(rest, 1, instr(replace(rest, '?', '/') || '/', '/') - 1)) as host,
           kind in ('feed', 'start', 'list') as lists, outcome,
           case when outcome = 'redirect' then '' else ifnull(t.reason, '') end as reason,
           ifnull(c.status, 0) as status, t.capture_id, ifnull(c.length, 0) as bytes,
           ifnull(l.card_count, 0) as cards, t.seconds
    from (
        select v.*, ifnull(u.kind, '') as kind, ifnull(substr(u.url, instr(u.url, '://') + 3), '') as rest from (
            select crawl_id, url_key, outcome, reason, capture_id, seconds from visits where crawl_id = :crawl
            union all
            select crawl_id, url_key, 'retry', reason, capture_id, seconds from retries where crawl_id = :crawl
        ) v left join urls u on u.key = v.url_key
    ) t left join captures c on c.id = t.capture_id left join listings l on l.capture_id = t.capture_id
) group by crawl_id, host, lists, outcome, reason, status
"""


def keep_tallies(conn: sqlite3.Connection, crawl_id: str) -> None:
    """Keep the figures of a crawl as they stand now."""
    conn.execute("delete from tallies where crawl_id = ?", (crawl_id,))
    conn.execute(f"insert into tallies ({_COLUMNS}) {_COMPUTED}", {"crawl": crawl_id})


def tallies(conn: sqlite3.Connection, crawl_id: str) -> list[sqlite3.Row]:
    """The figures of a crawl, rows of table `tallies`: as kept when it has ended, computed when it has not."""
    ended = conn.execute("select ended_at from crawls where id = ?", (crawl_id,)).fetchone()
    sql = "select * from tallies where crawl_id = :crawl" if ended and ended[0] else _COMPUTED
    return conn.execute(sql, {"crawl": crawl_id}).fetchall()
