"""A reading as the JSON object of `scrapy read`, null for what is not known.

Programs of others read it: fields may be added; none is renamed, moved or taken away.
"""

from typing import Any

from scraper.families.read import read
from scraper.items import Article, Card, Listing, PageRequest, Reading, Related, Stamp
from scraper.layout import layout_text
from scraper.portals.portal_map import PortalMap
from scraper.reading.page.page import Page
from scraper.urls.canonical import article_id


def read_as_json(page: Page, portals: PortalMap, portal_id: str | None) -> dict[str, Any]:
    """Read `page` with the families of the portal `portal_id`, one of `portals`; with all families when it is None."""
    families = portals.portals[portal_id].families if portal_id else None
    return as_json(read(page, families), portal=portal_id)


def as_json(reading: Reading, *, portal: str | None) -> dict[str, Any]:
    """The object for `reading`; `portal` is the name of the portal its URL belongs to."""
    if isinstance(reading, Article):
        return _article(reading, portal)
    if isinstance(reading, Listing):
        return _listing(reading, portal)
    return {
        "kind": "other",
        "portal": portal,
        "family": reading.family,
        "url": reading.url or None,
        "reason": reading.reason,
        "detail": reading.detail,
        "flags": list(reading.flags),
    }


def _article(item: Article, portal: str | None) -> dict[str, Any]:
    stamp = item.published
    return {
        "kind": "article",
        "article_id": article_id(item.url) if "://" in item.url else None,
        "portal": portal,
        "family": item.family,
        "url": item.url or None,
        "title": item.title,
        "published_at": date_of(stamp),
        "published_source": stamp.source if stamp else "none",
        "published_precision": stamp.precision if stamp else None,
        "updated_at": item.updated_at,
        "lead": item.lead,
        "body": item.body,
        "author": item.author,
        "unit": item.unit,
        "category": item.category,
        "images": [{"src": i.src, "caption": i.caption, "credit": i.credit} for i in item.images],
        "attachments": [{"url": a.url, "name": a.name} for a in item.attachments],
        "related": [_related(r) for r in item.related],
        "flags": list(item.flags),
        "layout": layout_text(item.layout),
    }


def _listing(item: Listing, portal: str | None) -> dict[str, Any]:
    return {
        "kind": "listing",
        "portal": portal,
        "family": item.family,
        "url": item.url or None,
        "cards": [_card(c) for c in item.cards],
        "next": _request(item.next),
        "total": item.total,
        "flags": list(item.flags),
    }


def _card(card: Card) -> dict[str, Any]:
    return {"url": card.url, "title": card.title, "date": date_of(card.date), "summary": card.summary}


def _related(entry: Related) -> dict[str, Any]:
    return {"url": entry.url, "title": entry.title, "date": date_of(entry.date)}


def _request(request: PageRequest | None) -> dict[str, Any] | None:
    return None if request is None else {"method": request.method, "url": request.url, "body": request.body}


def date_of(stamp: Stamp | None) -> str | None:
    """The ISO form of a date, or None."""
    return stamp.value if stamp else None
