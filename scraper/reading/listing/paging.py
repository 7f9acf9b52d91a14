"""The ways in which lists go on, as a small set of named kinds. Each gives the request for the next page or None.

A family names the kinds it uses, tried in order. A kind that many systems share is a class here; one that needs more
stands in a file beside (`postback`, `post_fragment`, `liferay_paging`), one of a single family in the family's own.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from parsel import Selector

from scraper.items import PageRequest
from scraper.reading.page.family import Css
from scraper.reading.page.page import Page
from scraper.reading.page.text import clean, whole_number

# What pager links to the following page say; in WordPress "older" is forward.
_NEXT_WORDS = re.compile(
    r"(?:trang )?(?:tiếp(?: theo)?|sau|kế(?: tiếp)?)(?: trang)?|trang (?:sau|tiếp|kế)|next(?: page)?|older(?: posts)?"
    r"|bài viết cũ hơn|tin cũ hơn",
    re.IGNORECASE,
)
_ARROWS = "›»>→⟩ "
# What surrounds page numbers, by the names that systems and themes give it.
PAGER = (
    ".pagination, .pager, .paging, .page-numbers, .nav-links, .wp-pagenavi, [class*=paginat], [class*=phantrang]"
    ", [class*=phan-trang], [class*=Pagination]"
)
# What shows the page one is on, inside a pager.
_CURRENT = ".active, .current, .is-active, .selected, [aria-current], .page-item.active, strong, b, span.current"


@dataclass(frozen=True, slots=True)
class NextLink:
    """A link to the next page: the first that `css` finds, whatever its text."""

    css: Css

    def __call__(self, page: Page, cards: int) -> PageRequest | None:
        """The next page, or None; see `scraper.reading.page.family.Paging`."""
        for css in self.css:
            for link in page.selector.css(css):
                url = page.link(link.root.get("href"))
                if url and not _same(page, url):
                    return PageRequest(url=url)
        return None


@dataclass(frozen=True, slots=True)
class NextWord:
    """A link in the pager that says "next" in one of the languages portals use, or only shows an arrow."""

    css: Css = (f":is({PAGER}) a", "a[rel~=next]")

    def __call__(self, page: Page, cards: int) -> PageRequest | None:
        """The next page, or None; see `scraper.reading.page.family.Paging`."""
        for css in self.css:
            for link in page.selector.css(css):
                url = page.link(link.root.get("href"))
                if url and says_next(link) and not _same(page, url):
                    return PageRequest(url=url)
        return None


@dataclass(frozen=True, slots=True)
class NextNumber:
    """Numbered links without a word for "next": the link whose number follows the current page's."""

    pager: str = PAGER

    def __call__(self, page: Page, cards: int) -> PageRequest | None:
        """The next page, or None; see `scraper.reading.page.family.Paging`."""
        for pager in page.selector.css(self.pager):
            current = self._current(pager)
            if current is None:
                continue
            for link in pager.css("a"):
                if clean(link.xpath("string(.)").get()) == str(current + 1):
                    url = page.link(link.root.get("href"))
                    return PageRequest(url=url) if url and not _same(page, url) else None
        return None

    @staticmethod
    def _current(pager: Selector) -> int | None:
        for found in pager.css(_CURRENT):
            text = clean(found.xpath("string(.)").get())
            number = re.fullmatch(r"(?:trang\s*)?(\d{1,5})", text, re.IGNORECASE)
            if number:
                return int(number[1])
        return None


@dataclass(frozen=True, slots=True)
class QueryNumber:
    """A page number in the query; the pager's links say whether there is a higher one.

    `name` is its parameter. With `zero` the first page is number 0, as in Drupal.
    """

    name: str
    zero: bool = False

    def __call__(self, page: Page, cards: int) -> PageRequest | None:
        """The next page, or None; see `scraper.reading.page.family.Paging`."""
        first = 0 if self.zero else 1
        here = _number_in(page.address, self.name)
        here = first if here is None else here
        for href in page.selector.css(f"a[href*='{self.name}=']::attr(href)").getall():
            url = page.link(href)
            if url and _number_in(url, self.name) == here + 1:
                return PageRequest(url=url)
        return None


