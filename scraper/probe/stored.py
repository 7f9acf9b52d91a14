"""Probing what somebody has saved: a folder of pages, or a WARC, ARC or WACZ file."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from scraper.capture.foreign.containers import import_any
from scraper.capture.foreign.folder import warc_from_folder
from scraper.capture.warc.reader import read_exchanges
from scraper.errors import CaptureError, NothingReadableError, UsageProblem
from scraper.intake.read_capture import page_of
from scraper.probe import look
from scraper.probe.findings import Fetched, Findings
from scraper.urls.canonical import bare_host, is_trap

MOST = 1000  # pages read; enough to know a site by


def probe(path: Path) -> Findings:
    """Look at the pages in `path`, at most a thousand; of several hosts the one with most pages is described.

    `path` is a folder of saved pages, or a WARC, ARC or WACZ file. Raises UsageProblem when it is a single page,
    CaptureError when it is no capture file at all, NothingReadableError when it holds no pages.
    """
    with tempfile.TemporaryDirectory() as folder:
        return _probe(_warcs(path, Path(folder)), path)


def _warcs(path: Path, folder: Path) -> list[Path]:
    """`path` as WARC files; what has to be made for that goes into `folder`."""
    if path.is_dir():
        try:
            return [warc_from_folder(path, folder)]
        except CaptureError as error:
            raise NothingReadableError(str(error)) from error
    with path.open("rb") as file:
        head = file.read(64).lstrip()
    if head.startswith(b"<"):
        raise UsageProblem(f"{path} is a single page: `scrapy read` reads those; probe takes a folder of them.")
    if path.suffix.lower() in {".wacz", ".zip"} or ".arc" in path.suffixes:
        return list(import_any(path, folder))
    return [path]


def _probe(warcs: list[Path], target: Path) -> Findings:
    found = Findings(target=str(target), robots="not among the pages")
    # The pages are gone through twice: which host to describe is known only at the end of the first time.
    hosts = Counter(bare_host(urlsplit(one.page.address).netloc) for one in _pages(warcs, found))
    if not hosts:
        if found.notes:
            raise CaptureError(found.notes[0])
        raise NothingReadableError(f"{target} holds no web pages.")
    host, count = hosts.most_common(1)[0]
    found.host = host
    found.notes = []
    for fetched in _of_host(warcs, found):
        _take(found, fetched)
        if found.pages >= MOST:
            found.notes.append(f"Only the first {MOST:,} of {count:,} pages were read.")
            break
    if found.general_is_better:
        again = (fetched for fetched in _of_host(warcs, Findings(target="", host=host)) if _is_page(fetched))
        found.read_generally(islice(again, found.pages))
    if len(hosts) > 1:
        others = ", ".join(f"{name} ({number:,})" for name, number in hosts.most_common(6)[1:])
        found.notes.append(f"Pages of other hosts were left out: {others}.")
    found.conclude()
    return found


def _of_host(warcs: list[Path], found: Findings) -> Iterator[Fetched]:
    """The pages of the host that is described."""
    return (one for one in _pages(warcs, found) if bare_host(urlsplit(one.page.address).netloc) == found.host)


def _is_page(fetched: Fetched) -> bool:
    return not _is_robots(fetched) and not is_trap(fetched.page.address)


def _is_robots(fetched: Fetched) -> bool:
    return urlsplit(fetched.page.address).path.lower() == "/robots.txt"


def _take(found: Findings, fetched: Fetched) -> None:
    page = fetched.page
    if _is_robots(fetched):
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


def _pages(warcs: list[Path], found: Findings) -> Iterator[Fetched]:
    """The pages of WARC files; damage becomes a note."""
    for warc in warcs:
        try:
            for exchange in read_exchanges(warc, lambda _url: None):
                if exchange.body is not None:
                    kind = exchange.content_type
                    page = page_of(exchange.capture, exchange.body, kind, exchange.request_body)
                    yield Fetched(page, exchange.body, kind)
        except CaptureError as damage:
            found.notes.append(str(damage))
