"""Ninh Bình, department of science and technology."""

from scraper.families.article_header import ARTICLE_HEADER
from scraper.portals import Portal, PortalSpider


class NinhbinhSokhcn(PortalSpider):
    name = "ninhbinh_sokhcn"
    portal = Portal(
        name="Sở Khoa học và Công nghệ Ninh Bình",
        owner="Sở Khoa học và Công nghệ tỉnh Ninh Bình",
        province="Ninh Bình",
        province_now="Ninh Bình",
        families=(ARTICLE_HEADER,),
        prefixes=("sokhcn.ninhbinh.gov.vn",),
        start=("https://sokhcn.ninhbinh.gov.vn/",),
        status="unknown",
        confidence="medium",
        note="Read by the same working crawler as the province's portal (2022-2026); its list pages are not "
        "known, so the crawl begins at the start page.",
    )
