"""Pages that somebody downloaded from the Wayback Machine: whose they are, when they were captured, their own head.

Only the raw form (`/web/20200102030405id_/http://...`) is taken for the page itself; the other forms are rewritten
by the Wayback Machine, with its own links and toolbar. A raw page is a memento (RFC 7089): the field Memento-Datetime
(section 2.1.1) says when it was captured, and the fields of its own head come with the prefix `X-Archive-Orig-`.
"""

import re
from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime

from scraper.capture.warc.answer import Answer
from scraper.capture.warc.message import Headers, header

_RAW = re.compile(r"https?://web\.archive\.org/web/(?P<stamp>\d{4,14})id_/(?P<url>.+)", re.IGNORECASE)
# Mirror tools squeeze the slashes of an address that stands inside a path, or escape its colon.
_SCHEME = re.compile(r"(?P<scheme>https?)(?::|%3a)/+", re.IGNORECASE)
_ORIGINAL = "x-archive-orig-"
# Timestamps of the Wayback Machine may be cut short anywhere; what one lacks is filled up with the earliest moment.
_EARLIEST = "00000101000000"


def unwrap(answer: Answer) -> Answer:
    """`answer` as the portal gave it, when it is a raw page of the Wayback Machine; else `answer` itself.

    Address and date become those of the original capture and the fields `X-Archive-Orig-*` the head. What the
    Wayback Machine answers on its own behalf (an error, a redirect to a nearer capture) is no page of the portal and
    stays as it is.
    """
    raw = _RAW.fullmatch(answer.url)
    kept = _original_headers(answer.headers)
    moment = _memento(answer.headers)
    if raw is None and not kept:
        return answer
    # A tool that saved the page may have lost both; then a 200, or a page without status, counts as the page.
    if raw is not None and not (kept or moment or answer.status in {None, 200}):
        return answer
    date = moment or (_date_of(raw["stamp"]) if raw else None) or answer.date
    return replace(
        answer,
        url=original_url(answer.url),
        date=date,
        headers=kept or _without_wayback(answer.headers),
        content_type=header(kept, "content-type") or answer.content_type,
        # The portal's own encoding, if it was still on, lies inside the one that the Wayback Machine added.
        encodings=", ".join(e for e in (header(kept, "content-encoding"), answer.encodings) if e) or None,
    )


def original_url(url: str) -> str:
    """The address that `url`, a raw address of the Wayback Machine, holds; any other address as it is."""
    raw = _RAW.fullmatch(url)
    if raw is None:
        return url
    scheme = _SCHEME.match(raw["url"])
    return f"{scheme['scheme'].lower()}://{raw['url'][scheme.end() :]}" if scheme else f"http://{raw['url']}"


def _original_headers(headers: Headers) -> Headers:
    """The portal's own head, empty when none was kept, with redirect targets on the portal again."""
    own = [(name[len(_ORIGINAL) :], value) for name, value in headers if name.lower().startswith(_ORIGINAL)]
    if own and not any(name.lower() == "location" for name, _ in own):
        own += [(name, value) for name, value in headers if name.lower() == "location"]
    return tuple((name, original_url(value) if name.lower() == "location" else value) for name, value in own)


def _without_wayback(headers: Headers) -> Headers:
    """A head of the Wayback Machine's own in place of the portal's, without what is true of the copy only."""
    return tuple(
        (name, original_url(value) if name.lower() == "location" else value)
        for name, value in headers
        if name.lower() not in {"etag", "last-modified"}
    )


def _memento(headers: Headers) -> str | None:
    """Memento-Datetime, which only archives send, as a WARC-Date; None when there is none that can be read."""
    value = header(headers, "memento-datetime")
    try:
        moment = parsedate_to_datetime(value) if value else None
    except ValueError:
        return None
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _date_of(stamp: str) -> str:
    """The WARC-Date of a timestamp of the Wayback Machine, 4 to 14 digits."""
    full = stamp + _EARLIEST[len(stamp) :]
    parts = (full[:4], full[4:6], full[6:8], full[8:10], full[10:12], full[12:14])
    return "{}-{}-{}T{}:{}:{}Z".format(*parts)
