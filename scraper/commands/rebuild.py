"""`scrapy rebuild`: make the archive anew from its captures, or say what that would change."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.cli.command import ARCHIVE_CODES, CongTinCommand
from scraper.cli.options import whole_number
from scraper.errors import ArchiveError, CaptureError, CongTinError, UsageProblem

if TYPE_CHECKING:
    from sqlite3 import Connection

    from scraper.intake.rebuild import Rebuilt
    from scraper.store.archive import Archive

MOST_JOBS = 64
PUBLISHED = (".db", ".db3", ".sqlite", ".sqlite3")  # what Datasette serves of the directory of archive.db


class Command(CongTinCommand):
    """Derived tables from the capture files alone; the ledger and what else no capture tells is carried over."""

    examples = ("scrapy rebuild", "scrapy rebuild --jobs 4", "scrapy rebuild --diff", "scrapy rebuild --out new.db")

    def syntax(self) -> str:
        return "[--out FILE] [--diff] [--jobs N]"

    def short_desc(self) -> str:
        return "Make the archive anew from its captures, or (--diff) say what the present parser would change"

    def exit_codes(self) -> Mapping[int, str]:
        return {**ARCHIVE_CODES, 8: "done, but captures are damaged or gone"}

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--out",
            metavar="FILE",
            help="write the new archive here and leave the old one alone (default: take its place)",
        )
        parser.add_argument("--diff", action="store_true", help="write nothing; say what would be different")
        parser.add_argument(
            "--jobs", metavar="N", default="1", help=f"read pages in N processes, 1 to {MOST_JOBS} (default: 1)"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from sqlite3 import DatabaseError

        from scraper.store.copies.replace import seize, snapshot

        if args:
            raise UsageProblem(f"rebuild takes no names, not {args[0]!r}: it makes the whole archive.")
        jobs = whole_number(opts.jobs, "--jobs", most=MOST_JOBS)
        path = self.archive_db.resolve()
        target = _target(opts, path, self.captures)
        _check_there_is_something(path, self.captures, opts.diff)
        old = None
        if path.exists():
            old = seize(path) if target == path else snapshot(path)
        try:
            self._make(target, old, jobs, opts.diff)
        except DatabaseError as error:
            raise ArchiveError(
                f"{path} is damaged ({error}). Move it away and run this again: articles come back from the captures,"
                " the ledger of past crawls does not."
            ) from error
        finally:
            if old:
                old.close()

    def _make(self, target: Path, old: "Connection | None", jobs: int, diff: bool) -> None:
        from scraper.cli.rebuild_report import lines
        from scraper.intake.rebuild import Rebuild
        from scraper.store.copies.carry_over import problems
        from scraper.store.copies.replace import discard, new_draft, publish

        draft = new_draft(target)
        try:
            done = Rebuild(draft, self.captures, self.portals(), old=old, jobs=jobs, progress=_print_progress).run()
            if found := problems(draft.conn):
                raise CongTinError("\n".join(["What was made is not sound and is thrown away:", *found]))
            if diff:
                assert old
                print("\n".join(lines(old, draft.conn)))
            else:
                summary = _summary(draft, done)
                publish(draft, target, old if target == self.archive_db.resolve() else None)
                print(f"{summary}\nArchive: {target}")
        finally:
            discard(draft)
        for sentence in done.damage:
            print(f"damaged: {sentence}", file=sys.stderr)
        self.exitcode = CaptureError.exit_code if done.damage else 0


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


def _summary(draft: "Archive", done: "Rebuilt") -> str:
    from scraper.store.copies.differences import count_rows

    articles, versions = count_rows(draft.conn, "articles"), count_rows(draft.conn, "versions")
    sentences = [
        f"{articles:,} articles in {versions:,} versions from {done.captures:,} captures in {done.files:,} files."
    ]
    if done.carried:
        rows = ", ".join(f"{table} {count:,}" for table, count in done.carried.items() if count)
        sentences.append(f"Carried over: {rows or 'nothing was there'}.")
    else:
        sentences.append("There was no archive before: the ledger is made from the captures, without past crawls.")
    if done.left:
        sentences.append(f"{done.left:,} captures of an interrupted crawl are left to be read by the next crawl.")
    if done.waiting:
        sentences.append(f"{done.waiting:,} captures wait for a capture file with their body.")
    return "\n".join(sentences)


def _print_progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
