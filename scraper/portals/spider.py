"""The one spider class. A portal's own file only sets `name` and `portal`.

The spider has no callbacks to write: the frontier (`scraper.crawl.frontier`) hands out requests, gives each
response to `read`, and stores what comes back, so that the network, a stored capture and a test fixture
are all read by the same code.
"""

from collections.abc import AsyncIterator
from typing import Any, ClassVar

import scrapy
from scrapy.settings import BaseSettings

from scraper.families.read import read
from scraper.items import Reading
from scraper.portals.portal import Portal
from scraper.reading.page.page import Page

_TLS: dict[str, dict[str, object]] = {
    "any": {},
    "verify": {"DOWNLOAD_VERIFY_CERTIFICATES": True},
    "legacy": {"DOWNLOADER_CLIENT_TLS_CIPHERS": "ALL:@SECLEVEL=0", "DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0"},
}


class PortalSpider(scrapy.Spider):
    """Reads one portal: subclass it, set `name` (the file's name) and `portal`, nothing else."""

    portal: ClassVar[Portal]

    async def start(self) -> AsyncIterator[Any]:
        """Yield nothing: start pages are put into the ledger by the frontier when it opens."""
        return
        yield

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """What differs for this portal: TLS; and sample portals are on this machine: nobody is spared by waiting."""
        super().update_settings(settings)
        for name, value in _TLS[cls.portal.tls].items():
            settings.set(name, value, priority="spider")
        if cls.portal.synthetic:
            settings.set("AUTOTHROTTLE_ENABLED", value=False, priority="spider")
            settings.set("DOWNLOAD_DELAY", 0, priority="spider")
            settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 8, priority="spider")

    def read(self, page: Page) -> Reading:
        """Read one page of this portal."""
        return read(page, self.portal.families)
