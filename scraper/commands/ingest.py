"""`scrapy ingest`: take WARC files and folders of saved pages into the archive."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from scraper.capture.foreign.containers import import_any
from scraper.capture.foreign.folder import warc_from_folder
from scraper.cli.command import CongTinCommand
from scraper.errors import CaptureError, UsageProblem
from scraper.intake.ingest import ingest_file, read_waiting
from scraper.intake.register import register_finished
from scraper.portals.portal_map import PortalMap
from scraper.store.archive import Archive
from scraper.store.ledger.gaps import keep_all_gaps
from scraper.store.portals import sync_portals


class Command(CongTinCommand):
    """Read somebody's captures through the same code as a crawl."""

    examples = ("scrapy ingest mirror.warc.gz", "scrapy ingest saved-pages/", "scrapy ingest crawl.wacz old.arc.gz")

    def syntax(self) -> str:
        return "FILE|FOLDER..."

    def short_desc(self) -> str:
        return "Take WARC, WACZ and ARC files, or folders of saved pages (HOST/path, as wget does), into the archive"

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if not args:
            raise UsageProblem("Which file? Name WARC files or folders of saved pages.")
        for arg in args:
            if not Path(arg).exists():
                raise UsageProblem(f"There is no file or folder {arg}.")
        portals = PortalMap.from_settings(self.settings)
        archive = Archive.for_settings(self.settings)
        sync_portals(archive, portals)
        for arg in args:
            self._take_in(archive, Path(arg), portals)
        self._read_waiting(archive, portals)
        keep_all_gaps(archive)
        archive.close()

    def _take_in(self, archive: Archive, given: Path, portals: PortalMap) -> None:
        captures = self._captures()
        captures.mkdir(parents=True, exist_ok=True)
        try:
            for path in [warc_from_folder(given, captures)] if given.is_dir() else import_any(given, captures):
                self._read(archive, given, path, portals)
        except CaptureError as error:
            print(error, file=sys.stderr)
            self.exitcode = error.exit_code

    def _read(self, archive: Archive, given: Path, path: Path, portals: PortalMap) -> None:
        outcomes, damage = ingest_file(archive, path, portals, _progress)
        register_finished(archive, path.parent, source="ingest")
        print(f"{given}: {sum(outcomes.values()):,} exchanges, kept as {path}")
        _print_outcomes(outcomes)
        if damage:
            print(f"{damage} What is whole before that is in the archive.", file=sys.stderr)
            self.exitcode = damage.exit_code

    def _read_waiting(self, archive: Archive, portals: PortalMap) -> None:
        """Revisits whose bodies came later than they did."""
        outcomes = read_waiting(archive, self._captures(), portals)
        if outcomes:
            print("Unchanged pages, read with the body that an earlier capture holds:")
            _print_outcomes(outcomes)

    def _captures(self) -> Path:
        assert self.settings is not None
        return Path(self.settings["CAPTURES_DIR"])


def _print_outcomes(outcomes: Counter[str]) -> None:
    for outcome, count in outcomes.most_common():
        print(f"    {count:>7,}  {outcome}")


def _progress(number: int) -> None:
    if number % 500 == 0:
        print(f"... {number:,} exchanges", file=sys.stderr, flush=True)
