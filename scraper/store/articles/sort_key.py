"""The place of each article in time: `articles.sort_key`, which is also its row in the search index (decision 4).

A key is the minute (of publication, else of the first capture), then 24 bits of the article's id. Articles that want
the same key stand behind each other in the order of (wanted key, id), so the keys are a function of the set of
articles, whatever the order in which they came. Collisions are rare: runs of neighbours are a few rows long.
"""

import sqlite3
from datetime import datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
EPOCH = datetime(1970, 1, 1, tzinfo=VIETNAM)


def wanted_key(identity: str, published: str | None, first_seen: str) -> int:
    """The key that an article has when it need not make way; times are ISO 8601, a bare date means its midnight."""
    moment = datetime.fromisoformat(published or first_seen)
    moment = moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)
    minutes = (moment - EPOCH).days * 2048 + moment.hour * 60 + moment.minute
    return (minutes << 24) + int(identity[:6], 16)


def take_key(conn: sqlite3.Connection, identity: str, wanted: int) -> int:
    """The key of an article that has none yet; those that stand behind it move up by one."""
    key = wanted
    while (other := _at(conn, key)) and _rank(other) < (wanted, identity):
        key += 1
    last = key
    while _at(conn, last):
        last += 1
    for taken in range(last - 1, key - 1, -1):
        _set(conn, taken, taken + 1)
    return key


def move_key(conn: sqlite3.Connection, identity: str, key: int, wanted: int) -> int:
    """The key of an article that has `key` and wants another one now; the caller's update gives it to the row."""
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
