"""Hưng Yên, the province's portal since its redesign of 2025."""

from scraper.families.vhv import VHV
from scraper.portals import Portal, PortalSpider


class Hungyen(PortalSpider):
    name = "hungyen"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Hưng Yên",
        owner="UBND tỉnh Hưng Yên",
        province="Hưng Yên",
        province_now="Hưng Yên",
        families=(VHV,),
        prefixes=("hungyen.gov.vn",),
        start=("https://hungyen.gov.vn/",),
        status="unknown",
        confidence="medium",
        note="Lists (/chuyen-muc-<slug>-c217-1.html) and fields from a working crawler of 2025; no list address "
        "is known whole. In 2022 the host was a SharePoint of unknown make. Needs old TLS ciphers.",
    )
