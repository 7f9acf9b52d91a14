"""What a page says: plain, frozen values without any I/O.

A page is read into exactly one `Reading`: an `Article`, a `Listing` or an `Other` with its reason. Nothing here
imports anything of the package, so every part of it may use these values. Addresses are absolute wherever the page
gives a base to resolve them against; else they are as written and the reading bears the flag `no_base`.
"""

from dataclasses import dataclass
from typing import Literal

Precision = Literal["minute", "day"]
DateSource = Literal["page", "listing", "feed", "sitemap", "url"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date that was read, never guessed.

    `value` is ISO 8601: `2023-07-24T10:27:00+07:00` at `precision` "minute" (seconds are kept where the page prints
    them), `2023-07-24` at "day". `source` is the place that states the date: the article's own page, a card of a list
    page, a feed, a sitemap, or the address.
    """

    value: str
    precision: Precision
    source: DateSource


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """A request that leads to a page. `body` is the form or JSON text of a POST, None for a GET."""

    url: str
    method: str = "GET"
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An image of an article's body. `src` is its address; `caption` and `credit` (who took it) are as printed."""

    src: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file the article links to. `name` is the text of the link."""

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
    """One entry of a list page, feed or sitemap. `title` is empty in sitemaps, which have none."""

    url: str
    title: str
    date: Stamp | None = None
    summary: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the text of an article was set on its page. The words themselves stand in lead and body.

    `lines` has a code for every line of lead and body, in order: paragraph, heading, list entry, table row ...;
    `scraper.layout` has the codes. `images` has a number for every image of the article: after how many of those lines
    it stood, 0 before the first. `lead_image` is the place among `images` of the one that opens the article, from 0;
    None where no image does.
    """

    lines: tuple[str, ...] = ()
    images: tuple[int, ...] = ()
    lead_image: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news item as the page shows it.

    `lead` is the summary that stands above the text. `body` holds the paragraphs joined by newlines and does not
    repeat `lead`; the byline stays in it as printed. `author` and `unit` are who signs and the office or newsroom
    named there. `updated_at` is ISO 8601, where the page states when it was changed. `category` is the section.
    `layout` says what each line of lead and body was on the page; None where that is not known.

    `key` is the identity that the CMS itself gives an article (Liferay's asset entry id, SharePoint's ItemID ...): two
    addresses with one key may be the same article. `language` is "vi", "en" or "zh". `flags` name what is unusual
    (`no_base`, `mojibake`, `glued_word` ...).
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
    layout: Layout | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of links: list page, feed or sitemap.

    `next` is the page that follows in the same list, None on the last one. `total` is the number of items that the
    page states for the whole list. `more` are other lists that it names (the parts of a sitemap index). `source` is
    what the dates of its cards count as, see `Stamp`.
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
    """A page that is neither. `reason` is a key of `REASONS`, `detail` says more in words.

    `location` is the absolute address that a redirect leads to, None for all others.
    """

    url: str
    family: str | None
    reason: str
    detail: str | None = None
    location: str | None = None
    flags: tuple[str, ...] = ()


Reading = Article | Listing | Other

# reason -> does it mean that a page we wanted could not be read? Such pages get a row in table `failures` and
# stand in the crawl's report; the others are answers with which a request is done.
REASONS: dict[str, bool] = {
    "redirect": False,
    "robots": False,  # robots.txt itself: kept, obeyed, nothing to read
    "attachment": False,  # a file, not a page
    "trap": False,  # a list page under an endless address: it says nothing that the real address does not
    "replaced": False,  # at the address of a known article: something that shares neither title nor text with it
    "page": False,  # a readable page that is no news: contacts, site map, start page without cards
    "not_a_file": True,  # a page came from another host in place of a file
    "not_a_list": True,  # a file, an article or a page without entries came in place of a list, feed or sitemap
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
    "server_error": True,  # the server speaks with status 200, not the portal
    "parked": True,  # the domain or its hosting has ended
    "broken_feed": True,  # a feed or sitemap that is not well formed, even after mending
    "unreadable": True,
    "too_slow": True,  # reading it took more CPU time than a page gets
}
