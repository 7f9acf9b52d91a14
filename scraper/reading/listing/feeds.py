"""RSS, Atom and sitemaps as lists: their entries are cards, the parts of a sitemap index are `more`.

RSS 2.0 (https://www.rssboard.org/rss-specification) and 1.0, Atom (RFC 4287), sitemaps
(https://www.sitemaps.org/protocol.html) with Google's news dates. Names are compared without their namespaces, which
portals write wrong.
"""

import html
import re

import lxml.html
from lxml import etree

from scraper.items import Card, Listing, PageRequest, Stamp
from scraper.reading.article import dates
from scraper.reading.page.css import Element
from scraper.reading.page.cut import flat
from scraper.reading.page.page import Page
from scraper.reading.page.text import clean

# The root element, behind declarations and comments, in any prefix.
_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>]*>|<\?xml-stylesheet[^>]*\?>|\s)*<(?:\w+:)?(rss|feed|RDF|urlset|sitemapindex)\b",
    re.DOTALL,
)
_LONGEST_SUMMARY = 2000  # characters; some feeds hold the whole article


def read_feed(page: Page, family: str | None = None) -> Listing | None:
    """The entries of the feed or sitemap that `page` is, filed under the id `family`; None when it is neither."""
    if not _START.match(page.text.lstrip("\ufeff")):
        return None
    root = _parse(page.text)
    if root is None:
        return None
    kind = _local(root)
    if kind == "sitemapindex":
        parts = tuple(PageRequest(url=url) for node in _all(root, "sitemap") if (url := page.link(_text(node, "loc"))))
        return Listing(url=page.address, family=family, source="sitemap", more=parts)
    if kind == "urlset":
        return Listing(url=page.address, family=family, source="sitemap", cards=_sitemap(root, page))
    cards = tuple(card for node in _all(root, "item", "entry") if (card := _entry(node, page)))
    return Listing(url=page.address, family=family, source="feed", cards=cards, next=_next(root, page))


def _parse(text: str) -> Element | None:
    # Damaged feeds are read as far as they go; entities are not resolved, which could be files or grow without end.
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
    )
    # Without its declaration, whose encoding is not that of the bytes handed over here.
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    try:
        return etree.fromstring(body.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _sitemap(root: Element, page: Page) -> tuple[Card, ...]:
    """Entries of a sitemap. `lastmod` says when a page changed, never when it appeared: only news dates count."""
    cards = []
    for node in _all(root, "url"):
        if url := page.link(_text(node, "loc")):
            date = dates.from_feed(_text(node, "publication_date"), "sitemap")
            cards.append(Card(url=url, title=_plain(_text(node, "title")), date=date))
    return tuple(cards)


def _entry(node: Element, page: Page) -> Card | None:
    url = page.link(_link(node))
    if not url:
        return None
    summary = _plain(_text(node, "description") or _text(node, "summary"))
    return Card(
        url=url, title=_plain(_text(node, "title")), date=_date(node), summary=summary[:_LONGEST_SUMMARY] or None
    )


def _date(node: Element) -> Stamp | None:
    """When the entry was published, by RSS, Atom, Dublin Core and older Atom; never when it was changed."""
    for name in ("pubDate", "published", "date", "issued", "created"):
        if stamp := dates.from_feed(_text(node, name)):
            return stamp
    return None


def _link(node: Element) -> str | None:
    """The entry's address: Atom's alternate link, RSS's link, or a guid that is an address."""
    for link in _all(node, "link"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return str(link.get("href"))
        if link.text and link.text.strip():
            return str(link.text)
    guid = _text(node, "guid")
    return guid if guid.startswith("http") else None


def _next(root: Element, page: Page) -> PageRequest | None:
    for link in _all(root, "link"):
        if link.get("rel") == "next" and (url := page.link(link.get("href"))):
            return PageRequest(url=url)
    return None


def _all(node: Element, *names: str) -> list[Element]:
    return [n for n in node.iter() if isinstance(n.tag, str) and _local(n) in names and n is not node]


def _text(node: Element, name: str) -> str:
    for child in _all(node, name):
        return clean("".join(child.itertext()))
    return ""


def _local(node: Element) -> str:
    return str(etree.QName(node).localname)


def _plain(markup: str) -> str:
    """The words of `markup`, a feed's text, which is often escaped HTML."""
    if "<" in markup or "&" in markup:
        return flat(lxml.html.fragment_fromstring(html.unescape(markup), "div"))
    return markup
