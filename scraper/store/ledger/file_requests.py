"""Files of articles in the ledger: requests of kind "file", asked for after all pages."""

import sqlite3
from collections.abc import Callable

from scraper.items import Other, PageRequest, Reading
from scraper.reading.page.files import names_file
from scraper.store.ledger.ledger import Ledger
from scraper.store.rows import Capture
from scraper.urls.canonical import request_key
from scraper.urls.public import is_public

FILE = "file"
# Reasons of outcome "out_of_scope".
TOO_LARGE = "file larger than the portal's limit"
PRIVATE = "file at an address that is not public"


def offer_files(
    conn: sqlite3.Connection,
    ledger: Ledger,
    capture: Capture,
    urls: list[str],
    portal_of: Callable[[str], str | None],
    *,
    again: bool = False,
) -> None:
    """Put the files at `urls` into the queue of the portal they lie at, or of this one; known ones are left alone.

    `conn` is inside the transaction that stores `capture`, the page or file that names them; `ledger` is that of the
    crawl, and `portal_of` names the portal that a URL lies at. Of files at no portal only what is named as a file
    counts, and it is refused where the address is not public: a page must not make us ask a machine in our own
    network. With `again` those that were fetched before become due: the article's text changed, so its files may have.
    """
    for url in urls:
        owner = portal_of(url)
        if owner is None and not names_file(url):
            continue
        if owner is None and not is_public(url):
            ledger.refuse(conn, PageRequest(url=url), FILE, PRIVATE, capture.id)
            continue
        queue = ledger if owner in {None, ledger.portal_id} else Ledger(ledger.archive, owner or "")
        queue.offer(conn, PageRequest(url=url), FILE, capture.id)
        if again:
            _make_due(conn, queue, url)


def _make_due(conn: sqlite3.Connection, queue: Ledger, url: str) -> None:
    key = request_key("GET", url)
    # Not a file that was fetched in this very crawl: several articles may name it.
    conn.execute(
        "update urls set state = 'pending', attempts = 0 where key = ?1 and kind = 'file' and state = 'done'"
        " and not exists (select 1 from visits where crawl_id = ?2 and url_key = ?1)",
        (key, queue.crawl_id),
    )


def kind_of(conn: sqlite3.Connection, key: str) -> str | None:
    """The kind of the request with this ledger key (a key of `queue.PRIORITY`); None when it is not in the ledger."""
    row = conn.execute("select kind from urls where key = ?", (key,)).fetchone()
    return row["kind"] if row else None


def page_instead_of_file(capture: Capture, reading: Reading, owner: str | None) -> Other | None:
    """The reading of a page that came in place of a file from a host of no portal: it is nobody's news.

    `owner` is the portal that the capture's address lies at. None when `reading` stands.
    """
    if isinstance(reading, Other) or capture.portal_id is None or owner is not None or not names_file(capture.url):
        return None
    return Other(url=capture.url, family=None, reason="not_a_file", detail="a page came instead of the file")
