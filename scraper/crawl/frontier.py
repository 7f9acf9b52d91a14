"""The frontier: a Scrapy scheduler over the ledger in archive.db.

It hands out the requests that the ledger leases to it and receives every answer itself. An answer goes to
`scraper.intake`, which stores what it says, the links it names and the outcome of its request in one transaction. So a
kill at any instant costs at most the requests that were on the wire: what was captured but not read is read first when
the next run opens the portal. The JOBDIR of Scrapy's own scheduler survives only a clean stop.
"""

import logging
from collections import deque
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.crawl.allowance import Allowance
from scraper.crawl.lock import PortalLock
from scraper.crawl.public_hosts import PrivateAddressError
from scraper.crawl.request_maker import RequestMaker
from scraper.crawl.resume import Kept, blame, read_unread
from scraper.errors import DiskFullError, describe
from scraper.intake.read_capture import page_of
from scraper.intake.take import Intake, Taken
from scraper.items import Article, Other, PageRequest
from scraper.portals.portal_map import PortalMap
from scraper.portals.spider import PortalSpider
from scraper.reading.page.page import Page
from scraper.store.archive import Archive
from scraper.store.commit import RETRIES
from scraper.store.ledger.file_requests import PRIVATE
from scraper.store.ledger.ledger import Ledger
from scraper.store.ledger.queue import MAX_DEATHS, Lease
from scraper.store.rows import Capture

logger = logging.getLogger(__name__)

PREFETCH = 16  # leases taken at once: one transaction for many, few enough that a pause soon takes effect