@dataclass(frozen=True, slots=True)
class PathNumber:
    """A page number in the path: `pattern` has one group, the number (`/page/2/`, `-1.html`).

    A link to another section's second page is not the next page of this one.
    """

    pattern: str

    def __call__(self, page: Page, cards: int) -> PageRequest | None:
        """The next page, or None; see `scraper.reading.page.family.Paging`."""
        own, here = self._split(page.address)
        others: list[str] = []
        for href in page.selector.css("a::attr(href)").getall():
            url = page.link(href)
            rest, number = self._split(url) if url else ("", None)
            if url and number == (here or 1) + 1:
                if rest == own:
                    return PageRequest(url=url)
                others.append(url)
        # From page 1 the link may lead to another form of the address (`/tin` to `/muc/tin/page/2`); later pages have
        # the form, so that a link without it is of another list.
        return PageRequest(url=others[0]) if others and here is None else None

    def _split(self, url: str) -> tuple[str, int | None]:
        """The path without its number, and the number."""
        path = urlsplit(url).path
        found = re.search(self.pattern, path)
        number = whole_number(found[1]) if found else None
        if found is None or number is None:
            return path.rstrip("/"), None
        middle = path[found.start() : found.end()]
        # "/page/2" is what page 1 does not have; "-c217-2.html" is there on every page, with another number.
        return (path[: found.start()] if middle.startswith("/") else path[: found.start(1)]), number


@dataclass(frozen=True, slots=True)
class OnClick:
    """Pager links that carry their URL only in `onclick="self.location='...'"`.

    `name` is the page number's parameter, which a portlet's id may precede (`_news_INSTANCE_x_pagenum`).
    """

    pager: str
    name: str

    def __call__(self, page: Page, cards: int) -> PageRequest | None:
        """The next page, or None; see `scraper.reading.page.family.Paging`."""
        here = self._number(page.address) or 1
        for script in page.selector.css(f"{self.pager} [onclick]::attr(onclick)").getall():
            found = re.search(r"location(?:\.href)?\s*=\s*['\"]([^'\"]+)", script)
            url = page.link(found[1]) if found else None
            if url and self._number(url) == here + 1:
                return PageRequest(url=url)
        return None

    def _number(self, url: str) -> int | None:
        names = (name for name, _ in parse_qsl(urlsplit(url).query) if f"_{name}".endswith(f"_{self.name}"))
        return next((_number_in(url, name) for name in names), None)


def says_next(link: Selector) -> bool:
    """Whether the pager `link` says "next": by its words; without any by its rel, class or hint; else by an arrow."""
    label = clean(link.xpath("string(.)").get())
    bare = label.strip(_ARROWS)
    if bare:
        return bool(_NEXT_WORDS.fullmatch(bare))
    if "next" in link.root.get("rel", "").split() or "next" in link.root.get("class", "").split():
        return True
    hint = clean(link.root.get("title") or link.root.get("aria-label") or "")
    if hint:
        return bool(_NEXT_WORDS.fullmatch(hint))
    return label in {"›", ">", "→", "»"}


def _same(page: Page, url: str) -> bool:
    """Whether `url` is the page's own: on the last page some systems let "next" lead there."""
    return bool(page.url) and url.split("#", maxsplit=1)[0] == (page.url or "").split("#")[0]


def _number_in(url: str, name: str) -> int | None:
    """The number that the query parameter `name` of `url` gives, or None."""
    for key, value in parse_qsl(urlsplit(url).query, keep_blank_values=True):
        if key == name and (number := whole_number(value)) is not None:
            return number
    return None


def with_number(url: str, name: str, number: int) -> str:
    """`url` with the query parameter `name` set to `number`."""
    parts = urlsplit(url)
    pairs = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k != name]
    return urlunsplit(parts._replace(query=urlencode([*pairs, (name, str(number))])))
