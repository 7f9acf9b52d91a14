"""The bytes of a capture file, compressed or not, and where its gzip members begin.

A WARC file should be compressed record by record, so that one can be read without those before it (WARC 1.1, annex
D.2; RFC 1952, section 2.2, lets a gzip file have many members). Files of other programs may be compressed as a whole
or not at all; all three kinds are read here.
"""

import zlib
from pathlib import Path
from typing import BinaryIO

from scraper.errors import CaptureError

_PIECE = 64 * 1024  # bytes that are read at once
_GZIP = b"\x1f\x8b"


class DamageError(Exception):
    """The file does not go on as a WARC file must; readers make a CaptureError of it that says where."""


class MemberStream:
    """Bytes of a capture file, decompressed where they are compressed.

    `file` is read from file position `at` on, where a gzip member or an uncompressed record begins. `buffer` holds
    what is decompressed and not taken yet. `position` is that of its first byte, in decompressed bytes; `members` maps
    such positions to the file positions at which the gzip members begin.
    """

    def __init__(self, file: BinaryIO, at: int) -> None:
        file.seek(at)
        self._file = file
        self._raw = file.read(_PIECE)
        self._raw_at = at  # file position of the first byte of _raw
        self._gzip = self._raw.startswith(_GZIP)
        self._inflate: zlib._Decompress | None = None
        self.buffer = bytearray()
        # Uncompressed files count from their beginning, so that positions are the same wherever reading begins.
        self.position = 0 if self._gzip else at
        self.members: dict[int, int] = {self.position: at}

    def fill(self) -> bool:
        """Decompress some more; False at the end of the file.

        Raises DamageError when the file breaks off inside a member, or when a member is damaged: zlib tests the
        checksum at its end.
        """
        if not self._raw:
            self._raw = self._file.read(_PIECE)
        if not self._raw:
            if self._inflate is not None:
                raise DamageError("the file ends in the middle of a record")
            return False
        if not self._gzip:
            self.buffer += self._raw
            self._advance(b"")
            return True
        if self._inflate is None:
            self._inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            self.buffer += self._inflate.decompress(self._raw)
        except zlib.error as error:
            raise DamageError(f"the compressed data are damaged ({error})") from error
        if self._inflate.eof:
            self._advance(self._inflate.unused_data)
            self._inflate = None
            self.members[self.position + len(self.buffer)] = self._raw_at
        else:
            self._advance(b"")
        return True

    def _advance(self, rest: bytes) -> None:
        """Go on in the file; `rest` is what of the piece just read is not used yet."""
        self._raw_at += len(self._raw) - len(rest)
        self._raw = rest

    @property
    def inside_member(self) -> bool:
        """Whether the gzip member that was begun has not been read to its end."""
        return self._inflate is not None

    @property
    def file_position(self) -> int:
        """Where the next byte lies in the file; in a gzip member with several records, where the member begins."""
        if not self._gzip:
            return self.position
        return max((at for place, at in self.members.items() if place <= self.position), default=self._raw_at)

    def has(self, size: int) -> bool:
        """Whether `size` more bytes are there. Raises DamageError as `fill` does."""
        while len(self.buffer) < size:
            if not self.fill():
                return False
        return True

    def take(self, size: int) -> bytes:
        """The next `size` bytes of the buffer."""
        taken = bytes(self.buffer[:size])
        del self.buffer[:size]
        self.position += len(taken)
        return taken

    def forget_members_before(self, position: int) -> None:
        """Drop what is known of members before `position`, so that memory does not grow with the file."""
        self.members = {place: at for place, at in self.members.items() if place >= position}


def open_capture(path: Path) -> BinaryIO:
    """Open a capture file under its final name `path` or, while it is still being written, its `.open` name.

    Raises CaptureError when there is neither, or it cannot be read.
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


def is_gzip(path: Path) -> bool:
    """Whether the capture file at `path` is compressed. Raises CaptureError when it cannot be opened."""
    with open_capture(path) as file:
        return file.read(len(_GZIP)) == _GZIP


def stands_alone(path: Path, offset: int) -> bool:
    """Whether the record at `offset` can be read without all that stands before it in the file at `path`.

    It cannot where the whole file is one gzip member: its offsets count decompressed bytes. Raises CaptureError
    when the file cannot be opened.
    """
    with open_capture(path) as file:
        magic = file.read(len(_GZIP))
        file.seek(offset)
        return magic != _GZIP or file.read(len(_GZIP)) == _GZIP
