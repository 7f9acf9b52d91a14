"""When a known page is asked again: after as long as it has stayed the same.

News is edited mostly in its first days. So the time to the next check is the time since the text last changed (for a
text that never changed: since it was published), at least a day and at most half a year; a page that changes often is
asked for often. It ends when nothing has happened for two years. A page that is missing is asked for every week until
it is clear that it is gone, then every quarter, because some come back.
"""

import sqlite3
from datetime import timedelta

from scraper.store.rows import Capture
from scraper.times import VIETNAM, instant, utc_text
from scraper.urls.canonical import article_id

SHORTEST = timedelta(days=1)
LONGEST = timedelta(days=180)
WATCHED = timedelta(days=730)
MISSING = timedelta(days=7)  # a page that was known and is not there now
GONE = timedelta(days=90)  # one that is confirmed to be gone
DEAD_LINK = timedelta(days=30)  # an address that never gave an article


def spread(key: str, interval: timedelta) -> timedelta:
    """`interval`, varied by up to 25 %, by a fixed amount for each ledger key: else all is due on one day."""
    return interval * (0.75 + int(key[:4], 16) / 0x1FFFE)


def after(key: str, checked_at: str, interval: timedelta) -> str:
    """The time about `interval` after `checked_at`, varied as by `spread`, as the ledger writes times."""
    return utc_text(instant(checked_at, VIETNAM) + spread(key, interval))


def next_check(key: str, checked_at: str, *, changed_at: str, first_seen_at: str) -> str | None:
    """When an article that was found at `checked_at` is due again; None when it is not watched any more.

    `key` is the ledger's, `changed_at` the last time at which the text is known to have changed or appeared,
    `first_seen_at` that of its first capture. Dates without a zone are Viet Nam's.
    """
    now = instant(checked_at, VIETNAM)
    quiet = now - instant(changed_at, VIETNAM)
    if quiet > WATCHED and now - instant(first_seen_at, VIETNAM) > WATCHED:
        return None
    return after(key, checked_at, min(max(quiet, SHORTEST), LONGEST))


def due_after(conn: sqlite3.Connection, capture: Capture, outcome: str) -> str | None:
    """When the page of `capture` is due again, after `outcome` was stored; None for pages that have no schedule."""
    if outcome == "gone":
        return after(capture.url_key, capture.captured_at, DEAD_LINK)
    if outcome not in {"stored", "changed", "unchanged"}:
        return None
    row = conn.execute(
        "select first_seen_at, published_at, version_count,"
        " (select max(first_seen_at) from versions where article_id = articles.id) as text_since"
        " from articles where id = ?",
        (article_id(capture.url),),
    ).fetchone()
    changed = row["text_since"]
    if row["version_count"] == 1 and row["published_at"]:  # a text that was old when it was found has been quiet since
        changed = min(changed, row["published_at"], key=lambda text: instant(text, VIETNAM))
    return next_check(capture.url_key, capture.captured_at, changed_at=changed, first_seen_at=row["first_seen_at"])
