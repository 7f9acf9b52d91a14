"""Taking in capture files: everything in them goes through the reading and storing code of the crawl."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from scraper.capture.warc.exchange import Exchange
from scraper.capture.warc.reader import read_exchange_at, read_exchanges
from scraper.errors import CaptureError
from scraper.families.read import read
from scraper.intake.bodies import resolver
from scraper.intake.read_capture import page_of, read_page
from scraper.items import Other, Reading
from scraper.portals.portal import PortalMap
from scraper.store.archive import Archive
from scraper.store.captures.captures import insert_capture, is_robots
from scraper.store.captures.originals import unread_revisits
from scraper.store.commit import Scope, commit_page

WAITING = "not read yet: the body is in a capture file that is not here"


def ingest_file(
    archive: Archive, path: Path, portals: PortalMap, progress: Callable[[int], None]
) -> tuple[Counter[str], CaptureError | None]:
    """Store every exchange of `path`, a file inside the captures directory; known ones are passed over.

    Returns how many had which outcome, and the damage at which the file ends early, if any: what is whole before
    it is stored all the same.
    """
    outcomes: Counter[str] = Counter()
    resolve = resolver(archive.conn, path.parent)
    try:
        for number, exchange in enumerate(read_exchanges(path, portals.id_of, resolve), 1):
            outcomes[_ingest(archive, exchange, portals)] += 1
            progress(number)
    except CaptureError as damage:
        return outcomes, damage
    return outcomes, None


def read_waiting(archive: Archive, captures: Path, portals: PortalMap) -> Counter[str]:
    """Read the revisits whose bodies came in with a later file; returns how many had which outcome.

    Those whose body is still not here stay unread, so that files may come in any order.
    """
    outcomes: Counter[str] = Counter()
    resolve = resolver(archive.conn, captures)
    for row in unread_revisits(archive.conn):
        exchange = read_exchange_at(captures / row.file, row.offset, portals.id_of, row, resolve)
        outcomes[_ingest(archive, exchange, portals)] += 1
    return outcomes


def reading_of(exchange: Exchange, body: bytes, portals: PortalMap) -> Reading:
    """What the page of a stored exchange says, read as its portal's pages are; `body` is content-decoded."""
    capture = exchange.capture
    # In our own files the portal is the one that was crawled.
    portal = portals.portals.get(capture.portal_id or "") or portals.of(capture.url)
    families = portal.families if portal else ()
    page = page_of(capture, body, exchange.content_type, exchange.request_body)
    return read_page(lambda page: read(page, families), capture, page)


def _ingest(archive: Archive, exchange: Exchange, portals: PortalMap) -> str:
    capture = exchange.capture
    with archive.transaction() as conn:
        insert_capture(conn, capture)
        is_read = conn.execute("select read from captures where id = ?", (capture.id,)).fetchone()["read"]
    if is_robots(capture.url):
        return "robots.txt"
    if is_read:
        return "known"
    if exchange.body is None:
        return WAITING
    reading = reading_of(exchange, exchange.body, portals)
    outcome = commit_page(archive, capture, reading, scope=Scope(portals.id_of, None, portals.files_of))
    return f"{outcome}: {reading.reason}" if isinstance(reading, Other) else outcome
