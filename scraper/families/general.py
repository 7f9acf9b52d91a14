"""Pages of a system nobody knows, by structure alone: a heading, mostly with the words of the page's title, and the
block of text after it; else the largest group of alike links.

Title, date, author and unit are taken from what the page labels, so that nothing is guessed. What has neither an
article nor a list is `page`. The family stays unknown in what is stored.
"""

from dataclasses import replace

from scraper.items import Reading
from scraper.reading import (
    Family,
    NextLink,
    NextNumber,
    NextWord,
    Page,
    PostBack,
    QueryNumber,
    Sign,
    read_by_structure,
)


def read(page: Page, family: Family) -> Reading:
    """Read `page` by structure."""
    return replace(read_by_structure(page, family), family=None)


GENERAL = Family(
    id="general",
    title="unknown system",
    rule=lambda _page: (Sign(1, "any page"),),
    reader=read,
    paging=(
        NextLink(css=("a[rel~=next]", "link[rel=next]", "li.next a", "a.next")),
        NextWord(),
        NextNumber(),
        QueryNumber(name="page"),
        PostBack(),
    ),
)
