"""Pages of a system nobody knows.

Structure first: a heading whose words are the page's title, and the block of text after it. Where the page has no such
shape, trafilatura finds the body; title, date, author and unit are always ours, from labelled elements, so that
nothing is guessed. What has neither an article nor a list is `page`.
"""

from dataclasses import replace

from scraper.items import Reading
from scraper.page import Family, Page
from scraper.paging import NextLink, NextNumber, NextWord, QueryNumber
from scraper.reader import by_structure


def read(page: Page, family: Family) -> Reading:
    """By structure; the family stays unknown in what is stored."""
    return replace(by_structure(page, family), family=None)


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
