"""Outcome counts of a portal's latest crawls: the facts that its health is judged by. Only reads the archive."""

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass, field

CRAWLS = 12  # how many crawls a portal is compared with
# Outcomes of requests (`scraper.store.ledger.ledger.OUTCOMES`) by what they mean here.
_ARTICLES = ("stored", "changed", "unchanged")
_NOT_ASKED = ("out_of_scope", "not_reached", "retry")
_DATED = 500  # newest articles whose days of publication are looked at


@dataclass(frozen=True, slots=True)
class CrawlFacts:
    """One crawl that has ended, in counts of requests.

    `started_at` and `ended_at` are UTC as the ledger writes it. `requests` were sent; `lists` and `articles` are
    pages read as such, `new` the articles that the archive did not have; `other` readable pages that are neither;
    `redirects` answers that lead elsewhere; `failed` what got no answer that can be read. `pages` are the requests
    for anything but lists and files. `entries` are the articles that list pages name, `gaps` the lists that broke
    off or are short. `causes` counts failures as (reason, detail), those that robots.txt forbids among them.
    """

    started_at: str
    ended_at: str
    requests: int = 0
    lists: int = 0
    entries: int = 0
    pages: int = 0
    articles: int = 0
    new: int = 0
    other: int = 0
    redirects: int = 0
    failed: int = 0
    gaps: int = 0
    causes: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class PortalHistory:
    """What the archive knows of a portal's crawls; times are UTC as the ledger writes it.

    `crawls` have ended, newest first. `open_since` is the start of one that has not ended, `open_state` its state in
    the ledger ("running", "paused"); `paused_at` and `paused_why` say when and why it was paused last. `days` are the
    latest days on which the portal published, newest first, as YYYY-MM-DD; `archived` counts its articles.
    """

    portal_id: str
    crawls: list[CrawlFacts]
    open_since: str | None = None
    open_state: str | None = None
    paused_at: str | None = None
    paused_why: str | None = None
    days: list[str] = field(default_factory=list)
    archived: int = 0


def portal_history(conn: sqlite3.Connection, portal_id: str) -> PortalHistory:
    """The history of the portal `portal_id` in the archive `conn`."""
    # One more than is compared: the newest may still be running.
    rows = conn.execute(
        "select * from crawls where portal_id = ? order by started_at desc limit ?", (portal_id, CRAWLS + 1)
    ).fetchall()
    running = next((row for row in rows[:1] if row["ended_at"] is None), None)
    # A pause is noted among the options of the crawl: see `Ledger.pause`.
    options = json.loads(running["options"]) if running and running["state"] == "paused" else {}
    dated = conn.execute(
        "select substr(published_at, 1, 10) from articles where portal_id = ? and published_at is not null"
        " order by published_at desc limit ?",
        (portal_id, _DATED),
    )
    return PortalHistory(
        portal_id,
        [_facts(conn, row) for row in rows if row["ended_at"] is not None][:CRAWLS],
        running["started_at"] if running else None,
        running["state"] if running else None,
        options.get("paused_at"),
        options.get("paused"),
        sorted({row[0] for row in dated}, reverse=True),
        conn.execute("select count(*) from articles where portal_id = ?", (portal_id,)).fetchone()[0],
    )


def _facts(conn: sqlite3.Connection, crawl: sqlite3.Row) -> CrawlFacts:
    # Summed from `tallies`, which holds counts of each crawl: `visits` has a row for each of its requests.
    rows = conn.execute(
        "select outcome, lists, sum(requests) as n, sum(cards) as cards from tallies where crawl_id = ? group by 1, 2",
        (crawl["id"],),
    ).fetchall()

    def total(*outcomes: str) -> int:
        return sum(row["n"] for row in rows if row["outcome"] in outcomes)

    no_page = (*_NOT_ASKED, "file", "redirect", "robots")
    causes: Counter[tuple[str, str]] = Counter()
    # What robots.txt forbids is an outcome and no failure, but it explains why a portal gives nothing.
    for row in conn.execute(
        "select reason, ifnull(detail, '') as detail, count(*) as n from failures where crawl_id = ?1 group by 1, 2"
        " union all select 'robots', ifnull(reason, ''), count(*) from visits"
        " where crawl_id = ?1 and outcome = 'robots' group by 2",
        (crawl["id"],),
    ):
        causes[row["reason"], row["detail"]] += row["n"]
    gaps = conn.execute("select count(*) from list_gaps where crawl_id = ?", (crawl["id"],)).fetchone()[0]
    return CrawlFacts(
        crawl["started_at"],
        crawl["ended_at"],
        requests=sum(row["n"] for row in rows if row["outcome"] not in _NOT_ASKED),
        lists=total("listing"),
        entries=sum(row["cards"] for row in rows if row["outcome"] == "listing"),
        pages=sum(row["n"] for row in rows if not row["lists"] and row["outcome"] not in no_page),
        articles=total(*_ARTICLES),
        new=total("stored"),
        other=total("other", "file"),
        redirects=total("redirect"),
        failed=total("failed"),
        gaps=gaps,
        causes=causes,
    )
