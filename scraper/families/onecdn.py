"""The system of papers with pictures on 1cdn.vn: Hà Nội, Nghệ An, Hải Phòng, Hải Dương, Đà Nẵng, Quảng Nam, Đắk Nông.

Known from crawlers of these and of national papers on the system (2022-2026); no saved page was at hand.

1. Recognised by `.b-grid__title`, `.sc-longform-header`, `.c-news-detail`, `ul.onecms__loading`.
2. Title, lead, author and time stand in `.sc-longform-header`, inside the text's element, and are taken out of it; on
   short news the time is `.c-detail-head__time`.
3. Addresses of articles: `/<slug>-<digits>.html`; the digits are the key.
4. Lists: `h2` or `h3.b-grid__title`; further ones are loaded by "Xem thêm", by a request that is not known.
"""

from scraper.families.newspapers import list_of_links
from scraper.items import Reading
from scraper.reading import (
    Family,
    NextLink,
    NextNumber,
    NextWord,
    Page,
    Spec,
    else_by_structure,
    not_news,
    read_by_spec_and_labels,
)

SPEC = Spec(
    scope=(".c-news-detail", ".b-maincontent", "body"),
    title=("h1.sc-longform-header-title", "h1.block-sc-title", "h1"),
    published=(".sc-longform-header-date", ".block-sc-publish-time", ".c-detail-head__time"),
    lead=(".sc-longform-header-sapo", ".block-sc-sapo"),
    body=("article.entry", ".entry"),
    author=(".sc-longform-header-author", ".block-sc-author"),
    category=(".block-sc-cate-name",),
    related=(".c-news-related", ".c-box"),
    drop=(
        ".sc-longform-header",
        ".sc-longform-header-meta",
        ".sc-empty-layer",
        ".c-sticky-share",
        ".c-powered",
        ".c-tag",
    ),
    key=r"-(\d{4,})\.html",
)
_CARDS = ".b-grid__title a"


def read(page: Page, family: Family) -> Reading:
    """An article where there is a text, else the list of the grid's titles."""
    if page.selector.css("article.entry, .b-maincontent .entry"):
        return else_by_structure(page, family, read_by_spec_and_labels(page, family))
    return list_of_links(page, family, page.selector.css(_CARDS)) or not_news(page, family)


ONECDN = Family(
    id="onecdn",
    title="newspaper with pictures on 1cdn.vn",
    mentions=("b-grid__title", "sc-longform-header", "c-news-detail", "onecms__load", "1cdn.vn"),
    marks=(
        (".sc-longform-header, [class*='sc-longform-header-']", 50),
        (".c-news-detail .entry, .b-maincontent .entry", 40),
        (".b-grid__title a", 35),
        (".onecms__loading, .onecms__loadmore", 30),
    ),
    in_source=((("1cdn.vn/",), 20),),
    reader=read,
    specs=(SPEC,),
    paging=(NextLink(css=("a[rel~=next]", "link[rel=next]")), NextWord(), NextNumber()),
)
