"""Ingesting capture files: everything in them goes through the reading and storing code of the crawl."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from scraper.capture.warc.exchange import Exchange
from scraper.capture.warc.reader import read_exchange_at, read_exchanges
from scraper.errors import CaptureError
from scraper.intake.bodies import resolver
from scraper.intake.read_capture import page_of
from scraper.intake.take import Intake
from scraper.items import Other
from scraper.portals.portal_map import PortalMap
from scraper.store.archive import Archive
from scraper.store.captures.captures import insert_capture, is_robots
from scraper.store.captures.originals import unread_revisits

WAITING = "not read yet: the body is in a capture file that is not here"


def ingest_file(
    archive: Archive, path: Path, portals: PortalMap, progress: Callable[[int], None]
) -> tuple[Counter[str], CaptureError | None]:
    """Store every exchange of `path`, a file inside the captures directory, in `archive`; known ones are passed over.

    `portals` says which families read them; `progress` is called with the number of each exchange that is done.
    Returns how many exchanges had which outcome, and the damage at which the file ends early, if any: what is whole
    before it is stored all the same.
    """
    outcomes: Counter[str] = Counter()
    intake = Intake(archive, path.parent, portals)
    resolve = resolver(archive.conn, path.parent)
    try:
        for number, exchange in enumerate(read_exchanges(path, portals.id_of, resolve), 1):
            outcomes[_ingest(archive, intake, exchange)] += 1
            progress(number)
    except CaptureError as damage:
        return outcomes, damage
    return outcomes, None


def read_waiting(archive: Archive, captures: Path, portals: PortalMap) -> Counter[str]:
    """Read the revisits whose bodies came in with a later file; returns how many had which outcome.

    `captures` is the directory of the files, `portals` says which families read them. Those whose body is still not
    here stay unread, so that files may come in any order.
    """
    outcomes: Counter[str] = Counter()
    intake = Intake(archive, captures, portals)
    resolve = resolver(archive.conn, captures)
    for row in unread_revisits(archive.conn):
        exchange = read_exchange_at(captures / row.file, row.offset, portals.id_of, row, resolve)
        outcomes[_ingest(archive, intake, exchange)] += 1
    return outcomes


def _ingest(archive: Archive, intake: Intake, exchange: Exchange) -> str:
    """Store one exchange; return its outcome as it is counted."""
    capture = exchange.capture
    # The row first, in a transaction of its own: a page that is never read still has its capture.
    with archive.transaction() as conn:
        insert_capture(conn, capture)
        is_read = conn.execute("select read from captures where id = ?", (capture.id,)).fetchone()["read"]
    if is_robots(capture.url):
        return "robots.txt"
    if is_read:
        return "known"
    if exchange.body is None:
        return WAITING
    page = page_of(capture, exchange.body, exchange.content_type, exchange.request_body)
    taken = intake.take(capture, page)
    return f"{taken.outcome}: {taken.reading.reason}" if isinstance(taken.reading, Other) else taken.outcome
