"""Hòa Bình, the province's portal."""

from scraper.families.liferay7 import LIFERAY7
from scraper.portals import Portal, PortalSpider


class Hoabinh(PortalSpider):
    name = "hoabinh"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Hòa Bình",
        owner="UBND tỉnh Hòa Bình",
        province="Hòa Bình",
        province_now="Phú Thọ",
        families=(LIFERAY7,),
        prefixes=("hoabinh.gov.vn",),
        start=("https://hoabinh.gov.vn/",),
        status="unknown",
        confidence="high",
        note="System known from its own templates of 2021; the instance id in its list addresses is not known, "
        "so the crawl begins at the start page. Whether the host still answers is not known.",
    )
