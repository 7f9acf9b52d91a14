"""RSS, Atom and sitemaps as lists: their entries are cards, the parts of a sitemap index are `more`."""

import html
import re

import lxml.html
from lxml import etree

from scraper.items import Card, Listing, PageRequest, Stamp
from scraper.reading.article import dates
from scraper.reading.page.cut import flat
from scraper.reading.page.page import Page
from scraper.reading.page.text import clean

_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>]*>|<\?xml-stylesheet[^>]*\?>|\s)*<(?:\w+:)?(rss|feed|RDF|urlset|sitemapindex)\b",
    re.DOTALL,
)
_LEAD_LIMIT = 2000


def read(page: Page, family: str | None = None) -> Listing | None:
    """The entries of a feed or sitemap, or None when the page is neither."""
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


def _parse(text: str) -> "etree._Element | None":
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
    )
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    try:
        return etree.fromstring(body.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _sitemap(root: "etree._Element", page: Page) -> tuple[Card, ...]:
    """Entries of a sitemap. `lastmod` says when a page changed, never when it appeared: only news dates count."""
    cards = []
    for node in _all(root, "url"):
        if url := page.link(_text(node, "loc")):
            date = dates.from_feed(_text(node, "publication_date"), "sitemap")
            cards.append(Card(url=url, title=_plain(_text(node, "title")), date=date))
    return tuple(cards)


def _entry(node: "etree._Element", page: Page) -> Card | None:
    url = page.link(_link(node))
    if not url:
        return None
    summary = _plain(_text(node, "description") or _text(node, "summary"))
    return Card(url=url, title=_plain(_text(node, "title")), date=_date(node), summary=summary[:_LEAD_LIMIT] or None)


def _date(node: "etree._Element") -> Stamp | None:
    for name in ("pubDate", "published", "date", "issued", "created"):
        if stamp := dates.from_feed(_text(node, name)):
            return stamp
    return None


def _link(node: "etree._Element") -> str | None:
    for link in _all(node, "link"):
        if link.get("href") and link.get("rel", "alternate") == "alternate":
            return str(link.get("href"))
        if link.text and link.text.strip():
            return str(link.text)
    guid = _text(node, "guid")
    return guid if guid.startswith("http") else None


def _next(root: "etree._Element", page: Page) -> PageRequest | None:
    for link in _all(root, "link"):
        if link.get("rel") == "next" and (url := page.link(link.get("href"))):
            return PageRequest(url=url)
    return None


def _all(node: "etree._Element", *names: str) -> "list[etree._Element]":
    return [n for n in node.iter() if isinstance(n.tag, str) and _local(n) in names and n is not node]


def _text(node: "etree._Element", name: str) -> str:
    for child in _all(node, name):
        return clean("".join(child.itertext()))
    return ""


def _local(node: "etree._Element") -> str:
    return str(etree.QName(node).localname)


def _plain(markup: str) -> str:
    """The words of a feed's text, which is often escaped HTML."""
    if "<" in markup or "&" in markup:
        return flat(lxml.html.fragment_fromstring(html.unescape(markup), "div"))
    return markup
