"""Lạng Sơn, department of justice."""

from scraper.families.langson import LANGSON
from scraper.families.vhv import VHV
from scraper.portals import Portal, PortalSpider


class LangsonSotp(PortalSpider):
    name = "langson_sotp"
    portal = Portal(
        name="Sở Tư pháp Lạng Sơn",
        owner="Sở Tư pháp tỉnh Lạng Sơn",
        province="Lạng Sơn",
        province_now="Lạng Sơn",
        families=(VHV, LANGSON),
        prefixes=("sotp.langson.gov.vn",),
        start=("https://sotp.langson.gov.vn/",),
        status="unknown",
        confidence="medium",
        note="Articles were seen at /tin-tuc-su-kien/<slug>.html (2024-2026). By its addresses and a "
        "sister host's files VHV's platform; pages without its marks are read by structure.",
    )
