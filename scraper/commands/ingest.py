"""`scrapy ingest`: take WARC files and folders of saved pages into the archive."""

import argparse
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.cli.command import ARCHIVE_CODES, CongTinCommand
from scraper.errors import CaptureError, UsageProblem

if TYPE_CHECKING:
    from scraper.portals.portal_map import PortalMap
    from scraper.store.archive import Archive

_EXCHANGES_A_LINE = 500  # of progress


class Command(CongTinCommand):
    """Read somebody's captures through the same code as a crawl."""

    examples = ("scrapy ingest mirror.warc.gz", "scrapy ingest saved-pages/", "scrapy ingest crawl.wacz old.arc.gz")

    def syntax(self) -> str:
        return "FILE|FOLDER..."

    def short_desc(self) -> str:
        return "Take WARC, WACZ and ARC files, or folders of saved pages (HOST/path, as wget does), into the archive"

    def exit_codes(self) -> Mapping[int, str]:
        return {
            **ARCHIVE_CODES,
            8: "a file is damaged or no capture file; what is whole of it, and all other files, are in the archive",
            9: "the disk is full",
        }

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from scraper.store.archive import Archive
        from scraper.store.ledger.gaps import keep_all_gaps
        from scraper.store.portals import sync_portals

        if not args:
            raise UsageProblem("Which file? Name WARC files or folders of saved pages.")
        for arg in args:
            if not Path(arg).exists():
                raise UsageProblem(f"There is no file or folder {arg}.")
        portals = self.portals()
        archive = Archive.for_settings(self.config)
        sync_portals(archive, portals)
        for arg in args:
            self._take_in(archive, Path(arg), portals)
        self._read_waiting(archive, portals)
        keep_all_gaps(archive)
        archive.close()

    def _take_in(self, archive: "Archive", given: Path, portals: "PortalMap") -> None:
        """Take one file or folder in; a bad one is named, and the next ones are taken in all the same."""
        from scraper.capture.foreign.containers import import_any
        from scraper.capture.foreign.folder import warc_from_folder

        self.captures.mkdir(parents=True, exist_ok=True)
        try:
            paths = [warc_from_folder(given, self.captures)] if given.is_dir() else import_any(given, self.captures)
            for path in paths:
                self._read(archive, given, path, portals)
        except CaptureError as error:
            print(error, file=sys.stderr)
            self.exitcode = error.exit_code

    def _read(self, archive: "Archive", given: Path, path: Path, portals: "PortalMap") -> None:
        from scraper.intake.ingest import ingest_file
        from scraper.intake.register import register_finished

        outcomes, damage = ingest_file(archive, path, portals, _progress)
        register_finished(archive, path.parent, source="ingest")
        print(f"{given}: {sum(outcomes.values()):,} exchanges, kept as {path}")
        _print_outcomes(outcomes)
        if damage:
            print(f"{damage} What is whole before that is in the archive.", file=sys.stderr)
            self.exitcode = damage.exit_code

    def _read_waiting(self, archive: "Archive", portals: "PortalMap") -> None:
        """Read the revisits whose bodies came later than they did."""
        from scraper.intake.ingest import read_waiting

        outcomes = read_waiting(archive, self.captures, portals)
        if outcomes:
            print("Unchanged pages, read with the body that an earlier capture holds:")
            _print_outcomes(outcomes)


def _print_outcomes(outcomes: Counter[str]) -> None:
    for outcome, count in outcomes.most_common():
        print(f"    {count:>7,}  {outcome}")


def _progress(number: int) -> None:
    if number % _EXCHANGES_A_LINE == 0:
        print(f"... {number:,} exchanges", file=sys.stderr, flush=True)
