"""Sample portal in the markup of Liferay 6.2 with vendor styling."""

from scraper.families.liferay62 import LIFERAY62
from scraper.portals import Portal, PortalSpider


class SampleLiferay62(PortalSpider):
    name = "sample_liferay62"
    portal = Portal(
        name="Cổng mẫu: Liferay 6.2",
        owner="Sở Thông tin tỉnh Mẫu (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(LIFERAY62,),
        prefixes=("liferay-mau.example",),
        start=(
            "http://liferay-mau.example/chi-dao-dieu-hanh",
            "http://liferay-mau.example/cong-nghe-thong-tin",
            "http://liferay-mau.example/hoat-dong-cua-so",
        ),
        status="sample",
        confidence="high",
    )
