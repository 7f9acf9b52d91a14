"""SharePoint of Quảng Ninh and Hải Dương: `/Trang/ChiTietTinTuc.aspx?nid=N`.

Only addresses are known (2022-2026): articles and lists are read by structure. Units of Quảng Ninh are folders of the
portal's host (`/So/soxaydung/Trang/...`), not hosts.

1. Recognised by that form of the page's own address or of those that it links to.
2. `nid` is the article's number and the key. `&title=<slug>.html` may stand behind it, and IIS does not care about the
   case of a path: one article has several addresses, which the key joins.
"""

import re
from collections.abc import Iterator

from scraper.families.numbered import links_to_several, read_numbered
from scraper.items import Reading
from scraper.reading import Family, NextLink, NextNumber, NextWord, Page, PostBack, QueryNumber, Sign

_NUMBER = re.compile(r"/ChiTietTinTuc\.aspx\?(?:[^#]*&)?nid=(\d+)", re.IGNORECASE)


def number(url: str | None) -> str | None:
    """The number of the article at `url`, None for other addresses."""
    found = _NUMBER.search(url or "")
    return found[1] if found else None


def rule(page: Page) -> Iterator[Sign]:
    """The form of the page's address, or of several links."""
    if number(page.address):
        yield Sign(60, "ChiTietTinTuc.aspx?nid= in the address")
    elif _NUMBER.search(page.text) and links_to_several(page, number):
        yield Sign(60, "links to ChiTietTinTuc.aspx?nid=")


def read(page: Page, family: Family) -> Reading:
    """By the number in the address."""
    return read_numbered(page, family, number)


NID = Family(
    id="nid",
    title="SharePoint with ChiTietTinTuc.aspx",
    rule=rule,
    reader=read,
    paging=(
        NextLink(css=("a[rel~=next]", "link[rel=next]")),
        NextWord(),
        NextNumber(),
        QueryNumber(name="page"),
        PostBack(),
    ),
)
