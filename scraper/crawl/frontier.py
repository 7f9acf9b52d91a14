"""The frontier: a Scrapy scheduler over the ledger in archive.db.

It hands out requests, receives every answer itself, gives it to the spider's `read`, and stores what was read,
the links found and the outcome in one transaction. So a kill at any instant costs at most the requests that were
on the wire: what was captured but not read is read first when the next run opens the portal.
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
from scraper.crawl.public_hosts import PUBLIC_ONLY, PrivateAddressError
from scraper.crawl.resume import Kept, blame, read_unread
from scraper.errors import DiskFullError, describe
from scraper.intake.read_capture import page_of
from scraper.intake.take import Intake, Taken
from scraper.items import Article, Other, PageRequest
from scraper.portals.portal_map import PortalMap
from scraper.portals.spider import PortalSpider
from scraper.reading.page.page import Page
from scraper.store.archive import Archive
from scraper.store.captures.captures import newest_validators
from scraper.store.commit import RETRIES
from scraper.store.ledger.file_requests import PRIVATE
from scraper.store.ledger.ledger import Ledger
from scraper.store.ledger.queue import MAX_DEATHS, Lease
from scraper.store.rows import Capture

logger = logging.getLogger(__name__)

PREFETCH = 16


class Frontier(BaseScheduler):
    """Scrapy's scheduler interface over one portal's ledger. Built by Scrapy from setting SCHEDULER."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.captures = Path(crawler.settings["CAPTURES_DIR"])
        self.limit = crawler.settings.getint("CRAWL_LIMIT")
        self.full = crawler.settings.getbool("CRAWL_FULL")
        self.handed_out = 0
        self.buffer: deque[Lease] = deque()
        self.pause: str | None = None  # why this run asks nothing more
        self.dry = False  # the queue was empty when last looked, and nothing came since

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build it for a crawler."""
        return cls(crawler)

    # ---- opening: whatever an earlier run kept is read before anything is asked ----

    def open(self, spider: Spider) -> None:
        """Take the portal, mend what a kill left, read what was kept, and make the start pages due."""
        assert isinstance(spider, PortalSpider)
        self.spider = spider
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
        self.kept = Kept(self.archive, self.captures, self.portals, spider.name)
        self.intake = Intake(self.archive, self.portals, ledger=self.ledger, since=settings.get("CRAWL_SINCE"))
        starts = [(PageRequest(url=url), "start") for url in spider.portal.start]
        starts += [(PageRequest(url=url), "feed") for url in spider.portal.feeds]
        resumed = self.ledger.begin(starts, self._options())
        blame(self.ledger, self.lock)
        replayed = read_unread(self.kept, self._take)
        if resumed or replayed:
            logger.info("Resumed crawl %s; read %d pages that were kept", self.ledger.crawl_id, replayed)

    def _options(self) -> dict[str, object]:
        settings = self.crawler.settings
        options = {"limit": self.limit, "since": settings.get("CRAWL_SINCE"), "full": self.full}
        return {name: value for name, value in options.items() if value}

    # ---- Scrapy's side ----

    def has_pending_requests(self) -> bool:
        """Whether the ledger has more to ask; the answers still on the wire may add to it."""
        if self._paused():
            return False
        if self.buffer:
            return True
        if self.dry:
            return False
        self._refill()
        return bool(self.buffer)

    def _paused(self) -> bool:
        """Whether this run may ask nothing more although there is more to ask; what is on the wire is still read."""
        if self.pause is None and (reason := self.allowance.stop()):
            self.pause = reason
            logger.info("Paused: %s. The next run goes on.", reason)
        return self.pause is not None

    def enqueue_request(self, request: Request) -> bool:
        """Refuse requests that did not come out of the ledger; nothing in this project makes any."""
        logger.error("A request outside the ledger was dropped: %s", request)
        return False

    def next_request(self) -> Request | None:
        """The best request of the queue, or None."""
        if not self.has_pending_requests():
            return None
        lease = self.buffer.popleft()
        self.allowance.spent += 1
        if lease.kind not in {"feed", "start", "list", "file"}:
            self.handed_out += 1
        validators, known = self._validators(lease)
        return Request(
            lease.request.url,
            method=lease.request.method,
            body=lease.request.body or b"",
            headers=dict(lease.request.headers) | validators,
            callback=self.arrived,
            errback=self.failed,
            dont_filter=True,
            meta={"url_key": lease.key, "validated_by": known} | self._bounds(lease),
        )

    def _bounds(self, lease: Lease) -> dict[str, object]:
        """How large a file may get, beyond which it is cut off and kept as truncated; and where it may lie."""
        if lease.kind != "file":
            return {}
        elsewhere = self.portals.id_of(lease.request.url) is None
        return {"download_maxsize": self.spider.portal.max_file_bytes, PUBLIC_ONLY: elsewhere}

    def _validators(self, lease: Lease) -> tuple[dict[str, str], str | None]:
        """The headers that let the portal answer 304, and the id of the capture that they are from.

        None are sent with --full, and on a second attempt: that is how a portal that answers 304 without reason,
        or a capture that is lost, is got over.
        """
        if lease.request.method != "GET" or lease.attempts or self.full:
            return {}, None
        known = newest_validators(self.archive.conn, lease.request.url, lease.key)
        if known is None:
            return {}, None
        headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in headers.items() if value}, known.id

    def _refill(self) -> None:
        full = bool(self.limit) and self.handed_out >= self.limit
        room = min(PREFETCH, self.limit - self.handed_out) if self.limit and not full else PREFETCH
        room = self.allowance.room(room)
        self.buffer.extend(self.ledger.lease(room, files_only=full))  # the limit counts pages, not their files
        self.dry = not self.buffer

    def close(self, reason: str) -> None:
        """Give back what was not asked; end the crawl unless it was interrupted."""
        self.ledger.give_back([lease.key for lease in self.buffer])
        self.buffer.clear()
        if reason == "finished" and self.pause and self.ledger.waiting():
            self.ledger.pause(self.pause)
        elif reason == "finished":
            self.ledger.end("limited" if self.limit and self.ledger.waiting() else "finished")
        else:
            with self.archive.transaction() as conn:
                self.ledger.sum_up(conn)
        self.lock.release()

    # ---- answers ----

    def arrived(self, response: Response) -> Iterator[Any]:
        """Read and store an answer; yield the article for Scrapy's statistics and feeds."""
        request = response.request
        assert request is not None
        capture: Capture = request.meta["capture"]
        if capture.status == HTTPStatus.NOT_MODIFIED:
            page = self.kept.page(capture) or page_of(capture, b"", None, None)
        else:
            # The first one, as in the capture: `get` would give the last.
            types = response.headers.getlist("Content-Type")
            content_type = types[0].decode("latin-1") if types else None
            page = page_of(capture, response.body, content_type, request.body.decode("utf-8", "replace"))
        self.ledger.seconds = request.meta.get("download_latency")
        reading = self._take(capture, page).reading
        if isinstance(reading, Article):
            yield reading

    def _take(self, capture: Capture, page: Page) -> Taken:
        """Read one page and commit it; should the process die of it, the lock's file tells the next one."""
        if self.ledger.deaths(capture.url_key) >= MAX_DEATHS:
            detail = "the process died reading it"
            reading = Other(url=capture.url, family=None, reason="unreadable", detail=detail)
            taken = Taken(reading, self.intake.commit(capture, reading))
        else:
            self.lock.reading(capture.url_key)
            taken = self.intake.take(capture, page)
            self.lock.clear()
        self.dry = False
        self._count(taken.outcome)
        return taken

    def failed(self, failure: Failure) -> None:
        """Settle a request that got no whole answer."""
        request: Request = failure.request
        key = request.meta["url_key"]
        if failure.check(DiskFullError):  # not the page's fault: the next run asks for it again
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
        stats = self.crawler.stats
        if stats:
            stats.inc_value(f"congtin/{outcome}")
