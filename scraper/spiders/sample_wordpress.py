"""Sample newspaper in the markup of WordPress."""

from scraper.families.wordpress import WORDPRESS
from scraper.portals import Portal, PortalSpider


class SampleWordpress(PortalSpider):
    name = "sample_wordpress"
    portal = Portal(
        name="Báo mẫu: WordPress",
        owner="Báo Mẫu Sơn Hạ (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(WORDPRESS,),
        prefixes=("wordpress-mau.example",),
        start=(
            "http://wordpress-mau.example/category/thoi-su/",
            "http://wordpress-mau.example/category/kinh-te/",
            "http://wordpress-mau.example/category/van-hoa-doi-song/",
        ),
        feeds=(
            "http://wordpress-mau.example/feed/",
            "http://wordpress-mau.example/wp-sitemap.xml",
            "http://wordpress-mau.example/wp-json/wp/v2/posts?per_page=30",
        ),
        status="sample",
        confidence="high",
    )
