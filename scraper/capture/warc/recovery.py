"""Recovery: what a killed run left as `.open` becomes a whole file again, without losing an acknowledged byte.

Only the last append can be torn, because each waits until it is on the disk. What stands behind the last whole
exchange is copied aside before it is cut off, so recovery destroys nothing, and it may itself be killed and run again.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scraper.capture.warc.records import read_records
from scraper.capture.warc.writer import OPEN, sync_directory
from scraper.errors import CaptureError

# Names as `WarcSink` gives them: portal, time, process, serial.
_OURS = re.compile(r"(?P<portal>.+)-\d{8}T\d{9}-\d+-\d+\.warc\.gz\.open")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What was done with one file.

    `name` is its final name; `path` where it lies now, or None when nothing whole was in it and it was removed.
    `exchanges` is how many were kept, `torn_bytes` how much was cut off; that lies in `torn`, if there was any.
    """

    name: str
    path: Path | None
    exchanges: int
    torn_bytes: int
    torn: Path | None

    def __str__(self) -> str:
        """One line for the log."""
        kept = f"{self.exchanges} exchanges kept" if self.path else "nothing whole in it, removed"
        cut = f", {self.torn_bytes} bytes of an unfinished one moved to {self.torn}" if self.torn else ""
        return f"{self.name}: {kept}{cut}"


def recover(
    directory: Path, portal_id: str | None = None, keep: Callable[[Path], object] = lambda _: None
) -> list[Recovered]:
    """Mend every `.open` file in `directory` that no running process holds; with `portal_id`, of this portal only.

    `keep` is called with each mended file before it gets its final name, to insert its rows: a kill until then has all
    of it done again. Raises CaptureError when a file's final name is already taken.
    """
    done = []
    for path in sorted(directory.glob(f"*.warc.gz{OPEN}")):
        named = _OURS.fullmatch(path.name)
        if portal_id is not None and (named is None or named["portal"] != portal_id):
            continue
        with _locked(path) as descriptor:
            if descriptor is not None:
                done.append(_mend(path, descriptor, keep))
    return done


class _locked:  # noqa: N801 (a context manager, used like a function)
    """The descriptor of `path` while its lock is ours; None when another process has it or was faster."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def __enter__(self) -> int | None:
        try:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Another process may have mended the file and given it its final name before the lock was free.
            same = self._path.stat().st_ino == os.fstat(self._descriptor).st_ino
        except (BlockingIOError, FileNotFoundError):
            return None
        return self._descriptor if same else None

    def __exit__(self, *_: object) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)


def whole_exchanges(path: Path) -> Iterator[int]:
    """The file position after each exchange of the file of ours at `path`, as long as all before it is whole."""
    try:
        for record in read_records(path):
            if not (record.alone and record.closed):
                return
            # A request (or the head of a 304) whose answer was torn away belongs to the torn exchange.
            if record.type not in {"request", "warcinfo", "metadata"}:
                yield record.offset + record.length
    except CaptureError:
        return


def _mend(path: Path, descriptor: int, keep: Callable[[Path], object]) -> Recovered:
    # In this order every step may be the last one: copy, cut, insert rows, rename.
    ends = list(whole_exchanges(path))
    good = ends[-1] if ends else 0
    final = path.with_name(path.name.removesuffix(OPEN))
    size = os.fstat(descriptor).st_size
    torn = _set_aside(path, good) if size > good else None
    if good:
        if final.exists():
            raise CaptureError(f"{path.name} cannot be recovered: {final.name} is there already.")
        os.ftruncate(descriptor, good)
        os.fsync(descriptor)
        keep(path)
        path.rename(final)
    else:
        path.unlink()
    sync_directory(path.parent)
    return Recovered(
        name=final.name, path=final if good else None, exchanges=len(ends), torn_bytes=size - good, torn=torn
    )


def _set_aside(path: Path, good: int) -> Path:
    """Copy everything of `path` from byte `good` on into the folder `log`; returns the path of the copy."""
    log = path.parent / "log"
    log.mkdir(exist_ok=True)
    torn = log / f"{path.name}.torn-{good}"
    with path.open("rb") as source, torn.open("wb") as copy:
        source.seek(good)
        shutil.copyfileobj(source, copy)
        copy.flush()
        os.fsync(copy.fileno())
    sync_directory(log)
    return torn
