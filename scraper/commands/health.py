"""`scrapy health`: how every portal is, judged by its own past, with an exit code for cron."""

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from scraper.cli.command import ARCHIVE_CODES, CongTinCommand
from scraper.cli.options import check_known

if TYPE_CHECKING:
    from scraper.health.judge import Health


class Command(CongTinCommand):
    """Say how portals are; without names, those that were crawled at least once."""

    examples = ("scrapy health", "scrapy health hanoi_sotttt --json")

    def syntax(self) -> str:
        return "[PORTAL...] [--json]"

    def short_desc(self) -> str:
        return "How the portals are, judged by their own past; the exit code is for cron"

    def exit_codes(self) -> Mapping[int, str]:
        from scraper.health.judge import EXIT_CODES

        return {**EXIT_CODES, **ARCHIVE_CODES}

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--json", action="store_true", help="print JSON instead of a table")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from scraper.health.now import portal_health

        names = list(dict.fromkeys(args))
        check_known(names, self.portals())
        archive = self.open_archive()
        names = names or [row[0] for row in archive.rows("select distinct portal_id from crawls order by 1")]
        found = [portal_health(archive, name, self.captures) for name in names]
        archive.close()
        if opts.json:
            rows = [asdict(health) | {"exit_code": health.exit_code} for health in found]
            print(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            _print_table(found)
        self.exitcode = max((health.exit_code for health in found), default=0)


def _print_table(found: "list[Health]") -> None:
    from scraper.cli.tables import plain_table, print_table

    table = plain_table("portal", "last crawl", "health", last="")
    for health in found:
        table.add_row(health.portal_id, health.last_crawl or "never", health.state, health.sentence)
    print_table(table)
    if not found:
        print("No portal was crawled yet.")
