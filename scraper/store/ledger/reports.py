"""How a crawl went, read from its ledger: the summary, and the exit code that cron sees.

Nothing is counted here: figures come from `tallies`, list chains from `chain_rows`, sums from `crawl_totals`, as in
the views of `schema.crawl_views`.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scraper.store.archive import Archive
from scraper.store.ledger.chain_rows import chain_rows
from scraper.store.ledger.chains import GAPS
from scraper.store.ledger.tallies import tallies

EXIT_CODES = {
    0: "every portal asked for was crawled; what could be had is in the archive (also when nothing was new)",
    1: "an unexpected error, or the crawl was interrupted before its end (run it again to resume)",
    2: "wrong use: unknown portal, option or value",
    3: "incomplete: pages could not be fetched or read, a list broke off, or it holds fewer items than it states; "
    "all is listed, and tried again next time",
    4: "no article at all could be read from a portal, although it answered",
    5: "a portal refused us or could not be reached: not one page was read",
    6: "another process is crawling the portal, or has the archive open",
    7: "archive.db cannot be used: missing, empty, foreign, or from a newer version",
    8: "a capture file is damaged",
    9: "the disk is full",
    10: "the ledger of a crawl does not add up: a fault of Cổng Tin; please report it with the sentences printed",
    11: "paused: the time window, the minutes or the budget of the run are over (run it again to go on)",
}

PAUSED = 11

_MISSING = ("failed", "gone", "robots")
LISTED = 10

_ARTICLES = ("stored", "changed", "unchanged")


def worst(codes: Iterable[int]) -> int:
    """The exit code of several crawls: the highest, but a pause never hides that another one went wrong."""
    return max(codes, key=lambda code: (code not in {0, PAUSED}, code), default=1)


@dataclass(frozen=True, slots=True)
class ListGap:
    """What a crawl could not see of a list: a row of view `list_gaps`.

    `url` is the list's first page, `state` "broken" or "short". `stated` is how many items the list says it has,
    `seen` how many were, `missing` the difference; None when it states no total. `broken_url` is the page that broke
    it, with its `outcome`, `status` and `reason`; `page` is that page's number in the list, `last_page` the number of
    the last one by the total stated.
    """

    url: str
    state: str
    stated: int | None
    seen: int
    missing: int | None
    broken_url: str | None
    outcome: str | None
    status: int | None
    reason: str | None
    page: int | None
    last_page: int | None

    @property
    def sentence(self) -> str:
        """The gap in one sentence, with the address of the page to look at."""
        if self.state == "short":
            return f"list states {self.stated:,} items, {self.seen:,} seen, {self.missing:,} missing: {self.url}"
        why = f"{self.outcome}, {self.reason or self.status or 'no answer'}"
        where = f" at page {self.page}" if self.page else ""
        return f"list broken{where} ({why}): {self.broken_url}; {self._behind} (list {self.url})"

    @property
    def _behind(self) -> str:
        if self.last_page is None or self.page is None:
            return "it and all behind it are missing, nobody knows how many"
        pages = f"pages {self.page}-{self.last_page}" if self.last_page > self.page else f"page {self.page}"
        return f"{pages} missing, about {self.missing:,} items"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """One portal's crawl in figures.

    `counts` are requests by outcome, `archived` the portal's articles in the archive. `missing` names up to `LISTED`
    pages that could not be fetched or read: outcome, address and reason. `gaps` are parts of lists that the crawl did
    not see. `retries` counts tries that were repeated, `size` is what was captured, in bytes on disk. `requests`
    counts what was due, `captures` answers kept, `robots` the robots.txt files among them, which are no request of the
    ledger, `problems` say what does not add up; all four None or empty before a crawl has ended. `faults` counts pages
    that the reader failed on: a fault of ours, whose traceback is in the crawl's log. `not_lists` counts answers that
    came in place of lists: the portal was reached.
    """

    portal_id: str
    crawl_id: str
    state: str
    counts: dict[str, int]
    archived: int
    missing: list[tuple[str, str, str]]
    gaps: list[ListGap]
    retries: int
    size: int
    requests: int | None
    captures: int | None
    robots: int | None
    problems: list[str]
    faults: int
    not_lists: int

    @property
    def exit_code(self) -> int:
        """The crawl's own exit code; see EXIT_CODES."""
        count = self.counts.get
        readable = sum(count(name, 0) for name in (*_ARTICLES, "listing", "file", "other")) + self.not_lists
        if self.state == "running":
            return 1
        if self.problems:
            return 10
        if self.state == "paused":
            return PAUSED
        if not readable:
            return 5
        if not self.archived:
            return 4
        return 3 if count("failed", 0) or self.gaps else 0

    @property
    def unlisted(self) -> int:
        """How many more are missing than `missing` names."""
        return sum(self.counts.get(name, 0) for name in _MISSING) - len(self.missing)

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        code = self.exit_code
        if code == 1:
            return "interrupted; run the same command again to go on"
        if code == 10:
            return "THE LEDGER DOES NOT ADD UP"
        if code == PAUSED:
            return "paused; run the same command again to go on"
        if code == 5:
            return "nothing could be read: the portal refused us or could not be reached"
        if code == 4:
            return "the portal answered, but no article could be read"
        new, changed = self.counts.get("stored", 0), self.counts.get("changed", 0)
        news = f"{new:,} new, {changed:,} changed" if new or changed else "nothing is new"
        if self.state == "limited":
            news += "; stopped at the limit"
        return f"{news}; INCOMPLETE, {self._lacks}" if code == 3 else news

    @property
    def _lacks(self) -> str:
        failed, gaps = self.counts.get("failed", 0), self.gaps
        parts = [f"{failed:,} missing"] if failed else []
        broken = sum(1 for gap in gaps if gap.state == "broken")
        parts += [f"{broken:,} {'lists' if broken > 1 else 'list'} broken off"] if broken else []
        short = len(gaps) - broken
        parts += [f"{short:,} {'lists' if short > 1 else 'list'} shorter than stated"] if short else []
        return ", ".join(parts)

    @property
    def sums(self) -> str | None:
        """The sums in one sentence, the same number from two sides; None before the crawl has ended."""
        if self.requests is None or self.captures is None:
            return None
        outcomes = sum(self.counts.values())
        return (
            f"{self.requests:,} requests due, {outcomes:,} outcomes; {self.captures:,} captures"
            f" ({self.robots:,} robots.txt), {self.retries:,} retries, {self.size:,} bytes"
        )


