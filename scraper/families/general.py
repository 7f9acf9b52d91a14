"""Pages of a system nobody knows.

Structure first: a heading whose words are the page's title, and the block of text after it. Where a page that calls
itself an article has no such shape, trafilatura finds the body; title, date, author and unit are always ours, from
what the page labels, so that nothing is guessed. What has neither an article nor a list is `page`.
"""

import re
from dataclasses import replace

from scraper.article import Text, compose
from scraper.items import Other, Reading
from scraper.junk import is_toolbar
from scraper.page import Family, Page
from scraper.paging import NextLink, NextNumber, NextWord, QueryNumber
from scraper.reader import by_structure
from scraper.structure import breadcrumb, machine_date
from scraper.text import clean

_LEAST = 400
_SITE_PART = re.compile(r"\s+[|–—\-»]\s+")


def read(page: Page, family: Family) -> Reading:
    """By structure, else by what the page says of itself; the family stays unknown in what is stored."""
    reading = by_structure(page, family)
    if isinstance(reading, Other) and reading.reason == "page" and _says_article(page):
        reading = _with_library(page) or reading
    return replace(reading, family=None)


def _says_article(page: Page) -> bool:
    return page.first("meta[property='og:type']::attr(content)") == "article" or machine_date(page) is not None


def _with_library(page: Page) -> Reading | None:
    """The article as far as a general extractor finds its body; None when that is too little."""
    import trafilatura  # takes a third of a second to import, and few pages need it

    found = trafilatura.bare_extraction(page.text, favor_precision=True, include_comments=False, with_metadata=False)
    lines = [clean(line) for line in (found.text or "").split("\n")] if found else []
    lines = [line for line in lines if line and not is_toolbar(line)]
    stated = clean(page.first("meta[property='og:title']::attr(content)"))
    title = stated or _SITE_PART.split(page.title)[0]
    if sum(map(len, lines)) < _LEAST or not title:
        return None
    return compose(page, None, title, Text(lines), published=machine_date(page), category=breadcrumb(page, title))


GENERAL = Family(
    id="general",
    title="unknown system",
    recognise=lambda _page: 1,
    reader=read,
    paging=(
        NextLink(css=("a[rel~=next]", "link[rel=next]", "li.next a", "a.next")),
        NextWord(),
        NextNumber(),
        QueryNumber(name="page"),
    ),
)
