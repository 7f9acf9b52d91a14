"""Vĩnh Phúc, the province's portal."""

from scraper.families.vinhphuc import VINHPHUC
from scraper.portals import Portal, PortalSpider


class Vinhphuc(PortalSpider):
    name = "vinhphuc"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Vĩnh Phúc",
        owner="UBND tỉnh Vĩnh Phúc",
        province="Vĩnh Phúc",
        province_now="Phú Thọ",
        families=(VINHPHUC,),
        prefixes=("vinhphuc.gov.vn",),
        start=("https://vinhphuc.gov.vn/",),
        status="unknown",
        confidence="high",
        note="Lists (such as /ct/cms/tintuc/Lists/ThoiSuChinhTri) are answers of a JSON interface, known from "
        "two working crawlers; which page shows a list is not known. The last item seen is of 30 June 2025,"
        " the eve of the merger; whether the host still answers is not known. Needs old TLS ciphers.",
    )
