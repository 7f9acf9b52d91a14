"""The WARC writer: one append per exchange, safe on the disk before it is acknowledged.

A file is called `<name>.warc.gz.open` and locked while it is written; only a finished file has its final name.
Nothing is ever appended to a file that another run has left: behind a torn record most readers stop, and the rest of
the file would be lost to them. `scraper.capture.warc.recovery` makes such files whole instead.
"""

import errno
import fcntl
import itertools
import os
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from scraper import __version__
from scraper.capture.warc.answer import answer_of
from scraper.capture.warc.build import build
from scraper.capture.warc.exchange import WireExchange, capture_of
from scraper.capture.warc.records import Record, digest, member
from scraper.errors import DiskFullError
from scraper.store.rows import Capture

OPEN = ".open"  # at the end of the name of a file that is being written
MAX_BYTES = 1_000_000_000  # the target size that WARC 1.1 recommends (annex C)
_OUR_SOFTWARE = "congtin/"
# The value in the standard's own example of a warcinfo record (annex B.1).
_CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
NO_SPACE = {errno.ENOSPC, errno.EDQUOT}  # the disk, or what its user may take of it, is full

_serial = itertools.count(1)  # over all portals of the process, so that two files never have one name


def warc_date(moment: datetime) -> str:
    """`moment`, which knows its zone, as a WARC-Date (5.4): UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def warcinfo(record_id: str, date: str, name: str, fields: dict[str, str]) -> bytes:
    """A warcinfo record (6.2) as gzip member.

    `record_id` is its id, a URN without angle brackets; `date` its WARC-Date; `name` the final name of its file
    (5.17). `fields` are added to those that every file of ours has, and win over them.
    """
    ours = {
        "software": f"{_OUR_SOFTWARE}{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": _CONFORMS_TO,
    }
    # A line end inside a value would begin a new field.
    block = "".join(f"{key}: {' '.join(value.split())}\r\n" for key, value in (ours | fields).items()).encode()
    return member(
        [
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", f"<{record_id}>"),
            ("WARC-Date", date),
            ("WARC-Filename", name),
            ("WARC-Block-Digest", digest(block)),
            ("Content-Type", "application/warc-fields"),
        ],
        block,
    )


def is_ours(software: str | None) -> bool:
    """Whether the `software` field of a warcinfo record names this program."""
    return (software or "").startswith(_OUR_SOFTWARE)


class WarcSink:
    """Writes the exchanges of the portal `portal_id` into WARC files in the folder `directory`.

    Opens a file at the first exchange and the next when one has `max_bytes` bytes. `info` holds further warcinfo
    fields (versions, operator, robots policy). Not for use by several threads.
    """

    def __init__(self, directory: Path, portal_id: str, *, info: dict[str, str], max_bytes: int = MAX_BYTES) -> None:
        self._directory = directory
        self._portal_id = portal_id
        self._info = info
        self._max_bytes = max_bytes
        self._descriptor: int | None = None
        self._name = ""
        self._size = 0
        self._warcinfo_id = ""

    def write(self, exchange: WireExchange, original: Capture | None = None) -> Capture:
        """Append request and response of `exchange`; both are on the disk when this returns its row.

        With `original`, the capture of a response of this portal that holds the same body, or whose validators
        got a 304, the body is not written again: the answer is a revisit record.
        Raises DiskFullError, and leaves the file as it was, when there is no space left.
        """
        # Here and not after a write: when a file is closed, its last exchange must have its row in the archive.
        if self._descriptor is not None and self._size >= self._max_bytes:
            self.close()
        try:
            front = b"" if self._descriptor is not None else self._open()
            built = build(exchange, self._warcinfo_id, original)
            offset = self._size + len(front) + len(built.before)
            self._append(front + built.before + built.answer_member)
        except OSError as error:
            if error.errno not in NO_SPACE:
                raise
            raise DiskFullError(
                f"No space is left in {self._directory}; the crawl can go on when there is some."
            ) from error
        # The row is made from the record as any reader would find it in the file.
        placed = Record(built.answer.headers, built.answer.block, offset, len(built.answer_member))
        return capture_of(
            placed, answer_of(placed), built.request, file=self._name, portal_id=self._portal_id, own=True
        )

    def _open(self) -> bytes:
        """Create and lock the next file; returns its warcinfo, which goes out with the first exchange."""
        self._directory.mkdir(parents=True, exist_ok=True)
        while self._descriptor is None:
            now = datetime.now(UTC)
            stamp = now.strftime("%Y%m%dT%H%M%S") + f"{now.microsecond // 1000:03d}"
            self._name = f"{self._portal_id}-{stamp}-{os.getpid()}-{next(_serial)}.warc.gz"
            self._descriptor = _create_locked(self._directory / (self._name + OPEN))
        sync_directory(self._directory)
        self._size = 0
        self._warcinfo_id = uuid4().urn
        fields = self._info | {"isPartOf": self._portal_id}
        return warcinfo(self._warcinfo_id, warc_date(now), self._name, fields)

    def _append(self, data: bytes) -> None:
        """Write `data` and wait until it is on the disk; if either fails, take it off again."""
        assert self._descriptor is not None
        try:
            write_all(self._descriptor, data)
            os.fdatasync(self._descriptor)  # of the inode only the size matters, which fdatasync writes as well
        except BaseException:
            self._cut_back()
            raise
        self._size += len(data)

    def _cut_back(self) -> None:
        """Take half an exchange off the file: the next one must not stand behind it."""
        assert self._descriptor is not None
        try:
            os.ftruncate(self._descriptor, self._size)
        except OSError:  # nothing may follow in this file then; the next run's recovery cuts it
            self._forget()
            return
        if not self._size:
            (self._directory / (self._name + OPEN)).unlink(missing_ok=True)
            self._forget()

    def close(self) -> None:
        """Give the file its final name, if one is open; the sink may be used again."""
        if self._descriptor is None:
            return
        os.fsync(self._descriptor)
        (self._directory / (self._name + OPEN)).rename(self._directory / self._name)
        sync_directory(self._directory)
        self._forget()

    def leave_open(self) -> None:
        """Give the file up under its `.open` name, so that the next run's recovery inserts the rows it lacks."""
        if self._descriptor is not None:
            self._forget()

    def _forget(self) -> None:
        assert self._descriptor is not None
        os.close(self._descriptor)
        self._descriptor = None


def write_all(descriptor: int, data: bytes) -> None:
    """Write `data` to the open file `descriptor` in one system call; in more only when the system takes less than all.

    So a kill leaves all of an exchange or, rarely, a torn end, but no request without its answer between whole ones.
    """
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync_directory(directory: Path) -> None:
    """Make created, renamed and removed names in `directory` last through a loss of power."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _create_locked(path: Path) -> int | None:
    """A new, locked file at `path`; None when another process took the lock first or cleared the file away.

    Between its creation and its lock a file looks like one that a kill left: a recovery may take it just then.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if path.stat().st_ino == os.fstat(descriptor).st_ino:
            return descriptor
    except (BlockingIOError, FileNotFoundError):
        pass
    os.close(descriptor)
    return None
