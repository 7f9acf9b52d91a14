"""Bắc Giang, the province's portal."""

from scraper.families.bacgiang import BACGIANG
from scraper.portals import Portal, PortalSpider


class Bacgiang(PortalSpider):
    name = "bacgiang"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Bắc Giang",
        owner="UBND tỉnh Bắc Giang",
        province="Bắc Giang",
        province_now="Bắc Ninh",
        families=(BACGIANG,),
        prefixes=("bacgiang.gov.vn",),
        start=("https://bacgiang.gov.vn/chinh-tri", "https://bacgiang.gov.vn/kinh-te"),
        status="unknown",
        confidence="medium",
        note="Lists and fields from a working crawler of 2022-2026; whether the host still answers is not known."
        " Needs old TLS ciphers.",
    )
