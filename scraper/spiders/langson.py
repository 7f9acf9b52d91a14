"""Lạng Sơn, the province's portal."""

from scraper.families.langson import LANGSON
from scraper.families.vhv import VHV
from scraper.portals import Portal, PortalSpider


class Langson(PortalSpider):
    name = "langson"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Lạng Sơn",
        owner="UBND tỉnh Lạng Sơn",
        province="Lạng Sơn",
        province_now="Lạng Sơn",
        families=(VHV, LANGSON),
        prefixes=("langson.gov.vn",),
        start=("https://langson.gov.vn/",),
        status="live",
        confidence="medium",
        note="Alive in 2026 (articles at /tin-moi/<slug>.html). Files of a unit (huulung.langson.gov.vn/upload/"
        "105417/, 2025) are VHV's; pages without its marks are read by structure.",
    )
