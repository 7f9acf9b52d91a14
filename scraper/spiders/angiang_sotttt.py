"""An Giang: Sở Thông tin và Truyền thông An Giang."""

from scraper.families.drupal import DRUPAL
from scraper.portals.portal import Portal
from scraper.portals.spider import PortalSpider


class AngiangSotttt(PortalSpider):
    """Department of Information and Communications of An Giang, on Drupal."""

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
