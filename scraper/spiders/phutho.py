"""Phú Thọ, the province's portal."""

from scraper.families.drupal import DRUPAL
from scraper.portals.portal import Portal
from scraper.portals.spider import PortalSpider


class Phutho(PortalSpider):
    """Portal of Phú Thọ province on Drupal."""

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
