"""Lạng Sơn, management board of the Đồng Đăng border-gate economic zone: its earlier portal (2020)."""

from scraper.families.drupal import DRUPAL
from scraper.portals import Portal, PortalSpider


class LangsonDongDangDrupal(PortalSpider):
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
