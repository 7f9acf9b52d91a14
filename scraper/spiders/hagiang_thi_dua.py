"""Hà Giang, emulation and commendation board, on the province's platform of 2022-2024."""

from scraper.families.article_header import ARTICLE_HEADER
from scraper.portals import Portal, PortalSpider


class HagiangThiDua(PortalSpider):
    name = "hagiang_thi_dua"
    portal = Portal(
        name="Ban Thi đua - Khen thưởng tỉnh Hà Giang",
        owner="Ban Thi đua - Khen thưởng, Sở Nội vụ tỉnh Hà Giang",
        province="Hà Giang",
        province_now="Tuyên Quang",
        families=(ARTICLE_HEADER,),
        status="unknown",
        confidence="low",
        note="The platform is known from three sub-sites, its class names by analogy with Sơn La and Ninh Bình; the "
        "board's own host name and start page are not known.",
    )
