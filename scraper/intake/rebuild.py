"""Making the archive anew from its capture files: first the rows of all captures, then what each of them says.

First the rows: a revisit may refer to a body in a file that comes later. Reading is pure, so it may run in other
processes and in any order; one process writes.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from scraper.capture.verify import files_on_disk, is_capture_file
from scraper.capture.warc.answer import answer_of
from scraper.capture.warc.exchange import payload_digest
from scraper.capture.warc.gzip_members import stands_alone
from scraper.capture.warc.reader import read_exchanges
from scraper.capture.warc.records import record_at
from scraper.capture.warc.writer import OPEN
from scraper.errors import CaptureError
from scraper.intake.bodies import resolver
from scraper.intake.register import register_finished
from scraper.intake.take import Intake
from scraper.intake.workers import BATCH, Read, Task, needs_whole, read_alone, read_in_processes
from scraper.items import Other
from scraper.portals.portal_map import PortalMap
from scraper.store.archive import Archive
from scraper.store.captures.captures import insert_capture
from scraper.store.copies import carry_over, lost_captures
from scraper.store.portals import sync_portals
from scraper.store.rows import Capture


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild did.

    `files` and `captures` were met. Of the captures, `left` are those of an interrupted crawl, which the next crawl
    reads, `waiting` those whose body is in no file here, `lost` those whose bytes are gone. `damage` holds one
    sentence for each file or capture that is not what it was; `carried` counts the rows that were carried over, by
    table.
    """

    files: int = 0
    captures: int = 0
    left: int = 0
    waiting: int = 0
    lost: int = 0
    damage: list[str] = field(default_factory=list)
    carried: dict[str, int] = field(default_factory=dict)


