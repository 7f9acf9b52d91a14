"""Sample portal in the markup of Liferay 5.2 with the CTTĐT extension."""

from scraper.families.liferay5 import LIFERAY5
from scraper.portals import Portal, PortalSpider


class SampleLiferay5(PortalSpider):
    name = "sample_liferay5"
    portal = Portal(
        name="Cổng mẫu: Liferay 5.2",
        owner="Sở Nông vụ tỉnh Mẫu (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(LIFERAY5,),
        prefixes=("liferay5-mau.example",),
        start=(
            "http://liferay5-mau.example/web/guest/tin-tuc",
            "http://liferay5-mau.example/web/guest/chuyen-nganh",
            "http://liferay5-mau.example/web/guest/doan-the",
        ),
        status="sample",
        confidence="high",
    )
