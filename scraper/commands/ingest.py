"""`scrapy ingest`: take WARC files and folders of saved pages into the archive."""

import argparse
import sys
from pathlib import Path

from scraper.capture.files import import_file
from scraper.capture.folder import warc_from_folder
from scraper.capture.reader import read_exchanges
from scraper.capture.register import register_finished
from scraper.command import CongTinCommand
from scraper.errors import CaptureError, UsageProblem
from scraper.ingest import ingest_file
from scraper.portal import PortalMap
from scraper.store.archive import Archive
from scraper.store.portals import sync_portals


class Command(CongTinCommand):
    """Read somebody's captures through the same code as a crawl."""

    examples = ("scrapy ingest mirror.warc.gz", "scrapy ingest saved-pages/", "scrapy ingest captures/*.warc.gz")

    def syntax(self) -> str:
        return "FILE|FOLDER..."

    def short_desc(self) -> str:
        return "Take WARC files, or folders of saved pages (HOST/path, as wget and HTTrack do), into the archive"

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
        archive.close()

    def _take_in(self, archive: Archive, given: Path, portals: PortalMap) -> None:
        assert self.settings is not None
        captures = Path(self.settings["CAPTURES_DIR"])
        captures.mkdir(parents=True, exist_ok=True)
        try:
            if given.is_dir():
                path = warc_from_folder(given, captures)
            else:
                next(iter(read_exchanges(given, portals.id_of)), None)  # a file that is no WARC is not copied
                path = import_file(given, captures)
        except CaptureError as error:
            print(error, file=sys.stderr)
            self.exitcode = error.exit_code
            return
        outcomes, damage = ingest_file(archive, path, portals, _progress)
        register_finished(archive, captures, source="ingest")
        print(f"{given}: {sum(outcomes.values()):,} exchanges, kept as {path}")
        for outcome, count in outcomes.most_common():
            print(f"    {count:>7,}  {outcome}")
        if damage:
            print(f"{damage} What is whole before that is in the archive.", file=sys.stderr)
            self.exitcode = damage.exit_code


def _progress(number: int) -> None:
    if number % 500 == 0:
        print(f"... {number:,} exchanges", file=sys.stderr, flush=True)