class Frontier(BaseScheduler):
    """Scrapy's scheduler interface over one portal's ledger. Scrapy builds it from the setting SCHEDULER.

    The settings of `crawler` say where archive and captures lie and how much may be asked (CRAWL_LIMIT and others).
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.captures = Path(crawler.settings["CAPTURES_DIR"])
        self.limit = crawler.settings.getint("CRAWL_LIMIT")
        self.full = crawler.settings.getbool("CRAWL_FULL")
        self.handed_out = 0  # requests that count for the limit
        self.buffer: deque[Lease] = deque()  # leased, but not asked yet
        self.pause: str | None = None  # why this run asks nothing more
        # The queue was empty when last asked, and no answer has come since. Scrapy asks again and again.
        self.dry = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy for `crawler`."""
        return cls(crawler)

    # ---- opening: whatever an earlier run kept is read before anything is asked ----

    def open(self, spider: Spider) -> None:
        """Take the portal, mend what a kill left, read what was kept, and make the start pages due.

        Raises PortalBusyError when another process crawls the portal, ArchiveError or ArchiveBusyError when the
        archive cannot be used.
        """
        assert isinstance(spider, PortalSpider)
        settings = self.crawler.settings
        self.portals = PortalMap.from_settings(settings)
        self.lock = PortalLock.take(self.captures, spider.name)
        self.archive = Archive.for_settings(settings)
        self.allowance = Allowance(
            window=settings.get("CRAWL_WINDOW") or spider.portal.window,
            budget=settings.get("CRAWL_BUDGET") or spider.portal.budget,
            minutes=settings.get("CRAWL_MINUTES"),
        )
        self.ledger = Ledger(self.archive, spider.name)
        self.requests = RequestMaker(self.archive, self.portals, spider.portal, full=self.full)
        self.kept = Kept(self.archive, self.captures, self.portals, spider.name)
        self.intake = Intake(
            self.archive, self.captures, self.portals, ledger=self.ledger, since=settings.get("CRAWL_SINCE")
        )
        starts = [(PageRequest(url=url), "start") for url in spider.portal.start]
        starts += [(PageRequest(url=url), "feed") for url in spider.portal.feeds]
        resumed = self.ledger.begin(starts, self._options())
        # Before anything is read: the page that killed the last run must not kill this one too.
        blame(self.ledger, self.lock)
        replayed = read_unread(self.kept, self._take)
        if resumed or replayed:
            logger.info("Resumed crawl %s; read %d pages that were kept", self.ledger.crawl_id, replayed)

    def _options(self) -> dict[str, object]:
        """What the row of the crawl says about how it was called."""
        settings = self.crawler.settings
        options = {"limit": self.limit, "since": settings.get("CRAWL_SINCE"), "full": self.full}
        return {name: value for name, value in options.items() if value}

    # ---- Scrapy's side ----

    def has_pending_requests(self) -> bool:
        """Whether there is more to ask now; the answers still on the wire may add to it."""
        if self._paused():
            return False
        if not (self.buffer or self.dry):
            self._refill()
        return bool(self.buffer)

    def _paused(self) -> bool:
        """Whether this run has asked what it may, although more is due; what is on the wire is still read."""
        if self.pause is None and (reason := self.allowance.stop()):
            self.pause = reason
            logger.info("Paused: %s. The next run goes on.", reason)
        return self.pause is not None

    def enqueue_request(self, request: Request) -> bool:
        """Refuse `request`, which did not come out of the ledger; nothing in this project makes any such."""
        logger.error("A request outside the ledger was dropped: %s", request)
        return False

    def next_request(self) -> Request | None:
        """The due request of the highest priority, or None."""
        if not self.has_pending_requests():
            return None
        lease = self.buffer.popleft()
        self.allowance.spent += 1
        # The limit counts pages that may be articles: lists only lead to them, files belong to them.
        if lease.kind not in {"feed", "start", "list", "file"}:
            self.handed_out += 1
        return self.requests.request_for(lease, self.arrived, self.failed)

    def _refill(self) -> None:
        """Lease what limit and budget still allow. At the limit, files of pages that were read may follow."""
        at_limit = bool(self.limit) and self.handed_out >= self.limit
        room = min(PREFETCH, self.limit - self.handed_out) if self.limit and not at_limit else PREFETCH
        self.buffer.extend(self.ledger.lease(self.allowance.room(room), files_only=at_limit))
        self.dry = not self.buffer

    def close(self, reason: str) -> None:
        """Give back what was not asked; end the crawl unless it was interrupted. `reason` is Scrapy's."""
        self.ledger.give_back([lease.key for lease in self.buffer])
        self.buffer.clear()
        if reason == "finished" and self.pause and self.ledger.waiting():
            self.ledger.pause(self.pause)
        elif reason == "finished":
            self.ledger.end("limited" if self.limit and self.ledger.waiting() else "finished")
        else:  # stopped by a signal or a full disk: the crawl stays open, and the next run resumes it
            with self.archive.transaction() as conn:
                self.ledger.sum_up(conn)
        self.lock.release()

    # ---- answers ----

    def arrived(self, response: Response) -> Iterator[Any]:
        """Read and store the answer `response`; yield its article, if any, for Scrapy's statistics and feeds."""
        request = response.request
        assert request is not None
        capture: Capture = request.meta["capture"]
        if capture.status == HTTPStatus.NOT_MODIFIED:
            # The page is what the capture that the 304 refers to holds; without it the answer is an empty page.
            page = self.kept.page(capture) or page_of(capture, b"", None, None)
        else:
            # The first one, as when the capture is read again: `get` would give the last.
            types = response.headers.getlist("Content-Type")
            content_type = types[0].decode("latin-1") if types else None
            page = page_of(capture, response.body, content_type, request.body.decode("utf-8", "replace"))
        self.ledger.seconds = request.meta.get("download_latency")
        reading = self._take(capture, page).reading
        if isinstance(reading, Article):
            yield reading

    def _take(self, capture: Capture, page: Page) -> Taken:
        """Read one page and commit it. Meanwhile its key stands in the lock's file, see `PortalLock`."""
        if self.ledger.deaths(capture.url_key) >= MAX_DEATHS:
            unread = Other(url=capture.url, family=None, reason="unreadable", detail="the process died reading it")
            taken = Taken(unread, self.intake.commit(capture, unread))
        else:
            self.lock.reading(capture.url_key)
            taken = self.intake.take(capture, page)
            self.lock.clear()
        self.dry = False
        self._count(taken.outcome)
        return taken

    def failed(self, failure: Failure) -> None:
        """Take in a request that got no whole answer: what is kept of one is read, else the attempt has failed."""
        request: Request = failure.request
        key = request.meta["url_key"]
        if failure.check(DiskFullError):  # the page is not at fault: the next run asks for it again
            self.ledger.give_back([key])
            return
        capture: Capture | None = request.meta.get("capture")
        page = self.kept.page(capture) if capture else None
        if capture and page:  # part of an answer, or one that Scrapy cannot decode: what is kept of it decides
            self._take(capture, page)
            return
        outcome = self._finish_failed(key, request.url, failure)
        self.dry = False
        self._count(outcome)

    def _finish_failed(self, key: str, url: str, failure: Failure) -> str:
        """Give a request of which nothing is kept its outcome: refused, tried again, or failed."""
        with self.archive.transaction() as conn:
            if failure.check(PrivateAddressError):
                self.ledger.finish_request(conn, key, "out_of_scope", reason=f"{PRIVATE}: {failure.value}")
                return "out_of_scope"
            if failure.check(IgnoreRequest):
                self.ledger.finish_request(conn, key, "robots", reason=str(failure.value))
                return "robots"
            name, detail = type(failure.value).__name__, describe(failure.value)
            if self.ledger.attempts(key) < RETRIES:
                self.ledger.retry(conn, key, name, None)
                return "retry"
            self.ledger.fail(conn, key, url, "fetch", name, detail, None)
            self.ledger.finish_request(conn, key, "failed", reason=name)
            return "failed"

    def _count(self, outcome: str) -> None:
        """Count an outcome among Scrapy's statistics, where `scraper.crawl.progress` finds it."""
        if stats := self.crawler.stats:
            stats.inc_value(f"congtin/{outcome}")
