"""Sample portal in the markup of Liferay's asset publisher."""

from scraper.families.bacgiang import BACGIANG
from scraper.portals import Portal, PortalSpider


class SampleBacgiang(PortalSpider):
    name = "sample_bacgiang"
    portal = Portal(
        name="Cổng mẫu: Liferay Bắc Giang",
        owner="Sở Thông tin tỉnh Mẫu Giang (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(BACGIANG,),
        prefixes=("bacgiang-mau.example",),
        start=(
            "http://bacgiang-mau.example/chinh-tri",
            "http://bacgiang-mau.example/kinh-te",
            "http://bacgiang-mau.example/van-hoa",
        ),
        status="sample",
        confidence="high",
    )
