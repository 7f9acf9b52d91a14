"""Hà Nội, department of information and communications."""

from scraper.families.liferay62 import LIFERAY62
from scraper.portals.portal import Portal
from scraper.portals.spider import PortalSpider


class HanoiSotttt(PortalSpider):
    """Department of Information and Communications of Hà Nội, as it was until it was merged."""

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
