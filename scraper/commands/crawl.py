"""`scrapy crawl`: crawl portals into the archive, resume what was interrupted, say how it went."""

import argparse
import logging
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from scrapy.commands import BaseRunSpiderCommand

from scraper.cli.command import CongTinCommand, check_known
from scraper.crawl.lock import PortalLock
from scraper.errors import DiskFullError, UsageProblem
from scraper.intake.register import register_finished
from scraper.portals.portal_map import PortalMap
from scraper.portals.window import parse_window
from scraper.store.archive import Archive
from scraper.store.ledger.ledger import OUTCOMES
from scraper.store.ledger.reports import EXIT_CODES, CrawlReport, crawl_report, worst
from scraper.store.ledger.traps import refusals
from scraper.store.portals import sync_portals


class Command(CongTinCommand, BaseRunSpiderCommand):
    """Crawl one or more portals; the exit code comes from the ledger (see EXIT_CODES)."""

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

    def long_desc(self) -> str:
        codes = "; ".join(f"{code}: {meaning}" for code, meaning in EXIT_CODES.items())
        return f"{super().long_desc()}. Exit codes — {codes}"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--limit", metavar="N", help="ask for at most N article pages of each portal in this run")
        parser.add_argument("--since", metavar="DATE", help="pass over articles dated before DATE (YYYY-MM-DD)")
        parser.add_argument("--full", action="store_true", help="ask for every known page again")
        parser.add_argument("--budget", metavar="N", help="pause after N requests to each portal (exit code 11)")
        parser.add_argument("--minutes", metavar="N", help="pause after N minutes (exit code 11)")
        parser.add_argument(
            "--window",
            metavar="HH:MM-HH:MM",
            help="ask only at this time of day in Viet Nam, then pause (exit code 11)",
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        if not (opts.logfile or opts.nolog or self.settings.get("LOG_FILE")):
            log = Path(self.settings["CAPTURES_DIR"]) / "log"
            log.mkdir(parents=True, exist_ok=True)
            name = f"crawl-{datetime.now(UTC):%Y%m%dT%H%M%S}.log"
            self.settings.set("LOG_FILE", str(log / name), priority="command")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        assert self.crawler_process is not None
        portals = PortalMap.from_settings(self.settings)
        names = list(dict.fromkeys(args))
        check_names(names, portals)
        self._set_options(opts)
        archive = Archive.for_settings(self.settings)
        sync_portals(archive, portals)
        captures = Path(self.settings["CAPTURES_DIR"])
        for name in names:
            PortalLock.take(captures, name)
        self._remind_of_contact(names, portals)
        logging.raiseExceptions = False  # a log that finds no space, as the captures beside it, has nothing to add
        crawlers = [self.crawler_process.create_crawler(name) for name in names]
        for crawler in crawlers:
            self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        register_finished(archive, captures)
        self._report(names, portals, archive)
        if any(crawler.stats and crawler.stats.get_value("finish_reason") == "disk_full" for crawler in crawlers):
            raise DiskFullError("The disk is full. Make room and run the same command again: nothing kept is lost.")
        archive.close()

    def _set_options(self, opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if opts.limit is not None:
            self.settings.set("CRAWL_LIMIT", positive(opts.limit, "--limit"), priority="cmdline")
        if opts.since is not None:
            self.settings.set("CRAWL_SINCE", day(opts.since), priority="cmdline")
        if opts.budget is not None:
            self.settings.set("CRAWL_BUDGET", positive(opts.budget, "--budget"), priority="cmdline")
        if opts.minutes is not None:
            self.settings.set("CRAWL_MINUTES", positive(opts.minutes, "--minutes"), priority="cmdline")
        if opts.window is not None:
            self.settings.set("CRAWL_WINDOW", parse_window(opts.window), priority="cmdline")
        self.settings.set("CRAWL_FULL", opts.full, priority="cmdline")

    def _remind_of_contact(self, names: list[str], portals: PortalMap) -> None:
        assert self.settings is not None
        real = [name for name in names if not portals.portals[name].synthetic]
        if real and ".example/" in self.settings["CONTACT"]:
            print(
                "Please set CONGTIN_CONTACT to a page or address of yours: portals should know whom to write to.",
                file=sys.stderr,
            )

    def _report(self, names: list[str], portals: PortalMap, archive: Archive) -> None:
        reports = [report for name in names if (report := crawl_report(archive, name))]
        print_summary(reports, str(archive.path), str(self.settings["LOG_FILE"]) if self.settings else "")
        for report in reports:
            for reason, count in refusals(archive, report.crawl_id):
                print(f"{report.portal_id}: refused: {count:,} x {reason}")
            if report.state == "paused":
                why = archive.value("select options ->> '$.paused' from crawls where id = ?", report.crawl_id)
                print(f"{report.portal_id}: paused: {why}. The same command goes on where it stopped.")
        self.exitcode = worst(report.exit_code for report in reports)
        if any(r.exit_code == 5 and portals.portals[r.portal_id].synthetic for r in reports):
            print("Sample portals live on this machine: start them with `scrapy sample` in another terminal.")


def check_names(names: list[str], portals: PortalMap) -> None:
    """Refuse unknown portals and those without a known address. Raises UsageProblem."""
    if not names:
        raise UsageProblem("Which portal? `scrapy portals` lists them; `scrapy crawl NAME...` crawls.")
    check_known(names, portals)
    for name in names:
        portal = portals.portals[name]
        if not portal.start and not portal.feeds:
            raise UsageProblem(f"No address of {name} is known yet, so it cannot be crawled. {portal.note}")


def positive(text: str, option: str) -> int:
    """A whole number of at least 1, given with `option`. Raises UsageProblem."""
    if not text.isdecimal() or int(text) < 1:
        raise UsageProblem(f"{option} takes a whole number of at least 1, not {text!r}.")
    return int(text)


def day(text: str) -> str:
    """An ISO date. Raises UsageProblem."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageProblem(f"--since takes a date like 2025-07-01, not {text!r}.") from None


def print_summary(reports: list[CrawlReport], archive_path: str, log: str) -> None:
    """The box at the end: what came in, where it lies; then what is missing, line by line."""
    from rich.console import Console  # every `scrapy` call imports this module: keep it light
    from rich.panel import Panel

    lines: list[str] = []
    for report in reports:
        lines.append(f"{report.portal_id}: {report.sentence} ({report.archived:,} articles in the archive)")
        counts = {OUTCOMES[name]: n for name, n in report.counts.items() if name in OUTCOMES}
        lines += [f"    {count:>7,}  {meaning}" for meaning, count in sorted(counts.items(), key=lambda c: -c[1])]
        lines += [f"    {report.sums}"] if report.sums else []
    lines += ["", f"Archive: {archive_path}", f"Log:     {log}", "Read it: datasette ."]
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(Panel("\n".join(lines), title="Cổng Tin", expand=False), markup=False, highlight=False)
    for report in reports:
        for problem in report.problems:
            print(f"{report.portal_id}: THE LEDGER DOES NOT ADD UP: {problem}")
        if report.faults:
            print(
                f"{report.portal_id}: THE READER FAILED on {report.faults:,} pages. That is a fault of ours: their"
                " addresses and tracebacks are in the log; please report them."
            )
        for gap in report.gaps:
            print(f"{report.portal_id}: INCOMPLETE: {gap.sentence}")
        for outcome, url, reason in report.missing:
            print(f"{report.portal_id}: {outcome}: {url} ({reason})")
        if report.unlisted:
            print(f"{report.portal_id}: and {report.unlisted:,} more, in tables visits and failures")
