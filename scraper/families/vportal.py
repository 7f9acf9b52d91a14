"""VietSoftware's vPortal (Liferay 6.0 and 6.1, theme "Han6", about 2013).

Known exactly, from the system's own templates: an article's parts, the pager, the total, tools, related news. Not
known: the markup of a card, which is found around the links of the list. How sure: high for articles and paging,
medium for cards.

1. Recognised by its `wd-` classes.
2. The whole article stands in a `<form>`, its paragraphs are bare `<p>` beside title and tools; the lead is the bold
   grey one (`font-weight:bold;color:#393939`). The title is a link to `#`.
3. Dates are days: "Ngay dang: 24/07/2013" on articles (without marks), "Ngày đăng: ..." on lists.
4. Pager links are `href="#"`; the address stands in `onclick="self.location='...pagenum=2...'"`.
5. `print_article.jsp?printArticleId=N` shows an article again for printing: it is never asked for.
6. Latin-1 bytes and numeric entities stand in pages that say they are UTF-8; the core decodes and flags them.
"""

import re
from dataclasses import replace

from scraper.items import Article, Card, Listing, Reading
from scraper.reading import (
    Family,
    OnClick,
    Page,
    Spec,
    body_lines,
    bylines,
    cards_around,
    clean,
    listing_of,
    read_by_spec,
    total_of,
    with_body,
)

_TITLE = "h3.wd-tlh3-4:not(:has(a:not([href='#'])))"  # a card's title, if it has the same class, leads somewhere
_LEAD = "p[style*='bold'][style*='393939']"
_LINK = "a[href]:not([href='#']):not([href*='print_article'])"
_FURNITURE = (
    "ancestor::h2 or ancestor::*[contains(@class, 'wd-paging') or contains(@class, 'wd-other-news')"
    " or contains(@class, 'wd-outside-support')]"
)
_FILES = re.compile(r"\W*tài liệu đính kèm\W*", re.IGNORECASE)

SPEC = Spec(
    title=(_TITLE,),
    published=("p.wd-date",),
    lead=(_LEAD,),
    body=(f":has(> {_TITLE}):has(> p)", f".wd-boxs:has({_TITLE})", f"form:has({_TITLE})"),
    author=("p.wd-actor",),
    category=("h2.wd-tlh1-2",),
    attachments=("a.wd-download-pdf",),
    related=("ul.wd-other-news",),
    drop=(
        "h2.wd-tlh1-2",
        "h3.wd-tlh3-4",
        "p.wd-date",
        _LEAD,
        "p.wd-actor",
        "h3.wd-tlh3-3",
        ".wd-outside-support",
        ".wd-paging",
    ),
    key=r"(?i)[?&](?:_\w+_)?(?:article_?id|printArticleId)=(\d+)",
)


def read(page: Page, family: Family) -> Reading:
    """By the spec without the label of the files; cards by what stands around the links of the box with the pager."""
    reading = read_by_spec(page, family)
    if isinstance(reading, Article):
        return _without_label(reading)
    if not isinstance(reading, Listing) and (cards := _cards(page)):
        total = total_of(clean(" ".join(page.selector.css(".sum-page ::text").getall())))
        return listing_of(page, family, cards, total=total)
    return reading


def _without_label(article: Article) -> Article:
    """`article` without the line "Tài liệu đính kèm", whose files stand below it; the byline then comes last."""
    lines = body_lines(article)
    kept = [line for line in lines if not _FILES.fullmatch(line)]
    if not article.attachments or len(kept) == len(lines):
        return article
    byline = bylines.byline_of(kept)
    return replace(
        with_body(article, kept),
        author=article.author or byline.author,
        unit=article.unit or byline.unit,
    )


def _cards(page: Page) -> tuple[Card, ...]:
    """The cards of the box with the pager, else of the first box with dates."""
    for css in (
        ".wd-boxs:has(.wd-paging)",
        ".wd-boxs:has(p.wd-date)",
        ".wd-boxs:has(.wd-date)",
        "form:has(.wd-paging)",
    ):
        for box in page.selector.css(css):
            links = [link for link in box.css(_LINK) if link.xpath(_FURNITURE).get() != "1"]
            if cards := cards_around(page, links):
                return cards
    return ()


VPORTAL = Family(
    id="vportal",
    title="VietSoftware vPortal",
    # No name is sure alone: wd- is short for many things.
    marks=((".wd-boxs", 40), ("h3.wd-tlh3-4, h2.wd-tlh1-2", 40), (".wd-paging, .wd-outside-support, p.wd-date", 20)),
    reader=read,
    specs=(SPEC,),
    paging=(OnClick(pager=".wd-paging", name="pagenum"),),
)
