"""Newspapers with the month in their addresses, `/<section>/YYYYMM/<slug>-<hex id>/`: thirteen of them, by addresses.

Thái Nguyên, Quảng Trị, Đồng Nai, Đắk Lắk, Khánh Hòa, Quảng Bình, Hà Giang, Bà Rịa - Vũng Tàu and others. Of their
markup crawlers know the text's element and little more, so everything else is what the page labels.

1. Recognised by that form of the page's own address or of those that it links to, together with the text's element.
2. The hexadecimal number that ends the address is the key, as `x6b2a101`; the last slash may be missing.
3. The address gives the month. A month is no date.
4. The lead is the first paragraph, where all of it is bold.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from scraper.families.newspapers import links_to_many, path_of, read_by_address
from scraper.items import Article, Reading
from scraper.reading import Family, NextLink, NextNumber, NextWord, Page, QueryNumber, Sign, Spec

ADDRESS = re.compile(r"/(?:19|20)\d\d(?:0[1-9]|1[0-2])/[^/]*-([0-9a-f]{6,8})/?$")

SPEC = Spec(
    title=(".detail-main-title h1", "h1.title", "h1", "h2#title"),
    lead=("div.desc",),
    body=(
        ".content-detail .td-post-content",
        ".article_content #content",
        "#content.content-detail",
        ".content-detail",
        "#content",
    ),
    related=(".related-post",),
    drop=(".td-post-sharing", ".box-tag", "h1.media-heading", ".social"),
    key=ADDRESS.pattern,
)


def rule(page: Page) -> Iterator[Sign]:
    """The form of addresses; the name of the text's element with it, since any system has an element of that name."""
    if ADDRESS.search(path_of(page.address)):
        yield Sign(35, "/YYYYMM/<slug>-<hex> in the address")
        if page.selector.css("#content, .content-detail"):
            yield Sign(25, "#content or .content-detail")
    elif links_to_many(page, ADDRESS):
        yield Sign(30, "links to /YYYYMM/<slug>-<hex>/")


def read(page: Page, family: Family) -> Reading:
    """By its address a list or an article."""
    reading = read_by_address(page, family, ADDRESS)
    if not isinstance(reading, Article):
        return reading
    # Some have no letter among their digits: those are no decimal numbers whose neighbours could be missing.
    return replace(reading, key=f"x{reading.key}")


MONTHLY = Family(
    id="monthly",
    title="newspaper with the month in its addresses",
    rule=rule,
    reader=read,
    specs=(SPEC,),
    paging=(
        NextLink(css=("a[rel~=next]", "link[rel=next]")),
        NextWord(),
        NextNumber(),
        QueryNumber(name="page"),
    ),
)
