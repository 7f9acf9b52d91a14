"""Cần Thơ, commission for propaganda and mass mobilisation of the party committee."""

from scraper.families.nukeviet import NUKEVIET
from scraper.portals import Portal, PortalSpider


class CanthoBtgdv(PortalSpider):
    name = "cantho_btgdv"
    portal = Portal(
        name="Ban Tuyên giáo và Dân vận Thành ủy Cần Thơ",
        owner="Ban Tuyên giáo và Dân vận Thành ủy Cần Thơ",
        province="Cần Thơ",
        province_now="Cần Thơ",
        families=(NUKEVIET,),
        prefixes=("btgdv.cantho.gov.vn",),
        start=("https://btgdv.cantho.gov.vn/vi/news/",),
        feeds=("https://btgdv.cantho.gov.vn/vi/news/rss/",),
        status="unknown",
        confidence="medium",
        note="The host was seen to run NukeViet (2022-2026); addresses are the system's own.",
    )
