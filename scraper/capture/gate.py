"""The host gate: how long a request must wait so that a host is not asked too often.

Scrapy keeps its delays per crawler; two portals on one host, crawled by one process, would ask twice as fast. So
there is one gate per process, asked before every request, those for robots.txt included.
"""

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import ClassVar
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings
from scrapy.utils.defer import maybe_deferred_to_future

Sleep = Callable[[float], Awaitable[object]]


async def _reactor_sleep(seconds: float) -> None:
    from twisted.internet import reactor
    from twisted.internet.task import deferLater

    await maybe_deferred_to_future(deferLater(reactor, seconds, lambda: None))


def host_of(url: str) -> str:
    """The host whose patience a request to `url` costs: lower case, without port and `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


class HostGate:
    """Lets one request to a host pass every `delay` seconds, in the order they came.

    Hosts under `.example` are on this machine and pass at once. `clock` tells monotonic seconds, `sleep` waits.
    """

    _shared: ClassVar["HostGate | None"] = None

    def __init__(self, delay: float, *, clock: Callable[[], float] = monotonic, sleep: Sleep = _reactor_sleep) -> None:
        self.delay = delay
        self._clock = clock
        self._sleep = sleep
        self._free_at: dict[str, float] = {}

    @classmethod
    def for_settings(cls, settings: BaseSettings) -> "HostGate":
        """The gate of this process; of several crawlers' HOST_DELAY the longest counts."""
        delay = settings.getfloat("HOST_DELAY", 1.0)
        if HostGate._shared is None:
            HostGate._shared = HostGate(delay)
        HostGate._shared.delay = max(HostGate._shared.delay, delay)
        return HostGate._shared

    def reserve(self, host: str, now: float) -> float:
        """Take the next free moment of `host`; returns the seconds from `now` until then."""
        if host.endswith(".example"):
            return 0.0
        at = max(now, self._free_at.get(host, now))
        self._free_at[host] = at + self.delay
        return at - now

    async def wait(self, host: str) -> None:
        """Return when a request to `host` may be sent."""
        seconds = self.reserve(host, self._clock())
        if seconds > 0:
            await self._sleep(seconds)
