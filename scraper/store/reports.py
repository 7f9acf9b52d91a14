"""How a crawl went, read from its ledger: the summary, and the exit code that cron sees."""

from collections.abc import Iterable
from dataclasses import dataclass

from scraper.store.archive import Archive

EXIT_CODES = {
    0: "every portal asked for was crawled; what could be had is in the archive (also when nothing was new)",
    1: "an unexpected error, or the crawl was interrupted before its end (run it again to resume)",
    2: "wrong use: unknown portal, option or value",
    3: "incomplete: some pages could not be fetched or read; they are listed and tried again next time",
    4: "no article at all could be read from a portal, although it answered",
    5: "a portal refused us or could not be reached: not one page was read",
    6: "another process is crawling the portal",
    7: "archive.db cannot be used: missing, empty, foreign, or from a newer version",
    8: "a capture file is damaged",
    9: "the disk is full",
    11: "paused: the time window, the minutes or the budget of the run are over (run it again to go on)",
}

PAUSED = 11

_MISSING = ("failed", "gone", "robots")
LISTED = 10

_ARTICLES = ("stored", "changed", "unchanged")


def worst(codes: Iterable[int]) -> int:
    """The exit code of several crawls: a pause never hides that another one went wrong."""
    return max(codes, key=lambda code: (code not in {0, PAUSED}, code), default=1)


@dataclass(frozen=True, slots=True)
class CrawlReport:
    """One portal's crawl in figures.

    `missing` names up to `LISTED` pages that could not be had: outcome, address and reason.
    """

    portal_id: str
    crawl_id: str
    state: str
    counts: dict[str, int]
    archived: int
    missing: list[tuple[str, str, str]]

    @property
    def exit_code(self) -> int:
        """The crawl's own exit code; see EXIT_CODES."""
        count = self.counts.get
        readable = sum(count(name, 0) for name in (*_ARTICLES, "listing", "file", "other"))
        if self.state == "running":
            return 1
        if self.state == "paused":
            return PAUSED
        if not readable:
            return 5
        if not self.archived:
            return 4
        return 3 if count("failed", 0) else 0

    @property
    def unlisted(self) -> int:
        """How many more are missing than `missing` names."""
        return sum(self.counts.get(name, 0) for name in _MISSING) - len(self.missing)

    @property
    def sentence(self) -> str:
        """The result in one sentence."""
        new, changed = self.counts.get("stored", 0), self.counts.get("changed", 0)
        failed = self.counts.get("failed", 0)
        if self.exit_code == 1:
            return "interrupted; run the same command again to go on"
        if self.exit_code == PAUSED:
            return "paused; run the same command again to go on"
        if self.exit_code == 5:
            return "nothing could be read: the portal refused us or could not be reached"
        if self.exit_code == 4:
            return "the portal answered, but no article could be read"
        news = f"{new:,} new, {changed:,} changed" if new or changed else "nothing is new"
        if self.state == "limited":
            news += "; stopped at the limit"
        return f"{news}; INCOMPLETE, {failed:,} missing" if failed else news


def crawl_report(archive: Archive, portal_id: str) -> CrawlReport | None:
    """The report of the portal's latest crawl, its resumes included; None when there was none."""
    crawl = archive.conn.execute(
        "select id, state from crawls where portal_id = ? order by started_at desc limit 1", (portal_id,)
    ).fetchone()
    if crawl is None:
        return None
    counts = dict(
        tuple(row)
        for row in archive.rows("select outcome, count(*) from visits where crawl_id = ? group by 1", crawl["id"])
    )
    archived = archive.value("select count(*) from articles where portal_id = ?", portal_id)
    missing = archive.rows(
        "select outcome, urls.url, coalesce(failures.detail, visits.reason)"
        " from visits join urls on urls.key = visits.url_key"
        " left join failures on failures.crawl_id = visits.crawl_id and failures.url_key = visits.url_key"
        " where visits.crawl_id = ? and outcome in ('failed', 'gone', 'robots') order by outcome, urls.rowid limit ?",
        crawl["id"],
        LISTED,
    )
    return CrawlReport(portal_id, crawl["id"], crawl["state"], counts, archived, [tuple(row) for row in missing])
