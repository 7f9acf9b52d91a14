"""Opening archive.db: one writing connection per process, with the pragmas and functions that its triggers need."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Self

from scrapy.settings import BaseSettings
from sqlite_utils import Database

from scraper.errors import ArchiveBusyError, ArchiveError
from scraper.store.schema.migrations import APPLICATION_ID, SCHEMA_VERSION, migrations
from scraper.vietnamese.fold import fold, nfc

_HINT = "Run `make run` or `scrapy crawl PORTAL` to make one."


def _connect(path: Path) -> sqlite3.Connection:
    # isolation_level=None: sqlite3 begins no transaction by itself. Ours are immediate: one that begins by reading and
    # then writes fails at once, without waiting, when another process has written in between.
    conn = sqlite3.connect(path, timeout=30, isolation_level=None)
    conn.row_factory = sqlite3.Row
    conn.create_function("nfc", 1, nfc, deterministic=True)
    conn.create_function("fold", 1, fold, deterministic=True)
    return conn


def _set_up(conn: sqlite3.Connection) -> None:
    conn.execute("pragma journal_mode=wal")  # Datasette reads while a crawl writes
    conn.execute(
        "pragma synchronous=normal"
    )  # a power failure may undo the last commits; the WARC files keep their pages
    conn.execute("pragma recursive_triggers=on")  # else `insert or replace` leaves stale search hits


def check_is_ours(path: Path) -> None:
    """Refuse a file that is not an archive of ours, without writing a byte to it.

    Raises ArchiveError when it is missing, no file, empty, of another program or of a newer schema, and
    ArchiveBusyError when another process keeps the file to itself.
    """
    if not path.exists():
        raise ArchiveError(f"There is no archive at {path}. {_HINT}")
    if not path.is_file():
        raise ArchiveError(f"{path} is not a file, so it cannot be an archive.")
    if path.stat().st_size == 0:
        raise ArchiveError(f"{path} is empty (0 bytes), so it is no archive. Remove it first. {_HINT}")
    uri = f"{path.resolve().as_uri()}?mode=ro"  # a connection that may write would turn any file into a database
    try:
        conn = sqlite3.connect(uri, uri=True, timeout=30)
        try:
            found = conn.execute("pragma application_id").fetchone()[0]
            version = conn.execute("pragma user_version").fetchone()[0]
        finally:
            conn.close()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname == "SQLITE_BUSY":
            raise ArchiveBusyError(
                f"{path} is in use: `scrapy rebuild` is making it anew. Wait for its end."
            ) from error
        raise ArchiveError(f"{path} cannot be read as an SQLite database ({error}).") from error
    if found != APPLICATION_ID:
        raise ArchiveError(f"{path} is an SQLite database, but not an archive of Cổng Tin.")
    if version > SCHEMA_VERSION:
        raise ArchiveError(
            f"{path} has schema {version}; this version of Cổng Tin knows {SCHEMA_VERSION}. Update Cổng Tin."
        )


def _create(path: Path) -> None:
    """Make an empty archive under another name and give it its own in one step: a kill never leaves half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # The name must not end like a database: Datasette publishes every *.db of its directory.
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    draft.unlink(missing_ok=True)
    conn = _connect(draft)
    try:
        _set_up(conn)
        migrations.apply(Database(conn, execute_plugins=False))
        conn.execute(f"pragma application_id={APPLICATION_ID}")
        conn.execute(f"pragma user_version={SCHEMA_VERSION}")
        conn.execute("pragma wal_checkpoint(truncate)")
    finally:
        conn.close()
    try:
        os.link(draft, path)  # not rename, which would put an empty archive over one that another process has made
    except FileExistsError:
        pass  # another process was first: its archive is as empty
    finally:
        for leftover in path.parent.glob(f"{draft.name}*"):
            leftover.unlink(missing_ok=True)


class Archive:
    """A writer's connection to archive.db at `path`.

    `conn` is a plain sqlite3 connection without implicit transactions, rows as sqlite3.Row; every write goes through
    `transaction()`.
    """

    _shared: ClassVar[dict[Path, "Archive"]] = {}

    def __init__(self, path: Path, conn: sqlite3.Connection) -> None:
        self.path = path
        self.conn = conn

    @classmethod
    def open(cls, path: Path | str, *, create: bool = False) -> Self:
        """Open the archive at `path`, making an empty one first when `create` is true and nothing is there.

        An archive of an older schema is brought up to the present one. Raises ArchiveError when the file is missing,
        empty, of another program or of a newer schema, ArchiveBusyError when a rebuild keeps it to itself.
        """
        path = Path(path).absolute()
        if create and not path.exists():
            _create(path)
        check_is_ours(path)
        conn = _connect(path)
        _set_up(conn)
        if conn.execute("pragma user_version").fetchone()[0] < SCHEMA_VERSION:
            migrations.apply(Database(conn, execute_plugins=False))
            conn.execute(f"pragma user_version={SCHEMA_VERSION}")
        return cls(path, conn)

    @classmethod
    def for_settings(cls, settings: BaseSettings) -> "Archive":
        """The process's one connection to the archive of setting ARCHIVE_DB, which is made when missing.

        One for all portals of the process, which share a thread: a second connection that writes inside a transaction
        of the first would wait for a lock that only its own thread can give back. Raises what `open` raises.
        """
        path = Path(settings["ARCHIVE_DB"]).absolute()
        if path not in cls._shared:
            cls._shared[path] = cls.open(path, create=True)
        return cls._shared[path]

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One short write transaction; rolled back when the block raises.

        Never held open between two callbacks of the reactor: whoever else writes waits for it.
        """
        self.conn.execute("begin immediate")
        try:
            yield self.conn
        except BaseException:
            self.conn.execute("rollback")
            raise
        self.conn.execute("commit")

    def rows(self, sql: str, *args: Any) -> list[sqlite3.Row]:
        """All rows of a query."""
        return self.conn.execute(sql, args).fetchall()

    def value(self, sql: str, *args: Any) -> Any:
        """First column of the first row of a query, or None."""
        row = self.conn.execute(sql, args).fetchone()
        return None if row is None else row[0]

    def close(self) -> None:
        """Fold the write-ahead log into the one file and close."""
        self._shared.pop(self.path, None)
        self.conn.execute("pragma wal_checkpoint(truncate)")
        self.conn.close()
