"""`scrapy rebuild`: make the archive anew from its captures, or say what that would change."""

import argparse
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.cli.command import CongTinCommand
from scraper.errors import ArchiveError, CaptureError, CongTinError, UsageProblem
from scraper.portals.portal_map import PortalMap
from scraper.store.archive import Archive

if TYPE_CHECKING:  # every `scrapy` call imports this module: keep it light
    from scraper.intake.rebuild import Rebuilt

MOST_JOBS = 64
PUBLISHED = (".db", ".db3", ".sqlite", ".sqlite3")  # what Datasette serves of the directory of archive.db


class Command(CongTinCommand):
    """Derived tables from the capture files alone; the ledger and what else no capture tells is carried over."""

    examples = ("scrapy rebuild", "scrapy rebuild --jobs 4", "scrapy rebuild --diff", "scrapy rebuild --out new.db")

    def syntax(self) -> str:
        return "[--out FILE] [--diff] [--jobs N]"

    def short_desc(self) -> str:
        return "Make the archive anew from its captures, or (--diff) say what the present parser would change"

    def long_desc(self) -> str:
        codes = "0: done, or with --diff told; 6: the archive is in use; 8: done, but captures are damaged or gone"
        return f"{super().long_desc()}. Exit codes — {codes}"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--out", metavar="FILE", help="write the new archive here and leave the old one alone")
        parser.add_argument("--diff", action="store_true", help="write nothing; say what would be different")
        parser.add_argument("--jobs", metavar="N", default="1", help="read pages in N processes (default: 1)")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from scraper.store.copies.replace import seize, snapshot

        assert self.settings is not None
        if args:
            raise UsageProblem(f"rebuild takes no names, not {args[0]!r}: it makes the whole archive.")
        jobs = _jobs(opts.jobs)
        path = Path(self.settings["ARCHIVE_DB"]).resolve()
        captures = Path(self.settings["CAPTURES_DIR"])
        target = _target(opts, path, captures)
        _check_there_is_something(path, captures, opts.diff)
        old = None
        if path.exists():
            old = seize(path) if target == path else snapshot(path)
        try:
            self._make(target, old, jobs, opts.diff)
        except sqlite3.DatabaseError as error:
            raise ArchiveError(
                f"{path} is damaged ({error}). Move it away and run this again: articles come back from the captures,"
                " the ledger of past crawls does not."
            ) from error
        finally:
            if old:
                old.close()

    def _make(self, target: Path, old: sqlite3.Connection | None, jobs: int, diff: bool) -> None:
        from scraper.cli.rebuild_report import lines
        from scraper.intake.rebuild import Rebuild
        from scraper.store.copies.carry_over import problems
        from scraper.store.copies.replace import discard, new_draft, publish

        assert self.settings is not None
        portals = PortalMap.from_settings(self.settings)
        draft = new_draft(target)
        try:
            done = Rebuild(draft, Path(self.settings["CAPTURES_DIR"]), portals, old=old, jobs=jobs, say=_say).run()
            if found := problems(draft.conn):
                raise CongTinError("\n".join(["What was made is not sound and is thrown away:", *found]))
            if diff:
                assert old
                print("\n".join(lines(old, draft.conn)))
            else:
                summary = _summary(draft, done)
                publish(draft, target, old if target == Path(self.settings["ARCHIVE_DB"]).resolve() else None)
                print(f"{summary}\nArchive: {target}")
        finally:
            discard(draft)
        for sentence in done.damage:
            print(f"damaged: {sentence}", file=sys.stderr)
        self.exitcode = CaptureError.exit_code if done.damage else 0


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_JOBS:
        raise UsageProblem(f"--jobs takes a whole number from 1 to {MOST_JOBS}, not {text!r}.")
    return int(text)


def _target(opts: argparse.Namespace, path: Path, captures: Path) -> Path:
    """Where the new archive is made: in the place of the old one, in FILE, or (to compare) among temporary files."""
    if opts.diff and opts.out:
        raise UsageProblem("--diff writes nothing: leave out --out.")
    if opts.diff:
        return captures.resolve() / "work" / "diff"
    if not opts.out:
        return path
    target = Path(opts.out).resolve()
    if target.exists():
        raise UsageProblem(f"{target} is there already; choose another name.")
    if target.parent == path.parent and target.suffix in PUBLISHED:
        raise UsageProblem(f"{target.name} would be published by Datasette beside the archive; choose another folder.")
    return target


def _check_there_is_something(path: Path, captures: Path, diff: bool) -> None:
    from scraper.capture.verify import files_on_disk, is_capture_file

    if path.exists():
        return
    if diff:
        raise ArchiveError(f"There is no archive at {path} to compare with.")
    if not any(map(is_capture_file, files_on_disk(captures))):
        raise ArchiveError(f"There is neither an archive at {path} nor a capture file in {captures}.")


def _summary(draft: Archive, done: "Rebuilt") -> str:
    from scraper.store.copies.differences import count_rows

    articles, versions = count_rows(draft.conn, "articles"), count_rows(draft.conn, "versions")
    told = [f"{articles:,} articles in {versions:,} versions from {done.captures:,} captures in {done.files:,} files."]
    if done.carried:
        rows = ", ".join(f"{table} {count:,}" for table, count in done.carried.items() if count)
        told.append(f"Carried over: {rows or 'nothing was there'}.")
    else:
        told.append("There was no archive before: the ledger is made from the captures, without past crawls.")
    if done.left:
        told.append(f"{done.left:,} captures of an interrupted crawl are left to be read by the next crawl.")
    if done.waiting:
        told.append(f"{done.waiting:,} captures wait for a capture file with their body.")
    return "\n".join(told)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
