"""Scrapy's download handler for http and https, with a tap on the wire and a capture for every exchange."""

import logging
import platform
import sqlite3
from asyncio import CancelledError
from datetime import UTC, datetime
from http.client import responses as reasons
from pathlib import Path
from typing import Protocol
from urllib.parse import urldefrag, urlsplit
from weakref import WeakKeyDictionary

import scrapy
import twisted
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.utils.defer import deferred_from_coro

from scraper import __version__
from scraper.capture.warc.build import payload_of
from scraper.capture.warc.exchange import Truncated, WireExchange
from scraper.capture.warc.message import split_message, without_secrets
from scraper.capture.warc.records import digest
from scraper.capture.warc.writer import OPEN, WarcSink, warc_date
from scraper.crawl.download.gate import HostGate, host_of, retry_after
from scraper.crawl.download.tap import Recording, current, tap
from scraper.crawl.download.tls import WithSecurityLevel
from scraper.crawl.resolver import addresses_of
from scraper.errors import DiskFullError
from scraper.store.rows import Capture

logger = logging.getLogger(__name__)


class Archive(Protocol):
    """What the handler needs of the archive; see `scraper.store.captures.originals.CaptureStore`."""

    def add_capture(self, capture: Capture) -> None:
        """Insert the row of a capture that is safe on the disk."""

    def same_body(self, portal_id: str, payload_digest: str, payload_length: int) -> Capture | None:
        """The capture of the portal that holds this body, if there is one."""

    def validated(self, portal_id: str, capture_id: str) -> Capture | None:
        """The capture that holds the body of a capture whose validators were sent."""


# One file per crawl, for http and https alike: Scrapy makes a handler for each scheme.
_sinks: WeakKeyDictionary[Crawler, WarcSink] = WeakKeyDictionary()


