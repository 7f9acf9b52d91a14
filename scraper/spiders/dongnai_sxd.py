"""Đồng Nai, department of construction."""

from scraper.families.nukeviet import NUKEVIET
from scraper.portals import Portal, PortalSpider


class DongnaiSxd(PortalSpider):
    name = "dongnai_sxd"
    portal = Portal(
        name="Sở Xây dựng Đồng Nai",
        owner="Sở Xây dựng tỉnh Đồng Nai",
        province="Đồng Nai",
        province_now="Đồng Nai",
        families=(NUKEVIET,),
        prefixes=("sxd.dongnai.gov.vn",),
        start=("https://sxd.dongnai.gov.vn/vi/news/",),
        feeds=("https://sxd.dongnai.gov.vn/vi/news/rss/",),
        status="live",
        confidence="high",
        note="Checked by a person on 21 July 2026: alive, on NukeViet. Addresses are the system's own.",
    )
