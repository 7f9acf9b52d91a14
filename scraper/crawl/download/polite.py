"""Scrapy's download handler for http and https behind the host gate: it keeps nothing of what it downloads.

The commands that look at one address (`scrapy fetch`, `view`, `shell`, `parse`) use it as it is; a crawl uses
`scraper.crawl.download.handler.WarcDownloadHandler`, which adds the captures.
"""

import logging
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from scraper.crawl.download.gate import HostGate, host_of, retry_after
from scraper.crawl.download.tls import WithSecurityLevel
from scraper.crawl.resolver import addresses_of

logger = logging.getLogger(__name__)


class PoliteDownloadHandler(HTTP11DownloadHandler):
    """Downloads as Scrapy does, each request at the turn of its host. Retry-After is obeyed by the gate.

    Settings: HOST_DELAY (seconds), DOWNLOADER_CLIENT_TLS_CIPHERS.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._gate = HostGate.for_settings(crawler.settings)
        if ciphers := crawler.settings["DOWNLOADER_CLIENT_TLS_CIPHERS"]:
            self._contextFactory = WithSecurityLevel(self._contextFactory, ciphers)

    async def download_request(self, request: Request) -> Response:
        """Wait for the host's turn, then download."""
        await self._wait(request)
        return await self._download(request)

    async def _download(self, request: Request) -> Response:
        """Send `request`, whose turn it is."""
        response = await super().download_request(request)
        self._heed(host_of(request.url), response)
        return response

    async def _wait(self, request: Request) -> None:
        """Wait for the turn of the host and, from the first request on, of the server that it shares with others."""
        host = host_of(request.url)
        if not self._gate.knows(host):
            for address in await addresses_of(urlsplit(request.url).hostname or ""):
                self._gate.learn(host, address)
        await self._gate.wait(host)

    def _heed(self, host: str, response: Response) -> None:
        """Tell the gate the host's address, and the pause that the host asks for."""
        if response.ip_address:
            self._gate.learn(host, str(response.ip_address))
        field = response.headers.get("Retry-After")
        asked = retry_after(field.decode("latin-1")) if field and response.status in {429, 503} else None
        if asked:
            seconds = self._gate.hold(host, asked)
            logger.warning("%s asks for a pause (%s): nothing is sent for %d s.", host, response.status, seconds)
