"""Khánh Hòa, the province's portal."""

from scraper.families.khanhhoa import KHANHHOA
from scraper.portals import Portal, PortalSpider


class Khanhhoa(PortalSpider):
    name = "khanhhoa"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Khánh Hòa",
        owner="UBND tỉnh Khánh Hòa",
        province="Khánh Hòa",
        province_now="Khánh Hòa",
        families=(KHANHHOA,),
        prefixes=("khanhhoa.gov.vn",),
        start=("https://khanhhoa.gov.vn/",),
        status="unknown",
        confidence="medium",
        note="Fields and paging from a working crawler of 2022-2026; lists and articles lie under /vi/, the "
        "names of the lists are not known, so the crawl begins at the start page.",
    )
