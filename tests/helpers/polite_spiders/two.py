import os

from scraper.families.wordpress import WORDPRESS
from scraper.portals import Portal, PortalSpider

PORT = os.environ.get("CONGTIN_TEST_PORT", "1")


def portal(path, name="localhost"):
    host = f"{name}:{PORT}"
    return Portal(
        name=path,
        owner="",
        province="",
        province_now="",
        families=(WORDPRESS,),
        prefixes=(f"{host}/{path}",),
        start=(f"http://{host}/{path}/",),
    )


class First(PortalSpider):
    name = "first"
    portal = portal("first")


class Second(PortalSpider):
    name = "second"
    portal = portal("second", os.environ.get("CONGTIN_TEST_NAME", "localhost"))
