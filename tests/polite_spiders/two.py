import os

from scraper.families.wordpress import WORDPRESS
from scraper.portal import Portal
from scraper.spider import PortalSpider

HOST = f"localhost:{os.environ.get('CONGTIN_TEST_PORT', '1')}"


def portal(path):
    return Portal(
        name=path,
        owner="",
        province="",
        province_now="",
        families=(WORDPRESS,),
        prefixes=(f"{HOST}/{path}",),
        start=(f"http://{HOST}/{path}/",),
    )


class First(PortalSpider):
    name = "first"
    portal = portal("first")


class Second(PortalSpider):
    name = "second"
    portal = portal("second")
