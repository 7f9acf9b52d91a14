"""An Giang, department of information and communications."""

from scraper.families.drupal import DRUPAL
from scraper.portals import Portal, PortalSpider


class AngiangSotttt(PortalSpider):
    name = "angiang_sotttt"
    portal = Portal(
        name="Sở Thông tin và Truyền thông An Giang",
        owner="Sở Thông tin và Truyền thông tỉnh An Giang",
        province="An Giang",
        province_now="An Giang",
        families=(DRUPAL,),
        prefixes=("sotttt.angiang.gov.vn",),
        start=("https://sotttt.angiang.gov.vn/",),
        status="unknown",
        confidence="medium",
        note="Drupal by the addresses of its files (January 2025); departments of the province ran WebSphere "
        "earlier. Its list pages are not known.",
    )
