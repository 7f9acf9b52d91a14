"""Sample portal with the addresses of Tuyên Quang's platform of 2025."""

from scraper.families.tuyenquang import TUYENQUANG
from scraper.portals import Portal, PortalSpider


class SampleTuyenquang(PortalSpider):
    name = "sample_tuyenquang"
    portal = Portal(
        name="Cổng mẫu: Tuyenquang",
        owner="Ủy ban nhân dân xã Mẫu Tuyên (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(TUYENQUANG,),
        prefixes=("tuyenquang-mau.example",),
        start=(
            "http://tuyenquang-mau.example/vi/chuyen-muc/tin-tuc",
            "http://tuyenquang-mau.example/vi/chuyen-muc/kinh-te",
            "http://tuyenquang-mau.example/vi/chuyen-muc/van-hoa-xa-hoi",
        ),
        status="sample",
        confidence="high",
    )
