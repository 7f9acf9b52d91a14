"""Bắc Ninh, the province's portal."""

from scraper.families.bacninh import BACNINH
from scraper.portals import Portal, PortalSpider


class Bacninh(PortalSpider):
    name = "bacninh"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Bắc Ninh",
        owner="UBND tỉnh Bắc Ninh",
        province="Bắc Ninh",
        province_now="Bắc Ninh",
        families=(BACNINH,),
        prefixes=("bacninh.gov.vn",),
        start=("https://bacninh.gov.vn/chinh-tri", "https://bacninh.gov.vn/kinh-te"),
        status="unknown",
        confidence="medium",
        note="Lists and fields from a working crawler of 2022-2026; whether its host still answers that way "
        "after the merger of 2025 is not known. Needs old TLS ciphers.",
    )
