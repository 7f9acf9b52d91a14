"""What happens before the first request: the portal is taken, and whatever an earlier run kept is read.

A kill at any instant leaves at most three things behind: a WARC file that still bears its open name, captures whose
rows were not committed, and captures that were not read. They are mended in this order, so that a run begins where
the one before it ended.
"""

import logging
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from scraper.capture.warc.reader import Resolve, read_exchange_at, read_exchanges
from scraper.capture.warc.recovery import recover
from scraper.crawl.lock import PortalLock
from scraper.intake.bodies import resolver
from scraper.intake.read_capture import page_of
from scraper.portals.portal_map import PortalMap
from scraper.reading.page.page import Page
from scraper.store.archive import Archive
from scraper.store.captures.captures import insert_capture, unread_captures
from scraper.store.ledger.ledger import Ledger
from scraper.store.ledger.queue import MAX_DEATHS
from scraper.store.rows import Capture

logger = logging.getLogger(__name__)

# Rows inserted in one transaction: other portals' crawls must not wait for the archive while a gigabyte is read.
_ROWS_AT_ONCE = 200


class Kept:
    """What is kept of one portal: its capture files in the folder `captures` and their rows in `archive`.

    `portals` says whose an address is; `portal_id` is the portal that this process crawls.
    """

    def __init__(self, archive: Archive, captures: Path, portals: PortalMap, portal_id: str) -> None:
        self._archive = archive
        self._captures = captures
        self._portals = portals
        self._portal_id = portal_id
        self._resolve: Resolve = resolver(archive.conn, captures)

    def page(self, capture: Capture) -> Page | None:
        """The page of a stored capture, with the body that it refers to; None when that is not here (yet).

        Raises CaptureError when its file is missing or damaged there.
        """
        path = self._captures / capture.file
        exchange = read_exchange_at(path, capture.offset, self._portals.id_of, capture, self._resolve)
        if exchange.body is None:
            return None
        return page_of(capture, exchange.body, exchange.content_type, exchange.request_body)

    def recover(self) -> None:
        """Mend WARC files that a kill left open, and insert captures whose row was not committed.

        Raises CaptureError when the final name of such a file is taken.
        """
        for mended in recover(self._captures, self._portal_id, keep=self._insert_captures):
            logger.warning("Recovered capture file %s", mended)

    def _insert_captures(self, path: Path) -> None:
        captures = (exchange.capture for exchange in read_exchanges(path, self._portals.id_of))
        while batch := list(islice(captures, _ROWS_AT_ONCE)):
            with self._archive.transaction() as conn:
                for capture in batch:
                    insert_capture(conn, capture)

    def unread(self) -> Iterator[tuple[Capture, Page]]:
        """Every capture that was kept but not read, with its page, oldest first; without those whose body is not here.

        Raises CaptureError when a file is missing or damaged there.
        """
        for capture in unread_captures(self._archive.conn, self._portal_id):
            page = self.page(capture)
            if page is not None:
                yield capture, page


def blame(ledger: Ledger, lock: PortalLock) -> None:
    """Count a death on the page that the last owner of `lock` was reading when it died, if there is one.

    After MAX_DEATHS such deaths the page is set aside: it is not read again, and its request fails.
    """
    key = lock.blamed()
    if key and ledger.blame(key) >= MAX_DEATHS:
        logger.error("Set aside after %d deaths while reading it: %s", MAX_DEATHS, key)


def read_unread(kept: Kept, take: Callable[[Capture, Page], object]) -> int:
    """Mend what a kill left, then `take` every page that was kept but not read; returns how many those were.

    Raises CaptureError when a capture file of the portal cannot be mended or read.
    """
    kept.recover()
    # One by one: a portal's unread pages together may be larger than the memory.
    return sum(1 for _ in (take(capture, page) for capture, page in kept.unread()))
