"""Sample newspaper on the system that Báo Lạng Sơn runs on today."""

from scraper.families.baolangson import BAOLANGSON
from scraper.portals import Portal, PortalSpider


class SampleBaolangson(PortalSpider):
    name = "sample_baolangson"
    portal = Portal(
        name="Báo mẫu: hệ thống hiện nay",
        owner="Tòa soạn Báo và phát thanh, truyền hình Mẫu Sơn Hạ (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(BAOLANGSON,),
        prefixes=("bao-mau.example",),
        start=(
            "http://bao-mau.example/chinh-tri",
            "http://bao-mau.example/kinh-te",
            "http://bao-mau.example/xa-hoi",
            "http://bao-mau.example/phap-luat",
        ),
        feeds=("http://bao-mau.example/rss/home.rss",),
        status="sample",
        confidence="high",
    )
