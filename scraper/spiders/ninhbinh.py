"""Ninh Bình, the province's portal."""

from scraper.families.article_header import ARTICLE_HEADER
from scraper.portals import Portal, PortalSpider


class Ninhbinh(PortalSpider):
    name = "ninhbinh"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Ninh Bình",
        owner="UBND tỉnh Ninh Bình",
        province="Ninh Bình",
        province_now="Ninh Bình",
        families=(ARTICLE_HEADER,),
        prefixes=("ninhbinh.gov.vn",),
        start=(
            "https://ninhbinh.gov.vn/tin-chinh-tri",
            "https://ninhbinh.gov.vn/kinh-te",
            "https://ninhbinh.gov.vn/van-hoa-xa-hoi",
        ),
        status="unknown",
        confidence="medium",
        note="Class names and paging from a working crawler of 2022-2026. The list addresses were noted for Sơn "
        "La and Ninh Bình together: one or the other may not exist here.",
    )
