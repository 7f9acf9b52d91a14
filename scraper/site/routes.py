"""Our pages, and the feeds and files of them, by address. The first pattern that fits answers.

Patterns are matched against the path as it was sent, percent-encoded; so `[^/]+` also takes an encoded slash.
"""

from collections.abc import Callable
from typing import Any

from scraper.site.downloads import export_pages, feed_pages
from scraper.site.pages import article as article_page
from scraper.site.pages import capture as capture_page
from scraper.site.pages import changes as changes_page
from scraper.site.pages import diff as diff_page
from scraper.site.pages import home as home_page
from scraper.site.pages import memento
from scraper.site.pages import portal as portal_page
from scraper.site.pages import search as search_page
from scraper.site.pages import timeline as timeline_page

PAGES: list[tuple[str, Callable[..., Any]]] = [
    (r"^/$", home_page.home),  # takes the place of Datasette's list of databases
    (r"^/bai/(?P<id>[^/]+)/so-sanh$", diff_page.diff),
    (r"^/bai/(?P<id>[^/]+)\.(?P<format>bib|ris)$", article_page.citation),
    (r"^/bai/(?P<id>[^/]+)$", article_page.article),
    (r"^/thay-doi$", changes_page.changes),
    (r"^/cong$", portal_page.portals),
    (r"^/cong/(?P<id>[^/]+)$", portal_page.portal),
    (r"^/dong-thoi-gian$", timeline_page.timeline),
    (r"^/gioi-thieu$", home_page.about),
    (r"^/-/capture/(?P<id>.+)$", capture_page.capture),
    (r"^/-/timemap/(?:(?P<format>link|json)/)?(?P<url>.+)$", memento.timemap),
    (r"^/-/timegate/(?P<url>.+)$", memento.timegate),
    (r"^/tim$", search_page.search_page),
    (r"^/tim\.(?P<format>atom|jsonfeed)$", feed_pages.search_feed),
    (r"^/tim\.(?P<format>csv|xlsx|ndjson)$", export_pages.export),
    (r"^/thay-doi\.(?P<format>atom|jsonfeed)$", feed_pages.changes_feed),
    (r"^/nhung$", export_pages.embed),
]
