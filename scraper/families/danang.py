"""Đà Nẵng's city portal of 2017, on Liferay 7 with portlets of its own.

Known from a saved first page: addresses and classes of cards. Articles were not seen, they are read by structure.

1. Recognised by `.dng-portlet` with links to `/chi-tiet?id=N`.
2. `id` is the article's number and the key. The same article is linked under several sections (`&_c=2`, `&_c=3`, under
   `/web/guest/` and `/web/guest/chinh-quyen/`), also on one page: a list has it once, where it stood first.
3. `/thu-vien-hinh-anh/chi-tiet?id=N` is an album, with numbers of its own.
"""

import re
from urllib.parse import urlsplit

from scraper.families.numbered import read_numbered
from scraper.items import Reading
from scraper.reading import Family, NextLink, NextNumber, NextWord, Page

_NUMBER = re.compile(r"/chi-tiet\?(?:[^#]*&)?id=(\d+)")


def number(url: str | None) -> str | None:
    """The number of the article at `url`; None for an album and for all else."""
    found = _NUMBER.search(url or "")
    return found[1] if found and "/thu-vien-" not in urlsplit(url or "").path else None


def read(page: Page, family: Family) -> Reading:
    """By the number in the address."""
    return read_numbered(page, family, number)


DANANG = Family(
    id="danang",
    title="Đà Nẵng portal of 2017",
    mentions=("dng-portlet",),
    marks=((".dng-portlet", 40), ("a[href*='/chi-tiet?id=']", 40)),
    reader=read,
    paging=(NextLink(css=("a[rel~=next]", "link[rel=next]")), NextWord(), NextNumber()),
)
