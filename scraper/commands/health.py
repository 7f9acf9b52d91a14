"""`scrapy health`: how every portal is, judged by its own past, with an exit code for cron."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from scraper.cli.command import CongTinCommand, check_known
from scraper.health.judge import EXIT_CODES, Health
from scraper.health.now import portal_health
from scraper.portals.portal_map import PortalMap
from scraper.store.archive import Archive


class Command(CongTinCommand):
    """Say how portals are; without names, those that were crawled at least once."""

    examples = ("scrapy health", "scrapy health hanoi_sotttt --json")

    def syntax(self) -> str:
        return "[PORTAL...] [--json]"

    def short_desc(self) -> str:
        return "How the portals are, judged by their own past; the exit code is for cron"

    def long_desc(self) -> str:
        codes = "; ".join(f"{code}: {meaning}" for code, meaning in EXIT_CODES.items())
        return f"{super().long_desc()}. Exit codes — {codes}; 2 and 7 as in `scrapy crawl`"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="as JSON")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        names = list(dict.fromkeys(args))
        check_known(names, PortalMap.from_settings(self.settings))
        archive = Archive.open(Path(self.settings["ARCHIVE_DB"]))
        names = names or [row[0] for row in archive.rows("select distinct portal_id from crawls order by 1")]
        found = [portal_health(archive, name, Path(self.settings["CAPTURES_DIR"])) for name in names]
        archive.close()
        if opts.json:
            rows = [asdict(health) | {"exit_code": health.exit_code} for health in found]
            print(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            _table(found)
        self.exitcode = max((health.exit_code for health in found), default=0)


def _table(found: list[Health]) -> None:
    from rich.console import Console  # every `scrapy` call imports this module: keep it light
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in ("portal", "last crawl", "health"):
        table.add_column(title, no_wrap=True)
    table.add_column("")
    for health in found:
        table.add_row(health.portal_id, health.last_crawl or "never", health.state, health.sentence)
    Console(width=None if sys.stdout.isatty() else 160).print(table)
    if not found:
        print("No portal was crawled yet.")
