"""Sample portal in the markup of NukeViet 4."""

from scraper.families.nukeviet import NUKEVIET
from scraper.portals import Portal, PortalSpider


class SampleNukeviet(PortalSpider):
    name = "sample_nukeviet"
    portal = Portal(
        name="Cổng mẫu: NukeViet",
        owner="Đảng ủy Pò Lềnh (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(NUKEVIET,),
        prefixes=("nukeviet-mau.example",),
        start=(
            "http://nukeviet-mau.example/vi/news/tin-tuc-su-kien-421/",
            "http://nukeviet-mau.example/vi/news/hoc-tap-lam-theo-bac/",
            "http://nukeviet-mau.example/vi/news/van-hoa-xa-hoi-423/",
        ),
        feeds=("http://nukeviet-mau.example/vi/news/rss/",),
        status="sample",
        confidence="high",
    )
