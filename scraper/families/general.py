"""Pages of a system nobody knows.

Structure first: a heading whose words are the page's title, and the block of text after it. Where the page has no such
shape, trafilatura finds the body; title, date, author and unit are always ours, from labelled elements, so that
nothing is guessed. What has neither an article nor a list is `page`.
"""

from scraper.items import Reading
from scraper.page import Family, Page
from scraper.paging import NextLink, NextNumber, NextWord, QueryNumber
from scraper.reader import by_structure


def recognise(page: Page) -> int:
    """Every page, as the last resort."""
    return 1


def read(page: Page, family: Family) -> Reading:
    """By structure; the family stays unknown in what is stored."""
    return nameless(by_structure(page, family))


def nameless(reading: Reading) -> Reading:
    """`reading` without a family."""
    from dataclasses import replace

    return replace(reading, family=None)


GENERAL = Family(
    id="general",
    title="unknown system",
    recognise=recognise,
    reader=read,
    paging=(
        NextLink(css=("a[rel~=next]", "link[rel=next]", "li.next a", "a.next")),
        NextWord(),
        NextNumber(),
        QueryNumber(name="page"),
    ),
)
