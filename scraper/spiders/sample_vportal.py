"""Sample portal in the markup of VietSoftware's vPortal."""

from scraper.families.vportal import VPORTAL
from scraper.portals import Portal, PortalSpider


class SampleVportal(PortalSpider):
    name = "sample_vportal"
    portal = Portal(
        name="Cổng mẫu: vPortal",
        owner="Sở Văn vụ tỉnh Mẫu (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(VPORTAL,),
        prefixes=("vportal-mau.example",),
        start=(
            "http://vportal-mau.example/tin-van-hoa",
            "http://vportal-mau.example/tin-hoat-dong",
            "http://vportal-mau.example/tin-co-so",
        ),
        status="sample",
        confidence="high",
    )
