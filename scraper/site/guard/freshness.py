"""Whether a page may have changed: ETag and Last-Modified from the state of archive.db, before any page is made."""

import secrets
import sqlite3
import time
from email.utils import formatdate, mktime_tz, parsedate_tz
from hashlib import sha256
from pathlib import Path
from typing import Any

from scraper import __version__


class Freshness:
    """The state of one database file as this process sees it.

    SQLite counts commits of others for a connection that stays open (`pragma data_version`); times of the file alone
    would miss two commits within one tick of its clock.
    """

    def __init__(self, database: Any) -> None:
        self.path = Path(database.path)
        self.conn: sqlite3.Connection = database.connect()
        self.started = time.time()
        self.token = f"{__version__}-{secrets.token_hex(8)}"  # a new program makes new pages

    def version(self) -> int:
        """A number that is another one after every commit to the archive."""
        return int(self.conn.execute("pragma data_version").fetchone()[0])

    def etag(self, *asked: str) -> str:
        """The mark of the answer to what was `asked`, for the archive as it is now."""
        text = "\0".join((self.token, str(self.version()), *asked))
        return f'W/"{sha256(text.encode()).hexdigest()[:20]}"'

    def changed(self) -> int:
        """When the archive or the program last changed, in whole seconds.

        Within the very second of a change the one before is said, since more changes may follow in it.
        """
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        last = max((file.stat().st_mtime for file in files if file.exists()), default=0)
        last = max(last, self.started)
        return int(last) - (time.time() - int(last) < 1)

    def is_known(self, request: Any, etag: str) -> bool:
        """Whether the sender has this answer already."""
        marks = request.headers.get("if-none-match")
        if marks is not None:
            return etag in [mark.strip() for mark in marks.split(",")]
        try:
            since = parsedate_tz(request.headers.get("if-modified-since", ""))
            return since is not None and mktime_tz(since) >= self.changed()
        except (OverflowError, ValueError):
            return False

    def headers(self, etag: str) -> list[tuple[bytes, bytes]]:
        """ETag and Last-Modified."""
        return [(b"etag", etag.encode()), (b"last-modified", formatdate(self.changed(), usegmt=True).encode())]
