"""Fixity: whether the captures on the disk are still what was written, and what the archive's rows say they are.

Readers of WARC files say nothing about a torn end or a wrong digest (warcio's own check returns 0 on a torn tail), so
every record is read here and compared three ways: with its own digests, with its row, and the whole file with the
SHA-256 that was noted when it was finished.
"""

import base64
import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from scraper.capture.warc.answer import ANSWERS, answer_of
from scraper.capture.warc.exchange import capture_id, payload_digest
from scraper.capture.warc.gzip_members import stands_alone
from scraper.capture.warc.records import Record, digest, read_records, record_at
from scraper.capture.warc.wayback import unwrap
from scraper.capture.warc.writer import OPEN, is_ours
from scraper.capture.whole_files import sha256_of
from scraper.errors import CaptureError
from scraper.store.captures.checks import CaptureRow, FileRow, captures_in, has_capture

Kind = Literal["damaged", "missing", "extra", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, a sentence. Of the kinds `damaged` and `missing` are losses, `extra` and `note` are not."""

    kind: Kind
    text: str


@dataclass(slots=True)
class Checked:
    """How many files, records and captures were looked at, and what was found."""

    files: int = 0
    records: int = 0
    captures: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, kind: Kind, text: str) -> None:
        """Note a finding of this `kind`; `text` is a sentence that begins with the name of the file."""
        self.findings.append(Finding(kind, text))

    @property
    def bad(self) -> bool:
        """Whether anything is damaged or missing."""
        return any(finding.kind in {"damaged", "missing"} for finding in self.findings)


def files_on_disk(captures: Path) -> dict[str, Path]:
    """The files in the folder `captures` by their final names; hidden files and folders are not looked at."""
    paths = (path for path in sorted(captures.glob("[!.]*")) if path.is_file())
    return {path.name.removesuffix(OPEN): path for path in paths}


def is_capture_file(name: str) -> bool:
    """Whether `name` is that of a WARC file."""
    return name.endswith((".warc", ".warc.gz"))


class Verifier:
    """Checks capture files against their own digests and against the rows of the archive.

    `conn` is the archive, `captures` the folder with the files. `progress` is called with the number of records so
    far. Memory holds one record and the rows of one file. Nothing is changed.
    """

    def __init__(self, conn: sqlite3.Connection, captures: Path, progress: Callable[[int], None]) -> None:
        self.checked = Checked()
        self._conn = conn
        self._captures = captures
        self._progress = progress

    def check(self, name: str, known: FileRow | None, path: Path | None) -> None:
        """Check the file `name`: `known` is its row in table `warc_files`, `path` where it lies; None for neither."""
        rows = captures_in(self._conn, name)
        if path is None:
            self.checked.add("missing", f"{name}: the file is gone; {len(rows):,} captures were in it")
            return
        self.checked.files += 1
        is_open = path.name.endswith(OPEN)
        if is_open:
            self._note_open(path)
        elif known is None and not rows:  # somebody put it there: no loss, and its records have no rows to check
            self.checked.add("extra", f"{name}: not in the archive; `scrapy ingest {path}` takes it in")
            return
        elif known is None:
            self.checked.add("note", f"{name}: not registered yet; the next crawl or ingest does it")
        self._walk(name, path, rows, is_open=is_open)
        if known is not None:
            self._compare(name, path, known)

    def _note_open(self, path: Path) -> None:
        if _is_held(path):
            self.checked.add("note", f"{path.name}: being written; checked as far as the archive knows it")
        else:
            self.checked.add("note", f"{path.name}: left by an interrupted crawl; the next one mends it")

    def _walk(self, name: str, path: Path, rows: dict[str, CaptureRow], *, is_open: bool) -> None:
        """Check every record against its digests and its row; then the rows that no record was seen for."""
        damage: CaptureError | None = None
        ours = False
        try:
            for record in read_records(path):
                self.checked.records += 1
                self._progress(self.checked.records)
                if record.type == "warcinfo":
                    ours = _software_is_ours(record)
                # Digests of other programs may be over chunked bytes: only ours are held to what they claim.
                if ours:
                    self._check_claim(name, record, "warc-block-digest", record.block)
                if record.type in ANSWERS and record.url.startswith(("http:", "https:")):
                    self._check_row(name, record, rows, is_open=is_open, ours=ours)
        except CaptureError as error:
            damage = error
        # The tail of a file that is being written, or that a kill left, may be torn; its rows say what must be there.
        if damage is not None and not is_open:
            self.checked.add("damaged", str(damage))
        self._check_rest(name, path, rows)

    def _check_claim(self, name: str, record: Record, digest_field: str, data: bytes) -> None:
        """Check a digest that a record of ours bears in `digest_field` against the bytes it is over."""
        claimed = record.get(digest_field)
        if claimed and not fits(claimed, data):
            where = f"{record.type} record at byte {record.offset} ({record.url})"
            self.checked.add("damaged", f"{name}: {where}: wrong {digest_field}")

    def _check_row(self, name: str, record: Record, rows: dict[str, CaptureRow], *, is_open: bool, ours: bool) -> None:
        """Check an answer against its row, and take that off `rows`: what is left there had no record."""
        answer = answer_of(record)
        if ours and answer.entity is not None:
            self._check_claim(name, record, "warc-payload-digest", answer.entity)
        # As when the row was made: by the portal's own address, not by that of the Wayback Machine.
        identity = record.id or capture_id(record, unwrap(answer))
        row = rows.pop(identity, None)
        if row is None:
            if not (is_open or has_capture(self._conn, identity)):  # else being written, or a copy from another file
                self.checked.add(
                    "missing", f"{name}: the capture at byte {record.offset} ({record.url}) has no row in the archive"
                )
            return
        self.checked.captures += 1
        if row.offset != record.offset:
            self.checked.add("damaged", f"{name}: capture {row.id} lies at byte {record.offset}, not at {row.offset}")
        if row.payload_digest != payload_digest(record, answer):
            self.checked.add(
                "damaged", f"{name}: capture {row.id} at byte {record.offset} ({record.url}) is not what was captured"
            )

    def _check_rest(self, name: str, path: Path, rows: dict[str, CaptureRow]) -> None:
        """Look up the records of `rows` one by one, by their offsets: behind damage they may still be whole."""
        for row in rows.values():
            try:
                record = record_at(path, row.offset) if stands_alone(path, row.offset) else None
                found = record and (record.id or row.id, payload_digest(record, answer_of(record)))
            except CaptureError:
                found = None
            if found is None:
                self.checked.add("missing", f"{name}: capture {row.id} at byte {row.offset} cannot be read")
                continue
            self.checked.records += 1
            self.checked.captures += 1
            if found != (row.id, row.payload_digest):
                self.checked.add("missing", f"{name}: capture {row.id} is not at byte {row.offset}")

    def _compare(self, name: str, path: Path, known: FileRow) -> None:
        """Compare the whole file with its row. The size first: it says more than another hash."""
        size = path.stat().st_size
        if size != known.size:
            self.checked.add("damaged", f"{name}: has {size:,} bytes, had {known.size:,} when it was finished")
            return
        sha256 = sha256_of(path)
        if sha256 != known.sha256:
            self.checked.add("damaged", f"{name}: its bytes are not those that were finished (SHA-256 {sha256})")


def _software_is_ours(warcinfo: Record) -> bool:
    lines = warcinfo.block.decode("utf-8", "replace").splitlines()
    return any(is_ours(line.partition(":")[2].strip()) for line in lines if line.lower().startswith("software:"))


def fits(claimed: str, data: bytes) -> bool:
    """Whether the WARC digest `claimed` is that of `data`: an algorithm, a colon, a value (WARC 1.1, 5.8).

    The standard fixes neither the algorithm nor how the value is written; Base32, Base64 and hexadecimal occur. A
    digest of an algorithm that Python does not know counts as fitting: nothing can be said.
    """
    if claimed == digest(data):  # as we write it ourselves: nearly all that is checked
        return True
    algorithm, _, value = claimed.partition(":")
    try:
        found = hashlib.new(algorithm.replace("-", ""), data, usedforsecurity=False).digest()
    except ValueError:
        return True
    forms = (base64.b32encode(found), base64.b64encode(found), base64.urlsafe_b64encode(found))
    plain = {form.decode("ascii").rstrip("=") for form in forms}
    return value.rstrip("=") in plain or value.upper() == found.hex().upper() or value.upper().rstrip("=") in plain


def _is_held(path: Path) -> bool:
    """Whether another process is writing the file: whether the writer's lock is on it."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        # Shared, so that two checks at the same time do not take each other for a writer.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def strangers(paths: dict[str, Path]) -> Iterator[str]:
    """Names among `paths`, the files in the captures directory, that are no capture files."""
    return (name for name in paths if not is_capture_file(name))
