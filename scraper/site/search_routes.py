"""Searches and what can be taken from them, by address. The first pattern that fits answers."""

from collections.abc import Callable
from typing import Any

from scraper.site.downloads import export_pages as exports
from scraper.site.downloads import feed_pages
from scraper.site.pages import search as search_page

SEARCHING: list[tuple[str, Callable[..., Any]]] = [
    (r"^/tim$", search_page.search_page),
    (r"^/tim\.(?P<format>atom|jsonfeed)$", feed_pages.search_feed),
    (r"^/tim\.(?P<format>csv|xlsx|ndjson)$", exports.export),
    (r"^/thay-doi\.(?P<format>atom|jsonfeed)$", feed_pages.changes_feed),
    (r"^/nhung$", exports.embed),
]
