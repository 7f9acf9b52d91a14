"""Tables `listings` and `cards`: what list pages, feeds and sitemaps name.

Written with raw SQL: these are rows of every list page, up to some hundred cards each.
"""

import sqlite3

from scraper.items import Card, Listing
from scraper.store.articles.derived import derive_dates, derive_redirected
from scraper.store.rows import Capture
from scraper.urls.canonical import article_id


def put_listing(conn: sqlite3.Connection, capture: Capture, listing: Listing) -> None:
    """Store what a list page names, and pass its dates to the articles it names."""
    # "do nothing": a capture that is read again, after a kill, says the same.
    conn.execute(
        "insert into listings (capture_id, portal_id, url, source, captured_at, card_count, total, next_url)"
        " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict(capture_id) do nothing",
        (
            capture.id,
            capture.portal_id,
            capture.url,
            listing.source,
            capture.captured_at,
            len(listing.cards),
            listing.total,
            listing.next.url if listing.next else None,
        ),
    )
    for position, card in enumerate(listing.cards):
        _put_card(conn, capture, position, card, listing.source)


def _put_card(conn: sqlite3.Connection, capture: Capture, position: int, card: Card, source: str) -> None:
    identity = article_id(card.url)
    stamp = card.date
    conn.execute(
        "insert into cards (capture_id, position, article_id, url, title, date, date_precision, source, summary,"
        " captured_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict(capture_id, position) do nothing",
        (
            capture.id,
            position,
            identity,
            card.url,
            card.title,
            stamp.value if stamp else None,
            stamp.precision if stamp else None,
            source,
            card.summary,
            capture.captured_at,
        ),
    )
    if stamp:
        derive_dates(conn, identity)
        derive_redirected(conn, identity)
