"""The host gate: how long a request must wait so that a host is not asked too often.

Scrapy keeps its delays for each crawler alone: two portals on one host, crawled by one process, would ask twice as
fast. So there is one gate per process, asked before every request, those for robots.txt included. Many portals share
one server: hosts that answer from the same IP address share their turn as well.
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

MAX_CRAWL_DELAY = 120.0  # seconds. Who wants no crawler at all says so with Disallow, not with a day between requests
MAX_HOLD = 15 * 60.0  # seconds. A crawl that must wait longer is better run again later


async def _reactor_sleep(seconds: float) -> None:
    from twisted.internet import reactor
    from twisted.internet.task import deferLater

    await maybe_deferred_to_future(deferLater(reactor, seconds, lambda: None))


def host_of(url: str) -> str:
    """The host that a request to `url` burdens: lower case, without port and `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def retry_after(value: str, now: datetime | None = None) -> float | None:
    """Seconds that the value of a Retry-After field asks for (RFC 9110, 10.2.3); None when it cannot be read.

    The value is a number of seconds or an HTTP date, which is counted from `now`, by default the present time.
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:  # HTTP dates are GMT (RFC 9110, 5.6.7), whether they say so or not
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())


class HostGate:
    """Lets one request to a host, and one to an IP address, pass every `delay` seconds, in the order they came.

    Hosts under `.example` are on this machine and pass at once, unless they ask for a pause. `clock` gives monotonic
    seconds, `sleep` waits for as many. Hosts are named as `host_of` does.
    """

    _shared: ClassVar["HostGate | None"] = None

    def __init__(self, delay: float, *, clock: Callable[[], float] = monotonic, sleep: Sleep = _reactor_sleep) -> None:
        self.delay = delay
        self._clock = clock
        self._sleep = sleep
        # By host or IP address, in seconds of the clock: when its last request was or will be sent.
        self._last: dict[str, float] = {}
        self._delays: dict[str, float] = {}  # host -> the Crawl-delay of its robots.txt
        self._held: dict[str, float] = {}  # host -> until when nothing is sent
        self._addresses: dict[str, str] = {}  # host -> the IP address that it answers from

    @classmethod
    def for_settings(cls, settings: BaseSettings) -> "HostGate":
        """The gate of this process; of the HOST_DELAY of several crawlers' `settings` the longest counts."""
        delay = settings.getfloat("HOST_DELAY", 1.0)
        if HostGate._shared is None:
            HostGate._shared = HostGate(delay)
        HostGate._shared.delay = max(HostGate._shared.delay, delay)
        return HostGate._shared

    def set_delay(self, host: str, seconds: float) -> None:
        """Keep `seconds` between two requests to `host`, as its robots.txt asks.

        At most MAX_CRAWL_DELAY count, and never less than `delay`.
        """
        if math.isfinite(seconds):
            self._delays[host] = min(seconds, MAX_CRAWL_DELAY)

    def hold(self, host: str, seconds: float) -> float:
        """Send nothing to `host` for `seconds`, at most MAX_HOLD; returns the seconds that count.

        Requests that already wait for their turn wait on.
        """
        seconds = min(seconds, MAX_HOLD)
        self._held[host] = max(self._held.get(host, -math.inf), self._clock() + seconds)
        return seconds

    def knows(self, host: str) -> bool:
        """Whether the IP address of `host` is known; sample hosts need none."""
        return host in self._addresses or host.endswith(".example")

    def learn(self, host: str, address: str) -> None:
        """Note the IP address of `host`: from now on it shares its turn with all other hosts there."""
        if host.endswith(".example") or self._addresses.get(host) == address:
            return
        self._addresses[host] = address
        self._last[address] = max(self._last.get(address, -math.inf), self._last.get(host, -math.inf))

    def reserve(self, host: str, now: float) -> float:
        """Take the next free moment of `host`; returns the seconds from `now`, in seconds of the clock, until then."""
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
        # Again from the start when the host has asked for a pause while the request waited.
        while True:
            seconds = self.reserve(host, self._clock())
            if seconds > 0:
                await self._sleep(seconds)
            if self._clock() >= self._held.get(host, -math.inf):
                return
