"""robots.txt, obeyed for every single request: the Robots Exclusion Protocol (RFC 9309)."""

import asyncio
from collections import Counter, defaultdict
from http import HTTPStatus
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from scraper.capture.warc.answer import redirect_target
from scraper.capture.warc.message import text_of
from scraper.crawl.download.certificate import refusal
from scraper.crawl.download.gate import HostGate, host_of
from scraper.crawl.public_hosts import PUBLIC_ONLY
from scraper.errors import describe
from scraper.store.captures.captures import is_robots

RETRIES = 2  # for each host and run: a whole crawl should not fail because one answer got lost
REDIRECTS = 5  # as many as RFC 9309 (2.3.1.2) asks to follow


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware with its gaps closed.

    In Scrapy 2.19 all requests that arrive while robots.txt is still on its way wait on one Deferred; its first waiter
    takes the result, the others are let through unchecked. Here they queue up behind a lock.

    Where robots.txt answers with a server error or not at all, nothing is allowed (RFC 9309, 2.3.1.4); Scrapy allows
    everything. 429 (RFC 6585) is taken as a server error: a host that asks for patience has not said that it has no
    rules. Other answers without rules allow everything (2.3.1.3).

    Redirects are answers in this project, so those of robots.txt are followed here (2.3.1.2); else a portal that moved
    to https would have no rules. A Crawl-delay, which is no part of the RFC but common, goes to the host gate.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._unreachable: dict[str, str] = {}
        self._retried: Counter[str] = Counter()
        self._gate = HostGate.for_settings(crawler.settings)
        self._agent = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        crawler.signals.connect(self._heed_delay, signals.robots_parsed)

    def _heed_delay(self, robotparser: RobotParser, request: Request) -> None:
        """Hand the Crawl-delay that robots.txt asks of us on to the gate."""
        delay = robotparser.crawl_delay(self._agent)
        if delay is not None:
            self._gate.set_delay(host_of(request.url), delay)

    def why_unreachable(self, url: str) -> str | None:
        """Why the rules of the host of `url` could not be fetched; None when they could be, or were not asked for."""
        return self._unreachable.get(urlsplit(url).netloc)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules for the host of `request`. Raises IgnoreRequest while they cannot be fetched."""
        netloc = urlparse_cached(request).netloc
        async with self._locks[netloc]:
            parser = await super().robot_parser(request)
            for _ in range(RETRIES - self._retried[netloc]):
                if netloc not in self._unreachable:
                    break
                self._retried[netloc] += 1
                # Scrapy asks again only for a host of which it knows nothing.
                del self._parsers[netloc], self._unreachable[netloc]
                parser = await super().robot_parser(request)
        if netloc in self._unreachable:
            raise IgnoreRequest(f"robots.txt could not be fetched ({self._unreachable[netloc]})")
        return parser

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        response = await self._moved(response)
        if response.status >= 500 or response.status == HTTPStatus.TOO_MANY_REQUESTS:
            self._unreachable[netloc] = str(response.status)
        elif response.status >= 300:  # there are no rules: do not read an error page as if it were one
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    async def _moved(self, response: Response) -> Response:
        """The robots.txt that `response` redirects to; a redirect to any other page means that there is none."""
        for _ in range(REDIRECTS):
            target = redirect_target(response.url, response.status, text_of(response.headers.get("Location") or b""))
            if target is None or not is_robots(target):
                break
            away = host_of(target) != host_of(response.url)
            meta = {"dont_obey_robotstxt": True, PUBLIC_ONLY: away}
            follow = Request(target, priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
            assert self.crawler.engine is not None
            response = await self.crawler.engine.download_async(follow)
        return response

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._unreachable[netloc] = refusal(exc) or f"{type(exc).__name__}: {describe(exc)}"
        super()._robots_error(exc, netloc)
