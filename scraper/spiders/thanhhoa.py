"""Thanh Hóa, the province's portal."""

from scraper.families.tandan import TANDAN
from scraper.portals import Portal, PortalSpider


class Thanhhoa(PortalSpider):
    name = "thanhhoa"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Thanh Hóa",
        owner="UBND tỉnh Thanh Hóa",
        province="Thanh Hóa",
        province_now="Thanh Hóa",
        families=(TANDAN,),
        prefixes=("thanhhoa.gov.vn",),
        start=("https://thanhhoa.gov.vn/",),
        status="unknown",
        confidence="medium",
        note="System known from addresses and fragments of its pages (2022-2026); its list pages are not known, "
        "so the crawl begins at the start page.",
    )
