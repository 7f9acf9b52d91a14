"""Tuyên Quang, the province's portal."""

from scraper.families.tuyenquang import TUYENQUANG
from scraper.portals import Portal, PortalSpider


class Tuyenquang(PortalSpider):
    name = "tuyenquang"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Tuyên Quang",
        owner="UBND tỉnh Tuyên Quang",
        province="Tuyên Quang",
        province_now="Tuyên Quang",
        families=(TUYENQUANG,),
        prefixes=("tuyenquang.gov.vn",),
        start=("https://tuyenquang.gov.vn/",),
        status="unknown",
        confidence="low",
        note="Units have hosts under tuyenquang.gov.vn with articles at /vi/tin-bai/<slug>?type=NEWS&id=N (seen "
        "2025-2026); that the province's own host runs the same system is likely, not seen. Read by "
        "structure.",
    )
