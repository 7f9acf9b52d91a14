"""WACZ 1.1.1: capture files with their index and list of pages in one zip file, for ReplayWeb.page and pywb.

Laid out as the specification's "Directories and Files" wants: `archive/`, `indexes/`, `pages/pages.jsonl`,
`datapackage.json`, `datapackage-digest.json`. Everything is stored, not compressed ("Zip Compression"), so that a
reader can fetch single captures out of the middle of the package. Written here and not with py-wacz, which brings some
fifty packages and reads every WARC file again; here the index comes from the rows.
"""

import hashlib
import json
import os
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO, Self
from uuid import NAMESPACE_URL, uuid5

from scraper import __version__
from scraper.capture.wacz.cdxj import blocks, line, surt, with_form
from scraper.capture.warc.gzip_members import open_capture, stands_alone
from scraper.capture.warc.reader import read_exchange_at
from scraper.capture.warc.writer import NO_SPACE, sync_directory
from scraper.errors import CaptureError, DiskFullError
from scraper.store.captures.packing import captures_of, files_to_pack, pages_of

VERSION = "1.1.1"
_SIGNS = re.compile(r"[^-a-z0-9._]")  # what the name of a resource must not hold
_PIECE = 1024 * 1024  # bytes that are copied at once


@dataclass(slots=True)
class Packed:
    """What went into the package at `path`, in counts; `left_out` are the files that could not, with the reason."""

    path: Path
    files: int = 0
    captures: int = 0
    pages: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)


