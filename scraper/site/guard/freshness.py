"""Whether a page may have changed: ETag and Last-Modified from the state of archive.db, before any page is made."""

import secrets
import time
from email.utils import formatdate, mktime_tz, parsedate_tz
from hashlib import sha256
from typing import Any

from scraper import __version__
from scraper.site.datasette_065 import own_connection, path_of


class Freshness:
    """The state of one database file as this process sees it; `database` is Datasette's.

    SQLite counts commits of others for a connection that stays open (`pragma data_version`); times of the file alone
    would miss two commits within one tick of its clock.
    """

    def __init__(self, database: Any) -> None:
        self.path = path_of(database)
        self.conn = own_connection(database)
        self.started = time.time()
        self.token = f"{__version__}-{secrets.token_hex(8)}"  # a new program makes new pages

    def version(self) -> int:
        """A number that is another one after every commit to the archive."""
        return int(self.conn.execute("pragma data_version").fetchone()[0])

    def etag(self, *parts: str) -> str:
        """The ETag (RFC 9110) of an answer that depends on `parts` of its request, for the archive as it is now.

        A weak one: the same content may come with other bytes, such as compressed ones.
        """
        text = "\0".join((self.token, str(self.version()), *parts))
        return f'W/"{sha256(text.encode()).hexdigest()[:20]}"'

    def changed(self) -> int:
        """When the archive or the program last changed, in whole seconds since 1970.

        Within the second of a change this is the second before it, since more changes may follow in it.
        """
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))  # a commit may stay in the log for long
        last = max((file.stat().st_mtime for file in files if file.exists()), default=0)
        last = max(last, self.started)
        return int(last) - (time.time() - int(last) < 1)

    def is_known(self, request: Any, etag: str) -> bool:
        """Whether the sender of `request` has the answer with this `etag` already."""
        known_etags = request.headers.get("if-none-match")
        if known_etags is not None:  # takes precedence over the time (RFC 9110, 13.2.2)
            return etag in [known.strip() for known in known_etags.split(",")]
        try:
            since = parsedate_tz(request.headers.get("if-modified-since", ""))
            return since is not None and mktime_tz(since) >= self.changed()
        except (OverflowError, ValueError):
            return False

    def headers(self, etag: str) -> list[tuple[bytes, bytes]]:
        """ETag and Last-Modified."""
        return [(b"etag", etag.encode()), (b"last-modified", formatdate(self.changed(), usegmt=True).encode())]
