"""Ninh Thuận, the province's portal."""

from scraper.families.tandan import TANDAN
from scraper.portals.portal import Portal
from scraper.portals.spider import PortalSpider


class Ninhthuan(PortalSpider):
    """Portal of Ninh Thuận province on SharePoint; the province became part of Khánh Hòa on 1 July 2025."""

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
