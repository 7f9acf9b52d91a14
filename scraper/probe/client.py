"""A small polite HTTP client for a dozen requests: robots obeyed, one at a time, trouble in clear sentences."""

import socket
import ssl
import time
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx
from scrapy.robotstxt import ProtegoRobotParser

from scraper.crawl.resolver import is_sample_host
from scraper.errors import UnreachableError
from scraper.items import PageRequest
from scraper.probe.findings import Fetched
from scraper.reading.page.page import MAX_FEED_BYTES, Page

LIMIT = 12  # requests to one site
_LONGEST_DELAY = 30.0  # seconds between two requests, however long robots.txt asks for
_TIMEOUT = 30.0
_MOST_REDIRECTS = 4  # of robots.txt; with the first request that is five of a dozen


class BudgetSpentError(Exception):
    """The limit of requests is reached; raised by `Client.fetch`, caught where the requests are planned."""


@dataclass(slots=True)
class Client:
    """Fetches pages of one site, at most `LIMIT`, one at a time.

    `headers` go with every request; `robots_agent` is the name that robots.txt may know us by. `delay` is in seconds
    between two requests; sample portals, at `sample_port` of this machine, need none. `timeout` is in seconds without
    any byte. `notes` collects what was odd about the connection, in sentences; `count` the requests made.
    """

    headers: dict[str, str]
    robots_agent: str
    delay: float
    sample_port: int
    timeout: float = _TIMEOUT
    notes: list[str] = field(default_factory=list)
    count: int = 0
    _rules: dict[str, ProtegoRobotParser] = field(default_factory=dict)
    _robots_text: dict[str, str] = field(default_factory=dict)
    _level: int = 0
    _last: float = float("-inf")

    def get(self, url: str) -> Fetched:
        """Fetch `url`. Raises UnreachableError and BudgetSpentError as `fetch` does."""
        return self.fetch(PageRequest(url=url))

    def fetch(self, request: PageRequest) -> Fetched:
        """Make one `request` that robots.txt allows.

        Raises UnreachableError, with a sentence, when nothing comes back or robots.txt refuses; BudgetSpentError when
        the limit of requests is reached.
        """
        if not self._rules_of(request.url).allowed(request.url, self.robots_agent):
            raise UnreachableError(
                f"robots.txt of {urlsplit(request.url).netloc} refuses {request.url} to {self.robots_agent}."
            )
        return self._fetch(request)

    def robots(self, url: str) -> tuple[str, str]:
        """What robots.txt of the host of `url` says, in a sentence, and its text.

        Raises UnreachableError when it cannot be had, BudgetSpentError when the limit of requests is reached.
        """
        rules = self._rules_of(url)
        text = self._robots_text[urlsplit(url).netloc]
        allowed = "allows" if rules.allowed(url, self.robots_agent) else "refuses"
        wait = rules.rp.crawl_delay(self.robots_agent)
        sentence = f"{allowed} this address" if text.strip() else "there is none: everything is allowed"
        return sentence + (f"; asks for {wait:g} s between requests" if wait else ""), text

    def _rules_of(self, url: str) -> ProtegoRobotParser:
        """The rules for the host of `url`, fetched once.

        As RFC 9309 has it (2.3.1): a few redirects are followed, "not there" allows everything, no answer nothing.
        """
        netloc = urlsplit(url).netloc
        if netloc not in self._rules:
            got = self._fetch(PageRequest(url=urljoin(url, "/robots.txt"))).page
            for _ in range(_MOST_REDIRECTS):
                if not (300 <= got.status < 400 and got.location):
                    break
                got = self._fetch(PageRequest(url=urljoin(got.url or url, got.location))).page
            if got.status >= 500 or got.status == 429:
                raise UnreachableError(
                    f"robots.txt of {netloc} answers {got.status}: until it can be read, nothing is allowed."
                )
            text = got.text if got.status == 200 and not got.text.lstrip().startswith("<") else ""
            self._robots_text[netloc] = text
            self._rules[netloc] = rules = ProtegoRobotParser(text.encode(), None)
            self.delay = min(max(self.delay, rules.rp.crawl_delay(self.robots_agent) or 0.0), _LONGEST_DELAY)
        return self._rules[netloc]

    def _fetch(self, request: PageRequest) -> Fetched:
        if self.count >= LIMIT:
            raise BudgetSpentError
        if not is_sample_host(urlsplit(request.url).hostname or ""):
            time.sleep(max(0.0, self._last + self.delay - time.monotonic()))
        self.count += 1
        try:
            return self._send(request)
        except httpx.HTTPError as error:
            raise UnreachableError(_sentence(error, request.url, self.timeout)) from error
        except httpx.InvalidURL as error:
            raise UnreachableError(f"{request.url} is no address that can be asked for ({error}).") from error
        finally:
            self._last = time.monotonic()

    def _send(self, request: PageRequest) -> Fetched:
        """One exchange, with less and less demanding TLS until one is accepted."""
        while True:
            try:
                with httpx.Client(transport=_Transport(_context(self._level), self.sample_port)) as http:
                    return self._exchange(http, request)
            except httpx.ConnectError as error:
                cause = _root(error)
                if not isinstance(cause, ssl.SSLError) or self._level == len(_LEVELS) - 1:
                    raise
                self._level += 1
                self.notes.append(f"TLS: {_tls_words(cause)}; {_LEVELS[self._level]}.")

    def _exchange(self, http: httpx.Client, request: PageRequest) -> Fetched:
        headers = self.headers | dict(request.headers)
        content = request.body.encode() if request.body is not None else None
        with http.stream(
            request.method, request.url, headers=headers, content=content, timeout=self.timeout
        ) as response:
            received = bytearray()
            for chunk in response.iter_bytes():
                received += chunk
                if len(received) > MAX_FEED_BYTES:
                    break
            body = bytes(received)
            kind = response.headers.get("content-type")
            page = Page.from_bytes(
                request.url,
                body,
                content_type=kind,
                status=response.status_code,
                location=response.headers.get("location"),
                request_body=request.body,
            )
        return Fetched(page, body, kind)


