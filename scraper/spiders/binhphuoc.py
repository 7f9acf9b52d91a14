"""Bình Phước, the province's portal."""

from scraper.families.nukeviet import NUKEVIET
from scraper.portals import Portal, PortalSpider


class Binhphuoc(PortalSpider):
    name = "binhphuoc"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Bình Phước",
        owner="UBND tỉnh Bình Phước",
        province="Bình Phước",
        province_now="Đồng Nai",
        families=(NUKEVIET,),
        prefixes=("binhphuoc.gov.vn",),
        start=("https://binhphuoc.gov.vn/vi/news/", "https://binhphuoc.gov.vn/vi/news/tin-tuc-su-kien-421/"),
        feeds=("https://binhphuoc.gov.vn/vi/news/rss/",),
        status="unknown",
        confidence="high",
        note="News of 2024 was seen at these addresses. Hosts of its departments were down on 21 July 2026; "
        "whether this one is was not tried.",
    )
