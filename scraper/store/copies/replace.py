"""Putting a new archive in the place of an old one, in one step, while nobody uses it."""

import os
import re
import sqlite3
from pathlib import Path
from shutil import copymode

from scraper.errors import ArchiveBusyError
from scraper.store.archive import Archive, check_is_ours


def seize(path: Path) -> sqlite3.Connection:
    """Open the archive at `path` for this process alone, until the connection is closed or the process ends.

    Raises ArchiveError when it is none, ArchiveBusyError when anybody has it open (also only to read).
    """
    check_is_ours(path)
    conn = sqlite3.connect(path, timeout=0, isolation_level=None)
    conn.row_factory = sqlite3.Row
    try:
        conn.execute("pragma locking_mode=exclusive")
        conn.execute("begin exclusive")
        conn.execute("commit")  # with locking_mode=exclusive the lock stays
    except sqlite3.OperationalError as error:
        conn.close()
        raise ArchiveBusyError(
            f"{path} is in use by a crawl, an ingest or Datasette. Stop it and run this again,"
            " or write the new archive beside it with --out FILE."
        ) from error
    return conn


def snapshot(path: Path) -> sqlite3.Connection:
    """Open the archive at `path` to read it as it is now, whatever is written to it meanwhile.

    Raises ArchiveError when it is none, ArchiveBusyError when another process keeps it to itself.
    """
    check_is_ours(path)
    conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=30, isolation_level=None)
    conn.row_factory = sqlite3.Row
    conn.execute("begin")  # deferred: what is read is fixed by the first statement that reads
    conn.execute("select 1 from sqlite_master").fetchone()
    return conn


def new_draft(target: Path) -> Archive:
    """An empty archive beside `target`, under a hidden name that Datasette does not publish.

    Beside it, because only a file of the same file system can be renamed over it. Drafts that killed processes left
    are removed. Raises ArchiveError when it cannot be opened.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f".{target.name}.rebuild-*"):
        owner = re.search(r"\.rebuild-(\d+)", left.name)
        if owner and not _alive(int(owner[1])):
            left.unlink(missing_ok=True)
    archive = Archive.open(target.with_name(f".{target.name}.rebuild-{os.getpid()}"), create=True)
    archive.conn.execute("pragma synchronous=off")  # a draft that a crash leaves is thrown away
    return archive


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def discard(draft: Archive) -> None:
    """Remove a draft."""
    draft.conn.close()
    for left in draft.path.parent.glob(f"{draft.path.name}*"):
        left.unlink(missing_ok=True)


def publish(draft: Archive, target: Path, old: sqlite3.Connection | None) -> None:
    """Give a draft the name `target`. `old` is the archive that has it now, from `seize`; it is closed."""
    draft.close()
    # Written with synchronous=off: it must be on the disk before it takes the place of one that is.
    with draft.path.open("rb") as file:
        os.fsync(file.fileno())
    if old is not None:
        # Without its write-ahead log, which SQLite would apply to the new file that it is found beside.
        old.execute("pragma journal_mode=delete")
        copymode(target, draft.path)
    draft.path.replace(target)
    # The directory too, or a power failure may bring the old name back.
    descriptor = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    if old is not None:
        old.close()
