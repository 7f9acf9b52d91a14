"""One page, one transaction: what the page says, where it leads, and what became of the request."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from scraper.items import REASONS, Article, Ask, Listing, Other, Reading, Stamp
from scraper.store.archive import Archive
from scraper.store.articles import put_article, put_listing, settle_redirected
from scraper.store.captures import mark_read
from scraper.store.ledger import Ledger
from scraper.store.rows import Capture
from scraper.urls import article_id

PASSING = {"408", "429", "500", "502", "503", "504", "520", "522", "524"}
RETRIES = 2


@dataclass(frozen=True, slots=True)
class Scope:
    """What a crawl follows: whose URL it is, and the date (`YYYY-MM-DD`) before which nothing is asked."""

    portal_of: Callable[[str], str | None]
    since: str | None = None


def commit_page(
    archive: Archive, capture: Capture, reading: Reading, *, scope: Scope, ledger: Ledger | None = None
) -> str:
    """Store what `capture` was read as; return the outcome (a key of `ledger.OUTCOMES`, or "retry").

    With a ledger (in a crawl) the request is settled. Without one (ingest) the page of a known portal counts as
    had, so that the next crawl need not ask for it. Links go into the queue either way.
    """
    with archive.transaction() as conn:
        outcome, reason = _put(conn, capture, reading)
        mark_read(conn, capture.id)
        if ledger:
            outcome = _settle(conn, ledger, capture, reading, outcome, reason)
        elif capture.portal_id:
            ledger = Ledger(archive, capture.portal_id)
            ledger.remember(conn, capture, is_list=isinstance(reading, Listing), had=outcome not in {"failed", "gone"})
        if ledger and outcome != "retry":
            _offer_links(conn, ledger, capture, reading, scope)
    return outcome


def _put(conn: sqlite3.Connection, capture: Capture, reading: Reading) -> tuple[str, str | None]:
    if isinstance(reading, Article):
        return put_article(conn, capture, reading), None
    if isinstance(reading, Listing):
        put_listing(conn, capture, reading)
        return "listing", reading.source
    if reading.reason == "redirect":
        settle_redirected(conn, article_id(capture.url))
        return "redirect", reading.location
    if reading.reason == "http_error" and capture.status in {404, 410}:
        return "gone", str(capture.status)
    return ("failed" if REASONS[reading.reason] else "other"), reading.reason


def _settle(
    conn: sqlite3.Connection,
    ledger: Ledger,
    capture: Capture,
    reading: Reading,
    outcome: str,
    reason: str | None,
) -> str:
    key = capture.url_key
    if isinstance(reading, Other) and outcome in {"failed", "gone"}:
        detail = reading.detail or reading.reason
        if detail in PASSING and ledger.attempts(key) < RETRIES:
            ledger.retry(conn, key)
            return "retry"
        stage = "fetch" if reading.reason in {"http_error", "truncated"} else "read"
        ledger.fail(conn, key, capture.url, stage, reading.reason, detail, capture)
    ledger.settle(conn, key, outcome, reason=reason, capture_id=capture.id, is_list=isinstance(reading, Listing))
    return outcome


def _offer_links(conn: sqlite3.Connection, ledger: Ledger, capture: Capture, reading: Reading, scope: Scope) -> None:
    for ask, kind in follow(reading, scope.since):
        if scope.portal_of(ask.url) == ledger.portal_id:
            ledger.offer(conn, ask, kind, found_on=capture.id)


def follow(reading: Reading, since: str | None = None) -> list[tuple[Ask, str]]:
    """The requests that a page leads to, with their kind.

    With `since`, cards dated before it are passed over, and a list whose dated cards are all older ends there.
    """
    if isinstance(reading, Article):
        return [(Ask(url=r.url), "related") for r in reading.related if not _before(r.date, since)]
    if isinstance(reading, Other):
        return [(Ask(url=reading.location), "page")] if reading.reason == "redirect" and reading.location else []
    dates = [card.date for card in reading.cards if card.date]
    asks = [(Ask(url=c.url), "page") for c in reading.cards if not _before(c.date, since)]
    asks += [(ask, "feed" if reading.source != "listing" else "list") for ask in reading.more]
    if reading.next and not (dates and all(_before(date, since) for date in dates)):
        asks.append((reading.next, "list"))
    return asks


def _before(date: Stamp | None, since: str | None) -> bool:
    return bool(date and since and date.value[:10] < since)
