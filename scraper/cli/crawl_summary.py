"""What `scrapy crawl` prints at its end: what came in, where it lies, and line by line what is missing."""

import sys
from pathlib import Path

from rich.console import Console
from rich.panel import Panel

from scraper.store.archive import Archive
from scraper.store.ledger.ledger import OUTCOMES
from scraper.store.ledger.reports import CrawlReport
from scraper.store.ledger.traps import refusals

_WIDTH = 120  # columns of the box where there is no terminal to ask


def print_summary(reports: list[CrawlReport], archive: Archive, log: str) -> None:
    """The whole summary of the crawls that `reports` describe; `log` is the path of their log file."""
    _print_box(reports, archive.path, log)
    for report in reports:
        _print_missing(report)
    for report in reports:
        _print_unasked(report, archive)


def _print_box(reports: list[CrawlReport], archive_db: Path, log: str) -> None:
    lines: list[str] = []
    for report in reports:
        lines.append(f"{report.portal_id}: {report.sentence} ({report.archived:,} articles in the archive)")
        counts = {OUTCOMES[name]: n for name, n in report.counts.items() if name in OUTCOMES}
        lines += [f"    {count:>7,}  {meaning}" for meaning, count in sorted(counts.items(), key=lambda c: -c[1])]
        lines += [f"    {report.sums}"] if report.sums else []
    lines += ["", f"Archive: {archive_db}", f"Log:     {log}", "Read it: datasette ."]
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    # Without markup: addresses may hold brackets, which rich would take for its own.
    console.print(Panel("\n".join(lines), title="Cổng Tin", expand=False), markup=False, highlight=False)


def _print_missing(report: CrawlReport) -> None:
    for problem in report.problems:
        print(f"{report.portal_id}: THE LEDGER DOES NOT ADD UP: {problem}")
    if report.faults:
        print(
            f"{report.portal_id}: THE READER FAILED, a fault of ours: {report.faults:,} x a page that a family could"
            " not read. The log has addresses and tracebacks; please report them."
        )
    for gap in report.gaps:
        print(f"{report.portal_id}: INCOMPLETE: {gap.sentence}")
    for outcome, url, reason in report.missing:
        print(f"{report.portal_id}: {outcome}: {url} ({reason})")
    if report.unlisted:
        print(f"{report.portal_id}: and {report.unlisted:,} more, in tables visits and failures")


def _print_unasked(report: CrawlReport, archive: Archive) -> None:
    """What was not asked for on purpose: traps and large files, and what a pause leaves to the next run."""
    for reason, count in refusals(archive, report.crawl_id):
        print(f"{report.portal_id}: refused: {count:,} x {reason}")
    if report.state == "paused":
        why = archive.value("select options ->> '$.paused' from crawls where id = ?", report.crawl_id)
        print(f"{report.portal_id}: paused: {why}. The same command goes on where it stopped.")
