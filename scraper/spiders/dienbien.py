"""Điện Biên, the province's portal."""

from scraper.families.tandan import TANDAN
from scraper.portals import Portal, PortalSpider


class Dienbien(PortalSpider):
    name = "dienbien"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Điện Biên",
        owner="UBND tỉnh Điện Biên",
        province="Điện Biên",
        province_now="Điện Biên",
        families=(TANDAN,),
        prefixes=("dienbien.gov.vn",),
        start=("https://dienbien.gov.vn/portal/Pages/Tin-tuc-su-kien.aspx",),
        status="live",
        confidence="high",
        note="Alive in July 2026 (an article of 15 July 2026 was seen). Lists and class names from two working "
        "crawlers.",
    )
