"""Lạng Sơn, its city, a unit that ended with the districts on 1 July 2025."""

from scraper.families.langson import LANGSON
from scraper.families.vhv import VHV
from scraper.portals import Portal, PortalSpider


class LangsonThanhpho(PortalSpider):
    name = "langson_thanhpho"
    portal = Portal(
        name="Thành phố Lạng Sơn",
        owner="UBND thành phố Lạng Sơn",
        province="Lạng Sơn",
        province_now="Lạng Sơn",
        families=(VHV, LANGSON),
        prefixes=("thanhpho.langson.gov.vn",),
        start=("https://thanhpho.langson.gov.vn/",),
        status="unknown",
        confidence="medium",
        note="Articles were seen at /thong-tin-theo-linh-vuc/van-hoa-xa-hoi/<slug>.html (2024-2026). By its "
        "addresses and a sister host's files VHV's platform; pages without its marks are read by structure.",
    )
