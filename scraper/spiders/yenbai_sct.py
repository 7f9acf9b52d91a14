"""Yên Bái, department of industry and trade."""

from scraper.families.drupal import DRUPAL
from scraper.portals import Portal, PortalSpider


class YenbaiSct(PortalSpider):
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
