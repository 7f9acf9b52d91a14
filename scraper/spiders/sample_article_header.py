"""Sample portal in the markup of the ArticleHeader family (Hà Giang)."""

from scraper.families.article_header import ARTICLE_HEADER
from scraper.portals import Portal, PortalSpider


class SampleArticleHeader(PortalSpider):
    name = "sample_article_header"
    portal = Portal(
        name="Cổng mẫu: ArticleHeader",
        owner="Ban Thi đua - Khen thưởng tỉnh Mẫu (hư cấu)",
        province="Tỉnh Mẫu",
        province_now="Tỉnh Mẫu",
        families=(ARTICLE_HEADER,),
        prefixes=("hagiang-mau.example",),
        start=(
            "http://hagiang-mau.example/tin-hoat-dong-khoi-thi-dua",
            "http://hagiang-mau.example/guong-dien-hinh",
            "http://hagiang-mau.example/nong-thon-moi",
        ),
        status="sample",
        confidence="high",
    )
