"""What a page says: plain, frozen values without any I/O.

A family reads a page into exactly one `Reading`: an `Article`, a `Listing` or an `Other` with its reason.
"""

from dataclasses import dataclass
from typing import Literal

Precision = Literal["minute", "day"]
DateSource = Literal["page", "listing", "feed", "sitemap", "url"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date that was read, never guessed.

    `value` is ISO 8601: `2023-07-24T10:27:00+07:00` at precision "minute" (seconds kept when printed),
    `2023-07-24` at precision "day".
    """

    value: str
    precision: Precision
    source: DateSource


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """A request worth making. `body` is the form or JSON text of a POST."""

    url: str
    method: str = "GET"
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An image of an article's body; `caption` and `credit` as printed."""

    src: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file the article links to."""

    url: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """An entry of the "other news" list under an article."""

    url: str
    title: str
    date: Stamp | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One entry of a list page, feed or sitemap. A sitemap knows no title: it is empty there."""

    url: str
    title: str
    date: Stamp | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news item as the page shows it.

    `body` holds the paragraphs joined by newlines and does not repeat `lead`. `key` is the family's own
    identity (asset entry id, ItemID ...): two URLs with one key are one article. `flags` name what is
    unusual (`no_base`, `mojibake`, `glued_word` ...).
    """

    url: str
    family: str | None
    title: str
    body: str
    lead: str | None = None
    published: Stamp | None = None
    updated_at: str | None = None
    author: str | None = None
    unit: str | None = None
    category: str | None = None
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    related: tuple[Related, ...] = ()
    language: str | None = None
    key: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of links: list page, feed or sitemap.

    `total` is the number of items the page itself states. `more` are other lists it names (the parts of a
    sitemap index); `next` is the page that follows in the same list.
    """

    url: str
    family: str | None
    cards: tuple[Card, ...] = ()
    next: PageRequest | None = None
    total: int | None = None
    source: Literal["listing", "feed", "sitemap"] = "listing"
    more: tuple[PageRequest, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A page that is neither. `reason` is one of `REASONS`; `location` is where a redirect points."""

    url: str
    family: str | None
    reason: str
    detail: str | None = None
    location: str | None = None
    flags: tuple[str, ...] = ()


Reading = Article | Listing | Other

# reason -> does it mean that a page we wanted could not be read? (such pages get a row in `failures`)
REASONS: dict[str, bool] = {
    "redirect": False,
    "robots": False,  # robots.txt itself: kept, obeyed, nothing to read
    "attachment": False,  # a file, not a page
    "trap": False,  # a list page under an endless address: it says nothing that the real address does not
    "page": False,  # a readable page that is no news: contacts, site map, start page without cards
    "not_a_file": True,  # a page came from another host in place of a file
    "empty": True,
    "not_html": True,
    "too_large": True,
    "encoding": True,
    "soft404": True,
    "login": True,
    "challenge": True,
    "maintenance": True,
    "empty_listing": True,
    "truncated": True,
    "http_error": True,
    "unreadable": True,
}
