"""Liferay 6.2 with the vendor's asset publisher: departments of Hà Nội and others.

Known exactly, from real pages of sotttt.hanoi.gov.vn (2022).

1. Recognised by Liferay's own marks: `link.lfr-css-file`, `body.yui3-skin-sam`, portlet boundaries.
2. The news portlet is `#p_p_id_101_` (or an instance of 101); everything outside it is furniture. The same
   `journal-content-article` also wraps banners in side boxes, so nothing else is ever read as an article.
3. An article has `.asset-full-content-title`; there is no h1 for it. Its id is the number in `/view_content/ID-slug`,
   or in `#_101_ID` when the address is that of another portlet (a poll link shows the full article).
4. A list has `.asset-abstract` cards, or a table of links, or (start page) boxes of `view_content` links. An
   article's address with `/en` or `/vi` behind it shows the list: what the page holds decides, never its address.
5. Pages: the link after the current one in `ul.lfr-pagination-buttons`; one screenful has no pager at all.

To add a portal: `families=(LIFERAY62,)`; vary a selector with `dataclasses.replace(SPEC, ...)`.
"""

from scraper.reading import Family, NextWord, QueryNumber, Spec, read_by_spec

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


LIFERAY62 = Family(
    id="liferay62",
    title="Liferay 6.2, asset publisher",
    mentions=("lfr-", "yui3-skin-sam", "p_p_id_"),
    # Two of the marks are sure: each alone is also found in other versions.
    marks=(
        ("link.lfr-css-file", 30),
        ("body.yui3-skin-sam", 30),  # of YUI, which Liferay 7 does not use any more
        (".portlet-boundary[id^='p_p_id_']", 25),
        (".asset-bounddary, .asset-full-content-title, .assetPublishDate", 40),
    ),
    reader=read_by_spec,
    specs=(SPEC,),
    paging=(NextWord(css=("ul.lfr-pagination-buttons a",)), QueryNumber(name="_101_cur")),
)
