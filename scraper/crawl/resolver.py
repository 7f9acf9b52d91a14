"""Names of the sample portals: every `.example` host is this machine at one port.

A resolver of Twisted may also choose the port. So sample pages are fetched from `http://langson-mau.example/` as if
they were at port 80, and no stored address has a port in it; a proxy would be needed otherwise. All other names go to
Scrapy's own resolver. The setting TWISTED_DNS_RESOLVER names this class for every process, so nothing here may import
the sample portals.
"""

from collections.abc import Sequence
from typing import Any

from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver, HostResolution
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.address import IPv4Address
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

DEFAULT_PORT = 8799  # of SAMPLE_PORT in scraper/settings.py, for settings that lack it


def is_sample_host(name: str) -> bool:
    """Whether `name` lies under the reserved domain `.example` (RFC 2606)."""
    return name.lower().rstrip(".").endswith(".example")


@implementer(IHostnameResolver)
class SampleResolver:
    """Answers `*.example` with 127.0.0.1 and `port`, that of the setting SAMPLE_PORT; leaves the rest to `fallback`.

    `reactor` is Twisted's.
    """

    def __init__(self, reactor: Any, fallback: CachingThreadedResolver, port: int = DEFAULT_PORT) -> None:
        self.reactor = reactor
        self.port = port
        self._fallback = fallback
        self._others: Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> "SampleResolver":
        """Built by Scrapy before the reactor runs, for all crawlers of the process."""
        fallback = CachingThreadedResolver.from_crawler(crawler, reactor)
        return cls(reactor, fallback, crawler.settings.getint("SAMPLE_PORT", DEFAULT_PORT))

    def install_on_reactor(self) -> None:
        """Install Scrapy's own resolver, then this one before it."""
        self._fallback.install_on_reactor()
        self._others = self.reactor.nameResolver
        self.reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802  Twisted's interface names it
        self,
        resolutionReceiver: Any,  # noqa: N803  idem
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[Any]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Tell `resolutionReceiver` the addresses of `hostName`, as Twisted's IHostnameResolver wants it.

        `portNumber`, `addressTypes` and `transportSemantics` are passed on for other hosts, and mean nothing here.
        """
        if not is_sample_host(hostName):
            return self._others.resolveHostName(
                resolutionReceiver, hostName, portNumber, addressTypes, transportSemantics
            )
        resolution = HostResolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        resolutionReceiver.addressResolved(IPv4Address("TCP", "127.0.0.1", self.port))
        resolutionReceiver.resolutionComplete()
        return resolution


async def addresses_of(host: str) -> list[str]:
    """The IP addresses that the reactor's resolver knows for `host`; none when it cannot be found."""
    from twisted.internet import reactor  # at the top it would install a reactor before Scrapy chooses one

    receiver = _AddressReceiver()
    reactor.nameResolver.resolveHostName(receiver, host)
    return await maybe_deferred_to_future(receiver.complete)


@implementer(IResolutionReceiver)
class _AddressReceiver:
    """Collects the addresses that a resolver finds; its methods are named by Twisted's IResolutionReceiver."""

    def __init__(self) -> None:
        self._addresses: list[str] = []
        self.complete: Deferred[list[str]] = Deferred()

    def resolutionBegan(self, _resolution: Any) -> None:  # noqa: N802
        pass

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self._addresses.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802
        self.complete.callback(self._addresses)
