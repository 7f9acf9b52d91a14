"""The host gate: how long a request must wait so that a host is not asked too often.

Scrapy keeps its delays per crawler; two portals on one host, crawled by one process, would ask twice as fast. So
there is one gate per process, asked before every request, those for robots.txt included. Many portals share one
server: hosts whose answers came from the same address share a gate as well.
"""

import math
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import ClassVar
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings
from scrapy.utils.defer import maybe_deferred_to_future

Sleep = Callable[[float], Awaitable[object]]

MAX_CRAWL_DELAY = 120.0  # seconds; robots.txt files with more mean "go away", and say so with Disallow
MAX_HOLD = 15 * 60.0  # seconds; a crawl that must wait longer is better run again later


async def _reactor_sleep(seconds: float) -> None:
    from twisted.internet import reactor
    from twisted.internet.task import deferLater

    await maybe_deferred_to_future(deferLater(reactor, seconds, lambda: None))


def host_of(url: str) -> str:
    """The host whose patience a request to `url` costs: lower case, without port and `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def retry_after(value: str, now: datetime | None = None) -> float | None:
    """Seconds that a Retry-After field asks for, given as a number or as an HTTP date; None when it is neither."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


class HostGate:
    """Lets one request to a host, and one to an address, pass every `delay` seconds, in the order they came.

    Hosts under `.example` are on this machine and pass at once, unless they ask for a pause. `clock` tells monotonic
    seconds, `sleep` waits.
    """

    _shared: ClassVar["HostGate | None"] = None

    def __init__(self, delay: float, *, clock: Callable[[], float] = monotonic, sleep: Sleep = _reactor_sleep) -> None:
        self.delay = delay
        self._clock = clock
        self._sleep = sleep
        self._last: dict[str, float] = {}  # host or address -> when its last request was or will be sent
        self._delays: dict[str, float] = {}
        self._held: dict[str, float] = {}
        self._addresses: dict[str, str] = {}

    @classmethod
    def for_settings(cls, settings: BaseSettings) -> "HostGate":
        """The gate of this process; of several crawlers' HOST_DELAY the longest counts."""
        delay = settings.getfloat("HOST_DELAY", 1.0)
        if HostGate._shared is None:
            HostGate._shared = HostGate(delay)
        HostGate._shared.delay = max(HostGate._shared.delay, delay)
        return HostGate._shared

    def set_delay(self, host: str, seconds: float) -> None:
        """Keep `seconds` between two requests to `host`, as its robots.txt asks: at most 120, at least `delay`."""
        if math.isfinite(seconds):
            self._delays[host] = min(seconds, MAX_CRAWL_DELAY)

    def hold(self, host: str, seconds: float) -> float:
        """Send nothing to `host` for `seconds`, at most 15 minutes; returns the seconds that count.

        Requests that already wait for their turn wait on.
        """
        seconds = min(seconds, MAX_HOLD)
        self._held[host] = max(self._held.get(host, -math.inf), self._clock() + seconds)
        return seconds

    def knows(self, host: str) -> bool:
        """Whether it is known which address's gate `host` shares; sample hosts share none."""
        return host in self._addresses or host.endswith(".example")

    def learn(self, host: str, address: str) -> None:
        """Note the address that `host` answered from; from now on it shares that address's gate."""
        if host.endswith(".example") or self._addresses.get(host) == address:
            return
        self._addresses[host] = address
        self._last[address] = max(self._last.get(address, -math.inf), self._last.get(host, -math.inf))

    def reserve(self, host: str, now: float) -> float:
        """Take the next free moment of `host`; returns the seconds from `now` until then."""
        if host.endswith(".example"):
            return max(0.0, self._held.get(host, -math.inf) - now)
        at = max(
            now,
            self._last.get(host, -math.inf) + max(self.delay, self._delays.get(host, 0.0)),
            self._held.get(host, -math.inf),
        )
        address = self._addresses.get(host)
        if address is not None:
            at = max(at, self._last[address] + self.delay)
            self._last[address] = at
        self._last[host] = at
        return at - now

    async def wait(self, host: str) -> None:
        """Return when a request to `host` may be sent."""
        while True:
            seconds = self.reserve(host, self._clock())
            if seconds > 0:
                await self._sleep(seconds)
            if self._clock() >= self._held.get(host, -math.inf):
                return
