"""Newspapers with `/<slug>-a<id>.html`.

Cần Thơ, Đồng Tháp, Bình Dương, Tây Ninh, Bến Tre, Trà Vinh, Long An, An Giang.
Known from a saved section of baocantho.com.vn (2026) and, for the text's element, from crawlers of several of them.

1. Recognised by that form of the page's or its links' addresses, `#newscontents`, `.content-fck`.
2. That address is an article's; the id is its key. Events (`/su-kien/<slug>.36.html`) and advertisements are none.
3. Papers differ in their templates, so articles are read by structure first, by the names of the text after it.
4. A section shows its newest stories large and small, then a list; the columns beside it (`#colcate2`, `#col3b`) and
   the menus show stories of all sections.
5. Pages: `<section>?p=2`, in a pager of numbers and arrows.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from scraper.families.newspapers import links_to_many, path_of, read_by_address
from scraper.items import Article, Reading
from scraper.reading import (
    Family,
    NextLink,
    NextNumber,
    NextWord,
    Page,
    QueryNumber,
    Sign,
    Spec,
    read_by_structure,
    text_of,
    with_lead,
)

ADDRESS = re.compile(r"^/[^/]+-a(\d{4,7})\.html$")
_ASIDE = ("#colcate2", "#col3b", ".box160", ".box300", ".boxvideo", ".detail-related", ".news-relate")
_LEADS = (".detail-desc", "h4.sapo", ".sapo")

SPEC = Spec(
    # Not any h1: the first may be the breadcrumb.
    title=(".detail-title h1", "h1.fw700", "h1.margintopbot10", "h1.title"),
    published=(".pubdate",),
    lead=_LEADS,
    body=("#newscontents .content-fck", ".content-fck", ".content-fck-font-size", "#newscontents", "#contentNews"),
    related=(".detail-related", ".news-relate", ".box-relate"),
    drop=(".sharemxh", ".detail-fb-like-share", ".detail-desc"),
    key=r"-a(\d+)\.html",
)


def rule(page: Page) -> Iterator[Sign]:
    """The form of the page's own address, or of those that it links to."""
    if ADDRESS.search(path_of(page.address)):
        yield Sign(20, "-a<id> in the address")
    elif links_to_many(page, ADDRESS):
        yield Sign(30, "links to -a<id>.html")


def read(page: Page, family: Family) -> Reading:
    """By its address a list or an article; the article by structure, else by what the spec knows."""
    address = ADDRESS.search(path_of(page.address))
    found = read_by_structure(page, family) if address else None
    if address is None or not isinstance(found, Article):
        return read_by_address(page, family, ADDRESS, _ASIDE)
    lead = found.lead or text_of(page.selector, _LEADS) or None
    return replace(with_lead(found, lead) if lead else found, key=address[1])


A_ID = Family(
    id="a_id",
    title="newspaper with -a<id>.html",
    mentions=("content-fck", "newscontents", "list-news-img-style", "boxtinmoi"),
    marks=(
        ("#newscontents", 30),
        (".content-fck, .content-fck-font-size", 30),
        ("[class*='list-news-img-style'], .boxtinmoi", 30),
    ),
    rule=rule,
    reader=read,
    specs=(SPEC,),
    paging=(
        NextLink(css=("a[rel~=next]", "link[rel=next]")),
        NextNumber(pager="#page, .pagination, .paging"),
        NextWord(),
        QueryNumber(name="p"),
    ),
)
