"""What generations of Liferay share: portlets that put their parameters into addresses, and that serve scripts.

`?p_p_id=101_INSTANCE_abc&_101_INSTANCE_abc_cur=2` asks portlet `101_INSTANCE_abc` for page 2 of its list.
`?p_p_id=...&p_p_lifecycle=2&p_p_resource_id=loadPage` asks a portlet for data; such addresses stand in scripts only.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from scraper.items import PageRequest
from scraper.reading.page.page import Page
from scraper.reading.page.text import whole_number

# By this header servers tell a script's request from a reader's.
_SCRIPT = (("X-Requested-With", "XMLHttpRequest"),)


def parameters(url: str, portlet: str) -> dict[str, str]:
    """The parameters that `url` gives to the portlet whose id `portlet` (a regular expression) matches."""
    prefix = re.compile(rf"_(?:{portlet})_(?=[A-Za-z])")
    return {name[found.end() :]: value for name, value in _pairs(url) if (found := prefix.match(name))}


@dataclass(frozen=True, slots=True)
class PortletNumber:
    """The page number is a parameter of the news portlet; the pager's links say whether there is a higher one.

    `portlet` is a regular expression for the id of the portlet, because instances differ from page to page; other
    portlets on the page have pagers too.
    """

    portlet: str
    name: str = "cur"

    def __call__(self, page: Page, cards: int) -> PageRequest | None:
        """The next page, or None; see `scraper.reading.page.family.Paging`."""
        here = whole_number(parameters(page.address, self.portlet).get(self.name)) or 1
        for url in self._links(page):
            if whole_number(parameters(url, self.portlet).get(self.name)) == here + 1:
                return PageRequest(url=url)
        return None

    def _links(self, page: Page) -> Iterator[str]:
        for href in page.selector.css(f"a[href*='_{self.name}=']::attr(href)").getall():
            if url := page.link(href):
                yield url


@dataclass(frozen=True, slots=True)
class MinedResource:
    """Lists that a script fetches as JSON from an address that it keeps in the variable `variable`.

    `number` names the page number in the query, `fixed` the other parameters; the answer says under `last` how many
    pages there are. Page 1 of the list is the first answer: the page with the script holds no entries, and its next
    page is that.
    """

    variable: str
    number: str
    last: str
    fixed: tuple[tuple[str, str], ...] = ()

    def __call__(self, page: Page, cards: int) -> PageRequest | None:
        """The next page, or None; see `scraper.reading.page.family.Paging`."""
        if page.data is None:
            url = self.mine(page)
            return self._request(url, 1) if url else None
        here, last = self._place(page)
        return self._request(page.address, here + 1) if cards and here < last else None

    def is_behind_the_last(self, page: Page) -> bool:
        """Whether `page`, an answer, is one to a page number that the list does not have."""
        here, last = self._place(page)
        return here > max(1, last)

    def _place(self, page: Page) -> tuple[int, int]:
        """The number of the page that was asked for, and that of the last."""
        last = page.data.get(self.last) if isinstance(page.data, dict) else None
        return whole_number(dict(_pairs(page.address)).get(self.number)) or 1, whole_number(last) or 0

    def mine(self, page: Page) -> str | None:
        """The address that the script of `page` gives to the variable, or None."""
        found = re.search(rf"\b{re.escape(self.variable)}\b['\"]?\s*[=:]\s*(['\"])(.+?)\1", page.text)
        return page.link(_unescaped(found[2])) if found else None

    def _request(self, url: str, number: int) -> PageRequest:
        """`url` with the parameters set, in the order that the script gives them."""
        own = {self.number: str(number)} | dict(self.fixed)
        pairs = [(name, value) for name, value in _pairs(url) if name not in own]
        query = urlencode([*pairs, *own.items()])
        return PageRequest(url=urlunsplit(urlsplit(url)._replace(query=query)), headers=_SCRIPT)


def _unescaped(text: str) -> str:
    """A JavaScript string's text; addresses in it are often escaped for HTML, too."""
    text = re.sub(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))", lambda m: chr(int(m[1] or m[2], 16)), text)
    return html.unescape(re.sub(r"\\(.)", r"\1", text))


def _pairs(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)
