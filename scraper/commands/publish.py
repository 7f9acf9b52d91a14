"""`scrapy publish DIR`: a snapshot of the archive, ready to copy to a server."""

import argparse
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from scraper.cli.command import CongTinCommand
from scraper.errors import UsageProblem
from scraper.settings import ROOT


class Command(CongTinCommand):
    """Make an immutable snapshot of the archive for publishing."""

    examples = ("scrapy publish site", "scrapy publish /srv/tin --keep 3 --captures link")

    def syntax(self) -> str:
        return "DIR [--keep N] [--captures copy|link]"

    def short_desc(self) -> str:
        return "Make an immutable snapshot of the archive, ready for a server"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--keep", metavar="N", default="2", help="snapshots that stay in DIR (default: 2)")
        parser.add_argument(
            "--captures", metavar="HOW", help="also the finished capture files: copy, or link (same disk, no space)"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from scraper.publish.snapshots import publish
        from scraper.store.archive import Archive

        assert self.settings is not None
        if len(args) != 1:
            raise UsageProblem("Publish where? `scrapy publish DIR` takes one folder.")
        if not opts.keep.isdecimal() or not 1 <= int(opts.keep) <= 1000:
            raise UsageProblem(f"--keep takes a number from 1 to 1000, not {opts.keep!r}.")
        places = {None: None, "copy": shutil.copyfile, "link": os.link}
        if opts.captures not in places:
            raise UsageProblem(f"--captures takes copy or link, not {opts.captures!r}.")
        root, database = Path(args[0]).absolute(), Path(self.settings["ARCHIVE_DB"]).absolute()
        place = places[opts.captures]
        archive = Archive.open(database)
        config = database.parent if (database.parent / "metadata.yml").exists() else ROOT
        try:
            made = publish(
                archive,
                root,
                f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}",
                config=config,
                captures=(Path(self.settings["CAPTURES_DIR"]), place) if place else None,
                keep=int(opts.keep),
            )
        finally:
            archive.conn.close()
        _say(root, made.manifest, made.removed)


def _say(root: Path, manifest: dict[str, object], removed: tuple[str, ...]) -> None:
    files = manifest["files"]
    counts = manifest["counts"]
    assert isinstance(files, list)
    assert isinstance(counts, dict)
    size = sum(file["bytes"] for file in files)
    print(f"{root / str(manifest['name'])}: {counts['articles']:,} articles, {len(files)} files, {size:,} bytes")
    if removed:
        print(f"Removed: {', '.join(removed)}")
    print(
        f"Serve it with `datasette {root / 'current'}`. A server that is running keeps the snapshot it started with:"
        " restart it to show this one."
    )
