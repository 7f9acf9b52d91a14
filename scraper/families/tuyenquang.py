"""The platform of Tuyên Quang province of 2025, which also took over Hà Giang.

Only its addresses are known (`https://<unit>.tuyenquang.gov.vn/vi/tin-bai/<slug>?type=NEWS&id=233701`, from a crawl of
2026), not its markup, so it is read by structure. A saved page of the real platform may give this file selectors.

1. Recognised by `type=` and `id=` in an address under `/tin-bai/`, by links of that shape, by its hosts.
2. `id` is the article's key: slugs change, and other parameters (where the reader came from) say nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from scraper.items import Article, Reading
from scraper.reading import Family, NextLink, NextNumber, NextWord, Page, QueryNumber, Sign, read_by_structure
from scraper.urls.canonical import bare_host

_PATH = re.compile(r"^/(?:[a-z]{2}/)?tin-bai/[^/]+/?$")


def _key(url: str) -> str | None:
    """The number of the article that `url` shows, or None."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    number = query.get("id", [""])[0]
    return number if _PATH.match(parts.path) and number.isdecimal() and "type" in query else None


def rule(page: Page) -> Iterator[Sign]:
    """The shape of its addresses, or its hosts."""
    host = bare_host(urlsplit(page.address).netloc)
    if _key(page.address):
        yield Sign(90, "type= and id= in an address under /tin-bai/")
    elif len(page.selector.css("a[href*='/tin-bai/'][href*='type='][href*='id=']")) > 1:
        yield Sign(80, "links under /tin-bai/ with type= and id=")
    elif host == "tuyenquang.gov.vn" or host.endswith(".tuyenquang.gov.vn"):
        yield Sign(55, "the host")


def read(page: Page, family: Family) -> Reading:
    """By structure, with the key of the address."""
    reading = read_by_structure(page, family)
    return replace(reading, key=_key(page.address)) if isinstance(reading, Article) else reading


TUYENQUANG = Family(
    id="tuyenquang",
    title="Tuyên Quang platform of 2025",
    rule=rule,
    reader=read,
    paging=(
        NextLink(css=("a[rel~=next]", "link[rel=next]")),
        NextWord(),
        NextNumber(),
        QueryNumber(name="page"),
    ),
)
