"""One page, one transaction: what the page says, where it leads, and what became of the request."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from scraper.items import REASONS, Article, Listing, Other, PageRequest, Reading, Stamp
from scraper.store.archive import Archive
from scraper.store.articles.articles import derive_redirected, put_article, put_listing
from scraper.store.captures.captures import mark_read
from scraper.store.ledger.file_requests import FILE, TOO_LARGE, kind_of, offer_files, page_instead_of_file
from scraper.store.ledger.ledger import Ledger
from scraper.store.ledger.queue import LISTS
from scraper.store.ledger.recrawl import shows_nothing_new
from scraper.store.ledger.schedule import due_after
from scraper.store.ledger.traps import endless_pager, hops_of, same_bytes, step
from scraper.store.rows import Capture
from scraper.urls.canonical import article_id, request_key

PASSING = {"304", "408", "429", "500", "502", "503", "504", "520", "522", "524"}
BROKEN_OFF = {"disconnect", "time"}  # a connection that breaks in the middle passes, as one that never was
RETRIES = 2
HOPS = 4  # between spellings of one address
LOOP = 10  # addresses of a redirect loop that is found out


def _no_files(_portal_id: str | None, _article: Article) -> Iterable[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a crawl follows: whose URL it is, and the date (`YYYY-MM-DD`) before which nothing is asked.

    `files_of` tells the addresses of an article's files that the portal's policy wants.
    """

    portal_of: Callable[[str], str | None]
    since: str | None = None
    files_of: Callable[[str | None, Article], Iterable[str]] = _no_files


def commit_page(
    archive: Archive, capture: Capture, reading: Reading, *, scope: Scope, ledger: Ledger | None = None
) -> str:
    """Store what `capture` was read as; return the outcome (a key of `ledger.OUTCOMES`, or "retry").

    With a ledger (in a crawl) the request is settled. Without one (ingest) the page of a known portal counts as
    had, so that the next crawl need not ask for it. Links go into the queue either way.
    """
    reading = page_instead_of_file(capture, reading, scope.portal_of(capture.url)) or reading
    with archive.transaction() as conn:
        outcome, reason = put_page(conn, capture, reading)
        if ledger:
            outcome = _finish_request(conn, ledger, capture, reading, outcome, reason)
        elif capture.portal_id:
            ledger = Ledger(archive, capture.portal_id)
            kind = "list" if isinstance(reading, Listing) else FILE if outcome == FILE else "page"
            ledger.remember(conn, capture, kind, answered=outcome not in {"failed", "gone"})
        if ledger and outcome not in {"retry", "out_of_scope"}:
            _offer_links(conn, ledger, capture, reading, scope)
            _offer_files(conn, ledger, capture, reading, scope, changed=outcome == "changed")
    return outcome


def commit_rows_only(archive: Archive, batch: Iterable[tuple[Capture, Reading]], *, scope: Scope) -> None:
    """Store what the captures of `batch` were read as in one transaction, and nothing about requests."""
    with archive.transaction() as conn:
        for capture, reading in batch:
            put_page(conn, capture, page_instead_of_file(capture, reading, scope.portal_of(capture.url)) or reading)


def _read_as(reading: Reading) -> str:
    """What column `captures.read_as` says."""
    if isinstance(reading, Article):
        return "article"
    if isinstance(reading, Listing):
        return reading.source
    return FILE if reading.reason == "attachment" else reading.reason


def put_page(conn: sqlite3.Connection, capture: Capture, reading: Reading) -> tuple[str, str | None]:
    """Store what `capture` was read as, and nothing about requests; return the outcome and its reason."""
    mark_read(conn, capture.id, _read_as(reading))
    if isinstance(reading, Article):
        return put_article(conn, capture, reading), None
    if isinstance(reading, Listing):
        put_listing(conn, capture, reading)
        return "listing", reading.source
    if reading.reason == "attachment":
        return FILE, capture.mime
    if reading.reason == "redirect":
        derive_redirected(conn, article_id(capture.url))
        return "redirect", reading.location
    if reading.reason == "http_error" and capture.status in {404, 410}:
        return "gone", str(capture.status)
    return ("failed" if REASONS[reading.reason] else "other"), reading.reason


