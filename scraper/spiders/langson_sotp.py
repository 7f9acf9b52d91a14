"""Lạng Sơn: Sở Tư pháp Lạng Sơn."""

from scraper.families.langson import LANGSON
from scraper.portals.portal import Portal
from scraper.portals.spider import PortalSpider


class LangsonSotp(PortalSpider):
    """Department of Justice of Lạng Sơn."""

    name = "langson_sotp"
    portal = Portal(
        name="Sở Tư pháp Lạng Sơn",
        owner="Sở Tư pháp tỉnh Lạng Sơn",
        province="Lạng Sơn",
        province_now="Lạng Sơn",
        families=(LANGSON,),
        prefixes=("sotp.langson.gov.vn",),
        start=("https://sotp.langson.gov.vn/",),
        status="unknown",
        confidence="medium",
        note="Articles were seen at /tin-tuc-su-kien/<slug>.html (2024-2026). Its markup is not known: read by "
        "structure.",
    )
