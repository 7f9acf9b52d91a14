"""Lạng Sơn, management board of the Đồng Đăng border-gate economic zone, on the province's platform (2024)."""

from scraper.families.langson import LANGSON
from scraper.families.vhv import VHV
from scraper.portals import Portal, PortalSpider


class LangsonDongDang(PortalSpider):
    name = "langson_dong_dang"
    portal = Portal(
        name="Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng - Lạng Sơn",
        owner="Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng - Lạng Sơn",
        province="Lạng Sơn",
        province_now="Lạng Sơn",
        families=(VHV, LANGSON),
        status="live",
        confidence="medium",
        note="Units have hosts under langson.gov.vn; the board's own host name and start page are not known.",
    )
