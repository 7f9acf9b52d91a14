"""Vanish checks of captures that no crawl of ours judged: what ingested files show of an article's address.

They follow from the captures alone, so a rebuild makes them anew; their `crawl_id` is empty. So do those of captures
that a crawl took for the article, and that a better reader sees as something else: a rebuild finds them.
"""

import sqlite3

from scraper.items import REASONS
from scraper.store.ledger.vanish import Check, states_of
from scraper.store.tables import table

NO_CRAWL = ""
# What an address can show in place of its article (`captures.read_as`): the page is there and is another one.
_INSTEAD = ("replaced", "page", "listing", "feed", "sitemap", "file", "trap")
# Of these captures nobody knows what they show.
_UNKNOWN = ("truncated", "too_large", "encoding", "unreadable")


def derive_capture_checks(conn: sqlite3.Connection, article_id: str) -> None:
    """Derive the checks of an article that follow from its captures, and its state from all checks.

    `conn` is inside the caller's transaction. Nothing is done where there is no such article, or where all its
    captures show it.
    """
    article = conn.execute("select state, state_at from articles where id = ?", (article_id,)).fetchone()
    known = conn.execute(
        "select 1 from vanish_checks where article_id = ? and crawl_id = ?", (article_id, NO_CRAWL)
    ).fetchone()
    elsewise = "select 1 from captures where page_id = ? and read_as <> 'article' limit 1"
    if article is None:
        return
    if article["state"] == "live" and not known and conn.execute(elsewise, (article_id,)).fetchone() is None:
        return
    checks = _checks(conn, article_id)
    conn.execute("delete from vanish_checks where article_id = ? and crawl_id = ?", (article_id, NO_CRAWL))
    rows = [{"article_id": article_id, "crawl_id": NO_CRAWL, "counts": 1} | check for check in checks]
    table(conn, "vanish_checks").insert_all(rows, ignore=True)
    if article["state"] != "portal_down":
        _derive_state(conn, article_id, article)


def _checks(conn: sqlite3.Connection, article_id: str) -> list[dict[str, str]]:
    """Every capture that denies the article, and the first that shows it again after one."""
    judged = "select 1 from {} v where v.url_key = c.url_key and v.capture_id = c.id and v.crawl_id in ({})"
    crawls = "select id from crawls where portal_id = c.portal_id"
    rows = conn.execute(
        "select c.id, c.captured_at, c.status, c.read_as from captures c"
        " where c.page_id = ? and c.method = 'GET' and c.read_as is not null"
        f" and not exists ({judged.format('visits', crawls)} and v.outcome not in ('stored', 'changed', 'unchanged'))"
        f" and not exists ({judged.format('retries', crawls)})"
        " and not exists (select 1 from vanish_checks k where k.article_id = c.page_id and k.capture_id = c.id"
        "  and k.crawl_id <> ?) order by c.captured_at, c.id",
        (article_id, NO_CRAWL),
    )
    found: list[dict[str, str]] = []
    for row in rows:
        result = _result(row["read_as"], row["status"])
        if result and (result != "live" or (found and found[-1]["result"] != "live")):
            found.append({"checked_at": row["captured_at"], "result": result, "capture_id": row["id"]})
    return found


def _result(read_as: str, status: int | None) -> str | None:
    """What a capture says about the article at its address; None when it says nothing. Redirects are not followed."""
    if read_as == "article":
        return "live"
    if read_as == "http_error" and status in {404, 410}:
        return "gone"
    if read_as in _INSTEAD:
        return "replaced"
    if read_as == "soft404":
        return "soft404"
    return "unreachable" if REASONS.get(read_as) and read_as not in _UNKNOWN else None


def _derive_state(conn: sqlite3.Connection, article_id: str, article: sqlite3.Row) -> None:
    rows = conn.execute(
        "select checked_at, result, crawl_id from vanish_checks where article_id = ? and counts order by checked_at",
        (article_id,),
    ).fetchall()
    state, since, settled = "live", None, None
    for row, (now, now_since) in zip(rows, states_of(Check(*row[:2]) for row in rows), strict=True):
        settled = settled if now == state else row["checked_at"]
        state, since = now, now_since
    # A state that a crawl found out keeps the time at which the crawl ended.
    if article["state"] == state and any(row["crawl_id"] != NO_CRAWL for row in rows):
        settled = article["state_at"]
    conn.execute(
        "update articles set state = ?, state_since = ?, state_at = ? where id = ?",
        (state, since, settled, article_id),
    )


def forget_capture_checks(conn: sqlite3.Connection) -> int:
    """Delete what `derive_capture_checks` derives, for a rebuild; returns how many rows that were."""
    return conn.execute("delete from vanish_checks where crawl_id = ?", (NO_CRAWL,)).rowcount
