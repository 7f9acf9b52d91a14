"""The one spider class. A portal's own file only sets `name` and `portal`.

A spider has no callbacks: the frontier (`scraper.crawl.frontier`) hands out the requests and takes the responses in
through `scraper.intake`, so that the network, a stored capture and a test fixture are all read by the same code.
"""

from collections.abc import AsyncIterator
from typing import Any, ClassVar

import scrapy
from scrapy.settings import BaseSettings

from scraper.items import Reading
from scraper.portals.portal import Portal
from scraper.reading.page.page import Page

# `Portal.tls` -> the settings of Scrapy that it stands for.
_TLS: dict[str, dict[str, object]] = {
    "any": {},
    "verify": {"DOWNLOAD_VERIFY_CERTIFICATES": True},
    "legacy": {"DOWNLOADER_CLIENT_TLS_CIPHERS": "ALL:@SECLEVEL=0", "DOWNLOAD_TLS_MIN_VERSION": "TLSv1.0"},
}


class PortalSpider(scrapy.Spider):
    """Reads one portal: subclass it, set `name` (the file's name) and `portal`, nothing else."""

    portal: ClassVar[Portal]

    async def start(self) -> AsyncIterator[Any]:
        """Yield nothing: the frontier puts the start pages into the ledger when it opens.

        Scrapy's own `start` would yield a request for each of `start_urls`.
        """
        return
        yield

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Change `settings` for this portal: how it is to be spoken to over TLS, and no delays for sample portals.

        Sample portals are on this machine: waiting spares nobody.
        """
        super().update_settings(settings)
        for name, value in _TLS[cls.portal.tls].items():
            settings.set(name, value, priority="spider")
        if cls.portal.synthetic:
            settings.set("AUTOTHROTTLE_ENABLED", value=False, priority="spider")
            settings.set("DOWNLOAD_DELAY", 0, priority="spider")
            settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 8, priority="spider")

    def read(self, page: Page) -> Reading:
        """What `page`, a page of this portal, says."""
        # Not above: a spider is loaded at every call of `scrapy`, and most calls read no page.
        from scraper.families.read import read

        return read(page, self.portal.families)
