"""Sample portal in the markup of Liferay with the portlet of Bắc Ninh."""

from scraper.families.bacninh import BACNINH
from scraper.portals import Portal, PortalSpider


class SampleBacninh(PortalSpider):
    name = "sample_bacninh"
    portal = Portal(
        name="Cổng mẫu: Liferay Bắc Ninh",
        owner="Văn phòng Ủy ban nhân dân tỉnh Mẫu Ninh (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(BACNINH,),
        prefixes=("bacninh-mau.example",),
        start=(
            "http://bacninh-mau.example/chinh-tri",
            "http://bacninh-mau.example/kinh-te",
            "http://bacninh-mau.example/van-hoa-xa-hoi",
        ),
        status="sample",
        confidence="high",
    )
