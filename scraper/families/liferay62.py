"""Liferay 6.2 with the vendor's asset publisher: departments of Hà Nội and others.

Known exactly, from real pages of sotttt.hanoi.gov.vn (2022).

1. Recognised by Liferay's own marks: `link.lfr-css-file`, `body.yui3-skin-sam`, portlet boundaries.
2. The news portlet is `#p_p_id_101_` (or an instance of 101); everything outside it is furniture. The same
   `journal-content-article` also wraps banners in side boxes, so nothing else is ever read as an article.
3. An article has `.asset-full-content-title`; there is no h1 for it. Its id is the number in `/view_content/ID-slug`,
   or in `#_101_ID` when the address is that of another portlet (a poll link shows the full article).
4. A list has `.asset-abstract` cards, or a table of links, or (start page) boxes of `view_content` links. An
   article's address with `/en` or `/vi` behind it shows the list: what the page holds decides, never its address.
5. VNPT's theme (schools and districts of Bến Tre and Tiền Giang) has portlets of its own, whose lists
   `scraper.families.vnpt_theme` reads.
6. Pages: the link after the current one in `ul.lfr-pagination-buttons`; one screenful has no pager at all.

To add a portal: `families=(LIFERAY62,)`; vary a selector with `dataclasses.replace(SPEC, ...)`.
"""

from scraper.families.vnpt_theme import theme_list
from scraper.items import Reading
from scraper.reading import Family, NextWord, Page, QueryNumber, Spec, found_nothing, read_by_spec

SPEC = Spec(
    scope=("#p_p_id_101_", "[id^='p_p_id_101_INSTANCE_']", ".portlet-asset-publisher", "#main-content", "body"),
    title=(".asset-full-content-title",),
    published=(".asset-full-content-title ~ .assetPublishDate", ".assetPublishDate"),
    lead=(".asset-full-content .sapo-wrapper .sapo", ".asset-full-content .sapo"),
    body=(".asset-full-content .journal-content-article", ".asset-full-content .asset-content"),
    author=(".asset-full-content .view-content-author",),
    category=(".dd_chuyenmuc .tintuc", "#p_p_id_101_ h1.portlet-title .portlet-title-text"),
    related=(".related_asset",),
    drop=(".sapo-wrapper", ".view-content-author", ".asset-control-detail", ".lfr-meta-actions"),
    card=(
        ".asset-abstract",
        "table tbody tr:has(a[href*='view_content'])",
        ".title_news, .tieudetin, .tin_tiep, .box_tp li",
        "#column-1 a[href*='/-/view_content/']",
    ),
    card_link=(".asset-title a", "a.tieudetin", "a[href*='view_content']"),
    card_date=(".assetPublishDate", ".date_content_asset"),
    card_summary=(".asset-summary", ".news_lead"),
    total=(".taglib-page-iterator .search-results",),
    key=r"/view_content/(\d+)-",
    key_in=".asset-full-content .asset-content::attr(id)",
)


def read(page: Page, family: Family) -> Reading:
    """By the spec; where it finds nothing, a list of VNPT's theme."""
    reading = read_by_spec(page, family)
    return (theme_list(page, family) or reading) if found_nothing(reading) else reading


LIFERAY62 = Family(
    id="liferay62",
    title="Liferay 6.2, asset publisher",
    mentions=("lfr-", "yui3-skin-sam", "p_p_id_"),
    # Liferay 7 has the first and the third as well: without YUI, which it does not use any more, they are not sure.
    marks=(
        ("link.lfr-css-file", 25),
        ("body.yui3-skin-sam", 40),
        (".portlet-boundary[id^='p_p_id_']", 20),
        (".asset-bounddary, .asset-full-content-title, .assetPublishDate", 40),
    ),
    reader=read,
    specs=(SPEC,),
    paging=(NextWord(css=("ul.lfr-pagination-buttons a",)), QueryNumber(name="_101_cur")),
)
