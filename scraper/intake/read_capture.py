"""What a captured page says: read as its portal's pages are read, wherever the capture comes from. Pure."""

from datetime import date, datetime

from scraper.families.read import read
from scraper.items import Listing, Other, Reading
from scraper.portals.portal_map import PortalMap
from scraper.reading.page.page import Page
from scraper.store.rows import Capture
from scraper.urls.traps import trap_of

_WEB_BEGAN = 1993


def page_of(capture: Capture, body: bytes, content_type: str | None, request_body: str | None) -> Page:
    """The page that `capture` holds.

    `body` is decoded from its content-encoding. `content_type` is the header's whole value, with its charset;
    `request_body` the text of the form that was sent, which says what page of a list an answer is.
    """
    return Page.from_bytes(
        capture.url,
        body,
        content_type=content_type,
        status=capture.status or 200,
        location=capture.location,
        request_body=request_body or None,
        fetched_at=_moment(capture),
    )


def read_capture(capture: Capture, page: Page, portals: PortalMap) -> Reading:
    """Read the page that `capture` holds with the families of its portal; never raises.

    The portal is the one the capture is filed under; `portals` says whose the address is where it is filed under
    none. A truncated capture is not read, so that half a text never replaces a whole one. What a page would say that
    stands under an endless address is a `trap`.
    """
    if capture.truncated:
        reason = "too_large" if capture.truncated == "length" else "truncated"
        return Other(url=capture.url, family=None, reason=reason, detail=f"WARC-Truncated: {capture.truncated}")
    portal = portals.portals.get(capture.portal_id or "") or portals.of(capture.url)
    reading = read(page, portal.families if portal else None)
    if isinstance(reading, Listing) and (trap := trap_of(capture.url, _day(capture))):
        return Other(url=capture.url, family=reading.family, reason="trap", detail=trap)
    return reading


def _moment(capture: Capture) -> datetime | None:
    """When `capture` was made; None where other people's file does not say it, or names a time before the web."""
    try:
        moment = datetime.fromisoformat(capture.captured_at)
    except ValueError:
        return None
    return moment if moment.tzinfo and moment.year > _WEB_BEGAN else None


def _day(capture: Capture) -> date:
    """The day of a capture; one far off when other people's file does not say it, so that no date is in the future."""
    try:
        return date.fromisoformat(capture.captured_at[:10])
    except ValueError:
        return date(2999, 1, 1)
