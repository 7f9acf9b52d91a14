"""Taking in capture files: everything in them goes through the reading and storing code of the crawl."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from scraper.capture.exchange import Exchange
from scraper.capture.reader import read_exchanges
from scraper.errors import CaptureError
from scraper.families import read
from scraper.items import Other
from scraper.portal import PortalMap
from scraper.reading import page_of, read_page
from scraper.store.archive import Archive
from scraper.store.captures import insert_capture, is_robots
from scraper.store.pages import Scope, commit_page


def ingest_file(
    archive: Archive, path: Path, portals: PortalMap, progress: Callable[[int], None]
) -> tuple[Counter[str], CaptureError | None]:
    """Store every exchange of `path`, a file inside the captures directory; known ones are passed over.

    Returns how many had which outcome, and the damage at which the file ends early, if any: what is whole before
    it is stored all the same.
    """
    outcomes: Counter[str] = Counter()
    try:
        for number, exchange in enumerate(read_exchanges(path, portals.id_of), 1):
            outcomes[_ingest(archive, exchange, portals)] += 1
            progress(number)
    except CaptureError as damage:
        return outcomes, damage
    return outcomes, None


def _ingest(archive: Archive, exchange: Exchange, portals: PortalMap) -> str:
    capture = exchange.capture
    with archive.transaction() as conn:
        insert_capture(conn, capture)
        is_read = conn.execute("select read from captures where id = ?", (capture.id,)).fetchone()["read"]
    if is_robots(capture.url):
        return "robots.txt"
    if is_read:
        return "known"
    portal = portals.of(capture.url)
    families = portal.families if portal else ()
    page = page_of(capture, exchange.body or b"", exchange.content_type, exchange.request_body)
    reading = read_page(lambda page: read(page, families), capture, page)
    outcome = commit_page(archive, capture, reading, scope=Scope(portals.id_of))
    return f"{outcome}: {reading.reason}" if isinstance(reading, Other) else outcome
