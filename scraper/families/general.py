"""Pages of a system nobody knows.

Structure first: a heading whose words are the page's title, and the block of text after it; on the portals' own
layouts it finds bodies better than any general extractor. Where it and trafilatura see two different texts, the page
is built like nothing we know, and the library's wide experience decides; likewise where a page that calls itself an
article has no shape of one. Title, date, author and unit are always ours, from what the page labels, so that nothing
is guessed. What has neither an article nor a list is `page`.
"""

import re
from dataclasses import replace

from scraper.article import Text, compose
from scraper.items import Article, Listing, Other, Reading
from scraper.junk import is_toolbar
from scraper.listing import has_pager
from scraper.page import Family, Page
from scraper.paging import NextLink, NextNumber, NextWord, QueryNumber
from scraper.postback import PostBack
from scraper.reader import by_structure
from scraper.structure import breadcrumb, machine_date
from scraper.text import clean, words

_LEAST = 400
_LONG_LINES = 100  # characters of a line on average: running text, not a list of titles
_SHARED = 0.6  # of the library's text that ours holds too, when both saw the same article
_LONGER = 3  # times the library's text: beyond that ours holds more than the article
_SITE_PART = re.compile(r"\s+[|–—\-»]\s+")


def read(page: Page, family: Family) -> Reading:
    """By structure, checked against the library; the family stays unknown in what is stored."""
    reading = by_structure(page, family)
    if isinstance(reading, Article):
        reading = _checked(page, reading)
    elif _says_article(page) and _looks_wrong(page, reading):
        lines = _library_lines(page)
        long_enough = isinstance(reading, Other) or sum(map(len, lines)) >= _LONG_LINES * max(1, len(lines))
        found = _with_lines(page, lines)
        reading = found if found.title and sum(map(len, lines)) >= _LEAST and long_enough else reading
    return replace(reading, family=None)


def _says_article(page: Page) -> bool:
    return page.first("meta[property='og:type']::attr(content)") == "article" or machine_date(page) is not None


def _looks_wrong(page: Page, reading: Reading) -> bool:
    """Whether a page that calls itself an article was read as a page of nothing, or as a list that has no pager."""
    if isinstance(reading, Other):
        return reading.reason == "page"
    return isinstance(reading, Listing) and reading.next is None and not has_pager(page)


def _library_lines(page: Page) -> list[str]:
    """The body that the library sees, as lines."""
    import trafilatura  # takes a third of a second to import, and few pages need it

    found = trafilatura.bare_extraction(page.text, favor_precision=True, include_comments=False, with_metadata=False)
    lines = [clean(line) for line in (found.text or "").split("\n")] if found else []
    return [line for line in lines if line and not is_toolbar(line)]


def _checked(page: Page, ours: Article) -> Article:
    """`ours`, unless the library sees another text altogether."""
    lines = _library_lines(page)
    if sum(map(len, lines)) < _LEAST or _same_text(f"{ours.lead or ''} {ours.body}", " ".join(lines)):
        return ours
    theirs = _with_lines(page, lines, title=ours.title)
    return replace(theirs, published=ours.published, author=ours.author, unit=ours.unit, category=ours.category)


def _same_text(ours: str, theirs: str) -> bool:
    """Whether `ours` holds most of `theirs` and not much else; a library that leaves out repetitions is no judge."""
    mine, other = _shingles(ours), _shingles(theirs)
    return len(mine & other) >= _SHARED * len(other) and len(ours) <= _LONGER * len(theirs)


def _shingles(text: str) -> set[tuple[str, ...]]:
    said = words(text).split()
    return {tuple(said[place : place + 4]) for place in range(max(1, len(said) - 3))}


def _with_lines(page: Page, lines: list[str], title: str = "") -> Article:
    """An article of the library's lines and what the page labels."""
    title = title or clean(page.first("meta[property='og:title']::attr(content)")) or _SITE_PART.split(page.title)[0]
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
        PostBack(),
    ),
)
