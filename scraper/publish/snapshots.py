"""The folder that is published: one folder a snapshot, and `current`, a link to the one that is served.

A running server keeps the files it has opened, so a snapshot is never changed: a new one is made beside it.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path
from typing import Any

from scraper import __version__
from scraper.capture.whole_files import sha256_of
from scraper.errors import ArchiveError, DiskFullError, UsageProblem
from scraper.store.archive import Archive
from scraper.store.copies.snapshot import capture_files, copy, counts
from scraper.store.schema.migrations import SCHEMA_VERSION

MANIFEST = "manifest.json"
CURRENT = "current"
FORMAT = "congtin-snapshot-1"
Place = Callable[[Path, Path], Any]  # puts the file of the first path at the second


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A finished snapshot: its `folder`, its `manifest`, and the names of earlier snapshots that were `removed`."""

    folder: Path
    manifest: dict[str, Any]
    removed: tuple[str, ...]


def is_snapshot(folder: Path) -> bool:
    """Whether a folder is a snapshot of ours."""
    try:
        return bool(json.loads((folder / MANIFEST).read_text("utf-8"))["format"] == FORMAT)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def earlier(root: Path) -> list[Path]:
    """Snapshots in `root`, the oldest first."""
    return sorted(entry for entry in root.iterdir() if not entry.is_symlink() and is_snapshot(entry))


def check_root(root: Path) -> None:
    """Raise UsageProblem unless `root` is new, empty, or holds nothing but snapshots."""
    if not root.exists():
        return
    if not root.is_dir():
        raise UsageProblem(f"{root} is not a folder.")
    known = {CURRENT, *(entry.name for entry in earlier(root))}
    others = sorted(e.name for e in root.iterdir() if e.name not in known and not e.name.startswith(".snapshot-"))
    if others:
        raise UsageProblem(f"{root} is not empty and holds no snapshot ({others[0]}): name a new or empty folder.")


@contextmanager
def _draft(root: Path) -> Iterator[Path]:
    """A folder for a snapshot in the making; gone again when it is not finished.

    Drafts that a killed process left behind are cleared.
    """
    for left in root.glob(".snapshot-*"):
        shutil.rmtree(left, ignore_errors=True)
    # In `root`, so that the last step is a rename within one file system.
    folder = Path(tempfile.mkdtemp(prefix=".snapshot-", dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(
    archive: Archive, root: Path, name: str, *, config: Path, captures: tuple[Path, Place] | None = None, keep: int = 2
) -> Snapshot:
    """Make snapshot `name` of `archive` in `root` and let `current` point to it; `keep` snapshots stay.

    `config` is the folder with metadata.yml and settings.json. `captures` is the folder of capture files and how one
    is put in place (copied or linked); without it the snapshot has none. Raises UsageProblem when `root` is no place
    for it, ArchiveError when a capture file is missing, DiskFullError when it does not fit; nothing has changed then.
    """
    check_root(root)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with _draft(root) as draft:
            _fill(archive, draft, config, captures)
            manifest = _manifest(draft, name)
            target = root / name
            if target.exists():
                raise UsageProblem(f"{target} is there already; wait a second and try again.")
            draft.chmod(0o755)  # mkdtemp makes a folder that only its owner may read; the server is another user
            draft.rename(target)
        _point(root, name)
        # Last: until here the snapshot that is being served must stay.
        removed = tuple(folder.name for folder in earlier(root)[: -max(keep, 1)])
        for old in removed:
            shutil.rmtree(root / old)
    except OSError as error:
        kind = DiskFullError if error.errno == ENOSPC else UsageProblem
        raise kind(f"The snapshot could not be written to {root} ({error.strerror}).") from error
    return Snapshot(target, manifest, removed)


def _fill(archive: Archive, draft: Path, config: Path, captures: tuple[Path, Place] | None) -> None:
    """Put everything but the manifest into the folder `draft`."""
    database = draft / "archive.db"
    copy(archive, database)
    for name in ("metadata.yml", "settings.json"):
        shutil.copyfile(config / name, draft / name)
    inspected = {
        "hash": sha256_of(database),
        "size": database.stat().st_size,
        "file": database.name,
        "tables": {table: {"count": count} for table, count in counts(database).items()},
    }
    # With this file Datasette serves the database as immutable and counts nothing, see scraper.site.datasette_065.
    (draft / "inspect-data.json").write_text(json.dumps({"archive": inspected}, indent=1), "utf-8")
    if captures is None:
        return
    folder, place = captures
    (draft / "captures").mkdir()
    for name in capture_files(archive.path):
        if not (folder / name).exists():
            raise ArchiveError(f"Capture file {name} is missing; see `scrapy verify`.")
        place(folder / name, draft / "captures" / name)


def _manifest(draft: Path, name: str) -> dict[str, Any]:
    """Write the manifest of a filled draft: its counts, and the hash of each file, so that a copy can be checked."""
    files = sorted(path for path in draft.rglob("*") if path.is_file())
    manifest = {
        "format": FORMAT,
        "name": name,
        "program": f"congtin {__version__}",
        "schema": SCHEMA_VERSION,
        "counts": {k: v for k, v in counts(draft / "archive.db").items() if not k.startswith(("articles_fts_", "_"))},
        "files": [
            {"name": str(path.relative_to(draft)), "bytes": path.stat().st_size, "sha256": sha256_of(path)}
            for path in files
        ],
    }
    (draft / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    return manifest


def _point(root: Path, name: str) -> None:
    """Let `current` point to a snapshot, in one step."""
    # A link cannot be changed; a new one takes its place, so that there is one at every moment.
    link = root / f".snapshot-link-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(name, target_is_directory=True)
    link.replace(root / CURRENT)
