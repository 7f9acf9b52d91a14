"""Khánh Hòa province: ASP.NET WebForms whose lists go on by `__doPostBack`.

Class names and the way of paging are from a working crawler of khanhhoa.gov.vn; the markup of lists is not known, so
they are read by structure.

1. Recognised by `.title-article` with `.chitietbaiviet`, or by numbered postback links under `/vi/`.
2. Lists: `/vi/<section>`. The pager has no addresses; each page's form asks for the next
   (`scraper.reading.listing.postback`, which also says what that means for the ledger).
3. `#datearticle` holds the date among other words.
4. The text begins with an h2 that is the lead; it also stands in `meta#ogdescription`. On pages without a lead the
   description is the portal's own and no lead.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from scraper.items import Article, Reading
from scraper.reading import (
    Css,
    Family,
    NextWord,
    Page,
    PostBack,
    QueryNumber,
    Sign,
    Spec,
    breadcrumb,
    else_by_structure,
    read_by_spec,
    text_of,
    words,
)

_LEADS = (
    ".chitietbaiviet > h2:first-child",
    "meta#ogdescription::attr(content)",
    "meta[property='og:description']::attr(content)",
)
_OF_SITE = re.compile(r"(?:cổng|trang) thông tin|website|chào mừng", re.IGNORECASE)
_SHORTEST_LEAD = 40

SPEC = Spec(
    title=(".title-article",),
    published=("#datearticle",),
    body=(".chitietbaiviet",),
    key=r"-(\d{3,})(?:\.\w+)?(?:$|[?#])",
)


def rule(page: Page) -> Iterator[Sign]:
    """On lists, numbered postback links."""
    numbered = page.selector.css("a[href^='javascript:__doPostBack']").xpath("self::*[number(.) > 0]")
    if numbered and "/vi/" in page.address:
        yield Sign(50, "numbered postback links under /vi/")


def read(page: Page, family: Family) -> Reading:
    """An article by its class names, a list by structure."""
    spec = replace(SPEC, lead=_lead(page))
    reading = read_by_spec(page, replace(family, specs=(spec,)))
    if isinstance(reading, Article):
        return replace(reading, category=breadcrumb(page, reading.title))
    return else_by_structure(page, family, reading)


def _lead(page: Page) -> Css:
    """Where this page keeps its lead: not where the title is repeated, nor where the portal describes itself."""
    title = words(text_of(page.selector, SPEC.title))
    for css in _LEADS:
        text = text_of(page.selector, (css,))
        if len(text) >= _SHORTEST_LEAD and words(text) != title and not _OF_SITE.match(text):
            return (css,)
    return ()


KHANHHOA = Family(
    id="khanhhoa",
    title="Khánh Hòa WebForms",
    # The text's class is its own; the title's and the date's are found elsewhere, and count together only.
    marks=((".title-article", 40), (".chitietbaiviet", 50), ("#datearticle", 30)),
    rule=rule,
    reader=read,
    specs=(SPEC,),
    paging=(PostBack(), QueryNumber(name="page"), NextWord()),
)
