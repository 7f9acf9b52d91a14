"""`scrapy read`: one saved page, or many, as the JSON that the archive would store."""

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from scraper.cli.command import CongTinCommand
from scraper.cli.reading_json import as_json
from scraper.errors import UsageProblem
from scraper.families.read import read
from scraper.items import Other
from scraper.portals.portal_map import PortalMap
from scraper.reading.page.page import Page

# What wget's mirrors, HTTrack and browsers write into a saved page.
_SAVED = re.compile(
    rb"<!--\s*(?:saved from url=\(\d+\)|Mirrored from)\s*([^\s<>]+?)(?:\s+by\s[^>]*?)?\s*-->", re.IGNORECASE
)
_HEAD_BYTES = 64 * 1024


class Command(CongTinCommand):
    """Read saved pages and print what they say."""

    examples = ("scrapy read page.html", "curl -s URL | scrapy read --url URL", "scrapy read --batch pages.ndjson")

    def syntax(self) -> str:
        return "[--portal P] [--url URL] [--batch] [FILE]"

    def short_desc(self) -> str:
        return "Read a saved page (FILE or standard input) and print the JSON that the archive would store"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        group = parser.add_argument_group("Reading")
        group.add_argument(
            "--portal", metavar="P", help="name of the portal that the page is from; else its URL decides"
        )
        group.add_argument("--url", metavar="URL", help="address of the page; else what the saved page itself says")
        group.add_argument(
            "--batch", action="store_true", help="JSON lines {id, url, html} in, one JSON line out for each"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        _check(args, opts)
        portals = PortalMap.from_settings(self.settings)
        if opts.portal is not None and opts.portal not in portals.portals:
            raise UsageProblem(f"There is no portal named {opts.portal!r}; `scrapy list` shows the names.")
        reader = _Reader(portals, opts.portal)
        name = args[0] if args else "-"
        try:
            for line in _batch(_lines(name), reader) if opts.batch else _one(_bytes(name), opts.url, reader):
                print(line, flush=True)
        except BrokenPipeError:
            # Whoever read our output went away (`| head`): nothing is left to say, not even at shutdown.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Reader:
    """Reads pages as the portal that was named, or the one that a page's URL belongs to."""

    def __init__(self, portals: PortalMap, name: str | None) -> None:
        self._portals = portals
        self._name = name

    def __call__(self, page: Page) -> dict[str, Any]:
        name = self._name or self._portals.id_of(page.address)
        families = self._portals.portals[name].families if name else ()
        return as_json(read(page, families), portal=name)


def saved_url(body: bytes) -> str | None:
    """The address that wget, HTTrack or a browser wrote into a saved page as a comment."""
    found = _SAVED.search(body[:_HEAD_BYTES])
    if found is None:
        return None
    url = unescape(found[1].decode("utf-8", "replace"))
    return url if "://" in url else f"http://{url}"


def _check(args: list[str], opts: argparse.Namespace) -> None:
    if len(args) > 1:
        raise UsageProblem("`scrapy read` takes one FILE; --batch reads many pages.")
    if opts.batch and opts.url:
        raise UsageProblem("--url names one page; in a batch each line has its own url.")
    if opts.url and not re.match(r"https?://[^/\s]+", opts.url):
        raise UsageProblem(f"--url must be an http or https address, not {opts.url!r}.")


def _bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise _unreadable(name, error) from error


def _lines(name: str) -> Iterator[bytes]:
    if name == "-":
        yield from sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as file:
            yield from file
    except OSError as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: OSError) -> UsageProblem:
    if isinstance(error, IsADirectoryError):
        return UsageProblem(f"{name} is a folder; `scrapy ingest` takes folders.")
    return UsageProblem(f"Cannot read {name}: {error.strerror}.")


def _one(body: bytes, url: str | None, reader: _Reader) -> Iterator[str]:
    page = Page.from_bytes(url or saved_url(body), body)
    yield json.dumps(reader(page), ensure_ascii=False, indent=2)


def _batch(lines: Iterator[bytes], reader: _Reader) -> Iterator[str]:
    """One JSON line for each input line; a line that holds no page is `other`, never a crash."""
    for raw in lines:
        if not raw.strip():
            continue
        record: dict[str, Any] = {}
        try:
            loaded = json.loads(raw)
            record = loaded if isinstance(loaded, dict) else {}
            found = reader(_page(record))
        except (ValueError, RecursionError) as error:
            found = as_json(
                Other(url="", family=None, reason="unreadable", detail=f"input line: {error}"), portal=None
            )
        yield json.dumps({"id": record.get("id"), **found}, ensure_ascii=False).encode("utf-8", "replace").decode()


def _page(record: dict[str, Any]) -> Page:
    """The page of an input line. Raises ValueError when it holds none."""
    html, url = record.get("html"), record.get("url")
    if not isinstance(html, str) or not (url is None or isinstance(url, str)):
        raise ValueError("a page needs html as text, and url as text or null")
    return Page.from_text(html, url or saved_url(html[:_HEAD_BYTES].encode("utf-8", "replace")))
