"""Hà Giang, Quản Bạ district."""

from scraper.families.article_header import ARTICLE_HEADER
from scraper.portals import Portal, PortalSpider


class HagiangQuanba(PortalSpider):
    name = "hagiang_quanba"
    portal = Portal(
        name="Huyện Quản Bạ, tỉnh Hà Giang",
        owner="UBND huyện Quản Bạ",
        province="Hà Giang",
        province_now="Tuyên Quang",
        families=(ARTICLE_HEADER,),
        prefixes=("quanba.hagiang.gov.vn",),
        start=("https://quanba.hagiang.gov.vn/",),
        status="dark",
        confidence="low",
        note="Refused connections when it was last tried (report read in 2026). Its articles were at /chi-tiet-"
        "tin-tuc/-/news/44741/<slug>.html, where 44741 is shared by all of them.",
    )