class WarcDownloadHandler(HTTP11DownloadHandler):
    """Downloads as Scrapy does, and keeps what went over the wire.

    Each request first waits at the host gate. When the answer is complete, or broke off after its head, request
    and response are written to the WARC file, then their row is inserted into the archive and put into
    `request.meta["capture"]`. A full disk closes the spider with reason "disk_full".

    A body that the portal's captures hold already is not written again: the answer becomes a revisit record.
    Who sends validators (If-None-Match, If-Modified-Since) names the capture they are from in
    `request.meta["validated_by"]`, so that a 304 becomes a revisit of it. Retry-After is obeyed by the gate.

    Settings: CAPTURES_DIR, ARCHIVE_DB, HOST_DELAY (seconds), CONTACT, USER_AGENT.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._gate = HostGate.for_settings(crawler.settings)
        self._archive: Archive | None = None
        self._tapped = self._tap()
        if ciphers := crawler.settings["DOWNLOADER_CLIENT_TLS_CIPHERS"]:
            self._contextFactory = WithSecurityLevel(self._contextFactory, ciphers)
        self._warned = False

    def _tap(self) -> bool:
        try:
            tap(self._pool)
        except AttributeError as error:
            logger.warning("The wire cannot be tapped (%s): captures will be marked reconstructed.", error)
            return False
        return True

    def open_archive(self) -> Archive:
        """The archive that rows of captures go to; called at the first capture."""
        from scraper.store.archive import Archive as Store
        from scraper.store.captures.originals import CaptureStore

        return CaptureStore(Store.for_settings(self._crawler.settings))

    async def download_request(self, request: Request) -> Response:
        """Wait for the host's turn, download, and capture the exchange."""
        request.meta.pop("capture", None)  # a retried request is a copy of the one that failed
        await self._wait(request)
        recording = Recording(urlsplit(request.url).hostname or "")
        date = warc_date(datetime.now(UTC))
        current.set(recording)
        try:
            response = await super().download_request(request)
        except (Exception, CancelledError) as error:
            exchange = self._recorded(request, date, recording, None, error)
            if exchange is not None:
                self._keep(request, exchange)
            raise
        self._heed(host_of(request.url), recording.ip, response)
        exchange = self._recorded(request, date, recording, response, None)
        self._keep(request, exchange or self._reconstructed(request, date, recording, response))
        return response

    async def _wait(self, request: Request) -> None:
        """Wait for the turn of the host and, from the first request on, of the server that it shares with others."""
        host = host_of(request.url)
        if not self._gate.knows(host):
            for address in await addresses_of(urlsplit(request.url).hostname or ""):
                self._gate.learn(host, address)
        await self._gate.wait(host)

    def _heed(self, host: str, ip: str | None, response: Response) -> None:
        """Tell the gate the host's address, and the pause that the host asks for."""
        address = ip or (str(response.ip_address) if response.ip_address else None)
        if address:
            self._gate.learn(host, address)
        field = response.headers.get("Retry-After")
        asked = retry_after(field.decode("latin-1")) if field and response.status in {429, 503} else None
        if asked:
            seconds = self._gate.hold(host, asked)
            logger.warning("%s asks for a pause (%s): nothing is sent for %d s.", host, response.status, seconds)

    def _recorded(
        self, request: Request, date: str, recording: Recording, response: Response | None, error: BaseException | None
    ) -> WireExchange | None:
        """The exchange as the tap saw it; None when it saw no whole head, or another body than Scrapy."""
        messages = recording.messages()
        if messages is None:
            return None
        sent, received, whole = messages
        stopped = response is not None and "download_stopped" in response.flags
        if response is not None and not stopped and split_message(received)[1] != response.body:
            return None
        return WireExchange(
            url=urldefrag(request.url)[0],
            date=date,
            request=sent,
            response=received,
            ip=recording.ip,
            truncated="unspecified" if stopped else _truncated(whole, error),
            certificate=recording.certificate,
        )

    def _reconstructed(self, request: Request, date: str, recording: Recording, response: Response) -> WireExchange:
        """The exchange from what Scrapy's public objects still know of it."""
        if self._tapped and not self._warned:
            self._warned = True
            logger.warning("The wire tap missed %s: its capture is marked reconstructed.", request.url)
        parts = urlsplit(request.url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        asked = [f"{request.method} {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n".encode()]
        asked += [request.headers.to_string(), b"\r\n"] if request.headers else []
        head = f"HTTP/1.1 {response.status} {reasons.get(response.status, '')}\r\n".encode()
        fields = response.headers.copy()
        fields[b"Content-Length"] = str(len(response.body)).encode()
        fields.pop(b"Transfer-Encoding", None)
        return WireExchange(
            url=urldefrag(request.url)[0],
            date=date,
            request=without_secrets(b"".join(asked)) + b"\r\n" + request.body,
            response=head + fields.to_string() + b"\r\n\r\n" + response.body,
            ip=str(response.ip_address) if response.ip_address else None,
            truncated="disconnect" if "dataloss" in response.flags else None,
            reconstructed=True,
            certificate=recording.certificate,
        )

    def _keep(self, request: Request, exchange: WireExchange) -> None:
        """Write the exchange, then its row: a kill in between leaves a capture that recovery gives its row."""
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
        """The capture that holds the body of `exchange` already; None when it must be written."""
        assert self._crawler.spider is not None
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
        path = Path(self._crawler.settings["CAPTURES_DIR"]) / found.file
        return found if path.exists() or path.with_name(path.name + OPEN).exists() else None

    def _store(self) -> Archive:
        if self._archive is None:
            self._archive = self.open_archive()
        return self._archive

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


def _truncated(whole: bool | None, error: BaseException | None) -> Truncated | None:
    if isinstance(error, DownloadTimeoutError):
        return "time"
    if isinstance(error, DownloadCancelledError):
        return "length"
    return "disconnect" if whole is False or (whole is None and error is not None) else None


def _info(settings: BaseSettings) -> dict[str, str]:
    """What the warcinfo record says about a crawl with these settings."""
    versions = f"scrapy/{scrapy.__version__} twisted/{twisted.__version__} python/{platform.python_version()}"
    return {
        "software": f"congtin/{__version__} ({versions})",
        "operator": str(settings.get("CONTACT") or "unknown"),
        "http-header-user-agent": str(settings.get("USER_AGENT") or ""),
        "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
        "description": "News of a portal. Bodies are stored as served, with their content-encoding; chunked framing "
        "is removed and Content-Length set. Cookie and Authorization request headers are not stored.",
    }
