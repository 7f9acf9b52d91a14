"""Sample portal of SharePoint lists behind a JSON API (Vĩnh Phúc)."""

from scraper.families.vinhphuc import VINHPHUC
from scraper.portals import Portal, PortalSpider


class SampleVinhphuc(PortalSpider):
    name = "sample_vinhphuc"
    portal = Portal(
        name="Cổng mẫu: Vinhphuc",
        owner="Trung tâm Thông tin - Công báo tỉnh Mẫu Vĩnh (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(VINHPHUC,),
        prefixes=("vinhphuc-mau.example",),
        start=(
            "http://vinhphuc-mau.example/ct/cms/tintuc/Lists/ThoiSuChinhTri/View_List.aspx",
            "http://vinhphuc-mau.example/ct/cms/tintuc/Lists/KinhTe/View_List.aspx",
            "http://vinhphuc-mau.example/ct/cms/tintuc/Lists/im%20thm%20quan/View_List.aspx",
        ),
        status="sample",
        confidence="high",
    )
