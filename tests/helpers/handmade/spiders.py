"""Spiders of the handmade portals."""

from scraper.portals.portal import Portal
from scraper.portals.spider import PortalSpider
from scraper.reading.listing.paging import NextLink
from scraper.reading.page.family import Family, Spec
from scraper.reading.readers import read_by_spec

FAMILY = Family(
    id="handmade",
    title="Handmade",
    recognise=lambda _: 100,
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


def _portal(host, scheme="http", **more):
    return Portal(
        name="Cổng làm tay",
        owner="Không có thật",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(FAMILY,),
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
