"""One door for every page, wherever it comes from: the network, a stored capture, somebody's WARC file."""

import logging
from collections.abc import Callable
from datetime import date

from scraper.items import Listing, Other, Reading
from scraper.reading.page.page import Page
from scraper.store.rows import Capture
from scraper.urls.traps import trap_of

logger = logging.getLogger(__name__)


def page_of(capture: Capture, body: bytes, content_type: str | None, request_body: str | None) -> Page:
    """The page that `capture` holds; `body` is decoded from its content-encoding."""
    return Page.from_bytes(
        capture.url,
        body,
        content_type=content_type,
        status=capture.status or 200,
        location=capture.location,
        request_body=request_body or None,
    )


def read_page(read: Callable[[Page], Reading], capture: Capture, page: Page) -> Reading:
    """Read one captured page with `read`; never raises.

    A truncated capture is not read, so that half a text never replaces a whole one.
    """
    if capture.truncated:
        reason = "too_large" if capture.truncated == "length" else "truncated"
        return Other(url=capture.url, family=None, reason=reason, detail=f"WARC-Truncated: {capture.truncated}")
    try:
        reading = read(page)
    except Exception as error:  # one page must never end a crawl; it becomes a row in `failures`
        logger.exception("Reading %s failed", capture.url)
        return Other(url=capture.url, family=None, reason="unreadable", detail=repr(error))
    if isinstance(reading, Listing) and (trap := trap_of(capture.url, _day(capture))):
        return Other(url=capture.url, family=reading.family, reason="trap", detail=trap)
    return reading


def _day(capture: Capture) -> date:
    """The day of a capture; one far off when other people's file does not say it."""
    try:
        return date.fromisoformat(capture.captured_at[:10])
    except ValueError:
        return date(2999, 1, 1)
