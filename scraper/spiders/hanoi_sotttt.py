"""Hà Nội, department of information and communications, until it was merged."""

from scraper.families.liferay62 import LIFERAY62
from scraper.portals import Portal, PortalSpider


class HanoiSotttt(PortalSpider):
    name = "hanoi_sotttt"
    portal = Portal(
        name="Sở Thông tin và Truyền thông Hà Nội",
        owner="Sở Thông tin và Truyền thông thành phố Hà Nội",
        province="Hà Nội",
        province_now="Hà Nội",
        families=(LIFERAY62,),
        prefixes=("sotttt.hanoi.gov.vn",),
        start=("http://sotttt.hanoi.gov.vn/",),
        status="unknown",
        confidence="high",
        note="Read exactly from real pages of August 2022; whether the host still answers is not known.",
    )
