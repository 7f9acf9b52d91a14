"""Spiders of the handmade portals."""

import re
import signal
from dataclasses import replace

from scraper.portals import Portal, PortalSpider
from scraper.reading import Family, NextLink, Sign, Spec, read_by_spec

FAMILY = Family(
    id="handmade",
    title="Handmade",
    rule=lambda _: (Sign(100, "made by hand"),),
    reader=read_by_spec,
    specs=(
        Spec(
            title=("h1",),
            body=("div.bai",),
            related=("ul.khac",),
            card=("li.the",),
            card_link=("a",),
            category=("nav",),
        ),
    ),
    paging=(NextLink(css=("a[rel=next]",)),),
)


def _read_or_raise(page, family):
    """A family with a fault: it cannot cope with one page."""
    if page.address.endswith("/hong"):
        raise KeyError("on purpose")
    return read_by_spec(page, family)


def _read_or_hang(page, family):
    """A family that some pages keep busy for ever: in Python, in a pattern that goes back and forth, after a Ctrl-C."""
    if page.address.endswith("/ngat"):
        signal.raise_signal(signal.SIGINT)
    if page.address.endswith(("/vong", "/ngat")):
        while True:
            pass
    if page.address.endswith("/mau"):
        re.match(r"(?:a|a)*$", "a" * 60 + "b")
    return read_by_spec(page, family)


def _portal(host, scheme="http", families=(FAMILY,), **more):
    return Portal(
        name="Cổng làm tay",
        owner="Không có thật",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=families,
        prefixes=(host,),
        start=(f"{scheme}://{host}/tin",),
        **more,
    )


class Plain(PortalSpider):
    name = "plain"
    portal = _portal("plain-tay.example")


class Files(PortalSpider):
    name = "files"
    portal = _portal("files-tay.example", max_attachment_mb=1, images="all")


class TlsAny(PortalSpider):
    name = "tls_any"
    portal = _portal("tls-any-tay.example", scheme="https")


class TlsVerify(PortalSpider):
    name = "tls_verify"
    portal = _portal("tls-verify-tay.example", scheme="https", tls="verify")


class TlsLegacy(PortalSpider):
    name = "tls_legacy"
    portal = _portal("tls-legacy-tay.example", scheme="https", tls="legacy")


class Traps(PortalSpider):
    name = "traps"
    portal = _portal("traps-tay.example")


class Lead(PortalSpider):
    name = "lead"
    portal = _portal("lead-tay.example", max_attachment_mb=0, images="lead")


class Faulty(PortalSpider):
    name = "faulty"
    portal = _portal("faulty-tay.example", families=(replace(FAMILY, reader=_read_or_raise),))


class Lists(PortalSpider):
    name = "lists"
    portal = replace(
        _portal("lists-tay.example"),
        start=("http://lists-tay.example/tin", "http://lists-tay.example/gioi-thieu"),
        feeds=tuple(f"http://lists-tay.example/{name}" for name in ("rss.xml", "atom.xml", "sitemap.xml")),
    )


class Slow(PortalSpider):
    name = "slow"
    portal = _portal("slow-tay.example", families=(replace(FAMILY, reader=_read_or_hang),))