_FAILURES = "select count(*) from failures where crawl_id = ? and reason = ?"


def crawl_report(archive: Archive, portal_id: str) -> CrawlReport | None:
    """The report of the portal's latest crawl, its resumes included; None when there was none."""
    crawl = archive.conn.execute(
        "select * from crawls where portal_id = ? order by started_at desc limit 1", (portal_id,)
    ).fetchone()
    if crawl is None:
        return None
    counts: Counter[str] = Counter()
    size = 0
    for row in tallies(archive.conn, crawl["id"]):
        counts[row["outcome"]] += row["requests"] if row["outcome"] != "retry" else row["captures"]
        size += row["bytes"]
    retries = counts.pop("retry", 0)
    return CrawlReport(
        portal_id=portal_id,
        crawl_id=crawl["id"],
        state=crawl["state"],
        counts=dict(counts),
        archived=archive.value("select count(*) from articles where portal_id = ?", portal_id),
        missing=_missing(archive, crawl["id"]),
        gaps=list_gaps(archive.conn, crawl),
        retries=retries,
        size=size,
        requests=crawl["requests"],
        captures=crawl["captures"],
        robots=crawl["robots_captures"],
        problems=json.loads(crawl["problems"]),
        faults=archive.value(_FAILURES, crawl["id"], "unreadable"),
        not_lists=archive.value(_FAILURES, crawl["id"], "not_a_list"),
    )


def list_gaps(conn: sqlite3.Connection, crawl: sqlite3.Row) -> list[ListGap]:
    """The parts of lists that a crawl did not see; `crawl` is its row in table `crawls`."""
    if crawl["ended_at"]:
        kept = conn.execute("select * from list_gaps where crawl_id = ? order by url", (crawl["id"],))
        rows: list[dict[str, Any]] = [dict(row) for row in kept]
    else:
        rows = [row for row in chain_rows(conn, crawl["id"]) if row["state"] in GAPS]
    return [ListGap(**{name: row[name] for name in ListGap.__dataclass_fields__}) for row in rows]


def _missing(archive: Archive, crawl_id: str) -> list[tuple[str, str, str]]:
    rows = archive.rows(
        "select outcome, urls.url, coalesce(failures.detail, visits.reason)"
        " from visits join urls on urls.key = visits.url_key"
        " left join failures on failures.id = visits.crawl_id || '#' || visits.url_key"
        " where visits.crawl_id = ? and outcome in ('failed', 'gone', 'robots') order by outcome, urls.rowid limit ?",
        crawl_id,
        LISTED,
    )
    return [tuple(row) for row in rows]
