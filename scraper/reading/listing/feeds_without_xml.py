"""Feeds and sitemaps that are no XML: JSON Feed 1.1, and addresses as plain lines; what all feeds share."""

import html
import re
from typing import Any

import lxml.html

from scraper.items import Card, Listing, Other, PageRequest
from scraper.reading.article.machine_dates import from_feed
from scraper.reading.page.cut import flat
from scraper.reading.page.page import Page

LONGEST_SUMMARY = 2000  # characters; some feeds hold the whole article
MAX_ENTRIES = 100_000  # twice what sitemaps.org allows: far more is no sitemap, and would fill the memory
_ADDRESS_LINE = re.compile(r"https?://[^\s<>\"]+")


def json_feed(page: Page, feed: dict[str, Any], family: str | None) -> Listing:
    """JSON Feed 1.1: `url` is the entry's own address, `external_url` the one it writes about."""
    cards = []
    items = feed.get("items")
    for item in items if isinstance(items, list) else []:
        url = page.link(_string(item, "url") or _string(item, "external_url")) if isinstance(item, dict) else None
        if url:
            summary = plain(_string(item, "summary") or _string(item, "content_text"))[:LONGEST_SUMMARY]
            date = from_feed(_string(item, "date_published"))
            cards.append(Card(url=url, title=plain(_string(item, "title")), date=date, summary=summary or None))
    following = page.link(_string(feed, "next_url"))
    following = None if following == page.url else following
    more = PageRequest(url=following) if following else None
    return Listing(url=page.address, family=family, source="feed", cards=tuple(cards), next=more)


def _string(holder: dict[str, Any], name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) else ""


def text_sitemap(page: Page, family: str | None) -> Listing | Other | None:
    """A sitemap as sitemaps.org allows it too: one address a line and nothing else."""
    head = page.text[:200].lstrip("\ufeff \t\r\n")
    if not head.startswith(("http://", "https://")) or page.content_type == "text/html":
        return None
    lines = [line.strip() for line in page.text.lstrip("\ufeff").splitlines() if line.strip()]
    if not all(_ADDRESS_LINE.fullmatch(line) for line in lines):
        return None
    if len(lines) > MAX_ENTRIES:
        return too_long(page, family)
    cards = tuple(Card(url=url, title="") for line in lines if (url := page.link(line)))
    return Listing(url=page.address, family=family, source="sitemap", cards=cards)


def too_long(page: Page, family: str | None) -> Other:
    """The feed or sitemap `page` as one with more than `MAX_ENTRIES` entries, filed under the id `family`."""
    return Other(url=page.address, family=family, reason="too_large", detail=f"more than {MAX_ENTRIES:,} entries")


def plain(markup: str) -> str:
    """The words of `markup`, a feed's text, which is often escaped HTML."""
    if "<" in markup or "&" in markup:
        return flat(lxml.html.fragment_fromstring(html.unescape(markup), "div"))
    return markup
