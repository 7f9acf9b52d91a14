"""Sample portal in the structure of the Lạng Sơn platform."""

from scraper.families.langson import LANGSON
from scraper.portals import Portal, PortalSpider


class SampleLangson(PortalSpider):
    name = "sample_langson"
    portal = Portal(
        name="Cổng mẫu: nền tảng Lạng Sơn",
        owner="Ban Quản lý cửa khẩu Nà Pheo - Khuổi Hin (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(LANGSON,),
        prefixes=("langson-mau.example",),
        start=(
            "http://langson-mau.example/tin-tuc-su-kien",
            "http://langson-mau.example/hoat-dong-cua-khau",
            "http://langson-mau.example/xay-dung-dang",
        ),
        status="sample",
        confidence="high",
    )
