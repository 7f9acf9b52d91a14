"""Sample portal in the markup of Hưng Yên's redesign."""

from scraper.families.hungyen import HUNGYEN
from scraper.portals import Portal, PortalSpider


class SampleHungyen(PortalSpider):
    name = "sample_hungyen"
    portal = Portal(
        name="Cổng mẫu: Hungyen",
        owner="Văn phòng Ủy ban nhân dân tỉnh Mẫu Hưng (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(HUNGYEN,),
        prefixes=("hungyen-mau.example",),
        start=(
            "http://hungyen-mau.example/chuyen-muc-thoi-su-c217-1.html",
            "http://hungyen-mau.example/chuyen-muc-kinh-te-c218-1.html",
            "http://hungyen-mau.example/chuyen-muc-van-hoa-xa-hoi-c219-1.html",
        ),
        status="sample",
        confidence="high",
    )
