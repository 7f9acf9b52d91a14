"""What a package of captures is made of; read-only."""

import sqlite3
from collections.abc import Callable, Iterator

# ?1 is a portal's id, or null for all portals.
_ALL = "(?1 is null or portal_id = ?1)"


def files_to_pack(conn: sqlite3.Connection, portal_id: str | None) -> list[tuple[str, int]]:
    """Capture files with captures (of one portal, if given), with the offset of the last capture in each.

    Files with bodies that those captures refer to are among them.
    """
    sql = (
        f"select file, max(offset) from captures where file in (select file from captures where {_ALL}"
        " union select o.file from captures r join captures o on o.id = r.refers_to"
        " where ?1 is null or r.portal_id = ?1) group by file"
    )
    return [(row[0], row[1]) for row in conn.execute(sql, (portal_id,))]


def captures_of(
    conn: sqlite3.Connection, portal_id: str | None, key: Callable[[str, str, str, int], str]
) -> Iterator[sqlite3.Row]:
    """Captures of a portal, or of all, in the order of an index of captures (CDXJ).

    `key` makes the sort key of a capture from its url, method, file and offset. SQLite sorts, on the disk if it must:
    there may be millions.
    """
    conn.create_function("index_key", 4, key, deterministic=True)
    sql = (
        "select index_key(url, method, file, offset) as key, url, method, captured_at, status, mime, payload_digest,"
        f" payload_length, file, offset, length from captures where {_ALL}"
        " order by 1, substr(captured_at, 1, 19), id"
    )
    yield from conn.execute(sql, (portal_id,))


def pages_of(conn: sqlite3.Connection, portal_id: str | None) -> Iterator[sqlite3.Row]:
    """Articles as pages to start from: address, time and file of the capture that is shown, and title."""
    sql = (
        "select c.url, c.captured_at, c.file, a.title from articles a join captures c on c.id = a.capture_id"
        " where (?1 is null or a.portal_id = ?1) order by a.sort_key desc"
    )
    yield from conn.execute(sql, (portal_id,))
