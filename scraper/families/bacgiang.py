"""Liferay's asset publisher as Bắc Giang province uses it, and portals built the same way.

Known from a working crawler (2024): forms of addresses, title, body and pager; that date text ends at `|` or
"Lượt xem". Not known: where the date stands, what cards look like; both are found by structure. How sure: high for
title, text and pages, medium for dates and cards.

1. Recognised by `.title-news h1` with `.journal-content-article`, or by links of the asset publisher
   (`/-/asset_publisher/`, `/web/guest/-/`) on a page with Liferay's marks and without the vendor's of Liferay 6.2.
2. `h1.portlet-title` is the name of a box, never a title; of the article's own box it is the section. The date is
   the line between title and text that is a date.
3. Pages: the "Sau", "Tiếp", "Next" link of `.lfr-pagination-buttons`, else the `_cur` parameter of portlet 101.
4. Key: the slug, which stays when an article is shown by another page or with `?redirect=`.
5. The text ends with credits (BGP, PV, "Tác giả:", "Nguồn:", "Tin, ảnh:"): they are read and they stay.
6. The server wants TLS with `SECLEVEL=1`, which the project's settings allow.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from parsel import Selector

from scraper.items import Article, Card, Listing, Reading, Stamp
from scraper.reading import (
    Family,
    NextWord,
    Page,
    PortletNumber,
    Sign,
    Spec,
    breadcrumb,
    cards_around,
    date_between,
    element,
    listing_of,
    read_by_spec,
    text_of,
    total_of,
)
from scraper.urls.canonical import bare_host

ARTICLE = "a[href*='/-/asset_publisher/'], a[href*='/web/guest/-/']"
_VENDOR = ".asset-bounddary, .asset-full-content-title, .txtdetail, a[href*='/view_content/']"
_MARKS = "link.lfr-css-file, .portlet-boundary, .portlet-asset-publisher, .lfr-pagination-buttons"
_NO_SECTION = re.compile(r"(?:tin tức )?chi tiết|tin chi tiết|hiển thị", re.IGNORECASE)  # names of boxes, not sections

SPEC = Spec(
    scope=(".portlet-asset-publisher", "[id^='p_p_id_101_']", "#main-content", "#content", "body"),
    title=(".title-news h1", ".title-news"),
    lead=(".sapo", ".summary-news", ".asset-summary"),
    body=(
        ".title-news ~ .journal-content-article",
        ".title-news ~ * .journal-content-article",
        ".journal-content-article",
        ".asset-content",
    ),
    related=(".asset-links", ".other-news", ".related-news", ".tin-lien-quan"),
    drop=(".title-news", ".asset-metadata", ".lfr-meta-actions"),
    card=(".asset-abstract",),
    card_link=(".asset-title a", "h2 a", "h3 a", "h4 a", ARTICLE),
    card_date=("[class*=date]", "[class*=Date]", "[class*=time]"),
    card_summary=(".asset-summary", "[class*=summary]", ".sapo"),
    total=(".lfr-pagination .search-results", ".search-results"),
    key=r"/(?:content|web/guest/-)/([^/?#]+)",
)


def rule(page: Page) -> Iterator[Sign]:
    """Title and text of an article, or several links to articles, on a page of Liferay without the vendor's marks."""
    css = page.selector.css
    if css(_VENDOR):
        return
    if css(".title-news h1") and css(".journal-content-article"):
        yield Sign(95, ".title-news h1 with .journal-content-article")
    elif css(_MARKS) and sum(map(_is_own(page), css(ARTICLE))) > 2:
        yield Sign(88, "links of the asset publisher on a page of Liferay")


def _is_own(page: Page) -> Callable[[Selector], bool]:
    """Whether a link leads to the host of `page`: a city's portal of another design lists the news of its units."""
    host = bare_host(urlsplit(page.address).netloc)
    return lambda link: bare_host(urlsplit(page.link(link.attrib["href"]) or "").netloc) == host


def read(page: Page, family: Family) -> Reading:
    """By the spec; cards without the names of Liferay's templates by the form of their addresses."""
    reading = read_by_spec(page, family)
    if isinstance(reading, Article):
        return replace(reading, published=_published(page), category=_section(page, reading.title))
    if not isinstance(reading, Listing) and (cards := _cards(page)):
        return listing_of(page, family, cards, total=total_of(page.first(".search-results::text") or ""))
    return reading


def _published(page: Page) -> Stamp | None:
    """The date between title and text; the line may end with a counter."""
    for title in page.selector.css(".title-news h1, h1.title-news, .title-news")[:1]:
        for body in title.xpath("following::*[contains(@class, 'journal-content-article')]")[:1]:
            return date_between(element(title), element(body))
    return None


def _section(page: Page, title: str) -> str | None:
    """The name of the box that the article stands in, unless it only says what it shows; else the breadcrumb's."""
    for box in page.selector.css(".portlet-boundary:has(.title-news)"):
        name = text_of(box, (".portlet-title",))
        if name and not _NO_SECTION.match(name):
            return name
    return breadcrumb(page, title)


def _cards(page: Page) -> tuple[Card, ...]:
    """Cards around the links to articles in the portlet that has the pager, else in the first that has any."""
    boxes = page.selector.css(".portlet-asset-publisher, [id^='p_p_id_101']")
    # Boxes at the side list articles, too; only the section's own has a pager.
    paged = [box for box in boxes if box.css(".lfr-pagination-buttons")]
    for box in (*paged, *boxes, page.selector):
        if cards := cards_around(page, box.css(ARTICLE)):
            return cards
    return ()


BACGIANG = Family(
    id="bacgiang",
    title="Liferay, asset publisher (Bắc Giang)",
    rule=rule,
    reader=read,
    specs=(SPEC,),
    paging=(NextWord(css=("ul.lfr-pagination-buttons a",)), PortletNumber(portlet=r"101(?:_INSTANCE_\w+?)?")),
)
