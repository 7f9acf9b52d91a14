"""Tables `captures` and `warc_files`: exchanges, and the files they lie in.

Captures are written with raw SQL, because every exchange is a row.
"""

import sqlite3
from urllib.parse import urlsplit

from scraper.store.rows import Capture
from scraper.store.tables import table
from scraper.urls.canonical import article_id

_COLUMNS = tuple(Capture.__dataclass_fields__)
_ROW = (*_COLUMNS, "page_id", "location_id", "read", "read_as")
_INSERT = (
    f"insert into captures ({', '.join(_ROW)}) values ({', '.join(f':{name}' for name in _ROW)})"
    " on conflict(id) do nothing"
)


def is_robots(url: str) -> bool:
    """Whether `url` is a robots.txt: kept and obeyed, but no page to read."""
    return urlsplit(url).path == "/robots.txt"  # RFC 9309, section 2.3


def insert_capture(conn: sqlite3.Connection, capture: Capture) -> bool:
    """Insert `capture`, unread; True when it was not there before. Runs inside the caller's transaction.

    Of copies in several files the row names the first, by file name and offset, in whatever order they come.
    """
    row = {name: getattr(capture, name) for name in _COLUMNS}
    row["page_id"] = article_id(capture.url)
    row["location_id"] = article_id(capture.location) if capture.location else None
    row["read"] = int(is_robots(capture.url))
    row["read_as"] = "robots" if row["read"] else None
    if conn.execute(_INSERT, row).rowcount:
        return True
    conn.execute(
        "update captures set file = :file, offset = :offset, length = :length"
        " where id = :id and (file, offset) > (:file, :offset)",
        row,
    )
    return False


def newest_validators(conn: sqlite3.Connection, url: str, url_key: str) -> Capture | None:
    """The newest whole answer to a GET of `url`, when it came with validators; None when it did not.

    `url_key` is the request's key in the ledger.
    """
    # By page_id first, which has an index; two requests may have one page id, but not one key.
    sql = (
        f"select {', '.join(_COLUMNS)} from captures where page_id = ? and url_key = ? and status = 200"
        " and truncated is null order by captured_at desc, id desc limit 1"
    )
    row = conn.execute(sql, (article_id(url), url_key)).fetchone()
    return Capture(**dict(row)) if row and (row["etag"] or row["last_modified"]) else None


def unread_captures(conn: sqlite3.Connection, portal_id: str | None) -> list[Capture]:
    """Captures that are kept but were not read yet, oldest first; all portals when `portal_id` is None."""
    where = "read = 0" if portal_id is None else "read = 0 and portal_id = ?"
    sql = f"select {', '.join(_COLUMNS)} from captures where {where} order by captured_at, id"
    return [Capture(**dict(row)) for row in conn.execute(sql, () if portal_id is None else (portal_id,))]


def mark_read(conn: sqlite3.Connection, capture_id: str, read_as: str) -> None:
    """Say that a capture has been read, and as what: article, listing, feed, sitemap, file, or why it is none."""
    conn.execute("update captures set read = 1, read_as = ? where id = ?", (read_as, capture_id))


def register_file(
    conn: sqlite3.Connection, *, name: str, portal_id: str | None, size: int, sha256: str, records: int, source: str
) -> None:
    """Note a finished capture file under its `name` inside the captures directory.

    `conn` is inside the caller's transaction. `portal_id` is the portal of its first capture, `size` is in bytes,
    `sha256` in hex digits, `records` the number of its WARC records, `source` "crawl" or "ingest".
    """
    row = {"name": name, "size": size, "sha256": sha256, "records": records}
    # No upsert: whose a file is, and where it came from, stays as first noted.
    known = conn.execute(
        "update warc_files set size = :size, sha256 = :sha256, records = :records where name = :name", row
    ).rowcount
    if not known:
        table(conn, "warc_files").insert(row | {"portal_id": portal_id, "source": source})
