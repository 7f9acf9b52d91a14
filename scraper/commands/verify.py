"""`scrapy verify`: is every capture still there and unchanged, has each its row, does the search index fit?"""

import argparse
import sqlite3
import sys
from pathlib import Path

from scraper.capture.verify import Checked, Verifier, files_on_disk, is_capture_file, strangers
from scraper.cli.command import CongTinCommand
from scraper.errors import CaptureError, UsageProblem
from scraper.portals.portal_map import PortalMap
from scraper.store.archive import Archive
from scraper.store.captures.checks import check_database, check_search, files_known, lost_bodies, waiting_revisits


class Command(CongTinCommand):
    """Check captures and archive against each other; changes nothing. Exit code 8: something is damaged or missing."""

    examples = (
        "scrapy verify",
        "scrapy verify --portal hanoi_sotttt",
        "scrapy verify captures/hanoi_sotttt-20261122T061719123-4711-1.warc.gz",
    )

    def syntax(self) -> str:
        return "[--portal PORTAL] [FILE...]"

    def short_desc(self) -> str:
        return "Check every capture's digest, every row's capture and the search index (exit code 8: damage)"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--portal", metavar="PORTAL", help="check only the capture files of this portal")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        captures = Path(self.settings["CAPTURES_DIR"])
        if opts.portal and opts.portal not in PortalMap.from_settings(self.settings).portals:
            raise UsageProblem(f"There is no portal named {opts.portal}. `scrapy portals` lists those that are.")
        archive = Archive.open(self.settings["ARCHIVE_DB"])
        try:
            checked = _verify(archive.conn, captures, opts.portal, args)
        except sqlite3.DatabaseError as error:
            raise CaptureError(f"{archive.path} is damaged: {error}.") from error
        finally:
            archive.conn.close()  # not folding the log in: a crawl may be running
        _print(checked)
        self.exitcode = CaptureError.exit_code if checked.bad else 0


def _verify(conn: sqlite3.Connection, captures: Path, portal: str | None, args: list[str]) -> Checked:
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


def _print(checked: Checked) -> None:
    for finding in checked.findings:
        print(f"{finding.kind}: {finding.text}")
    counts = f"{checked.files:,} files, {checked.records:,} records, {checked.captures:,} captures checked"
    losses = {kind: sum(f.kind == kind for f in checked.findings) for kind in ("damaged", "missing", "extra")}
    told = ", ".join(f"{count:,} {kind}" for kind, count in losses.items() if count)
    print(f"{counts}: {told if checked.bad else 'all is well' + (f' ({told})' if told else '')}.")


def _progress(records: int) -> None:
    if records % 5000 == 0:
        print(f"... {records:,} records", file=sys.stderr, flush=True)
