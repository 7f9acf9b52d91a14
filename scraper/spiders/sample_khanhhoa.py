"""Sample portal on ASP.NET WebForms with postback paging (Khánh Hòa)."""

from scraper.families.khanhhoa import KHANHHOA
from scraper.portals import Portal, PortalSpider


class SampleKhanhhoa(PortalSpider):
    name = "sample_khanhhoa"
    portal = Portal(
        name="Cổng mẫu: Khanhhoa",
        owner="Văn phòng Ủy ban nhân dân tỉnh Mẫu Khánh (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(KHANHHOA,),
        prefixes=("khanhhoa-mau.example",),
        start=(
            "http://khanhhoa-mau.example/vi/chinh-tri",
            "http://khanhhoa-mau.example/vi/kinh-te",
            "http://khanhhoa-mau.example/vi/van-hoa-xa-hoi",
        ),
        status="sample",
        confidence="high",
    )
