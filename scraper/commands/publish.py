"""`scrapy publish DIR`: a snapshot of the archive, ready to copy to a server."""

import argparse
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from scraper.cli.command import ARCHIVE_CODES, CongTinCommand
from scraper.cli.options import whole_number
from scraper.errors import UsageProblem


class Command(CongTinCommand):
    """Make an immutable snapshot of the archive for publishing."""

    examples = ("scrapy publish site", "scrapy publish /srv/tin --keep 3 --captures link")

    def syntax(self) -> str:
        return "DIR [--keep N] [--captures copy|link]"

    def short_desc(self) -> str:
        return "Make an immutable snapshot of the archive, ready for a server"

    def exit_codes(self) -> Mapping[int, str]:
        return ARCHIVE_CODES | {7: f"{ARCHIVE_CODES[7]}; or the snapshot cannot be written or is not sound"}

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--keep", metavar="N", default="2", help="snapshots that stay in DIR, 1 to 1000 (default: 2)"
        )
        parser.add_argument(
            "--captures",
            metavar="HOW",
            help="also publish the finished capture files: copy, or link (same disk, no space; default: without them)",
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from scraper.publish.snapshots import publish

        if len(args) != 1:
            raise UsageProblem("Publish where? `scrapy publish DIR` takes one folder.")
        keep = whole_number(opts.keep, "--keep", most=1000)
        places = {None: None, "copy": shutil.copyfile, "link": os.link}
        if opts.captures not in places:
            raise UsageProblem(f"--captures takes copy or link, not {opts.captures!r}.")
        root, folder = Path(args[0]).absolute(), self.archive_db.absolute().parent
        place = places[opts.captures]
        archive = self.open_archive()
        # An archive that lies elsewhere may bring its own titles and licences along.
        config = folder if (folder / "metadata.yml").exists() else Path(self.config["ROOT"])
        try:
            made = publish(
                archive,
                root,
                f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}",
                config=config,
                captures=(self.captures, place) if place else None,
                keep=keep,
            )
        finally:
            archive.conn.close()
        _print_made(root, made.manifest, made.removed)


def _print_made(root: Path, manifest: dict[str, object], removed: tuple[str, ...]) -> None:
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
