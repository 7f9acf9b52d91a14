"""Nam Định, the province's portal."""

from scraper.families.tandan import TANDAN
from scraper.portals import Portal, PortalSpider


class Namdinh(PortalSpider):
    name = "namdinh"
    portal = Portal(
        name="Cổng thông tin điện tử tỉnh Nam Định",
        owner="UBND tỉnh Nam Định",
        province="Nam Định",
        province_now="Ninh Bình",
        families=(TANDAN,),
        prefixes=("namdinh.gov.vn",),
        start=("https://namdinh.gov.vn/",),
        status="unknown",
        confidence="medium",
        note="System known from addresses of its pages (2022-2026); its list pages are not known. Whether the "
        "host still answers is not known.",
    )
