"""The one door from a captured page to rows: read it as its portal's pages are read, and commit what it says.

A crawl, `scrapy ingest` and `scrapy rebuild` differ in where their captures come from and in whether a ledger is
running; what a page says and what is stored of it is decided here, for all of them alike. A rebuild that reads in
several processes uses the two halves: `read_capture` in the reading processes, `Intake.commit` in the writing one.
"""

from dataclasses import dataclass

from scraper.intake.read_capture import read_capture
from scraper.items import Reading
from scraper.portals.portal_map import PortalMap
from scraper.reading.page.page import Page
from scraper.store.archive import Archive
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

    `portals` says whose an address is and which families read it. `ledger` is that of the running crawl, whose
    requests are finished by what comes in; None outside of one. `since` (`YYYY-MM-DD`) is the day before which a
    crawl follows nothing.
    """

    def __init__(
        self, archive: Archive, portals: PortalMap, *, ledger: Ledger | None = None, since: str | None = None
    ) -> None:
        self._archive = archive
        self._portals = portals
        self._ledger = ledger
        self._scope = Scope(portals.id_of, since, portals.files_of, portals.is_list)

    def take(self, capture: Capture, page: Page) -> Taken:
        """Read `page`, which `capture` holds, and commit it in one transaction. Never raises for what a page says."""
        reading = read_capture(capture, page, self._portals)
        return Taken(reading, self.commit(capture, reading))

    def commit(self, capture: Capture, reading: Reading) -> str:
        """Commit what `capture` was read as; return the outcome."""
        return commit_page(self._archive, capture, reading, scope=self._scope, ledger=self._ledger)

    def commit_without_ledger(self, batch: list[tuple[Capture, Reading]]) -> None:
        """Commit a batch in one transaction and nothing about requests: for a rebuild that keeps the old ledger."""
        commit_rows_only(self._archive, batch, scope=self._scope)
