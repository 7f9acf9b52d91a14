"""Scrapy's download handler for http and https, with a tap on the wire and a capture for every exchange."""

import logging
import platform
import sqlite3
from asyncio import CancelledError
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

import scrapy
import twisted
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.defer import deferred_from_coro

from scraper import __version__
from scraper.capture.warc.build import payload_of
from scraper.capture.warc.exchange import WireExchange
from scraper.capture.warc.records import digest
from scraper.capture.warc.writer import OPEN, WarcSink, warc_date
from scraper.crawl.download.exchanges import reconstructed, recorded
from scraper.crawl.download.gate import host_of
from scraper.crawl.download.polite import PoliteDownloadHandler
from scraper.crawl.download.tap import Recording, current, tap
from scraper.errors import DiskFullError
from scraper.store.archive import Archive
from scraper.store.captures.originals import CaptureStore
from scraper.store.rows import Capture

logger = logging.getLogger(__name__)


class CaptureRows(Protocol):
    """What the handler needs of the archive; see `scraper.store.captures.originals.CaptureStore`."""

    def add_capture(self, capture: Capture) -> None:
        """Insert the row of a capture that is safe on the disk."""

    def same_body(self, portal_id: str, payload_digest: str, payload_length: int) -> Capture | None:
        """The capture of the portal that holds this body, if there is one."""

    def validated(self, portal_id: str, capture_id: str) -> Capture | None:
        """The capture that holds the body of the capture `capture_id`, whose validators were sent."""


# One file per crawl, for http and https alike: Scrapy makes a handler for each scheme.
_sinks: WeakKeyDictionary[Crawler, WarcSink] = WeakKeyDictionary()


class WarcDownloadHandler(PoliteDownloadHandler):
    """Downloads at the host's turn, and keeps what went over the wire.

    When the answer is complete, or broke off after its head, request and response are written to the WARC file, then
    their row is inserted into the archive and put into `request.meta["capture"]`. A full disk closes the spider with
    reason "disk_full".

    A body that the portal's captures hold already is not written again: the answer becomes a revisit record.
    Who sends validators (If-None-Match, If-Modified-Since) names the capture they are from in
    `request.meta["validated_by"]`, so that a 304 becomes a revisit of it.

    Settings: those of PoliteDownloadHandler, CAPTURES_DIR, ARCHIVE_DB, CONTACT, USER_AGENT.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rows: CaptureRows | None = None
        self._tapped = self._tap()
        self._warned = False

    def _tap(self) -> bool:
        try:
            tap(self._pool)
        except AttributeError as error:
            logger.warning("The wire cannot be tapped (%s): captures will be marked reconstructed.", error)
            return False
        return True

    def open_archive(self) -> CaptureRows:
        """The archive that rows of captures go to; called at the first capture."""
        return CaptureStore(Archive.for_settings(self._crawler.settings))

    async def download_request(self, request: Request) -> Response:
        """Wait for the host's turn, download, and capture the exchange.

        Raises DiskFullError, and closes the spider, when there is no room for the capture or its row.
        """
        request.meta.pop("capture", None)  # a retried request is a copy of the one that failed
        return await super().download_request(request)

    async def _download(self, request: Request) -> Response:
        """Send `request`, whose turn it is, and keep what comes back, also when it breaks off."""
        recording = Recording(urlsplit(request.url).hostname or "")
        date = warc_date(datetime.now(UTC))
        current.set(recording)
        try:
            response = await super()._download(request)
        except (Exception, CancelledError) as error:
            exchange = recorded(request, date, recording, None, error)
            if exchange is not None:
                self._keep(request, exchange)
            raise
        if recording.ip:  # Scrapy's response does not know it in every case
            self._gate.learn(host_of(request.url), recording.ip)
        exchange = recorded(request, date, recording, response, None)
        self._keep(request, exchange or self._reconstructed(request, date, recording, response))
        return response

    def _reconstructed(self, request: Request, date: str, recording: Recording, response: Response) -> WireExchange:
        """The exchange as Scrapy's objects know it; the first time that a tap has failed, this is logged."""
        if self._tapped and not self._warned:
            self._warned = True
            logger.warning("The wire tap missed %s: its capture is marked reconstructed.", request.url)
        return reconstructed(request, date, recording, response)

    def _keep(self, request: Request, exchange: WireExchange) -> None:
        """Write the exchange, then its row: a kill in between leaves a capture, whose row recovery inserts."""
        sink = self._sink()
        try:
            capture = sink.write(exchange, self._original(request, exchange))
            self._add(sink, capture)
        except DiskFullError:
            engine = self._crawler.engine
            if engine is not None and engine.spider is not None:
                # Not awaited: closing waits for this very download to end.
                deferred_from_coro(engine.close_spider_async(reason="disk_full"))
            raise
        request.meta["capture"] = capture

    def _original(self, request: Request, exchange: WireExchange) -> Capture | None:
        """The capture that holds the body of `exchange` already; None when the body must be written."""
        assert self._crawler.spider is not None
        # Half a body is no body to refer to, and its digest says nothing about the other half.
        if exchange.truncated:
            return None
        status, body = payload_of(exchange)
        found = None
        if status == 304:
            validated_by = request.meta.get("validated_by")
            found = self._store().validated(self._crawler.spider.name, validated_by) if validated_by else None
        elif body:
            found = self._store().same_body(self._crawler.spider.name, digest(body), len(body))
        if found is None:
            return None
        # A file that was moved away would make the revisit a reference to nothing.
        path = Path(self._crawler.settings["CAPTURES_DIR"]) / found.file
        return found if path.exists() or path.with_name(path.name + OPEN).exists() else None

    def _store(self) -> CaptureRows:
        if self._rows is None:
            self._rows = self.open_archive()
        return self._rows

    def _add(self, sink: WarcSink, capture: Capture) -> None:
        try:
            self._store().add_capture(capture)
        except BaseException as error:
            sink.leave_open()  # so that the next run's recovery inserts the row
            if isinstance(error, sqlite3.Error) and error.sqlite_errorname == "SQLITE_FULL":
                raise DiskFullError(
                    "No space is left for the archive; the crawl can go on when there is some."
                ) from error
            raise

    def _sink(self) -> WarcSink:
        if self._crawler not in _sinks:
            spider = self._crawler.spider
            assert spider is not None
            directory = Path(self._crawler.settings["CAPTURES_DIR"])
            _sinks[self._crawler] = WarcSink(directory, spider.name, info=_info(self._crawler.settings))
        return _sinks[self._crawler]

    async def close(self) -> None:
        """Give the capture file its final name; Scrapy calls this when the engine has stopped."""
        if self._crawler in _sinks:
            _sinks[self._crawler].close()
        await super().close()


def _info(settings: BaseSettings) -> dict[str, str]:
    """The fields of the warcinfo record (WARC 1.1, 6.2) that say how a crawl with these settings was made."""
    versions = f"scrapy/{scrapy.__version__} twisted/{twisted.__version__} python/{platform.python_version()}"
    return {
        "software": f"congtin/{__version__} ({versions})",
        "operator": str(settings.get("CONTACT") or "unknown"),
        "http-header-user-agent": str(settings.get("USER_AGENT") or ""),
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        "description": "News of a portal. Bodies are stored as served, with their content-encoding; chunked framing "
        "is removed and Content-Length set. Cookie and Authorization request headers are not stored.",
    }
