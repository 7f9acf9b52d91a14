"""Capture files as whole files: the size and hash that prove them unchanged, and taking over somebody's."""

import os
import shutil
from hashlib import file_digest
from pathlib import Path
from typing import NamedTuple

from scraper.capture.warc.records import read_records
from scraper.capture.warc.writer import OPEN, sync_directory
from scraper.errors import CaptureError


class Fixity(NamedTuple):
    """What proves later that a capture file is unchanged: bytes, SHA-256 in hexadecimal, number of whole records."""

    size: int
    sha256: str
    records: int


def fixity_of(path: Path) -> Fixity:
    """The fixity of the capture file at `path`.

    Records after a damaged place are not counted: `scrapy verify` says what is wrong with the file.
    """
    records = 0
    try:
        for _ in read_records(path):
            records += 1
    except CaptureError:
        pass
    return Fixity(path.stat().st_size, sha256_of(path), records)


def sha256_of(path: Path) -> str:
    """SHA-256 of the file at `path`, in hexadecimal; memory holds a piece of it at a time."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def import_file(path: Path, captures_dir: Path) -> Path:
    """Copy the WARC file at `path`, which is somebody's, into `captures_dir`; returns where it lies there.

    It keeps its name; when another file has that, part of its hash is added. A file whose content is there already
    is not copied again. Raises CaptureError when it is missing or does not begin with a WARC record.
    """
    for _ in read_records(path):  # raises when not even the first record is whole
        break
    sha256 = sha256_of(path)
    name = path.name.removesuffix(OPEN).lstrip(".")
    stem, dot, ending = name.partition(".warc")  # the hash goes before the ending, which says that it is a WARC file
    for candidate in (captures_dir / name, captures_dir / f"{stem}-{sha256[:12]}{dot}{ending}"):
        if not candidate.exists():
            _copy(path, candidate)
            return candidate
        if sha256_of(candidate) == sha256:
            return candidate
    raise CaptureError(f"{path} cannot be imported: {candidate} is another file.")


def _copy(path: Path, target: Path) -> None:
    """Copy by way of a draft: `target` appears whole or not at all, also when the power fails."""
    work = target.parent / "work"  # nothing there is taken for a capture file, should a draft be left behind
    work.mkdir(parents=True, exist_ok=True)
    draft = work / f"{target.name}.{os.getpid()}"
    try:
        with path.open("rb") as source, draft.open("wb") as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
        draft.rename(target)
        sync_directory(target.parent)
    finally:
        draft.unlink(missing_ok=True)
