"""How `scrapy read` gets at its pages: from a file, from standard input, or from JSON lines."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

from scraper.cli.reading_json import as_json
from scraper.errors import UsageProblem
from scraper.items import Other
from scraper.reading.page.page import Page

# Page -> the JSON object of what it says.
Reader = Callable[[Page], dict[str, Any]]

# What wget's mirrors, HTTrack and browsers write into a saved page.
_SAVED = re.compile(
    rb"<!--\s*(?:saved from url=\(\d+\)|Mirrored from)\s*([^\s<>]+?)(?:\s+by\s[^<>]*?)?\s*-->", re.IGNORECASE
)
_HEAD_BYTES = 64 * 1024  # of a page in which such a comment is looked for
_STANDARD_INPUT = "-"


def saved_url(body: bytes) -> str | None:
    """The address that wget, HTTrack or a browser wrote into a saved page as a comment, or None."""
    found = _SAVED.search(body[:_HEAD_BYTES])
    if found is None:
        return None
    url = unescape(found[1].decode("utf-8", "replace"))
    return url if "://" in url else f"http://{url}"


def read_one(name: str, url: str | None, reader: Reader) -> Iterator[str]:
    """The JSON of the page in file `name` ("-": standard input), read with `reader`.

    `url` is its address; None looks for it in the page. Raises UsageProblem when the file cannot be read.
    """
    body = sys.stdin.buffer.read() if name == _STANDARD_INPUT else _bytes(name)
    page = Page.from_bytes(url or saved_url(body), body)
    yield json.dumps(reader(page), ensure_ascii=False, indent=2)


def read_batch(name: str, reader: Reader) -> Iterator[str]:
    """One JSON line for each line of file `name` ("-": standard input), read with `reader`.

    In comes {id, url, html}, out goes the reading with the same id. A line that holds no page becomes `other`: one
    bad line must not end a batch. Raises UsageProblem when the file cannot be read.
    """
    for raw in sys.stdin.buffer if name == _STANDARD_INPUT else _lines(name):
        if not raw.strip():
            continue
        record: dict[str, Any] = {}
        try:
            loaded = json.loads(raw)
            record = loaded if isinstance(loaded, dict) else {}
            found = reader(_page(record))
        except (ValueError, RecursionError) as error:
            bad_line = Other(url="", family=None, reason="unreadable", detail=f"input line: {error}")
            found = as_json(bad_line, portal=None)
        # Half a surrogate pair, which JSON may hold, cannot be printed: it becomes a question mark.
        yield json.dumps({"id": record.get("id"), **found}, ensure_ascii=False).encode("utf-8", "replace").decode()


def _page(record: dict[str, Any]) -> Page:
    """The page of an input line. Raises ValueError when it holds none."""
    html, url = record.get("html"), record.get("url")
    if not isinstance(html, str) or not (url is None or isinstance(url, str)):
        raise ValueError("a page needs html as text, and url as text or null")
    return Page.from_text(html, url or saved_url(html[:_HEAD_BYTES].encode("utf-8", "replace")))


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise _unreadable(name, error) from error


def _lines(name: str) -> Iterator[bytes]:
    try:
        with Path(name).open("rb") as file:
            yield from file
    except OSError as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: OSError) -> UsageProblem:
    if isinstance(error, IsADirectoryError):
        return UsageProblem(f"{name} is a folder; `scrapy ingest` takes folders.")
    return UsageProblem(f"Cannot read {name}: {error.strerror}.")
