"""Capture files as files: what they hold, and taking over somebody's."""

import os
import shutil
from hashlib import file_digest
from pathlib import Path

from scraper.capture.warc.records import read_records
from scraper.capture.warc.writer import OPEN, sync_directory
from scraper.errors import CaptureError


def describe(path: Path) -> tuple[int, str, int]:
    """Size in bytes, SHA-256 and number of whole records of a capture file.

    Records after a damaged place are not counted: `scrapy verify` says what is wrong with the file.
    """
    records = 0
    try:
        for _ in read_records(path):
            records += 1
    except CaptureError:
        pass
    return path.stat().st_size, _sha256(path), records


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def import_file(path: Path, captures_dir: Path) -> Path:
    """Copy somebody's WARC file into the captures directory; returns where it lies there.

    It keeps its name; when another file has it, part of its hash is added. A file whose content is there already
    is not copied again. Raises CaptureError when it is missing or does not begin with a WARC record.
    """
    for _ in read_records(path):
        break
    sha256 = _sha256(path)
    name = path.name.removesuffix(OPEN).lstrip(".")
    stem, dot, ending = name.partition(".warc")
    for candidate in (captures_dir / name, captures_dir / f"{stem}-{sha256[:12]}{dot}{ending}"):
        if not candidate.exists():
            _copy(path, candidate)
            return candidate
        if _sha256(candidate) == sha256:
            return candidate
    raise CaptureError(f"{path} cannot be imported: {candidate} is another file.")


def _copy(path: Path, target: Path) -> None:
    work = target.parent / "work"
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
