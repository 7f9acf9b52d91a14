"""The guard before addresses that an article, not the operator, chose: nothing is asked of a private network.

A file at a host of no portal may have a public name and yet lead to this machine, or to the router of the
network it stands in (server-side request forgery). `scraper.urls.public.is_public` judges the address as written;
what its name resolves to is judged here, before the request and before the robots.txt that goes ahead of it. The
connection then uses the same answer, which Scrapy's resolver keeps for the whole process: a name server cannot give a
public address first and a private one a moment later.
"""

from collections.abc import Awaitable, Callable
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from scraper.crawl.resolver import addresses_of, is_sample_host
from scraper.urls.public import is_public_number

PUBLIC_ONLY = "public_only"  # in the meta of a request: refuse it when its host is not on the public Internet

Resolve = Callable[[str], Awaitable[list[str]]]


class PrivateAddressError(IgnoreRequest):
    """A host that is not on the public Internet.

    Raised by the downloader middleware `PublicHosts`. An IgnoreRequest, which Scrapy hands to the request's errback:
    the frontier records the request as out of scope with the message as its reason.
    """


class PublicHosts:
    """Downloader middleware: stops requests marked `PUBLIC_ONLY` whose host's name leads to a private address.

    `resolve` gives the addresses of a name; none when it cannot be found, which the connection then finds as well.
    """

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    @classmethod
    def from_crawler(cls, _crawler: Crawler) -> Self:
        """Built by Scrapy, with the reactor's resolver."""
        return cls(addresses_of)

    async def process_request(self, request: Request) -> None:
        """Let `request` pass. Raises PrivateAddressError when one of its host's addresses is private.

        Sample hosts are on this machine on purpose.
        """
        host = urlparse_cached(request).hostname or ""
        if not request.meta.get(PUBLIC_ONLY) or is_sample_host(host):
            return
        private = [address for address in await self._resolve(host) if not is_public_number(address)]
        if private:
            raise PrivateAddressError(f"{host} is at {private[0]}, which is not a public address")
