"""Lạng Sơn, management board of the Đồng Đăng border-gate economic zone: its earlier portal."""

from scraper.families.drupal import DRUPAL
from scraper.portals.portal import Portal
from scraper.portals.spider import PortalSpider


class LangsonDongDangDrupal(PortalSpider):
    """The same board's earlier portal, on Drupal (2020)."""

    name = "langson_dong_dang_drupal"
    portal = Portal(
        name="Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng - Lạng Sơn (cổng cũ)",
        owner="Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng - Lạng Sơn",
        province="Lạng Sơn",
        province_now="Lạng Sơn",
        families=(DRUPAL,),
        status="unknown",
        confidence="medium",
        note="The system is Drupal (7 more likely than 8); host name and start page are not known.",
    )
