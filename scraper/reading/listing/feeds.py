"""RSS, Atom, JSON Feed and sitemaps as lists: their entries are cards, the parts of a sitemap index are `more`.

An entry's own fields are its direct children in its own namespace: a picture, a film or the source inside an entry has
a title, a link and a date too, and they are not the entry's. Rules: RSS 2.0 and 1.0, RFC 4287 (Atom), XML Base,
sitemaps.org and Google's news extension of it. What is not well formed even after mending is `broken_feed`, never
half a list.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from scraper.items import Card, Listing, Other, PageRequest, Stamp
from scraper.reading.article.machine_dates import from_feed
from scraper.reading.listing.feeds_without_xml import (
    LONGEST_SUMMARY,
    MAX_ENTRIES,
    json_feed,
    plain,
    text_sitemap,
    too_long,
)
from scraper.reading.listing.xml_text import BrokenXmlError, has_doctype, mended, root_name, without_declaration
from scraper.reading.page.css import Element
from scraper.reading.page.page import Page
from scraper.reading.page.text import clean

_ROOTS = frozenset({"rss", "feed", "RDF", "urlset", "sitemapindex"})
_PARTS = ("{*}url", "{*}sitemap", "{*}item", "{*}entry", "{*}link")  # elements that are looked at, of any namespace
_PIECE = 1024 * 1024  # characters that are parsed at once
_MOST_TAGS = 4_000_000  # opening and closing ones: what 100,000 entries need, and what fits into the memory
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_ATOM = "http://www.w3.org/2005/Atom"
_DUBLIN_CORE = ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/")
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
_ALTERNATE = frozenset({"alternate", "http://www.iana.org/assignments/relation/alternate"})
_PUBLISHED = ("pubDate", "published", "issued", "created")  # RSS 2.0, Atom 1.0, Atom 0.3; never "updated"
_JSON_FEED = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/")


def read_feed(page: Page, family: str | None = None) -> Listing | Other | None:
    """The entries of the feed or sitemap that `page` is, filed under the id `family`; None when it is neither.

    An `Other` with reason `broken_feed` or `too_large` says that it is one and cannot be read.
    """
    if isinstance(page.data, dict) and _JSON_FEED.match(str(page.data.get("version"))):
        return json_feed(page, page.data, family)
    name = root_name(page.text)
    if name not in _ROOTS:
        return text_sitemap(page, family)
    try:
        return _read_xml(page, family)
    except TooManyEntriesError:
        return too_long(page, family)
    except (BrokenXmlError, etree.XMLSyntaxError) as error:
        flags = () if page.too_large else page.flags
        return Other(url=page.address, family=family, reason="broken_feed", detail=str(error)[:300], flags=flags)


def _read_xml(page: Page, family: str | None) -> Listing:
    """As it is where a strict parser takes it, else mended. A document type may declare entities, so it goes first."""
    if page.text.count("<") > _MOST_TAGS:
        raise TooManyEntriesError
    if not has_doctype(page.text):
        with suppress(etree.XMLSyntaxError):
            return _Feed(page, family).read(without_declaration(page.text))
    return _Feed(page, family).read(mended(page.text))


class TooManyEntriesError(Exception):
    """The feed has more entries or tags than are held in memory; raised and caught here."""


class _Feed:
    """One XML feed or sitemap, read entry by entry, so that 50 MB of it do not stay in memory."""

    def __init__(self, page: Page, family: str | None) -> None:
        self._page = page
        self._family = family
        self._cards: list[Card] = []
        self._parts: list[PageRequest] = []
        self._next: PageRequest | None = None
        self._root = ""

    def read(self, text: str) -> Listing:
        """Raises XMLSyntaxError where `text` is not well formed."""
        self._root = root_name(text) or ""
        options: Any = {"resolve_entities": False, "no_network": True, "huge_tree": True}
        parser = etree.XMLPullParser(("end",), tag=_PARTS, **options)
        for at in range(0, len(text), _PIECE):
            parser.feed(text[at : at + _PIECE].encode("utf-8", "replace"))
            for _, node in parser.read_events():
                self._ended(node)
        parser.close()  # raises where the end of the document is missing
        return self._listing("sitemap" if self._root in {"urlset", "sitemapindex"} else "feed")

    def _ended(self, node: Element) -> None:
        """Take in an element that stands in the root or in a child of it; deeper ones are parts of entries."""
        parent = node.getparent()
        around = None if parent is None else parent.getparent()
        if parent is None or (around is not None and around.getparent() is not None) or not self._take(node):
            return
        node.clear()
        while node.getprevious() is not None:
            del parent[0]
        if len(self._cards) + len(self._parts) > MAX_ENTRIES:
            raise TooManyEntriesError

    def _listing(self, source: Any) -> Listing:
        return Listing(
            url=self._page.address,
            family=self._family,
            source=source,
            cards=tuple(self._cards),
            more=tuple(self._parts),
            next=self._next,
        )

    def _take(self, node: Element) -> bool:
        """Keep what an element of the feed says; True when it was an entry, whose memory can go."""
        name = _local(node)
        if name == "url" and self._root == "urlset":
            self._add(_sitemap_entry(node, self._link(node, _own(node, "loc"))))
        elif name == "sitemap" and self._root == "sitemapindex":
            if url := self._link(node, _own(node, "loc")):
                self._parts.append(PageRequest(url=url))
        elif name in {"item", "entry"} and self._root in {"rss", "RDF", "feed"}:
            self._add(self._entry(node))
        else:
            about_feed = name == "link" and _local(node.getparent()) in {"feed", "channel"}
            if about_feed and node.get("rel") == "next" and (url := self._link(node, node.get("href"))):
                self._next = PageRequest(url=url)
            return False
        return True

    def _add(self, card: Card | None) -> None:
        if card:
            self._cards.append(card)

    def _link(self, node: Element, href: str | None) -> str | None:
        """`href` as an absolute address, relative to the `xml:base` of the elements that it stands in."""
        if not href or not href.strip():
            return None
        for base in _bases(node):
            href = urljoin(base, href.strip())
        return self._page.link(href)

    def _entry(self, node: Element) -> Card | None:
        url = next((url for holder, href in _links(node) if (url := self._link(holder, href))), None)
        if url is None:
            return None
        summary = plain(_own(node, "description") or _own(node, "summary"))
        return Card(
            url=url, title=plain(_own(node, "title")), date=_date(node), summary=summary[:LONGEST_SUMMARY] or None
        )


def _bases(node: Element) -> Iterator[str]:
    """The `xml:base` of `node` and of the elements around it, the innermost first."""
    for one in (node, *node.iterancestors()):
        if base := one.get(_BASE):
            yield base


def _links(node: Element) -> Iterator[tuple[Element, str]]:
    """Where an entry may lead, best first, each with the element that says so.

    The link of the entry's own format; an alternate link of Atom inside RSS; the guid, which is an address
    unless it says that it is none (RSS 2.0, guid).
    """
    own = [one for one in node if _is(one, "link", _space(node))]
    for link in own:
        if link.get("href") and link.get("rel", "alternate") in _ALTERNATE:
            yield link, link.get("href", "")
        elif not link.get("href") and (text := _content(link)):
            yield link, text
    for link in node:
        if _is(link, "link", _ATOM) and link not in own and link.get("rel", "alternate") in _ALTERNATE:
            yield link, link.get("href", "")
    for guid in node:
        own_address = _is(guid, "guid", _space(node)) and guid.get("isPermaLink", "true").lower() != "false"
        if own_address and (text := _content(guid)).startswith(("http://", "https://")):
            yield guid, text


def _date(node: Element) -> Stamp | None:
    """When an entry was published; the time of its last change never counts."""
    for name in _PUBLISHED:
        if stamp := from_feed(_own(node, name)):
            return stamp
    for space in _DUBLIN_CORE:
        for name in ("date", "issued", "created"):
            if stamp := from_feed(_own(node, name, space)):
                return stamp
    return from_feed(_own(node, "published", _ATOM))


def _sitemap_entry(node: Element, url: str | None) -> Card | None:
    """An entry of a sitemap. `lastmod` says when a page changed, never when it appeared: only news dates count."""
    if url is None:
        return None
    news = next((one for one in node if _is(one, "news", _NEWS)), None)
    if news is None:
        return Card(url=url, title="")
    date = from_feed(_own(news, "publication_date"), "sitemap")
    return Card(url=url, title=plain(_own(news, "title")), date=date)


def _own(node: Element, name: str, space: str | None = None) -> str:
    """The text of the first direct child called `name`, in the namespace `space` or else in that of `node`."""
    return next((_content(one) for one in node if _is(one, name, space or _space(node))), "")


def _is(node: Element, name: str, space: str) -> bool:
    return isinstance(node.tag, str) and _local(node) == name and _space(node) == space


def _content(node: Element) -> str:
    return clean("".join(_texts(node)))


def _texts(node: Element) -> Iterable[str]:
    return (text if isinstance(text, str) else str(text) for text in node.itertext())


def _local(node: Element) -> str:
    # Not QName: a name with a prefix that nobody declared is no qualified name to it, and raises.
    return str(node.tag).rpartition("}")[2]


def _space(node: Element) -> str:
    return str(node.tag)[1:].partition("}")[0] if str(node.tag).startswith("{") else ""
