"""Whose page an address is: the longest prefix wins, and what is no address is nobody's."""

import pytest

from scraper.portals.portal import Portal
from scraper.portals.portal_map import PortalMap


def portal(*prefixes):
    return Portal(
        name="Cổng", owner="Ủy ban", province="Hà Nội", province_now="Hà Nội", families=(), prefixes=prefixes
    )


PORTALS = PortalMap([("whole", portal("tin.example")), ("part", portal("tin.example/so/"))])


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("http://tin.example/", "whole"),
        ("https://www.tin.example:443/bai-1.html", "whole"),
        ("http://tin.example/so", "part"),
        ("http://tin.example/so/bai-2.html?a=1", "part"),
        ("http://tin.example/so-tay", "whole"),
        ("http://khac.example/so/", None),
    ],
)
def test_the_longest_prefix_decides(url, owner):
    assert PORTALS.id_of(url) == owner
    assert PORTALS.of(url) is (None if owner is None else PORTALS.portals[owner])


@pytest.mark.parametrize("url", ["http://[", "http://[::1", "http://tin.example]/so/", "http://[tin.example]/"])
def test_an_address_that_urlsplit_refuses_is_nobodys(url):
    assert PORTALS.id_of(url) is None
    assert PORTALS.of(url) is None


def test_a_prefix_that_two_portals_claim_is_named():
    assert PORTALS.clashes() == []
    assert PortalMap([("a", portal("tin.example")), ("b", portal("tin.example/"))]).clashes() == ["tin.example"]
