"""One page, one transaction: what the page says, where it leads, and what became of the request.

All of it or nothing: a process that is killed leaves either a page with its links and its outcome, or a capture that
is not read yet, which the next start reads.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from scraper.items import REASONS, Article, Listing, Other, Reading
from scraper.store.archive import Archive
from scraper.store.articles.derived import derive_redirected
from scraper.store.articles.listings import put_listing
from scraper.store.articles.replaced import REPLACED, ReadAgain, put_or_replace, regroup_named, something_else
from scraper.store.captures.captures import mark_read
from scraper.store.ledger.capture_checks import derive_capture_checks
from scraper.store.ledger.file_requests import FILE, TOO_LARGE, kind_of, page_instead_of_file
from scraper.store.ledger.ledger import Ledger
from scraper.store.ledger.list_requests import instead_of_list
from scraper.store.ledger.schedule import due_after
from scraper.store.ledger.traps import same_bytes
from scraper.store.links import Scope, offer_links, offer_wanted_files
from scraper.store.rows import Capture
from scraper.urls.canonical import article_id, request_key

# Statuses after which the same request may well succeed (520, 522 and 524 are Cloudflare's).
PASSING = {"304", "408", "429", "500", "502", "503", "504", "520", "522", "524"}
# Reasons of WARC-Truncated: a connection that breaks in the middle passes, as one that never came about.
BROKEN_OFF = {"disconnect", "time"}
RETRIES = 2  # in one crawl
HOPS = 4  # redirects between spellings of one address
LOOP = 10  # redirects that are followed to see whether they come back to where they began


def _not_here(_capture: Capture) -> None:
    return None


def commit_page(
    archive: Archive,
    capture: Capture,
    reading: Reading,
    *,
    scope: Scope,
    ledger: Ledger | None = None,
    read_again: ReadAgain = _not_here,
) -> str:
    """Store what `capture` was read as, `reading`; return the outcome (a key of `ledger.OUTCOMES`, or "retry").

    With a `ledger`, in a crawl, the request is finished. Without one (ingest) the page of a known portal counts as
    fetched in the ledger of `archive`, so that the next crawl need not ask for it. Links go into the queue either way,
    as far as `scope` has them. `read_again` reads other captures of an address, where what it showed must be weighed
    anew; without it the article of the address stays what it is.
    """
    with archive.transaction() as conn:
        reading = _as_asked(conn, capture, reading, scope, asked=ledger is not None)
        outcome, reason = put_page(conn, capture, reading, read_again)
        if reason == REPLACED:
            reading = something_else(reading)
        if ledger:
            outcome = _finish_request(conn, ledger, capture, reading, outcome, reason)
        elif capture.portal_id:
            ledger = Ledger(archive, capture.portal_id)
            kind = "list" if isinstance(reading, Listing) else FILE if outcome == FILE else "page"
            ledger.remember(conn, capture, kind, answered=outcome not in {"failed", "gone"})
        derive_capture_checks(conn, article_id(capture.url))  # behind the outcome: what a crawl judged is its own
        if ledger and outcome not in {"retry", "out_of_scope"}:
            offer_links(conn, ledger, capture, reading, scope)
            offer_wanted_files(conn, ledger, capture, reading, scope, changed=outcome == "changed")
    return outcome


def commit_rows_only(
    archive: Archive,
    batch: Iterable[tuple[Capture, Reading]],
    *,
    scope: Scope,
    read_again: ReadAgain = _not_here,
) -> None:
    """Store in `archive` what the captures of `batch` were read as, in one transaction, and nothing about requests.

    Of `scope` only `portal_of` and `is_list` count. The ledger that is kept says what was asked for as a list.
    `read_again` is that of `commit_page`.
    """
    with archive.transaction() as conn:
        for capture, reading in batch:
            asked = _as_asked(conn, capture, reading, scope, asked=True)
            put_page(conn, capture, asked, read_again)
            derive_capture_checks(conn, article_id(capture.url))


def _as_asked(conn: sqlite3.Connection, capture: Capture, reading: Reading, scope: Scope, *, asked: bool) -> Reading:
    """`reading`, or a failure when a page came in place of a file, or anything in place of a list.

    `asked` says whether the ledger is that of the crawl that asked for `capture`.
    """
    return (
        page_instead_of_file(capture, reading, scope.portal_of(capture.url))
        or instead_of_list(conn, capture, reading, scope.is_list, asked=asked)
        or reading
    )


def _read_as(reading: Reading) -> str:
    """The value of column `captures.read_as`."""
    if isinstance(reading, Article):
        return "article"
    if isinstance(reading, Listing):
        return reading.source
    return FILE if reading.reason == "attachment" else reading.reason


def put_page(
    conn: sqlite3.Connection, capture: Capture, reading: Reading, read_again: ReadAgain
) -> tuple[str, str | None]:
    """Store what `capture` was read as, `reading`, and nothing about requests; return the outcome and its reason.

    `conn` is inside the caller's transaction. The reason of a redirect is the address that it leads to. `read_again`
    is that of `commit_page`.
    """
    mark_read(conn, capture.id, _read_as(reading))
    if isinstance(reading, Article):
        outcome = put_or_replace(conn, capture, reading, read_again)
        return ("other", REPLACED) if outcome == REPLACED else (outcome, None)
    if isinstance(reading, Listing):
        put_listing(conn, capture, reading)
        for identity in regroup_named(conn, capture.id, read_again):
            derive_capture_checks(conn, identity)
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
    """End the request of `capture` in the ledger, or put it back for another try; return what has become of it."""
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
        # What stands at the address of a lost article does not make it the address of a list.
        is_list=isinstance(reading, Listing) and not _is_article(conn, capture),
        due_at=due_after(conn, capture, outcome),
    )
    return outcome


def _is_article(conn: sqlite3.Connection, capture: Capture) -> bool:
    """Whether an article is known at the address of `capture`."""
    return conn.execute("select 1 from articles where id = ?", (article_id(capture.url),)).fetchone() is not None


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
