"""Hà Giang, propaganda commission of the party committee."""

from scraper.families.article_header import ARTICLE_HEADER
from scraper.families.vhv import VHV
from scraper.portals import Portal, PortalSpider


class HagiangTuyengiao(PortalSpider):
    name = "hagiang_tuyengiao"
    portal = Portal(
        name="Ban Tuyên giáo Tỉnh ủy Hà Giang",
        owner="Ban Tuyên giáo Tỉnh ủy Hà Giang",
        province="Hà Giang",
        province_now="Tuyên Quang",
        families=(VHV, ARTICLE_HEADER),
        prefixes=("tuyengiao.hagiang.gov.vn",),
        start=("https://tuyengiao.hagiang.gov.vn/",),
        status="unknown",
        confidence="low",
        note="The host is known from addresses of its uploads (2022-2024), which are those of "
        "VHV's platform. Whether it still answers is not known.",
    )
