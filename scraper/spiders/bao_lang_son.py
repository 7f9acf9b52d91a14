"""Lạng Sơn, the province's newspaper."""

from scraper.families.wordpress import WORDPRESS
from scraper.portal import Portal
from scraper.spider import PortalSpider


class BaoLangSon(PortalSpider):
    """Báo Lạng Sơn, the province's newspaper, in its WordPress time (seen in May 2022)."""

    name = "bao_lang_son"
    portal = Portal(
        name="Báo Lạng Sơn",
        owner="Báo Lạng Sơn",
        province="Lạng Sơn",
        province_now="Lạng Sơn",
        families=(WORDPRESS,),
        prefixes=("baolangson.vn",),
        start=("https://baolangson.vn/",),
        status="live",
        confidence="medium",
        note="The site of today is another system, read by structure; its robots.txt refused all addresses in 2026.",
    )
