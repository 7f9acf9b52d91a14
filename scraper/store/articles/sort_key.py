"""The place of each article in time: `articles.sort_key`, which is also its rowid in the search index.

Rows of the index come in the order of their rowids, so "newest first" needs no sort at any size. A key is (days since
1970 x 2048 + minute of the day) x 2^24 + the first 24 bits of the article's id, of the moment of publication in Viet
Nam, else of the first capture; it stays below 2^53, so JavaScript reads it exactly. Articles that want the same key
stand behind each other in the order of (wanted key, id), so the keys are a function of the set of articles, whatever
the order in which they came. Collisions are rare: runs of neighbours are a few rows long.
"""

import sqlite3
from datetime import datetime

from scraper.times import VIETNAM, instant

EPOCH = datetime(1970, 1, 1, tzinfo=VIETNAM)


def wanted_key(identity: str, published: str | None, first_seen: str) -> int:
    """The key that an article has when it need not make way; times are ISO 8601, a bare date means its midnight.

    `identity` is the article's id, 16 hex digits. Raises ValueError when the time is none.
    """
    moment = instant(published or first_seen, VIETNAM).astimezone(VIETNAM)
    minutes = (moment - EPOCH).days * 2048 + moment.hour * 60 + moment.minute
    return (minutes << 24) + int(identity[:6], 16)


def take_key(conn: sqlite3.Connection, identity: str, wanted: int) -> int:
    """The key of an article that has none yet; those that stand behind it move up by one.

    `identity` is the article's id, `wanted` its wanted key.
    """
    key = wanted
    while (other := _at(conn, key)) and _rank(other) < (wanted, identity):
        key += 1
    last = key
    while _at(conn, last):
        last += 1
    for taken in range(last - 1, key - 1, -1):  # from the end, because keys are unique at every moment
        _set(conn, taken, taken + 1)
    return key


def move_key(conn: sqlite3.Connection, identity: str, key: int, wanted: int) -> int:
    """The key of an article that has `key` and wants another one now; the caller's update gives it to the row.

    `conn` is inside the caller's transaction, `identity` is the article's id, `wanted` the key that it wants now.
    Those that had made way for it close the gap.
    """
    if _at(conn, wanted) is None and _at(conn, key + 1) is None:
        return wanted
    _set(conn, key, -key)  # aside: the key must be free while the others move
    while (other := _at(conn, key + 1)) and _rank(other)[0] <= key:
        _set(conn, key + 1, key)
        key += 1
    return take_key(conn, identity, wanted)


def _at(conn: sqlite3.Connection, key: int) -> sqlite3.Row | None:
    row: sqlite3.Row | None = conn.execute(
        "select id, published_at, first_seen_at from articles where sort_key = ?", (key,)
    ).fetchone()
    return row


def _rank(row: sqlite3.Row) -> tuple[int, str]:
    return wanted_key(row["id"], row["published_at"], row["first_seen_at"]), row["id"]


def _set(conn: sqlite3.Connection, key: int, new: int) -> None:
    conn.execute("update articles set sort_key = ? where sort_key = ?", (new, key))
