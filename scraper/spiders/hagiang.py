"""Hà Giang, the province's portal."""

from scraper.families.article_header import ARTICLE_HEADER
from scraper.families.vhv import VHV
from scraper.portals import Portal, PortalSpider


class Hagiang(PortalSpider):
    name = "hagiang"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Hà Giang",
        owner="UBND tỉnh Hà Giang",
        province="Hà Giang",
        province_now="Tuyên Quang",
        families=(VHV, ARTICLE_HEADER),
        prefixes=("hagiang.gov.vn",),
        start=("https://hagiang.gov.vn/",),
        status="unknown",
        confidence="low",
        note="Files of a unit (tuyengiao.hagiang.gov.vn/upload/64711/, 2023) are those of VHV's platform; "
        "addresses of two other sub-sites (2022-2024) are like those of Sơn La and Ninh Bình, whose class names are "
        "tried as well. Whether the host still answers is not known.",
    )