class _Package:
    """A zip file in the making; every entry is hashed for the list of resources as it is written.

    `resources` becomes the list in `datapackage.json`. All entries bear the time `moment`.
    """

    def __init__(self, file: BinaryIO, moment: datetime) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)
        self._time = moment.timetuple()[:6]
        self.resources: list[dict[str, object]] = []

    def add(self, path: str, pieces: Iterator[bytes], *, listed: bool = True) -> str:
        """Write an entry; returns its hash. The two files that list the others are not `listed` themselves."""
        entry = zipfile.ZipInfo(path, self._time)
        entry.external_attr = 0o644 << 16  # zipfile's default, 0600, would keep others from reading what is unpacked
        hasher, size = hashlib.sha256(), 0
        # ZIP64, because the size of an entry is not known before it is written.
        with self._zip.open(entry, "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)
                hasher.update(piece)
                size += len(piece)
        digest = f"sha256:{hasher.hexdigest()}"
        if listed:
            self.resources.append({"name": self._name(path), "path": path, "hash": digest, "bytes": size})
        return digest

    def _name(self, path: str) -> str:
        """A name as Frictionless data packages want it: lower case, few signs, no two alike."""
        plain = _SIGNS.sub("-", path.rpartition("/")[2].lower())
        taken = {resource["name"] for resource in self.resources}
        return next(name for name in chain([plain], (f"{plain}-{n}" for n in count(2))) if name not in taken)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Write the zip file's directory, without which it is none; after an error the file is thrown away anyway."""
        with suppress(OSError) if error else nullcontext():
            self._zip.close()


def write_wacz(conn: sqlite3.Connection, captures: Path, target: Path, portal_id: str | None, title: str) -> Packed:
    """Pack the finished capture files of the archive `conn` into `target`, which appears whole or not at all.

    `captures` is the folder where the files lie. With `portal_id`, only those with captures of this portal are packed,
    and those that hold bodies which these refer to. `title` is the title of the collection for readers.
    Raises CaptureError when there is nothing to pack or a file is missing, DiskFullError when there is no room,
    OSError when `target` cannot be written otherwise.
    """
    packed = Packed(target)
    names = _packable(conn, captures, portal_id, packed)
    if not names:
        raise CaptureError("There are no finished capture files to pack.")
    target.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder: a rename to another file system would be a copy, and no single step.
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    moment = datetime.now(UTC)
    try:
        with draft.open("wb") as file:
            with _Package(file, moment) as package:
                _fill(package, conn, captures, names, portal_id, packed)
                _describe(package, moment, title)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        sync_directory(target.parent)
    except OSError as error:
        if error.errno not in NO_SPACE:
            raise
        raise DiskFullError(f"{target} cannot be written ({error.strerror}).") from error
    finally:
        draft.unlink(missing_ok=True)
    return packed


def _packable(conn: sqlite3.Connection, captures: Path, portal_id: str | None, packed: Packed) -> list[str]:
    """The names of the files that can be packed; the others are noted in `packed`."""
    names = []
    for name, last in files_to_pack(conn, portal_id):
        if not (captures / name).exists():
            if not (captures / f"{name}.open").exists():
                raise CaptureError(
                    f"The capture file {captures / name} is missing; `scrapy verify` tells what was in it."
                )
            packed.left_out.append((name, "still being written; the next crawl of its portal finishes it"))
        # The last capture, not the first: at offset 0 every file can be read.
        elif not stands_alone(captures / name, last):
            packed.left_out.append((name, "compressed as a whole, so that no replay tool can read single captures"))
        else:
            names.append(name)
    return names


def _fill(
    package: _Package,
    conn: sqlite3.Connection,
    captures: Path,
    names: list[str],
    portal_id: str | None,
    packed: Packed,
) -> None:
    """Write captures, index and list of pages."""
    for name in names:
        package.add(f"archive/{name}", _pieces(captures / name))
        packed.files += 1
    entries: list[str] = []

    # The entries of index.idx are collected while index.cdx.gz is written: neither is held in memory as a whole.
    def index() -> Iterator[bytes]:
        for block in blocks(_lines(conn, captures, set(names), portal_id, packed), "index.cdx.gz"):
            entries.append(block.entry)
            yield block.data

    package.add("indexes/index.cdx.gz", index())
    about = json.dumps({"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"})
    package.add("indexes/index.idx", (f"{entry}\n".encode() for entry in [f"!meta 0 {about}", *entries]))
    package.add("pages/pages.jsonl", _pages(conn, set(names), portal_id, packed))


def _pieces(path: Path) -> Iterator[bytes]:
    with open_capture(path) as file:
        while piece := file.read(_PIECE):
            yield piece


def _lines(
    conn: sqlite3.Connection, captures: Path, names: set[str], portal_id: str | None, packed: Packed
) -> Iterator[str]:
    """The lines of the index, sorted. The fields of each are those that CDXJ and pywb name."""

    def key(url: str, method: str, file: str, offset: int) -> str:
        # The form is in no row: for the few captures that had one it is read from the file.
        if method not in {"GET", "HEAD"} and file in names:
            exchange = read_exchange_at(captures / file, offset, lambda _: None)
            form = (exchange.request_body or "").encode()
            url = with_form(url, method, form, "application/x-www-form-urlencoded")
        return surt(url)

    for row in captures_of(conn, portal_id, key):
        if row["file"] not in names:
            continue
        packed.captures += 1
        revisit = row["payload_length"] is None
        fields = {
            "url": row["url"],
            "mime": "warc/revisit" if revisit else row["mime"],
            # Without a status a 304 replays as what it refers to.
            "status": None if row["status"] == 304 and revisit else row["status"],
            "digest": row["payload_digest"],
            "length": row["length"],
            "offset": row["offset"],
            "filename": row["file"],
            "method": None if row["method"] in {"GET", "HEAD"} else row["method"],
        }
        yield line(row["key"], row["captured_at"], {k: str(v) for k, v in fields.items() if v is not None})


def _pages(conn: sqlite3.Connection, names: set[str], portal_id: str | None, packed: Packed) -> Iterator[bytes]:
    """The lines of `pages/pages.jsonl`: what kind of list it is, then the articles, newest first."""
    first: dict[str, object] = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": False}
    yield _json_line(first)
    for row in pages_of(conn, portal_id):
        if row["file"] not in names:
            continue
        packed.pages += 1
        identity = uuid5(NAMESPACE_URL, f"{row['url']} {row['captured_at']}").hex
        yield _json_line({"id": identity, "url": row["url"], "ts": row["captured_at"], "title": row["title"]})


def _json_line(value: dict[str, object]) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode()


def _describe(package: _Package, moment: datetime, title: str) -> None:
    """Write datapackage.json with the hash of every entry, and datapackage-digest.json with the hash of that."""
    about = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "title": title,
        "software": f"congtin/{__version__}",
        "created": moment.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "resources": package.resources,
    }
    data = json.dumps(about, ensure_ascii=False, indent=2).encode()
    digest = package.add("datapackage.json", iter([data]), listed=False)
    proof = json.dumps({"path": "datapackage.json", "hash": digest}).encode()
    package.add("datapackage-digest.json", iter([proof]), listed=False)