def _finish_request(
    conn: sqlite3.Connection,
    ledger: Ledger,
    capture: Capture,
    reading: Reading,
    outcome: str,
    reason: str | None,
) -> str:
    key = capture.url_key
    if capture.truncated == "length" and kind_of(conn, key) == FILE:
        outcome, reason = "out_of_scope", TOO_LARGE
    if repeated := same_bytes(conn, capture, reading):
        outcome, reason = "out_of_scope", repeated
    if outcome == "redirect" and _same_address(capture, reason) and ledger.attempts(key) < HOPS:
        ledger.follow(conn, key, reason or "", capture.id)
        return "retry"
    if isinstance(reading, Other) and outcome == "redirect" and (lost := _leads_nowhere(conn, ledger, key, reason)):
        outcome, reason, reading = "failed", lost, replace(reading, detail=lost)
    if isinstance(reading, Other) and outcome in {"failed", "gone"}:
        detail = reading.detail or reading.reason
        passing = detail in PASSING or capture.truncated in BROKEN_OFF
        if passing and ledger.attempts(key) < RETRIES:
            ledger.retry(conn, key, detail, capture.id)
            return "retry"
        stage = "fetch" if reading.reason in {"http_error", "truncated", "redirect"} else "read"
        ledger.fail(conn, key, capture.url, stage, reading.reason, detail, capture)
    ledger.finish_request(
        conn,
        key,
        outcome,
        reason=reason,
        capture_id=capture.id,
        is_list=isinstance(reading, Listing),
        due_at=due_after(conn, capture, outcome),
    )
    return outcome


def _same_address(capture: Capture, location: str | None) -> bool:
    """Whether a redirect leads to another spelling of its own address, which has the same key in the ledger."""
    return (
        location is not None
        and location != capture.url
        and capture.method == "GET"
        and request_key("GET", location) == capture.url_key
    )


def _leads_nowhere(conn: sqlite3.Connection, ledger: Ledger, key: str, location: str | None) -> str | None:
    """The reason when a redirect has no target, or comes back to its own request over others of this crawl."""
    if location is None:
        return "redirect to no address"
    for _ in range(LOOP):
        at = request_key("GET", location)
        if at == key:
            return "redirect loop"
        sql = "select reason from visits where crawl_id = ? and url_key = ? and outcome = 'redirect'"
        visit = conn.execute(sql, (ledger.crawl_id, at)).fetchone()
        if visit is None or visit["reason"] is None:
            return None
        location = visit["reason"]
    return None


def _offer_links(conn: sqlite3.Connection, ledger: Ledger, capture: Capture, reading: Reading, scope: Scope) -> None:
    kind_here = kind_of(conn, capture.url_key) if isinstance(reading, Other) else None
    if kind_here == FILE:
        return  # not even from a file that has moved is a page reached
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
    moved = kind_here in LISTS  # the list goes on where its page moved to
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


def _offer_files(
    conn: sqlite3.Connection, ledger: Ledger, capture: Capture, reading: Reading, scope: Scope, *, changed: bool
) -> None:
    urls: list[str] = []
    if isinstance(reading, Article):
        urls += scope.files_of(ledger.portal_id, reading)
    elif isinstance(reading, Other) and reading.location and kind_of(conn, capture.url_key) == FILE:
        urls.append(reading.location)  # a file that has moved is still one
    offer_files(conn, ledger, capture, urls, scope.portal_of, again=changed)


def follow(reading: Reading, since: str | None = None) -> list[tuple[PageRequest, str]]:
    """The requests that a page leads to, with their kind.

    With `since`, cards dated before it are passed over, and a list whose dated cards are all older ends there.
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
    return bool(date and since and date.value[:10] < since)
