"""What a family's author writes: selectors, signs, ways of paging, and the `Family` that holds them together.

A family is a content management system as portals run it. It is declared here and written in `scraper.families`, one
file each; everything it needs for that is imported from `scraper.reading`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from scraper.items import PageRequest, Reading
from scraper.reading.page.page import Page

Css = tuple[str, ...]

CERTAIN = 50  # points of 100 with which a page is taken for a family's
_HEAD = 200_000  # characters of the source in which `Family.in_source` is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """Where one design of a family keeps its fields: CSS selectors, tried in order.

    `scope` limits everything to the part of the page that is the news portlet, `list_scope` does so for lists. `drop`
    is taken out of the body before it is read. `category` is the section's name; `related` holds the "other news"
    links; `gallery` are images and captions that stand outside the body. `key` is a pattern for the article's number
    in its address, `key_in` a selector for an attribute that ends with it. A portal that differs a little uses
    `dataclasses.replace`.
    """

    title: Css
    body: Css
    scope: Css = ()
    published: Css = ()
    updated: Css = ()
    lead: Css = ()
    author: Css = ()
    unit: Css = ()
    category: Css = ()
    related: Css = ()
    attachments: Css = ()
    gallery: Css = ()
    drop: Css = ()
    list_scope: Css = ()
    card: Css = ()
    card_link: Css = ("h1 a", "h2 a", "h3 a", "h4 a", "a")
    card_date: Css = ()
    card_summary: Css = ()
    total: Css = ()
    key: str | None = None
    key_in: str | None = None


class Paging(Protocol):
    """A named way of finding the page that follows in a list; see `scraper.reading.listing.paging`."""

    def __call__(self, page: Page, cards: int) -> PageRequest | None:
        """The request for the next page, or None on the last one; `cards` is how many entries `page` has."""


class Sign(NamedTuple):
    """Something on a page that tells whose it is: its `points` of 100, and what it is, for a person to read."""

    points: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A content management system as portals run it.

    `id` is stored with every article, `title` is its name for people. `reader` turns a page into a reading (usually
    `scraper.reading.read_by_spec`). `specs` are its designs, newest first; `paging` the ways its lists go on, tried in
    order.

    How a page is recognised: everything it has adds its points, up to 100. `marks` are selectors with their points.
    `in_source` are strings, one of which must stand in the first 200,000 characters of the source, with their points.
    Both are looked for only in markup, and where one of `mentions` stands in the source: to look for a string costs a
    fraction of what twenty selectors cost; none asks for none. `rule` gives the signs that neither can tell: the
    form of an address, a host, what was asked for, the fields of an API's answer.

    `before_parsing` says what an answer means that is no page (a redirect, an error, a file), where this family knows
    better than the status; None for what is not its own. It is asked for such answers only, of any portal.
    """

    id: str
    title: str
    reader: Callable[[Page, "Family"], Reading]
    specs: tuple[Spec, ...] = ()
    paging: tuple[Paging, ...] = ()
    mentions: tuple[str, ...] = ()
    marks: tuple[tuple[str, int], ...] = ()
    in_source: tuple[tuple[tuple[str, ...], int], ...] = ()
    rule: Callable[[Page], Iterable[Sign]] | None = None
    before_parsing: Callable[[Page], Reading | None] | None = None

    def recognise(self, page: Page) -> int:
        """How sure it is that `page` is this family's, from 0 to 100; `CERTAIN` and more counts as sure."""
        return min(100, sum(sign.points for sign in self.signs(page)))

    def signs(self, page: Page) -> Iterator[Sign]:
        """Everything by which `page` is known as this family's."""
        if self.rule is not None:
            yield from self.rule(page)
        # JSON has no elements; what a selector found in it would be a piece of HTML in some field.
        if page.data is not None or (self.mentions and not page.mentions(*self.mentions)):
            return
        for css, points in self.marks:
            if page.selector.css(css):
                yield Sign(points, css)
        for strings, points in self.in_source:
            if found := next((string for string in strings if page.text.find(string, 0, _HEAD) >= 0), None):
                yield Sign(points, f'"{found}"')

    def read(self, page: Page) -> Reading:
        """Read `page` as one of this family's."""
        return self.reader(page, self)
