"""baolangson.vn of today (2025-26). Before, the paper ran on WordPress: `scraper.families.wordpress` reads that time.

Known from crawlers: addresses, sections, and that the text is `div#content-detail`. The rest of the markup is not, so
title, lead, date and author are read where the page labels them, lists by structure.

1. Recognised by `div#content-detail` under an address `/<slug>-<7 digits>.html`, by lists of such addresses beside the
   paper's sections, by its host; never on a page of WordPress.
2. The seven digits are the article's key.
3. The title is the h1 nearest before the text; the paper's own name may be an h1 as well.
4. Its robots.txt refused every address to a crawler that obeys (2026): then the ledger says `robots`, and the archive
   has what others kept. Sections of video and multimedia have no text to keep.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from scraper.items import Article, Reading
from scraper.reading import (
    Family,
    NextLink,
    NextNumber,
    NextWord,
    Page,
    PathNumber,
    QueryNumber,
    Sign,
    Spec,
    element,
    else_by_structure,
    flat,
    read_by_spec_and_labels,
    without_opening,
)
from scraper.urls.canonical import bare_host

_ADDRESS = re.compile(r"^/[^/]+-(\d{7})\.html$")
_SECTIONS = ("/chinh-tri", "/kinh-te", "/xa-hoi", "/phap-luat")

SPEC = Spec(title=("h1", "h2"), body=("div#content-detail",), key=r"-(\d{7})\.html(?:$|[?#])")


def rule(page: Page) -> Iterator[Sign]:
    """Text element and address, the paper's sections beside such addresses, the host; nothing of that on WordPress."""
    if page.mentions("/wp-content/"):
        return
    parts = urlsplit(page.address)
    is_host = bare_host(parts.netloc) == "baolangson.vn"
    if page.selector.css("div#content-detail"):
        sure = is_host or _ADDRESS.match(parts.path)
        yield Sign(90 if sure else 40, "div#content-detail" + (" under an address of the paper" if sure else ""))
    elif is_host:
        yield Sign(55, "the host")
    elif _is_front(page):
        yield Sign(50, "links to the paper's sections and articles")


def _is_front(page: Page) -> bool:
    """Whether the page links to the paper's sections and to an article at such an address."""
    # Most pages of other portals lack one of the names, and have hundreds of links to take apart.
    if not all(page.mentions(section.strip("/")) for section in _SECTIONS):
        return False
    links = page.selector.css("a::attr(href)").getall()
    paths = {urlsplit(href).path.rstrip("/") for href in links if page.link(href)}
    return paths.issuperset(_SECTIONS) and any(_ADDRESS.match(path) for path in paths)


def read(page: Page, family: Family) -> Reading:
    """The text by its id, everything else by what the page says it is."""
    reading = read_by_spec_and_labels(page, family)
    if isinstance(reading, Article):
        return _titled(reading, page)
    return else_by_structure(page, family, reading)


def _titled(article: Article, page: Page) -> Article:
    """`article` under the h1 that stands nearest before its text, which the text need not repeat."""
    near = page.selector.xpath("//div[@id='content-detail']/preceding::h1[normalize-space()][1]")
    title = flat(element(near[0])) if near else article.title
    return replace(without_opening(article, title), title=title)


BAOLANGSON = Family(
    id="baolangson",
    title="Báo Lạng Sơn, present site",
    rule=rule,
    reader=read,
    specs=(SPEC,),
    paging=(
        NextLink(css=("a[rel~=next]", "link[rel=next]")),
        NextWord(),
        NextNumber(),
        QueryNumber(name="page"),
        PathNumber(pattern=r"/(?:trang|page)-?/?(\d+)(?:\.html|/)?$"),
    ),
)
