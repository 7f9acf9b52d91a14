"""Atom (RFC 4287) and JSON Feed (jsonfeed.org, version 1.1) of a list of entries.

Ids follow from the archive's own ids, so that a reader's program knows an entry again for ever.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import time
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape, quoteattr

from datasette import Response

from scraper.times import VIETNAM

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NEVER = "1970-01-01T00:00:00Z"  # when an empty feed was updated: Atom wants a time
_MIDNIGHT = f"T{time(tzinfo=VIETNAM).isoformat()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. `key` is its id within the archive; times are RFC 3339; `html` is safe markup of ours.

    `url` is the address of our page, `original` that of the portal's; `extra` are fields of our own for JSON Feed.
    """

    key: str
    url: str
    title: str
    updated: str
    html: str
    published: str | None = None
    summary: str = ""
    original: str | None = None
    author: str | None = None
    section: str | None = None
    lang: str = "vi"
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed. `key` says what it is a feed of, the same in every format.

    `page` and `here` are the absolute addresses of the page with the same content and of the feed itself.
    """

    key: str
    title: str
    page: str
    here: str
    lang: str
    entries: list[Entry]


def urn(key: str) -> str:
    """A stable id for `key`: a UUID of version 5 (RFC 9562)."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'congtin:{key}')}"


def rfc3339(text: str | None) -> str | None:
    """A stored date as RFC 3339, which knows no bare days: a day is its midnight in Viet Nam."""
    if not text:
        return None
    return text + _MIDNIGHT if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text


def _xml(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("", text))


def atom(feed: Feed) -> str:
    """`feed` as Atom (RFC 4287)."""
    updated = max((entry.updated for entry in feed.entries), default=NEVER)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_attribute(feed.lang)}>',
        f"<title>{_xml(feed.title)}</title>",
        f"<id>{urn(feed.key)}</id>",
        f"<updated>{updated}</updated>",
        f'<link rel="self" type="application/atom+xml" href={_attribute(feed.here)}/>',
        f'<link rel="alternate" type="text/html" href={_attribute(feed.page)}/>',
        "<author><name>Cổng Tin</name></author>",
    ]
    for entry in feed.entries:
        lines += _atom_entry(entry)
    return "\n".join((*lines, "</feed>", ""))


def _atom_entry(entry: Entry) -> list[str]:
    """The lines of an entry. Link `via` (RFC 4287, 4.2.7.2) is where our page comes from: the portal's."""
    lines = [
        f"<entry xml:lang={_attribute(entry.lang)}>",
        f"<title>{_xml(entry.title)}</title>",
        f"<id>{urn(entry.key)}</id>",
        f"<updated>{entry.updated}</updated>",
        f'<link rel="alternate" type="text/html" href={_attribute(entry.url)}/>',
    ]
    if entry.original:
        lines.append(f'<link rel="via" href={_attribute(entry.original)}/>')
    if entry.published:
        lines.append(f"<published>{entry.published}</published>")
    if entry.author:
        lines.append(f"<author><name>{_xml(entry.author)}</name></author>")
    if entry.section:
        lines.append(f"<category term={_attribute(entry.section)}/>")
    if entry.summary:
        lines.append(f"<summary>{_xml(entry.summary)}</summary>")
    return [*lines, f'<content type="html">{_xml(entry.html)}</content>', "</entry>"]


def json_feed(feed: Feed) -> dict[str, Any]:
    """`feed` as JSON Feed 1.1."""
    items = []
    for entry in feed.entries:
        item = {
            "id": urn(entry.key),
            "url": entry.url,
            "external_url": entry.original,
            "title": entry.title,
            "summary": entry.summary,
            "content_html": entry.html,
            "date_published": entry.published,
            "date_modified": entry.updated,
            "authors": [{"name": entry.author}] if entry.author else None,
            "tags": [entry.section] if entry.section else None,
            "language": entry.lang,
            "_congtin": entry.extra,
        }
        # JSON Feed wants keys without a value left out.
        items.append({name: value for name, value in item.items() if value})
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.here,
        "language": feed.lang,
        "items": items,
    }


def response(feed: Feed, kind: str) -> Response:
    """`feed` as the answer to a request for `kind`, atom or jsonfeed."""
    if kind == "atom":
        return Response(atom(feed), content_type="application/atom+xml; charset=utf-8")
    return Response(
        json.dumps(json_feed(feed), ensure_ascii=False), content_type="application/feed+json; charset=utf-8"
    )