# Ever less demanding, so that the note can say what the server lacks.
_LEVELS = (
    "certificate verified",
    "asked again without verifying the certificate, as a crawl does too",
    "asked again with the old ciphers that a crawl allows too (SECLEVEL=1)",
    "asked again with unsafe renegotiation, which a crawl does not allow: it will fail",
)


def _context(level: int) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if level >= 1:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if level >= 2:
        context.set_ciphers("DEFAULT:@SECLEVEL=1")
    if level >= 3:
        context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    return context


class _Transport(httpx.HTTPTransport):
    """Sample portals live on this machine, whatever their name; the Host header keeps the name."""

    def __init__(self, context: ssl.SSLContext, port: int) -> None:
        super().__init__(verify=context, trust_env=False)
        self._port = port

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if is_sample_host(request.url.host):
            request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._port)
        return super().handle_request(request)


def _root(error: BaseException) -> BaseException:
    """What was at the bottom of a connection error."""
    while (below := error.__cause__ or error.__context__) is not None:
        error = below
    return error


def _tls_words(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate does not verify ({error.verify_message})"
    return f"the two sides cannot agree ({error.reason or error})"


def _sentence(error: httpx.HTTPError, url: str, timeout: float) -> str:
    """`error` for a person who wants to know what to do about it."""
    host, cause = urlsplit(url).netloc, _root(error)
    if isinstance(cause, socket.gaierror):
        return f"There is no host {host}: its name has no address (DNS). Check the spelling; many old hosts are gone."
    if isinstance(cause, ConnectionRefusedError):
        if is_sample_host(urlsplit(url).hostname or ""):
            return (
                f"The sample portals are not being served: run `scrapy sample` in another terminal, then probe {host}."
            )
        return f"{host} refused the connection: the machine is there, but no web server listens."
    if isinstance(error, httpx.TimeoutException):
        return f"{host} did not answer within {timeout:g} seconds."
    if isinstance(cause, ssl.SSLError):
        return f"{host} cannot be spoken to over TLS: {_tls_words(cause)}. Try its http:// address."
    if isinstance(error, httpx.RemoteProtocolError):
        return f"{host} answers, but not in proper HTTP ({error})."
    if isinstance(error, httpx.DecodingError):
        return f"{host} sent a body that cannot be unpacked ({error})."
    if isinstance(error, httpx.UnsupportedProtocol):
        return f"{url} is no http or https address."
    return f"{host} could not be reached ({cause or error})."
