"""`scrapy crawl`: crawl portals into the archive, resume what was interrupted, say how it went."""

import argparse
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.commands import BaseRunSpiderCommand

from scraper.cli.command import CongTinCommand
from scraper.cli.options import check_known, iso_day, whole_number
from scraper.errors import DiskFullError, UsageProblem

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from scraper.portals.portal_map import PortalMap
    from scraper.store.archive import Archive


class Command(CongTinCommand, BaseRunSpiderCommand):
    """Crawl one or more portals; the exit code comes from the ledger."""

    requires_crawler_process = True
    examples = (
        "scrapy crawl hanoi_sotttt",
        "scrapy crawl sample_langson sample_drupal --limit 20",
        "scrapy crawl hanoi_sotttt --since 2025-01-01",
        "scrapy crawl hanoi_sotttt --window 22:00-05:00 --budget 5000",
        "scrapy crawl hanoi_sotttt bao_lang_son --minutes 50",
    )

    def syntax(self) -> str:
        return "PORTAL... [--limit N] [--since DATE] [--full] [--budget N] [--minutes N] [--window HH:MM-HH:MM]"

    def short_desc(self) -> str:
        return "Crawl portals into the archive; run it again to resume, or to fetch what is new"

    def exit_codes(self) -> Mapping[int, str]:
        from scraper.store.ledger.reports import EXIT_CODES

        return EXIT_CODES

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--limit", metavar="N", help="ask for at most N article pages of each portal in this run (default: all)"
        )
        parser.add_argument(
            "--since", metavar="DATE", help="pass over articles dated before DATE, YYYY-MM-DD (default: none)"
        )
        parser.add_argument("--full", action="store_true", help="ask for every known page again")
        parser.add_argument(
            "--budget",
            metavar="N",
            help="pause after N requests to each portal, exit code 11 (default: what the portal's file says)",
        )
        parser.add_argument(
            "--minutes", metavar="N", help="pause after N minutes, exit code 11 (default: go on to the end)"
        )
        parser.add_argument(
            "--window",
            metavar="HH:MM-HH:MM",
            help="ask only at this time of day in Viet Nam, then pause, exit code 11 (default: what the portal's"
            " file says)",
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        if not (opts.logfile or opts.nolog or self.config.get("LOG_FILE")):
            log = self.captures / "log"
            log.mkdir(parents=True, exist_ok=True)
            name = f"crawl-{datetime.now(UTC):%Y%m%dT%H%M%S}.log"
            self.config.set("LOG_FILE", str(log / name), priority="command")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from scraper.crawl.lock import PortalLock
        from scraper.intake.register import register_finished
        from scraper.store.archive import Archive
        from scraper.store.portals import sync_portals

        portals = self.portals()
        names = list(dict.fromkeys(args))
        _check_names(names, portals)
        self._set_options(opts)
        archive = Archive.for_settings(self.config)
        sync_portals(archive, portals)
        # All locks before the first request: one busy portal must not leave the others half begun.
        for name in names:
            PortalLock.take(self.captures, name)
        self._remind_of_contact(names, portals)
        crawlers = self._crawl(names, opts)
        register_finished(archive, self.captures)
        self._report(names, portals, archive)
        if any(crawler.stats and crawler.stats.get_value("finish_reason") == "disk_full" for crawler in crawlers):
            raise DiskFullError("The disk is full. Make room and run the same command again: nothing kept is lost.")
        archive.close()

    def _set_options(self, opts: argparse.Namespace) -> None:
        """Hand the options to the frontier, which reads them as settings."""
        from scraper.portals.window import parse_window

        given = {
            name: whole_number(text, f"--{name}")
            for name in ("limit", "budget", "minutes")
            if (text := getattr(opts, name)) is not None
        }
        for name, number in given.items():
            self.config.set(f"CRAWL_{name.upper()}", number, priority="cmdline")
        if opts.since is not None:
            self.config.set("CRAWL_SINCE", iso_day(opts.since, "--since"), priority="cmdline")
        if opts.window is not None:
            self.config.set("CRAWL_WINDOW", parse_window(opts.window), priority="cmdline")
        self.config.set("CRAWL_FULL", opts.full, priority="cmdline")

    def _remind_of_contact(self, names: list[str], portals: "PortalMap") -> None:
        real = [name for name in names if not portals.portals[name].synthetic]
        if real and ".example/" in self.config["CONTACT"]:
            print(
                "Please set CONGTIN_CONTACT to a page or address of yours: portals should know whom to write to.",
                file=sys.stderr,
            )

    def _crawl(self, names: list[str], opts: argparse.Namespace) -> "list[Crawler]":
        """Crawl all portals at once, to the end; returns their crawlers."""
        process = self.crawler_process
        assert process is not None
        logging.raiseExceptions = False  # a log that finds no space, as the captures beside it, has nothing to add
        crawlers = [process.create_crawler(name) for name in names]
        for crawler in crawlers:
            process.crawl(crawler, **opts.spargs)
        process.start()
        return crawlers

    def _report(self, names: list[str], portals: "PortalMap", archive: "Archive") -> None:
        from scraper.cli.crawl_summary import print_summary
        from scraper.store.ledger.reports import crawl_report, worst

        reports = [report for name in names if (report := crawl_report(archive, name))]
        print_summary(reports, archive, str(self.config["LOG_FILE"]))
        self.exitcode = worst(report.exit_code for report in reports)
        if any(r.exit_code == 5 and portals.portals[r.portal_id].synthetic for r in reports):
            print("Sample portals live on this machine: start them with `scrapy sample` in another terminal.")


def _check_names(names: list[str], portals: "PortalMap") -> None:
    """Refuse unknown portals and those without a known address. Raises UsageProblem."""
    if not names:
        raise UsageProblem("Which portal? `scrapy portals` lists them; `scrapy crawl NAME...` crawls.")
    check_known(names, portals)
    for name in names:
        portal = portals.portals[name]
        if not portal.start and not portal.feeds:
            raise UsageProblem(f"No address of {name} is known yet, so it cannot be crawled. {portal.note}")
