"""Portals of Quảng Trị's units and of Quảng Bình: `/chi-tiet-tin/-/view-article/1/<number>/<milliseconds>`.

Only addresses are known (2020-2026): articles and lists are read by structure.

1. Recognised by that form of the page's own address or of those that it links to.
2. The last number is the time at which the article was made, in milliseconds since 1970, and its key. Where neither
   page nor metadata have a date it gives the day (`scraper.reading.machine_dates.from_url`).
"""

import re
from collections.abc import Iterator

from scraper.families.numbered import links_to_several, read_numbered
from scraper.items import Reading
from scraper.reading import Family, NextLink, NextNumber, NextWord, Page, QueryNumber, Sign

_NUMBER = re.compile(r"/-/view-article/\d+/\d+/(\d{13})/?(?:[?#]|$)")


def number(url: str | None) -> str | None:
    """The last number of the article's address `url`, None for other addresses.

    With a letter before it: what lies between two times are no articles that are missing.
    """
    found = _NUMBER.search(url or "")
    return f"t{found[1]}" if found else None


def rule(page: Page) -> Iterator[Sign]:
    """The form of the page's address, or of several links."""
    if number(page.address):
        yield Sign(60, "/-/view-article/ in the address")
    elif page.mentions("/-/view-article/") and links_to_several(page, number):
        yield Sign(60, "links to /-/view-article/")


def read(page: Page, family: Family) -> Reading:
    """By the number in the address."""
    return read_numbered(page, family, number)


VIEW_ARTICLE = Family(
    id="view_article",
    title="portal with /-/view-article/",
    rule=rule,
    reader=read,
    paging=(NextLink(css=("a[rel~=next]", "link[rel=next]")), NextWord(), NextNumber(), QueryNumber(name="page")),
)
