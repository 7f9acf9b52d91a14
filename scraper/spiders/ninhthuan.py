"""Ninh Thuận, the province's portal."""

from scraper.families.tandan import TANDAN
from scraper.portals import Portal, PortalSpider


class Ninhthuan(PortalSpider):
    name = "ninhthuan"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Ninh Thuận",
        owner="UBND tỉnh Ninh Thuận",
        province="Ninh Thuận",
        province_now="Khánh Hòa",
        families=(TANDAN,),
        prefixes=("ninhthuan.gov.vn",),
        start=("https://ninhthuan.gov.vn/",),
        status="unknown",
        confidence="medium",
        note="System known from addresses of its pages (2022-2026); its list pages are not known. Whether the "
        "host still answers is not known.",
    )
