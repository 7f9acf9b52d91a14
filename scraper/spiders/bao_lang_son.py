"""Lạng Sơn, the province's newspaper: its system of today (2025-26), and WordPress (seen in May 2022)."""

from scraper.families.baolangson import BAOLANGSON
from scraper.families.wordpress import WORDPRESS
from scraper.portals import Portal, PortalSpider


class BaoLangSon(PortalSpider):
    name = "bao_lang_son"
    portal = Portal(
        name="Báo Lạng Sơn",
        owner="Báo Lạng Sơn",
        province="Lạng Sơn",
        province_now="Lạng Sơn",
        families=(BAOLANGSON, WORDPRESS),
        prefixes=("baolangson.vn",),
        start=(
            "https://baolangson.vn/",
            "https://baolangson.vn/chinh-tri",
            "https://baolangson.vn/kinh-te",
            "https://baolangson.vn/xa-hoi",
            "https://baolangson.vn/phap-luat",
        ),
        status="live",
        confidence="medium",
        note="Addresses, sections and the text's element of today's system are from crawlers; in October 2026 its "
        "robots.txt refused all 1,981 addresses asked for, so captures of others may be all there is.",
    )
