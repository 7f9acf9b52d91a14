"""Sample portal in the markup of Tân Dân's SharePoint."""

from scraper.families.tandan import TANDAN
from scraper.portals import Portal, PortalSpider


class SampleTandan(PortalSpider):
    name = "sample_tandan"
    portal = Portal(
        name="Cổng mẫu: Tandan",
        owner="Văn phòng Ủy ban nhân dân tỉnh Mẫu Điện (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(TANDAN,),
        prefixes=("tandan-mau.example",),
        start=(
            "http://tandan-mau.example/portal/Pages/Tin-tuc-su-kien.aspx",
            "http://tandan-mau.example/portal/Pages/Kinh-te.aspx",
            "http://tandan-mau.example/portal/Pages/Van-hoa-xa-hoi.aspx",
        ),
        status="sample",
        confidence="high",
    )
