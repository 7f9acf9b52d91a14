"""Which capture holds a body that other captures only refer to."""

import sqlite3

from scraper.store.archive import Archive
from scraper.store.captures.captures import insert_capture
from scraper.store.rows import Capture
from scraper.urls.canonical import article_id

_COLUMNS = ", ".join(Capture.__dataclass_fields__)
# A body that a revisit of ours may refer to: a whole answer in a file of ours. Never a revisit.
_REFERABLE = "refers_to is null and payload_length > 0 and truncated is null and fidelity in ('wire', 'reconstructed')"


class CaptureStore:
    """What the download handler needs of the archive, which it knows only by these three methods."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def add_capture(self, capture: Capture) -> None:
        """Insert the row of a capture that is already safe in its WARC file, in a transaction of its own."""
        with self._archive.transaction() as conn:
            insert_capture(conn, capture)

    def same_body(self, portal_id: str, payload_digest: str, payload_length: int) -> Capture | None:
        """The first capture of the portal with this body, by its digest and length in bytes; None if there is none."""
        return self._one(
            f"portal_id = ? and payload_digest = ? and payload_length = ? and {_REFERABLE} order by captured_at, id",
            portal_id,
            payload_digest,
            payload_length,
        )

    def validated(self, portal_id: str, capture_id: str) -> Capture | None:
        """The capture that holds the body of `capture_id`: itself, or the one that it refers to."""
        return self._one(
            f"id = (select coalesce(refers_to, id) from captures where id = ?) and portal_id = ? and {_REFERABLE}",
            capture_id,
            portal_id,
        )

    def _one(self, where: str, *values: object) -> Capture | None:
        row = self._archive.conn.execute(f"select {_COLUMNS} from captures where {where} limit 1", values).fetchone()
        return Capture(**dict(row)) if row else None


def place_of_body(
    conn: sqlite3.Connection, *, capture_id: str | None, url: str | None, date: str | None, payload_digest: str | None
) -> tuple[str, int] | None:
    """File and offset (bytes) of the capture that holds the body of a revisit; None when it is not in the archive.

    Our revisits name it by id, `capture_id` (WARC-Refers-To). Those of other programs may only say its address and
    date, `url` and `date` (WARC-Refers-To-Target-URI and -Date), or nothing but the `payload_digest`. `conn` may be
    read-only.
    """
    attempts = (
        ("id = ?", (capture_id,)),
        # To the second: the reference may leave out the fraction that the original's date has.
        ("page_id = ? and url = ? and substr(captured_at, 1, 19) = ?", (_page(url), url, (date or "")[:19])),
        ("payload_digest = ? order by captured_at, id", (payload_digest,)),
    )
    for where, values in attempts:
        if None in values:
            continue
        sql = f"select file, offset from captures where payload_length is not null and {where} limit 1"
        row = conn.execute(sql, values).fetchone()
        if row:
            return row["file"], row["offset"]
    return None


def _page(url: str | None) -> str | None:
    return article_id(url) if url else None


def unread_revisits(conn: sqlite3.Connection) -> list[Capture]:
    """Captures whose body lies elsewhere and that were not read yet, oldest first."""
    sql = f"select {_COLUMNS} from captures where read = 0 and payload_length is null order by captured_at, id"
    return [Capture(**dict(row)) for row in conn.execute(sql)]
