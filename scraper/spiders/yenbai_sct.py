"""Yên Bái: Sở Công Thương Yên Bái."""

from scraper.families.drupal import DRUPAL
from scraper.portals.portal import Portal
from scraper.portals.spider import PortalSpider


class YenbaiSct(PortalSpider):
    """Department of Industry and Trade of Yên Bái; the province became part of Lào Cai on 1 July 2025."""

    name = "yenbai_sct"
    portal = Portal(
        name="Sở Công Thương Yên Bái",
        owner="Sở Công Thương tỉnh Yên Bái",
        province="Yên Bái",
        province_now="Lào Cai",
        families=(DRUPAL,),
        prefixes=("sctyenbai.gov.vn",),
        start=("https://sctyenbai.gov.vn/",),
        status="unknown",
        confidence="medium",
        note="Drupal by the addresses of its files (seen 2022-2026); its list pages are not known. Whether the "
        "host still answers is not known.",
    )
