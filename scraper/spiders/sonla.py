"""Sơn La, the province's portal."""

from scraper.families.article_header import ARTICLE_HEADER
from scraper.portals import Portal, PortalSpider


class Sonla(PortalSpider):
    name = "sonla"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Sơn La",
        owner="UBND tỉnh Sơn La",
        province="Sơn La",
        province_now="Sơn La",
        families=(ARTICLE_HEADER,),
        prefixes=("sonla.gov.vn",),
        start=(
            "https://sonla.gov.vn/tin-chinh-tri",
            "https://sonla.gov.vn/kinh-te",
            "https://sonla.gov.vn/van-hoa-xa-hoi",
        ),
        status="unknown",
        confidence="medium",
        note="Class names from a working crawler of 2022-2026. The list addresses were noted for Sơn La and Ninh"
        " Bình together: one or the other may not exist here.",
    )
