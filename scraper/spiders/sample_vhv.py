"""Sample portal in the markup of VHV, as Hưng Yên has it since 2025."""

from scraper.families.vhv import VHV
from scraper.portals import Portal, PortalSpider


class SampleVhv(PortalSpider):
    name = "sample_vhv"
    portal = Portal(
        name="Cổng mẫu: Vhv",
        owner="Văn phòng Ủy ban nhân dân tỉnh Mẫu Hưng (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(VHV,),
        prefixes=("vhv-mau.example",),
        start=(
            "http://vhv-mau.example/chuyen-muc-thoi-su-c217-1.html",
            "http://vhv-mau.example/chuyen-muc-kinh-te-c218-1.html",
            "http://vhv-mau.example/chuyen-muc-van-hoa-xa-hoi-c219-1.html",
        ),
        status="sample",
        confidence="high",
    )
