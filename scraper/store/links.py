"""Which requests a page leads to, and putting them into the ledger.

Here a crawl is narrowed: to one portal, to the time since a date, to the part of a list that shows something new, and
to lists that have an end.
"""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scraper.items import Article, Listing, Other, PageRequest, Reading, Stamp
from scraper.store.ledger.file_requests import FILE, kind_of, offer_files
from scraper.store.ledger.ledger import Ledger
from scraper.store.ledger.queue import LISTS
from scraper.store.ledger.recrawl import shows_nothing_new
from scraper.store.ledger.traps import endless_pager, hops_of, step
from scraper.store.rows import Capture


def _no_files(_portal_id: str | None, _article: Article) -> Iterable[str]:
    return ()


def _no_lists(_url: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Scope:
    """What a crawl follows.

    `portal_of` names the portal that a URL lies at. `since` is the date (`YYYY-MM-DD`) before which nothing is asked
    for. `files_of` gives, for a portal's id and an article, the addresses of its files that the portal's policy wants.
    `is_list` says whether a portal declares that a URL is a list, feed or sitemap.
    """

    portal_of: Callable[[str], str | None]
    since: str | None = None
    files_of: Callable[[str | None, Article], Iterable[str]] = _no_files
    is_list: Callable[[str], bool] = _no_lists


def follow(reading: Reading, since: str | None = None) -> list[tuple[PageRequest, str]]:
    """The requests that a page leads to, with their kind (a key of `queue.PRIORITY`).

    With `since` (`YYYY-MM-DD`), cards dated before it are passed over, and a list whose dated cards are all older ends
    there.
    """
    if isinstance(reading, Article):
        return [(PageRequest(url=r.url), "related") for r in reading.related if not _before(r.date, since)]
    if isinstance(reading, Other):
        return (
            [(PageRequest(url=reading.location), "page")] if reading.reason == "redirect" and reading.location else []
        )
    dates = [card.date for card in reading.cards if card.date]
    requests = [(PageRequest(url=c.url), "page") for c in reading.cards if not _before(c.date, since)]
    requests += [(request, "feed" if reading.source != "listing" else "list") for request in reading.more]
    if reading.next and not (dates and all(_before(date, since) for date in dates)):
        requests.append((reading.next, "list"))
    return requests


def _before(date: Stamp | None, since: str | None) -> bool:
    # Compared by the day as printed: both are days in Viet Nam, and ISO dates sort as text.
    return bool(date and since and date.value[:10] < since)


def offer_links(conn: sqlite3.Connection, ledger: Ledger, capture: Capture, reading: Reading, scope: Scope) -> None:
    """Put the pages that `reading` leads to into the queue of `ledger`, as far as they lie at its portal.

    `conn` is inside the transaction that stores the page, `capture` is what was read, `scope` narrows what is
    followed.
    """
    kind_here = kind_of(conn, capture.url_key) if isinstance(reading, Other) else None
    if kind_here == FILE:
        return  # a file that has moved leads to the file, which `offer_wanted_files` asks for, and to no page
    requests = [
        (request, kind)
        for request, kind in follow(reading, scope.since)
        if scope.portal_of(request.url) == ledger.portal_id
    ]
    if not ledger.deep and isinstance(reading, Listing) and reading.next:
        pages = [request for request, kind in requests if kind == "page"]
        if shows_nothing_new(conn, [*pages, reading.next]):
            requests = [(request, kind) for request, kind in requests if request is not reading.next]
    requests = _without_endless(conn, ledger, capture, reading, requests)
    hops = hops_of(conn, capture.url_key)
    moved = kind_here in LISTS  # where a list page has moved to, its list goes on
    for request, kind in requests:
        found_as = "list" if moved else kind
        ledger.offer(conn, request, found_as, found_on=capture.id, hops=hops + step(reading, request))


def _without_endless(
    conn: sqlite3.Connection,
    ledger: Ledger,
    capture: Capture,
    reading: Reading,
    requests: list[tuple[PageRequest, str]],
) -> list[tuple[PageRequest, str]]:
    """`requests` without the next page of a list that has no end; that one is refused."""
    if (
        not isinstance(reading, Listing)
        or not ledger.crawl_id
        or all(request is not reading.next for request, _ in requests)
    ):
        return requests
    trap = endless_pager(conn, ledger.crawl_id, capture, reading)
    if trap is None:
        return requests
    for request, kind in requests:
        if request is reading.next:
            ledger.refuse(conn, request, kind, trap, capture.id)
    return [(request, kind) for request, kind in requests if request is not reading.next]


def offer_wanted_files(
    conn: sqlite3.Connection, ledger: Ledger, capture: Capture, reading: Reading, scope: Scope, *, changed: bool
) -> None:
    """Put the files of an article, or the place that a file has moved to, into the queue.

    `conn` is inside the transaction that stores the page. `capture` was read as `reading`; `scope` says whose URLs are
    and which files are wanted. With `changed`, files that were fetched before are due again in the crawl of `ledger`.
    """
    urls: list[str] = []
    if isinstance(reading, Article):
        urls += scope.files_of(ledger.portal_id, reading)
    elif isinstance(reading, Other) and reading.location and kind_of(conn, capture.url_key) == FILE:
        urls.append(reading.location)  # what a file has moved to is a file
    offer_files(conn, ledger, capture, urls, scope.portal_of, again=changed)
