"""The one door from a captured page to rows: read it as its portal's pages are read, and commit what it says.

A crawl, `scrapy ingest` and `scrapy rebuild` differ in where their captures come from and in whether a ledger is
running; what a page says and what is stored of it is decided here, for all of them alike. A rebuild that reads in
several processes uses the two halves: `read_capture` in the reading processes, `Intake.commit` in the writing one.
"""

from dataclasses import dataclass
from pathlib import Path

from scraper.capture.warc.reader import read_exchange_at
from scraper.capture.warc.writer import OPEN
from scraper.errors import CaptureError
from scraper.intake.bodies import resolver
from scraper.intake.read_capture import page_of, read_capture
from scraper.items import Article, Reading
from scraper.portals.portal_map import PortalMap
from scraper.reading.page.page import Page
from scraper.store.archive import Archive
from scraper.store.articles.replaced import something_else
from scraper.store.commit import commit_page, commit_rows_only
from scraper.store.ledger.ledger import Ledger
from scraper.store.links import Scope
from scraper.store.rows import Capture


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a page: what it says, and the outcome of its request (a key of `ledger.OUTCOMES`, or "retry")."""

    reading: Reading
    outcome: str


class Intake:
    """Takes captured pages into `archive`.

    `captures` is the directory of the capture files. `portals` says whose an address is and which families read it.
    `ledger` is that of the running crawl, whose requests are finished by what comes in; None outside of one. `since`
    (`YYYY-MM-DD`) is the day before which a crawl follows nothing.
    """

    def __init__(
        self,
        archive: Archive,
        captures: Path,
        portals: PortalMap,
        *,
        ledger: Ledger | None = None,
        since: str | None = None,
    ) -> None:
        self._archive = archive
        self._captures = captures
        self._resolve = resolver(archive.conn, captures)
        self._portals = portals
        self._ledger = ledger
        self._scope = Scope(portals.id_of, since, portals.files_of, portals.is_list)

    def take(self, capture: Capture, page: Page) -> Taken:
        """Read `page`, which `capture` holds, and commit it in one transaction. Never raises for what a page says."""
        reading = read_capture(capture, page, self._portals)
        outcome = self.commit(capture, reading)
        if outcome == "other" and isinstance(reading, Article):
            reading = something_else(reading)
        return Taken(reading, outcome)

    def commit(self, capture: Capture, reading: Reading) -> str:
        """Commit what `capture` was read as; return the outcome."""
        return commit_page(
            self._archive,
            capture,
            reading,
            scope=self._scope,
            ledger=self._ledger,
            read_again=self._read_again,
        )

    def commit_without_ledger(self, batch: list[tuple[Capture, Reading]]) -> None:
        """Commit a batch in one transaction and nothing about requests: for a rebuild that keeps the old ledger."""
        commit_rows_only(self._archive, batch, scope=self._scope, read_again=self._read_again)

    def _read_again(self, capture: Capture) -> Reading | None:
        """What a stored capture says; None when its bytes are not here or damaged."""
        path = self._captures / capture.file
        if not path.exists():
            path = path.with_name(path.name + OPEN)  # the file that a crawl is writing
        try:
            exchange = read_exchange_at(path, capture.offset, self._portals.id_of, capture, self._resolve)
        except CaptureError:
            return None
        if exchange.body is None:
            return None
        page = page_of(capture, exchange.body, exchange.content_type, exchange.request_body)
        return read_capture(capture, page, self._portals)
