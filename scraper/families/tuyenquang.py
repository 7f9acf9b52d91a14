"""The platform of Tuyên Quang province of 2025, which also took over Hà Giang.

Only its addresses are known (`https://<unit>.tuyenquang.gov.vn/vi/tin-bai/<slug>?type=NEWS&id=233701`, from a crawl of
2026), not its markup, so it is read by structure. A saved page of the real platform may give this file selectors.

1. Recognised by `type=` and `id=` in an address under `/tin-bai/`, by links of that shape, by its hosts.
2. `id` is the article's key: slugs change, and other parameters (where the reader came from) say nothing.
"""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from scraper.items import Article, Reading
from scraper.reading.listing.paging import NextLink, NextNumber, NextWord, QueryNumber
from scraper.reading.page.family import Family
from scraper.reading.page.page import Page
from scraper.reading.readers import by_structure
from scraper.urls.canonical import bare_host

_PATH = re.compile(r"^/(?:[a-z]{2}/)?tin-bai/[^/]+/?$")


def _key(url: str) -> str | None:
    """The number of the article that `url` shows, or None."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    number = query.get("id", [""])[0]
    return number if _PATH.match(parts.path) and number.isdecimal() and "type" in query else None


def recognise(page: Page) -> int:
    """The shape of its addresses, or its hosts."""
    if _key(page.address):
        return 90
    if len(page.selector.css("a[href*='/tin-bai/'][href*='type='][href*='id=']")) > 1:
        return 80
    host = bare_host(urlsplit(page.address).netloc)
    return 55 if host == "tuyenquang.gov.vn" or host.endswith(".tuyenquang.gov.vn") else 0


def read(page: Page, family: Family) -> Reading:
    """By structure, with the key of the address."""
    reading = by_structure(page, family)
    return replace(reading, key=_key(page.address)) if isinstance(reading, Article) else reading


TUYENQUANG = Family(
    id="tuyenquang",
    title="Tuyên Quang platform of 2025",
    recognise=recognise,
    reader=read,
    paging=(
        NextLink(css=("a[rel~=next]", "link[rel=next]")),
        NextWord(),
        NextNumber(),
        QueryNumber(name="page"),
    ),
)
