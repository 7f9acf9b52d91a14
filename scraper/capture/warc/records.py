"""WARC records: building one as a gzip member, and reading those of any file one after the other.

Reading is strict about what makes a record (its head, its length, the gzip checksum) and lenient about the rest,
because the files are anybody's.
"""

import base64
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import BinaryIO

from scraper.capture.warc.message import Headers, header, text_of
from scraper.errors import CaptureError

_PIECE = 64 * 1024
_GZIP = b"\x1f\x8b"
_MAX_HEAD = 256 * 1024  # bytes; a longer WARC head is damage


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record. `offset` and `length` are its bytes in the file.

    They count compressed bytes when the record is a gzip member of its own (`alone`), else bytes of the
    decompressed file: then the record cannot be reached otherwise. `closed` tells that it ends as the standard
    says.
    """

    headers: Headers
    block: bytes
    offset: int = 0
    length: int = 0
    alone: bool = True
    closed: bool = True

    def get(self, name: str) -> str | None:
        """First value of the WARC field `name` (lower case), or None."""
        return header(self.headers, name)

    @property
    def type(self) -> str:
        """WARC-Type in lower case."""
        return (self.get("warc-type") or "").lower()

    @property
    def id(self) -> str | None:
        """WARC-Record-ID without its angle brackets."""
        return bare(self.get("warc-record-id"))

    @property
    def url(self) -> str:
        """Target URI; Wget 1.19 put it in angle brackets, some tools leave spaces in it."""
        return (bare(self.get("warc-target-uri")) or "").replace(" ", "%20")

    @property
    def concurrent(self) -> set[str | None]:
        """Ids of the records of the same exchange."""
        return {bare(value) for name, value in self.headers if name.lower() == "warc-concurrent-to"}


def bare(value: str | None) -> str | None:
    """A URI without the angle brackets around it."""
    return value.strip().removeprefix("<").removesuffix(">") if value else value


def digest(data: bytes) -> str:
    """SHA-1 of `data` as WARC files write it."""
    return "sha1:" + base64.b32encode(sha1(data).digest()).decode("ascii")  # noqa: S324 (the format's custom)


def member(headers: Iterable[tuple[str, str]], block: bytes) -> bytes:
    """The record as one gzip member; Content-Length is added. The same input gives the same bytes."""
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    parts = (f"WARC/1.1\r\n{head}Content-Length: {len(block)}\r\n\r\n".encode(), block, b"\r\n\r\n")
    return b"".join([*(packer.compress(part) for part in parts), packer.flush()])


class _DamageError(Exception):
    """The file does not go on as a WARC file must."""


class _Source:
    """A file's bytes, decompressed where they are, with the places where gzip members begin."""

    def __init__(self, file: BinaryIO, at: int) -> None:
        file.seek(at)
        self._file = file
        self._raw = file.read(_PIECE)
        self._raw_at = at
        self._gzip = self._raw.startswith(_GZIP)
        self._inflate: zlib._Decompress | None = None
        self._data = bytearray()
        self.position = 0 if self._gzip else at  # of _data[0], in decompressed bytes
        self.members: dict[int, int] = {self.position: at}  # decompressed position -> file position

    def fill(self) -> bool:
        """Decompress some more; False at the end of the file. Raises when it breaks off or is damaged."""
        if not self._raw:
            self._raw = self._file.read(_PIECE)
        end = self.position + len(self._data)
        if not self._raw:
            if self._inflate is not None:
                raise _DamageError("the file ends in the middle of a record")
            return False
        if not self._gzip:
            self._data += self._raw
            self._raw_at += len(self._raw)
            self._raw = b""
            return True
        if self._inflate is None:
            self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            self._data += self._inflate.decompress(self._raw)
        except zlib.error as error:
            raise _DamageError(f"the compressed data are damaged ({error})") from error
        if self._inflate.eof:
            end = self.position + len(self._data)
            self._raw_at += len(self._raw) - len(self._inflate.unused_data)
            self._raw = self._inflate.unused_data
            self._inflate = None
            self.members[end] = self._raw_at
        else:
            self._raw_at += len(self._raw)
            self._raw = b""
        return True

    @property
    def file_position(self) -> int:
        """Where the next byte lies in the file; in a gzip member with several records, where the member begins."""
        if not self._gzip:
            return self.position
        return max((at for place, at in self.members.items() if place <= self.position), default=self._raw_at)

    def have(self, size: int) -> bool:
        """Whether `size` more bytes are there."""
        while len(self._data) < size:
            if not self.fill():
                return False
        return True

    def take(self, size: int) -> bytes:
        taken = bytes(self._data[:size])
        del self._data[:size]
        self.position += len(taken)
        return taken

    def skip_blank(self) -> bool:
        """Skip empty lines; False at the end of the file."""
        while self.have(1):
            if self._data[0] not in b"\r\n":
                return True
            self.take(1)
        return False

    def head(self) -> bytes:
        """A WARC head with its blank line."""
        while True:
            if self.have(5) and not self._data.startswith(b"WARC/"):
                raise _DamageError("no WARC record begins here")
            end = self._data.find(b"\r\n\r\n") + 4
            # Not behind that: the whole block would be searched.
            bare_end = self._data.find(b"\n\n", 0, end if end > 3 else len(self._data)) + 2
            if end > 3 or bare_end > 1:
                return self.take(bare_end if bare_end > 1 else end)
            if len(self._data) > _MAX_HEAD or not self.fill():
                raise _DamageError("a record's head does not end")

    def close_record(self) -> bool:
        """Whether the record ends as it must; its gzip member is read to its end and its checksum tested."""
        closed = self.have(4) and self._data.startswith(b"\r\n\r\n")
        if closed:
            self.take(4)
        while not self._data and self._inflate is not None:
            self.fill()
        return closed


