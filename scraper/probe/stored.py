"""Probing what somebody has saved: a folder of pages or a WARC file."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from scraper.capture.folder import warc_from_folder
from scraper.capture.reader import read_exchanges
from scraper.errors import CaptureError, NothingReadableError
from scraper.probe import look
from scraper.probe.findings import Fetched, Findings
from scraper.reading import page_of
from scraper.urls import bare_host, is_trap

MOST = 1000  # pages read; enough to know a site by


def probe(path: Path) -> Findings:
    """Look at the pages in `path`, at most a thousand; of several hosts the one with most pages is described.

    Raises CaptureError when it is no WARC file or folder of saved pages, NothingReadableError when it has no pages.
    """
    if not path.is_dir():
        return _probe(path, path)
    with tempfile.TemporaryDirectory() as folder:
        try:
            made = warc_from_folder(path, Path(folder))
        except CaptureError as error:
            raise NothingReadableError(str(error)) from error
        return _probe(made, path)


def _probe(warc: Path, target: Path) -> Findings:
    found = Findings(target=str(target), robots="not among the pages")
    hosts = Counter(bare_host(urlsplit(one.page.address).netloc) for one in _pages(warc, found))
    if not hosts:
        if found.notes:
            raise CaptureError(found.notes[0])
        raise NothingReadableError(f"{target} holds no web pages.")
    host, count = hosts.most_common(1)[0]
    found.host = host
    found.notes = []
    for fetched in _pages(warc, found):
        if bare_host(urlsplit(fetched.page.address).netloc) == host:
            _take(found, fetched)
            if found.pages >= MOST:
                found.notes.append(f"Only the first {MOST:,} of {count:,} pages were read.")
                break
    if len(hosts) > 1:
        others = ", ".join(f"{name} ({number:,})" for name, number in hosts.most_common(6)[1:])
        found.notes.append(f"Pages of other hosts were left out: {others}.")
    found.settle()
    return found


def _take(found: Findings, fetched: Fetched) -> None:
    page = fetched.page
    if urlsplit(page.address).path.lower() == "/robots.txt":
        found.robots = f"among the pages (status {page.status})"
        for url in look.sitemaps_in_robots(page.text):
            found.feeds.setdefault(url, "named by robots.txt")
        return
    if is_trap(page.address):
        found.others["trap"] += 1
        return
    found.add(fetched)
    for url in look.declared_feeds(page) if page.status < 300 else ():
        found.feeds.setdefault(url, "named by the site, not among the pages")


def _pages(warc: Path, found: Findings) -> Iterator[Fetched]:
    """The pages of a WARC file; damage becomes a note."""
    try:
        for exchange in read_exchanges(warc, lambda _url: None):
            if exchange.body is not None:
                kind = exchange.content_type
                page = page_of(exchange.capture, exchange.body, kind, exchange.request_body)
                yield Fetched(page, exchange.body, kind)
    except CaptureError as damage:
        found.notes.append(str(damage))
