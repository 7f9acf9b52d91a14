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
from dataclasses import replace
from urllib.parse import urlsplit

from scraper.items import Article, Other, Reading
from scraper.reading.article.article import without_lead
from scraper.reading.listing.paging import NextLink, NextNumber, NextWord, PathNumber, QueryNumber
from scraper.reading.page.cut import flat
from scraper.reading.page.family import Family, Spec
from scraper.reading.page.page import Page, element
from scraper.reading.readers import by_structure, read_by_spec_and_labels
from scraper.urls.canonical import bare_host

_ADDRESS = re.compile(r"^/[^/]+-(\d{7})\.html$")
_SECTIONS = ("/chinh-tri", "/kinh-te", "/xa-hoi", "/phap-luat")

SPEC = Spec(title=("h1", "h2"), body=("div#content-detail",), key=r"-(\d{7})\.html(?:$|[?#])")


def recognise(page: Page) -> int:
    """Text element and address, the paper's sections beside such addresses, the host."""
    if "/wp-content/" in page.text:
        return 0
    host = 55 if bare_host(urlsplit(page.address).netloc) == "baolangson.vn" else 0
    if page.selector.css("div#content-detail"):
        return 90 if host or _ADDRESS.match(urlsplit(page.address).path) else 40
    return max(host, 50 if _is_front(page) else 0)


def _is_front(page: Page) -> bool:
    """Whether the page links to the paper's sections and to an article at such an address."""
    paths = {urlsplit(href).path.rstrip("/") for href in page.selector.css("a::attr(href)").getall()}
    return paths.issuperset(_SECTIONS) and any(_ADDRESS.match(path) for path in paths)


def read(page: Page, family: Family) -> Reading:
    """The text by its id, everything else by what the page says it is."""
    reading = read_by_spec_and_labels(page, family)
    if isinstance(reading, Article):
        return _titled(reading, page)
    return by_structure(page, family) if isinstance(reading, Other) and reading.reason == "page" else reading


def _titled(article: Article, page: Page) -> Article:
    """`article` under the h1 that stands nearest before its text, which the text need not repeat."""
    near = page.selector.xpath("//div[@id='content-detail']/preceding::h1[normalize-space()][1]")
    title = flat(element(near[0])) if near else article.title
    return replace(article, title=title, body=without_lead(article.body, title))


BAOLANGSON = Family(
    id="baolangson",
    title="Báo Lạng Sơn, present site",
    recognise=recognise,
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
