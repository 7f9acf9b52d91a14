"""TODO-DOC."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from scraper.items import PageRequest, Reading
from scraper.reading.page.page import Page

Css = tuple[str, ...]


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
        """The request for the next page, or None on the last one; `cards` is how many entries this page has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A content management system as portals run it.

    `id` is stored with every article. `recognise` says from 0 to 100 how sure it is that a page is this family's;
    50 and more is taken as certain. `specs` are its designs, newest first; `paging` the ways its lists go on.
    `reader` turns a page into a reading (usually `scraper.reading.readers.read_by_spec`).
    """

    id: str
    title: str
    recognise: Callable[[Page], int]
    reader: Callable[[Page, "Family"], Reading]
    specs: tuple[Spec, ...] = ()
    paging: tuple[Paging, ...] = ()

    def read(self, page: Page) -> Reading:
        """Read `page` as one of this family's."""
        return self.reader(page, self)
