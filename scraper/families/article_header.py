"""VNPT's vnPortal on ASP.NET, with `.ArticleHeader`: Sơn La, Ninh Bình, Cao Bằng, Cần Thơ and others.

Class names are from working crawlers of Sơn La and Ninh Bình; for Hà Giang they are an analogy. Lào Cai, Hà Nội's
units, Nghệ An, Hải Phòng, Cà Mau and Bình Thuận are tenants by the addresses of their files (`storage-vnportal
.vnpt.vn/nbh-ubnd/`, `gov-hpg/SiteFolders/`); where they have other class names the general reader reads them.

1. Recognised by `.ArticleHeader` with `.ArticleContent`, or `.UIListNews_Default`, or the paging script's name.
2. Lists have no links to further pages: a script POSTs to `LoadArticle` with ids that page 1 keeps in its script, and
   gets a fragment without <html>. Page 3 follows from the body of the request for page 2 (`Page.request_body`).
3. The site's own description ("Cổng thông tin điện tử ...") is in every page's meta and is no lead.
4. Articles of tenants end with a number (`/<section>/<slug>-950942`), their key; `?pageindex=0` may stand behind it.
5. The number in Hà Giang's addresses belongs to the menu, not to the article: it is no key.
"""

from collections.abc import Iterator

from scraper.items import Listing, Reading
from scraper.reading import Family, NextLink, Page, PostFragment, Sign, Spec, read_by_spec

PATH = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"

SPEC = Spec(
    title=(".ArticleHeader",),
    published=(".ArticleHeader ~ .PostDate", ".PostDate"),
    lead=(".ArticleSummary",),
    body=(".ArticleContent",),
    author=(".ArticleAuthor",),
    unit=(".ArticleSource",),
    category=(".ArticleCategory", ".CategoryName", ".MenuTitle"),
    related=(".ArticleOther", ".OtherArticle", ".ArticleRelated", ".UIArticleOther", ".ArticleList.Other"),
    drop=(".ArticleHeader", ".PostDate", ".ArticleSummary"),
    card=(
        ".UIListNews_Default .item",
        ".UIListNews_Default li",
        ".ArticleInMenu .item",
        ".ArticleInMenu li",
        ".ArticleList .item",
        ".ArticleList li",
        ".ArticleInMenu",
        ".item:has(a.Title), .item:has(.Title a)",
        "a.Title, .Title a",
    ),
    card_link=("a.Title", ".Title a", "h2 a", "h3 a", "h4 a", "a"),
    card_date=(".PostDate", ".Date", ".date"),
    card_summary=(".Summary", ".ArticleSummary", ".Description"),
    key=r"-(\d{4,})(?:$|[?#])",
)


def rule(page: Page) -> Iterator[Sign]:
    """Title and text; a fragment that answers the paging request, or the names that page 1 keeps for that request."""
    if page.selector.css(".ArticleHeader") and page.selector.css(".ArticleContent"):
        yield Sign(80, ".ArticleHeader with .ArticleContent")
    if page.request_body is not None and "article_category_id=" in page.request_body:
        yield Sign(100, "asked for by the paging script")
    elif page.mentions("UIArticleInMenu", "article_category_id"):
        yield Sign(40, "the paging script")


def read(page: Page, family: Family) -> Reading:
    """As the specs say; a fragment without entries is the end of its list, not an unreadable page."""
    reading = read_by_spec(page, family)
    if page.request_body is not None and not isinstance(reading, Listing):
        return Listing(url=page.address, family=family.id, flags=page.flags)
    return reading


ARTICLE_HEADER = Family(
    id="article_header",
    title="ASP.NET portal with ArticleHeader",
    marks=((".UIListNews_Default, .ArticleInMenu", 60),),
    in_source=((("-vnportal.",), 50), (("/SiteFolders/",), 20)),
    rule=rule,
    reader=read,
    specs=(SPEC,),
    paging=(
        NextLink(css=(".UIListNews_Default a.next", ".ArticleInMenu a.next")),
        PostFragment(
            path=PATH,
            mined=("article_category_id", "site_id"),
            fixed=(
                ("page_size", "15"),
                ("keyword", ""),
                ("date_begin", ""),
                ("date_end", ""),
                ("show_no", ""),
                ("show_post_date", ""),
                ("num_of_text", ""),
                ("show_view_count", ""),
                ("filter_order_in_list", ""),
                ("is_default", ""),
                ("new", ""),
                ("number_of_day", ""),
                ("no", ""),
                ("lang", "vi-VN"),
            ),
        ),
    ),
)
