"""Names under .example are this machine; everything else stays Scrapy's (sample portals)."""

# ruff: noqa: N802  Twisted names these methods
import subprocess
import sys

import pytest
from scrapy.settings import Settings
from scrapy.utils.misc import build_from_crawler, load_object
from twisted.internet.address import IPv4Address

from scraper import settings as project
from scraper.crawl.resolver import SampleResolver, is_sample_host


class Receiver:
    """Collects what a resolver says."""

    def __init__(self):
        self.addresses, self.began, self.completed = [], 0, 0

    def resolutionBegan(self, resolution):
        self.began += 1
        self.name = resolution.name

    def addressResolved(self, address):
        self.addresses.append(address)

    def resolutionComplete(self):
        self.completed += 1


class Others:
    """Stands for the resolver that Scrapy installs."""

    def __init__(self):
        self.asked = []

    def resolveHostName(self, receiver, host, port=0, types=None, semantics="TCP"):
        self.asked.append((host, port, types, semantics))
        return "theirs"


class Reactor:
    """What resolvers do to a reactor, without a network."""

    def __init__(self):
        self.nameResolver = None
        self.order = []

    def installResolver(self, resolver):
        self.order.append(resolver)
        self.nameResolver = Others()

    def installNameResolver(self, resolver):
        self.order.append(resolver)
        self.nameResolver = resolver


class Crawler:
    def __init__(self, **values):
        self.settings = Settings(values)


def installed(**values):
    reactor = Reactor()
    resolver = SampleResolver.from_crawler(Crawler(**values), reactor)
    resolver.install_on_reactor()
    return resolver, reactor


@pytest.mark.parametrize("name", ["langson-mau.example", "WWW.Drupal-Mau.EXAMPLE", "a.b.example."])
def test_sample_hosts_get_the_loopback_address_and_the_port_of_the_setting(name):
    resolver, _ = installed(SAMPLE_PORT=4321)
    receiver = Receiver()
    resolver.resolveHostName(receiver, name, 80)
    assert receiver.addresses == [IPv4Address("TCP", "127.0.0.1", 4321)]
    assert (receiver.began, receiver.completed, receiver.name) == (1, 1, name)


def test_the_port_is_8799_unless_set():
    resolver, _ = installed()
    assert resolver.port == 8799


@pytest.mark.parametrize("name", ["langson.gov.vn", "example.com", "notexample", "example", "my-example", "127.0.0.1"])
def test_all_other_names_go_to_scrapys_resolver(name):
    resolver, reactor = installed()
    receiver = Receiver()
    assert resolver.resolveHostName(receiver, name, 443) == "theirs"
    assert not is_sample_host(name)
    assert receiver.addresses == []
    scrapys, ours = reactor.order
    assert type(scrapys).__name__ == "CachingThreadedResolver"
    assert ours is resolver
    assert resolver._others.asked == [(name, 443, None, "TCP")]


def test_the_project_uses_it_and_scrapy_can_build_it():
    assert load_object(project.TWISTED_DNS_RESOLVER) is SampleResolver
    built = build_from_crawler(SampleResolver, Crawler(SAMPLE_PORT=1), Reactor())
    assert built.port == 1


def test_it_does_not_load_the_sample_portals():
    code = "import sys, scraper.crawl.resolver; print(any(m.startswith('scraper.sample') for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