def _head_fields(raw: bytes) -> Headers:
    fields: list[tuple[str, str]] = []
    for line in text_of(raw).splitlines()[1:]:
        if line[:1] in {" ", "\t"} and fields:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
        elif ":" in line:
            name, value = line.split(":", 1)
            fields.append((name.strip(), value.strip()))
    return tuple(fields)


def _next_record(source: _Source) -> Record:
    start = source.position
    begins = source.members.get(start)
    source.members = {place: at for place, at in source.members.items() if place >= start}
    headers = _head_fields(source.head())
    lengths = [value for name, value in headers if name.lower() == "content-length"]
    if len(set(lengths)) != 1 or not (lengths[0].isascii() and lengths[0].isdigit()):
        raise _DamageError("a record does not say its length")
    length = int(lengths[0])
    if not source.have(length):
        raise _DamageError("the file ends in the middle of a record")
    block = source.take(length)
    closed = source.close_record()
    ends = source.members.get(source.position)
    if begins is not None and ends is not None:
        return Record(headers, block, begins, ends - begins, closed=closed)
    return Record(headers, block, start, source.position - start, alone=False, closed=closed)


def open_capture(path: Path) -> BinaryIO:
    """Open a capture file under its final name or, while it is still being written, its `.open` name.

    Raises CaptureError when there is neither.
    """
    # The second look at the final name: the file may be closed and renamed between the two others.
    for candidate in (path, path.with_name(path.name + ".open"), path):
        try:
            return candidate.open("rb")
        except FileNotFoundError:
            continue
        except OSError as error:
            raise CaptureError(f"{candidate} cannot be read ({error.strerror}).") from error
    raise CaptureError(f"The capture file {path} is missing.")


def read_records(path: Path, at: int = 0) -> Iterator[Record]:
    """Every record of the WARC file at `path`, from file position `at` on; memory holds one record at a time.

    Raises CaptureError where the file breaks off or is damaged, after all whole records before were yielded.
    """
    count = 0
    with open_capture(path) as file:
        source = _Source(file, at)
        place = at
        try:
            while source.skip_blank():
                record = _next_record(source)
                place = record.offset + record.length if record.alone else source.file_position
                count += 1
                yield record
        except _DamageError as error:
            raise CaptureError(
                f"{path.name} is damaged at byte {place}: {error}; {count} whole records before it were read."
            ) from error
    if not count:
        raise CaptureError(f"{path.name} holds no WARC record.")


def stands_alone(path: Path, offset: int) -> bool:
    """Whether the record at `offset` can be read without all that stands before it in the file.

    It cannot where the whole file is one gzip member: its offsets count decompressed bytes. Raises CaptureError
    when the file cannot be opened.
    """
    with open_capture(path) as file:
        magic = file.read(2)
        file.seek(offset)
        return magic != _GZIP or file.read(2) == _GZIP


def record_at(path: Path, offset: int) -> Record:
    """The one record at `offset` of the file at `path`, as `Record.offset` counts.

    Raises CaptureError when none begins there.
    """
    if stands_alone(path, offset):
        try:
            return next(read_records(path, offset))
        except CaptureError:
            with open_capture(path) as file:
                if file.read(2) != _GZIP:
                    raise
    # The offset counts decompressed bytes: the file is one gzip member, there is no shorter way.
    for record in read_records(path):
        if record.offset == offset and not record.alone:
            return record
    raise CaptureError(f"{path.name} has no record at byte {offset}.")
