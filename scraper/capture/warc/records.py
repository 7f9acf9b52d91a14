"""WARC records: building one as a gzip member, and reading those of any file one after the other.

The format is WARC 1.1 (ISO 28500:2017), section 4: a line with the version, named fields, a blank line, the block, two
line ends. Reading is strict about what makes a record (its head, its length, the gzip checksum) and lenient about the
rest, because the files are anybody's: line ends without CR, missing line ends after the block, any version.
"""

import base64
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path

from scraper.capture.warc.gzip_members import DamageError, MemberStream, is_gzip, open_capture, stands_alone
from scraper.capture.warc.message import Headers, header, text_of
from scraper.errors import CaptureError

_MAX_HEAD = 256 * 1024  # bytes; a longer WARC head is damage


@dataclass(frozen=True, slots=True)
class Record:
    """One WARC record: the named fields of its head, its block, and where it lies.

    `offset` and `length` are its bytes in the file. They count compressed bytes when the record is a gzip member of
    its own (`alone`), else bytes of the decompressed file: then the record cannot be reached otherwise. `closed`
    tells that it ends with two line ends, as the standard wants (section 4).
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
        """WARC-Type (5.5) in lower case; empty when it has none."""
        return (self.get("warc-type") or "").lower()

    @property
    def id(self) -> str | None:
        """WARC-Record-ID (5.2) without its angle brackets."""
        return bare(self.get("warc-record-id"))

    @property
    def url(self) -> str:
        """WARC-Target-URI (5.14); Wget 1.19 put it in angle brackets, some tools leave spaces in it."""
        return (bare(self.get("warc-target-uri")) or "").replace(" ", "%20")

    @property
    def concurrent(self) -> set[str | None]:
        """WARC-Concurrent-To (5.7), the one field that may be repeated: ids of the records of the same exchange."""
        return {bare(value) for name, value in self.headers if name.lower() == "warc-concurrent-to"}


def bare(value: str | None) -> str | None:
    """The URI `value` without the angle brackets around it; None stays None."""
    return value.strip().removeprefix("<").removesuffix(">") if value else value


def digest(data: bytes) -> str:
    """SHA-1 of `data` as a labelled Base32 value, as WARC files write it (5.8, 5.9)."""
    return "sha1:" + base64.b32encode(sha1(data).digest()).decode("ascii")  # noqa: S324 (the format's custom)


def member(headers: Iterable[tuple[str, str]], block: bytes) -> bytes:
    """The record with these `headers` and this `block` as one gzip member; Content-Length (5.3) is added.

    The same input gives the same bytes: zlib writes no time and no name into the member's head.
    """
    head = "".join(f"{name}: {value}\r\n" for name, value in headers)
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    parts = (f"WARC/1.1\r\n{head}Content-Length: {len(block)}\r\n\r\n".encode(), block, b"\r\n\r\n")
    return b"".join([*(packer.compress(part) for part in parts), packer.flush()])


def read_records(path: Path, at: int = 0) -> Iterator[Record]:
    """Every record of the WARC file at `path`, from file position `at` on; memory holds one record at a time.

    Raises CaptureError where the file breaks off or is damaged, after all whole records before were yielded, and when
    it is missing or holds no record.
    """
    count = 0
    with open_capture(path) as file:
        stream = MemberStream(file, at)
        place = at
        try:
            while _skip_blank(stream):
                record = _next_record(stream)
                place = record.offset + record.length if record.alone else stream.file_position
                count += 1
                yield record
        except DamageError as error:
            raise CaptureError(
                f"{path.name} is damaged at byte {place}: {error}; {count} whole records before it were read."
            ) from error
    if not count:
        raise CaptureError(f"{path.name} holds no WARC record.")


def record_at(path: Path, offset: int) -> Record:
    """The one record at `offset` of the file at `path`, as `Record.offset` counts.

    Raises CaptureError when none begins there.
    """
    if stands_alone(path, offset):
        try:
            return next(read_records(path, offset))
        except CaptureError:
            # In a file that is one gzip member, the bytes at `offset` may look like the begin of another by chance.
            if not is_gzip(path):
                raise
    # The offset counts decompressed bytes: the file is one gzip member, there is no shorter way.
    for record in read_records(path):
        if record.offset == offset and not record.alone:
            return record
    raise CaptureError(f"{path.name} has no record at byte {offset}.")


def _next_record(stream: MemberStream) -> Record:
    start = stream.position
    begins = stream.members.get(start)
    stream.forget_members_before(start)
    headers = _head_fields(_take_head(stream))
    lengths = [value for name, value in headers if name.lower() == "content-length"]
    if len(set(lengths)) != 1 or not (lengths[0].isascii() and lengths[0].isdigit()):
        raise DamageError("a record does not say its length")
    length = int(lengths[0])
    if not stream.has(length):
        raise DamageError("the file ends in the middle of a record")
    block = stream.take(length)
    closed = _close_record(stream)
    ends = stream.members.get(stream.position)
    if begins is not None and ends is not None:
        return Record(headers, block, begins, ends - begins, closed=closed)
    return Record(headers, block, start, stream.position - start, alone=False, closed=closed)


def _skip_blank(stream: MemberStream) -> bool:
    """Skip empty lines, which some tools write between records; False at the end of the file."""
    while stream.has(1):
        if stream.buffer[0] not in b"\r\n":
            return True
        stream.take(1)
    return False


def _take_head(stream: MemberStream) -> bytes:
    """The WARC head that begins here, with its blank line."""
    while True:
        if stream.has(5) and not stream.buffer.startswith(b"WARC/"):
            raise DamageError("no WARC record begins here")
        end = stream.buffer.find(b"\r\n\r\n") + 4
        # Searched no further than the other was found: else the whole block would be searched, again and again.
        bare_end = stream.buffer.find(b"\n\n", 0, end if end > 3 else len(stream.buffer)) + 2
        if end > 3 or bare_end > 1:
            return stream.take(bare_end if bare_end > 1 else end)
        if len(stream.buffer) > _MAX_HEAD or not stream.fill():
            raise DamageError("a record's head does not end")


def _head_fields(raw: bytes) -> Headers:
    """The named fields of a WARC head; a line that begins with white space continues the one before (section 4)."""
    fields: list[tuple[str, str]] = []
    for line in text_of(raw).splitlines()[1:]:
        if line[:1] in {" ", "\t"} and fields:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
        elif ":" in line:
            name, value = line.split(":", 1)
            fields.append((name.strip(), value.strip()))
    return tuple(fields)


def _close_record(stream: MemberStream) -> bool:
    """Whether the record ends as it must; its gzip member is read to its end and its checksum tested."""
    closed = stream.has(4) and stream.buffer.startswith(b"\r\n\r\n")
    if closed:
        stream.take(4)
    while not stream.buffer and stream.inside_member:
        stream.fill()
    return closed
