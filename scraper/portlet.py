"""What all generations of Liferay share: a portlet's parameters stand in the address behind the portlet's id.

`?p_p_id=101_INSTANCE_abc&_101_INSTANCE_abc_cur=2` asks portlet `101_INSTANCE_abc` for page 2 of its list.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from scraper.items import Ask
from scraper.page import Page


def parameters(url: str, portlet: str) -> dict[str, str]:
    """The parameters that `url` gives to the portlet whose id `portlet` (a regular expression) matches."""
    prefix = re.compile(rf"_(?:{portlet})_(?=[A-Za-z])")
    pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    return {name[found.end() :]: value for name, value in pairs if (found := prefix.match(name))}


@dataclass(frozen=True, slots=True)
class PortletNumber:
    """The page number is a parameter of the news portlet; the pager's links say whether there is a higher one.

    `portlet` is a regular expression for the id of the portlet, because instances differ from page to page; other
    portlets on the page have pagers too.
    """

    portlet: str
    name: str = "cur"

    def __call__(self, page: Page, cards: int) -> Ask | None:
        """The next page, or None; see `scraper.page.Paging`."""
        here = _number(parameters(page.address, self.portlet).get(self.name)) or 1
        for url in self._links(page):
            if _number(parameters(url, self.portlet).get(self.name)) == here + 1:
                return Ask(url=url)
        return None

    def _links(self, page: Page) -> Iterator[str]:
        for href in page.selector.css(f"a[href*='_{self.name}=']::attr(href)").getall():
            if url := page.link(href):
                yield url


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None
