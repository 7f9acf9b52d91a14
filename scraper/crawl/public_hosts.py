"""The guard before addresses that an article, not the operator, chose: nothing is asked of a private network.

A file at a host of no portal may have a public name and yet lead to this machine, or to the router of the
network it stands in. `scraper.urls.public.is_public` judges the address as written; what its name resolves to is
judged here, before the request and before the robots.txt that goes ahead of it. The connection then uses the same
answer, which Scrapy keeps for the whole process.
"""

from collections.abc import Awaitable, Callable
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from scraper.crawl.resolver import addresses_of, is_sample_host
from scraper.urls.public import is_public_number

PUBLIC_ONLY = "public_only"  # in the meta of a request: refuse it where the host is not on the public Internet

Resolve = Callable[[str], Awaitable[list[str]]]


class PrivateAddressError(IgnoreRequest):
    """A host that is not on the public Internet; raised by the downloader middleware `PublicHosts`."""


class PublicHosts:
    """Downloader middleware: stops requests marked `PUBLIC_ONLY` whose host's name leads to a private address.

    `resolve` gives the addresses of a name, none when it cannot be found: then the connection says so.
    """

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    @classmethod
    def from_crawler(cls, _crawler: Crawler) -> Self:
        """Build it with the reactor's resolver."""
        return cls(addresses_of)

    async def process_request(self, request: Request) -> None:
        """Raises PrivateAddressError."""
        host = urlparse_cached(request).hostname or ""
        if not request.meta.get(PUBLIC_ONLY) or is_sample_host(host):
            return
        private = [address for address in await self._resolve(host) if not is_public_number(address)]
        if private:
            raise PrivateAddressError(f"{host} is at {private[0]}, which is not a public address")
