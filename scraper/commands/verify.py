"""`scrapy verify`: is every capture still there and unchanged, has each its row, does the search index fit?"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.cli.command import ARCHIVE_CODES, CongTinCommand
from scraper.cli.options import check_known
from scraper.errors import CaptureError, UsageProblem

if TYPE_CHECKING:
    from sqlite3 import Connection

    from scraper.capture.verify import Checked

_RECORDS_A_LINE = 5000  # of progress


class Command(CongTinCommand):
    """Check captures and archive against each other; changes nothing."""

    examples = (
        "scrapy verify",
        "scrapy verify --portal hanoi_sotttt",
        "scrapy verify captures/hanoi_sotttt-20261122T061719123-4711-1.warc.gz",
    )

    def syntax(self) -> str:
        return "[--portal NAME] [FILE...]"

    def short_desc(self) -> str:
        return "Check every capture's digest, every row's capture and the search index; changes nothing"

    def exit_codes(self) -> Mapping[int, str]:
        return {**ARCHIVE_CODES, 8: "something is damaged or missing"}

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--portal",
            metavar="NAME",
            help="check only the capture files of this portal (default: all, and archive.db)",
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from sqlite3 import DatabaseError

        if opts.portal:
            check_known([opts.portal], self.portals())
        archive = self.open_archive()
        try:
            checked = _verify(archive.conn, self.captures, opts.portal, args)
        except DatabaseError as error:
            raise CaptureError(f"{archive.path} is damaged: {error}.") from error
        finally:
            archive.conn.close()  # not folding the log in: a crawl may be running
        _print(checked)
        self.exitcode = CaptureError.exit_code if checked.bad else 0


def _verify(conn: "Connection", captures: Path, portal: str | None, args: list[str]) -> "Checked":
    from scraper.capture.verify import Verifier, files_on_disk, is_capture_file, strangers
    from scraper.store.captures.checks import check_database, check_search, files_known, lost_bodies, waiting_revisits

    verifier = Verifier(conn, captures, _progress)
    checked = verifier.checked
    known = files_known(conn, portal)
    paths = files_on_disk(captures)
    names = set(known) | {n for n in paths if is_capture_file(n) and (not portal or n.startswith(f"{portal}-"))}
    if args:
        names = {_name(arg, names) for arg in args}
    for number, name in enumerate(sorted(names), 1):
        print(f"[{number}/{len(names)}] {name}", file=sys.stderr, flush=True)
        verifier.check(name, known.get(name), paths.get(name))
    for identity, file, original in lost_bodies(conn, portal):
        if not args or file in names:
            checked.add("missing", f"{file}: capture {identity} has its body in {original}, which is not here")
    if args or portal:
        return checked
    for name in strangers(paths):
        checked.add("extra", f"{name}: no capture file")
    if waiting := waiting_revisits(conn):
        checked.add("note", f"{waiting:,} captures wait for a capture file with their body; `scrapy ingest` it")
    print("archive.db and its search index", file=sys.stderr, flush=True)
    for problem in check_database(conn) + check_search(conn):
        checked.add("damaged", problem)
    return checked


def _name(arg: str, names: set[str]) -> str:
    name = Path(arg).name.removesuffix(".open")
    if name not in names:
        raise UsageProblem(f"{arg} is no capture file of this archive.")
    return name


def _print(checked: "Checked") -> None:
    for finding in checked.findings:
        print(f"{finding.kind}: {finding.text}")
    counts = f"{checked.files:,} files, {checked.records:,} records, {checked.captures:,} captures checked"
    losses = {kind: sum(f.kind == kind for f in checked.findings) for kind in ("damaged", "missing", "extra")}
    found = ", ".join(f"{count:,} {kind}" for kind, count in losses.items() if count)
    print(f"{counts}: {found if checked.bad else 'all is well' + (f' ({found})' if found else '')}.")


def _progress(records: int) -> None:
    if records % _RECORDS_A_LINE == 0:
        print(f"... {records:,} records", file=sys.stderr, flush=True)