class Rebuild:
    """Fills the empty archive `new` from the capture files under `captures`, read as `portals` says.

    `old` is the archive before it, if there is one: what no capture holds is carried over from it. Without it the
    ledger is made from the captures too. `progress` is called with a line for people now and then; `jobs` processes
    read.
    """

    def __init__(
        self,
        new: Archive,
        captures: Path,
        portals: PortalMap,
        *,
        old: sqlite3.Connection | None = None,
        jobs: int = 1,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.new = new
        self.captures = captures
        self.portals = portals
        self.intake = Intake(new, captures, portals)
        self.old = old
        self.jobs = jobs
        self.progress = progress
        self.done = Rebuilt()

    def run(self) -> Rebuilt:
        """Fill the archive. Raises CaptureError when a reading process dies of a page."""
        sync_portals(self.new, self.portals)
        if self.old:
            with self.new.transaction() as conn:
                self.done.carried = carry_over.carry_tables(self.old, conn)
                carry_over.carry_portals(self.old, conn)
        self._insert_rows()
        gone = self._find_missing() if self.old else []
        self._read_all()
        self._register()
        if self.old:
            self._keep_lost(self.old, gone)
        with self.new.transaction() as conn:
            carry_over.count_gaps(conn, everywhere=self.old is None)
        return self.done

    # ---- the rows of captures ----

    def _insert_rows(self) -> None:
        paths = {name: path for name, path in files_on_disk(self.captures).items() if is_capture_file(name)}
        for number, (name, path) in enumerate(paths.items(), 1):
            self.progress(f"[{number}/{len(paths)}] {name}")
            with self.new.transaction() as conn:
                self._insert_rows_of(conn, path, is_open=path.name.endswith(OPEN))
        with self.new.transaction() as conn:
            carry_over.name_portals(conn)
        self.done.files = len(paths)

    def _insert_rows_of(self, conn: sqlite3.Connection, path: Path, *, is_open: bool) -> None:
        """Insert the rows of a file. One that a crawl has not finished (`is_open`) gives only rows that `old` has.

        What it holds beyond them, the recovery at the start of the next crawl inserts, and reads.
        """
        known = carry_over.ids_in(self.old, path.name.removesuffix(OPEN)) if is_open and self.old else None
        try:
            for exchange in read_exchanges(path, self.portals.id_of):
                if known is None or exchange.capture.id in known:
                    self.done.captures += insert_capture(conn, exchange.capture)
        except CaptureError as error:
            if not is_open:  # the torn end of an open file is no damage: recovery mends it
                self.done.damage.append(str(error))

    def _find_missing(self) -> list[str]:
        """Give captures behind a damaged place their rows; returns the ids of those whose bytes are gone."""
        assert self.old
        missing = list(lost_captures.captures_missing(self.old, self.new.conn))
        whole = [capture for capture in missing if self._still_there(capture)]
        with self.new.transaction() as conn:
            for capture in whole:
                self.done.captures += insert_capture(conn, capture)
        found = {capture.id for capture in whole}
        return [capture.id for capture in missing if capture.id not in found]

    def _still_there(self, capture: Capture) -> bool:
        """Whether the bytes at the place of a capture are still its own, by record id and digest."""
        path = self.captures / capture.file
        try:
            record = record_at(path, capture.offset) if stands_alone(path, capture.offset) else None
        except CaptureError:
            return False
        if record is None:
            return False
        return (record.id or capture.id, payload_digest(record, answer_of(record))) == (
            capture.id,
            capture.payload_digest,
        )

    # ---- what they say ----

    def _read_all(self) -> None:
        total = self.new.value("select count(*) from captures where read = 0")
        count = 0
        if self.jobs > 1:
            readings = read_in_processes(self.jobs, self._tasks(), self.portals, self.new, self.captures)
        else:
            readings = read_alone(self._tasks(), self.portals, resolver(self.new.conn, self.captures))
        while batch := list(islice(readings, BATCH)):
            self._store(batch)
            self.done.waiting += sum(1 for _, reading in batch if reading is None)
            if (count + len(batch)) // 2000 > count // 2000:  # a line every 2,000 captures
                self.progress(f"... {count + len(batch):,} of {total:,} captures read")
            count += len(batch)

    def _store(self, batch: list[Read]) -> None:
        whole = [(capture, reading) for capture, reading in batch if reading is not None]
        if self.old:
            self.intake.commit_without_ledger(whole)
            return
        for capture, reading in whole:  # the ledger is made from what the pages say, as it is by ingest
            self.intake.commit(capture, reading)

    def _tasks(self) -> Iterator[Task]:
        """What is to be read, file by file; pages that killed their readers are stored as unreadable at once."""
        later = carry_over.unread(self.old) if self.old else set()
        aside = carry_over.set_aside(self.old) if self.old else set()
        for name in carry_over.files_unread(self.new.conn):
            unread = carry_over.unread_in(self.new.conn, name)
            captures = [c for c in unread if c.id not in later]
            self.done.left += len(unread) - len(captures)
            dead = [c for c in captures if c.url_key in aside]
            self._store([(c, Other(url=c.url, family=None, reason="unreadable")) for c in dead])
            captures = [c for c in captures if c.url_key not in aside]
            path = self.captures / name
            if needs_whole(path, captures):
                yield Task(path, captures, whole=True)
                continue
            for at in range(0, len(captures), BATCH):
                yield Task(path, captures[at : at + BATCH], whole=False)

    # ---- what only the old archive knows ----

    def _register(self) -> None:
        self.progress("Hashing the files")
        register_finished(self.new, self.captures)
        with self.new.transaction() as conn:
            carry_over.derive_sources(conn)

    def _keep_lost(self, old: sqlite3.Connection, gone: list[str]) -> None:
        with self.new.transaction() as conn:
            bodiless = lost_captures.read_before(old, conn)
            # The dates and versions of what is kept follow from all rows, so this comes after all reading.
            lost_captures.carry_lost(old, conn, [*gone, *bodiless])
            self.done.damage += lost_captures.keep_hashes(old, conn)
            carry_over.carry_observed(old, conn)
        self.done.waiting -= len(bodiless)
        self.done.lost = len(gone) + len(bodiless)
        files = Counter(self.new.value("select file from captures where id = ?", i) for i in (*gone, *bodiless))
        self.done.damage += [
            f"{name}: {count:,} captures cannot be read any more; what the archive had of them is kept"
            for name, count in sorted(files.items())
        ]
