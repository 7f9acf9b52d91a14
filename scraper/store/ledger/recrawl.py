"""What a new crawl of a known portal asks for: failures and pages that are due, and lists from the newest on.

Lists are read until they show nothing but what is known. Every `DEEP` days, and until it has succeeded once, a crawl
is deep: it walks every list to its end. Only that finds articles that were put in late, and those that no list names
any more.
"""

import sqlite3
from collections.abc import Iterable
from datetime import timedelta

from scraper.items import PageRequest
from scraper.times import instant
from scraper.urls.canonical import request_key

DEEP = timedelta(days=30)
RECHECK = 75  # priority: after new pages and lists, before links of "other news"
_AT_ONCE = 200  # values in one statement: SQLite may be built to take no more than 999
_LISTS = "('feed', 'start', 'list')"


def make_due(conn: sqlite3.Connection, portal_id: str, now: str, *, full: bool, since: bool) -> None:
    """Put what a new crawl of `portal_id` has to ask for again into the queue: failures and pages due at `now`.

    `conn` is inside the caller's transaction; `now` is a time as the ledger writes them. With `full` every page is
    due, with `since` only failures are, because known articles say nothing about that time. A form (POST) is never due
    by itself: it is sent only as the page that holds it now would send it, and that page offers it again.
    """
    due = "1" if full else "state = 'failed' and ifnull(due_at, '') <= :now"
    if not (full or since):
        due = f"({due}) or (state = 'done' and due_at <= :now)"
    conn.execute(
        "update urls set state = 'pending', attempts = 0, deaths = 0,"
        f" priority = case when state = 'done' and kind not in {_LISTS} then {RECHECK} else priority end"
        f" where portal_id = :portal and method = 'GET' and state in ('failed', 'done') and ({due})",
        {"portal": portal_id, "now": now},
    )


def must_be_deep(conn: sqlite3.Connection, portal_id: str, now: str) -> bool:
    """Whether the lists must be walked to their ends: they never were, or not wholly, or longer ago than `DEEP`."""
    # A crawl with --since cut its lists on purpose.
    last = conn.execute(
        "select id, started_at from crawls where portal_id = ? and state = 'finished'"
        " and json_extract(options, '$.deep') and json_extract(options, '$.since') is null"
        " order by started_at desc limit 1",
        (portal_id,),
    ).fetchone()
    if last is None or instant(now) - instant(last["started_at"]) > DEEP:
        return True
    return not lists_whole(conn, last["id"])


def lists_whole(conn: sqlite3.Connection, crawl_id: str) -> bool:
    """Whether a crawl fetched every list page that it knew of."""
    broken = conn.execute(
        "select 1 from visits v join urls u on u.key = v.url_key"
        f" where v.crawl_id = ? and u.kind in {_LISTS} and v.outcome in ('failed', 'not_reached') limit 1",
        (crawl_id,),
    )
    return broken.fetchone() is None


def shows_nothing_new(conn: sqlite3.Connection, requests: Iterable[PageRequest]) -> bool:
    """Whether all that a list page leads to, the page after it included, has been asked for before."""
    keys = [request_key(request.method, request.url, request.body) for request in requests]
    return all(_known(conn, keys[at : at + _AT_ONCE]) for at in range(0, len(keys), _AT_ONCE))


def _known(conn: sqlite3.Connection, keys: list[str]) -> bool:
    marks = ", ".join("?" * len(keys))
    # A request in the queue with a time at which it was due has been asked for before; one without is new.
    sql = (
        f"select count(*) from urls where key in ({marks})"
        " and (state not in ('pending', 'leased') or due_at is not null)"
    )
    return int(conn.execute(sql, keys).fetchone()[0]) == len(set(keys))
