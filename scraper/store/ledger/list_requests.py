"""What was asked for as a list, feed or sitemap ends as one, or as a failure that says what came instead."""

import sqlite3
from collections.abc import Callable

from scraper.items import Article, Other, Reading
from scraper.store.ledger.file_requests import kind_of
from scraper.store.ledger.queue import LISTS
from scraper.store.rows import Capture

_ANSWERED = {"attachment": "a file", "page": "a page without entries"}  # reasons that are no failures by themselves


def instead_of_list(
    conn: sqlite3.Connection,
    capture: Capture,
    reading: Reading,
    declared: Callable[[str], bool],
    *,
    asked: bool,
) -> Other | None:
    """The reading of what came in place of a list; None when `reading`, of the answer `capture`, stands.

    Lists are the addresses that a portal's spider declares, which `declared` knows, and, where the ledger of `conn` is
    that of the crawl that `asked`, what it asked for as one. An article at the next page of a list stays an article:
    what its list called the next page may have been a link to it.
    """
    what = "an article" if isinstance(reading, Article) else None
    if isinstance(reading, Other):
        what = _ANSWERED.get(reading.reason)
    if what is None:
        return None
    kind = kind_of(conn, capture.url_key) if asked else None
    was_asked = kind in LISTS and not (kind == "list" and isinstance(reading, Article))
    if not was_asked and not (capture.method == "GET" and declared(capture.url)):
        return None
    detail = f"{what} ({capture.mime})" if what == "a file" and capture.mime else what
    return Other(url=capture.url, family=reading.family, reason="not_a_list", detail=detail)
