"""Phú Thọ, the province's portal."""

from scraper.families.drupal import DRUPAL
from scraper.portals import Portal, PortalSpider


class Phutho(PortalSpider):
    name = "phutho"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Phú Thọ",
        owner="UBND tỉnh Phú Thọ",
        province="Phú Thọ",
        province_now="Phú Thọ",
        families=(DRUPAL,),
        prefixes=("phutho.gov.vn",),
        start=("https://phutho.gov.vn/",),
        status="unknown",
        confidence="medium",
        note="Drupal by the addresses of its files (seen 2022-2026); the version and its list pages are not known.",
    )
