"""Stored bytes of a capture, read from its WARC file: also while the file is still being written."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scraper.capture.warc.answer import Answer, answer_of
from scraper.capture.warc.exchange import OURS, capture_id, payload_digest
from scraper.capture.warc.gzip_members import open_capture, stands_alone
from scraper.capture.warc.message import decode_content
from scraper.capture.warc.records import Record, record_at
from scraper.capture.warc.wayback import unwrap
from scraper.errors import CaptureError

MAX_BYTES = 64 * 1024 * 1024  # of a body that is shown; the crawl keeps none that is larger
_PIECE = 64 * 1024
_ANSWERS = {"response", "revisit", "resource"}


class AbsentError(Exception):
    """The capture's file is not on this machine; raised where captures are read."""


class TooLargeError(Exception):
    """The body is larger than `MAX_BYTES`; raised before anything of it is shown."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a capture holds: the body without its content-encodings, and the content type as served."""

    data: bytes
    content_type: str | None


def captures_dir(archive: Path) -> Path:
    """The folder of the capture files: `CONGTIN_CAPTURES` in the environment, else `captures` beside the `archive`."""
    configured = os.environ.get("CONGTIN_CAPTURES")
    return Path(configured) if configured else archive.resolve().parent / "captures"


def read_body(folder: Path, row: dict[str, Any], original: dict[str, Any] | None) -> Body:
    """The body of the capture `row`, a row of table captures, from its file in `folder`.

    Of a revisit (ISO 28500), which holds none, it is the body of `original`, the capture it refers to. Raises
    AbsentError when the file is not here, TooLargeError when the body is too large to show, and CaptureError when what
    lies there is not what was recorded.
    """
    # Before anything is read, and below after decoding: a few kilobytes of gzip may stand for gigabytes.
    for one in (row, original or row):
        if max(one["length"], one["payload_length"] or 0) > MAX_BYTES:
            raise TooLargeError
    answer = _answer(folder, row)
    if answer.entity is None:
        if original is None:
            raise AbsentError
        answer = _answer(folder, original)
    entity = answer.entity or b""
    data = decode_content(entity, answer.encodings, MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise TooLargeError
    return Body(data, answer.content_type)


def record_bytes(folder: Path, row: dict[str, Any]) -> Iterator[bytes]:
    """The WARC record of the capture `row` as it lies in its file in `folder`, in pieces, with its gzip frame.

    Raises AbsentError when the file is not here, and CaptureError when no such record is there or it cannot be taken
    out of its file alone.
    """
    path = _path(folder, row)
    if not stands_alone(path, row["offset"]):
        raise CaptureError(f"{row['file']} is compressed as a whole; its records cannot be taken out of it.")
    _checked(record_at(path, row["offset"]), row)
    return _slice(path, row["offset"], row["length"])


def _slice(path: Path, offset: int, length: int) -> Iterator[bytes]:
    with open_capture(path) as file:
        file.seek(offset)
        while length > 0:
            piece = file.read(min(_PIECE, length))
            if not piece:
                return
            length -= len(piece)
            yield piece


def _path(folder: Path, row: dict[str, Any]) -> Path:
    """The file of a capture. A row that was merged in may name anything: only a plain name in `folder` counts."""
    name = str(row["file"])
    if not name or name != Path(name).name or name.startswith(".") or "\\" in name or "\0" in name:
        raise CaptureError("The archive names no capture file here.")
    path = folder / name
    # `.open` is the file that a crawl is writing at this moment.
    if not path.is_file() and not path.with_name(f"{name}.open").is_file():
        raise AbsentError
    return path


def _answer(folder: Path, row: dict[str, Any]) -> Answer:
    return _checked(record_at(_path(folder, row), row["offset"]), row)


def _checked(record: Record, row: dict[str, Any]) -> Answer:
    """The answer in `record`. Raises CaptureError unless it is the very one that `row` describes, by id and digest."""
    if record.type not in _ANSWERS:
        raise CaptureError(f"{row['file']} has no answer at byte {row['offset']}.")
    answer = answer_of(record)
    if row["fidelity"] not in OURS:
        answer = unwrap(answer)
    if capture_id(record, answer) != row["id"]:
        raise CaptureError(f"{row['file']} has another record at byte {row['offset']}.")
    if answer.entity is not None and row["payload_digest"] and payload_digest(record, answer) != row["payload_digest"]:
        raise CaptureError(f"{row['file']} has another body at byte {row['offset']}.")
    return answer
