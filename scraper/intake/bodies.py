"""Finding the bodies that revisit records refer to, through the rows of table `captures`."""

import sqlite3
from pathlib import Path

from scraper.capture.warc.answer import Reference
from scraper.capture.warc.reader import Resolve
from scraper.store.captures.originals import place_of_body


def resolver(conn: sqlite3.Connection, captures: Path) -> Resolve:
    """A function that finds the file and offset of a body by what a revisit record says of it.

    It returns None for a body that is not here. `captures` is the directory of the files that the rows name.
    """

    def resolve(reference: Reference) -> tuple[Path, int] | None:
        place = place_of_body(
            conn,
            capture_id=reference.id,
            url=reference.url,
            date=reference.date,
            payload_digest=reference.payload_digest,
        )
        return (captures / place[0], place[1]) if place else None

    return resolve
