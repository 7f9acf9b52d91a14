"""Tân Dân's SharePoint: Điện Biên, Thanh Hóa, Ninh Thuận, Nam Định.

Class names (`tandan-...`) are from working crawlers of dienbien.gov.vn (2024-2026); their nesting is assumed.

1. Recognised by its `tandan-` classes; SharePoint's own marks alone are not enough.
2. Addresses: `/portal/Pages/2024-4-25/<cut slug><6-13 random characters>.aspx`. The folder is the day of publication
   and stands in where the page shows no date ("Đăng ngày 25/04/2024"). `Pages` is written in both cases.
3. Everything stands inside `form#aspnetForm`, the article too: a form is no furniture here.
4. Other news (`.tandan-div-article-other`) may stand inside the text.
5. Pages: `?PageIndex=N`. Some installations page by script (`__doPostBack`) and have no such link.
"""

from collections.abc import Iterator

from scraper.reading import (
    Family,
    NextNumber,
    NextWord,
    Page,
    PostBack,
    QueryNumber,
    Sign,
    Spec,
    read_by_spec_and_labels,
)

SPEC = Spec(
    title=("h1.tandan-p-article-news-title", ".tandan-p-article-news-title"),
    published=(".tandan-span-date-publish",),
    lead=(".tandan-p-article-news-summary",),
    body=(".tandan-p-article-main",),
    related=(".tandan-div-article-other",),
    drop=(
        ".tandan-p-article-news-title",
        ".tandan-span-date-publish",
        ".tandan-p-article-news-summary",
        "[id^='ctl00_PlaceHolderMain_'][id$='_label']",
        ".td-tags",
    ),
    card=(
        "li:has(.channel-news-title a)",
        ":has(> .channel-news-title a)",
        ".channel-news-title",
        "li:has(.tandan-p-article-news-title a)",
        ":has(> .tandan-p-article-news-title a)",
    ),
    card_link=(".channel-news-title a", ".tandan-p-article-news-title a"),
    card_date=(".tandan-span-date-publish", "[class*='date']"),
    card_summary=(".tandan-p-article-news-summary", "[class*='summary']", "[class*='sapo']"),
)


def rule(page: Page) -> Iterator[Sign]:
    """Its own class names, or titles of a channel that lead into dated folders."""
    for css, points in (("[class*='tandan-']", 95), (".channel-news-title a[href*='ages/20']", 70)):
        if page.selector.css(css):
            yield Sign(points, css)
            return


TANDAN = Family(
    id="tandan",
    title="Tân Dân SharePoint",
    rule=rule,
    reader=read_by_spec_and_labels,
    specs=(SPEC,),
    paging=(QueryNumber(name="PageIndex"), PostBack(), NextWord(), NextNumber()),
)
