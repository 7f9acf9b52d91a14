"""Hà Giang, the province's portal."""

from scraper.families.article_header import ARTICLE_HEADER
from scraper.portals import Portal, PortalSpider


class Hagiang(PortalSpider):
    name = "hagiang"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Hà Giang",
        owner="UBND tỉnh Hà Giang",
        province="Hà Giang",
        province_now="Tuyên Quang",
        families=(ARTICLE_HEADER,),
        prefixes=("hagiang.gov.vn",),
        start=("https://hagiang.gov.vn/",),
        status="unknown",
        confidence="low",
        note="The province's platform is known from addresses of three sub-sites (2022-2024), its class names by"
        " analogy with Sơn La and Ninh Bình. Whether the host still answers is not known.",
    )
