"""What the latest crawls of a portal came to: the facts that its health is judged by."""

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass, field

CRAWLS = 12  # how far back a portal is compared with itself
_ARTICLES = ("stored", "changed", "unchanged")
_NOT_ASKED = ("out_of_scope", "not_reached", "retry")
_DATED = 500  # newest articles whose days of publication are looked at


@dataclass(frozen=True, slots=True)
class CrawlFacts:
    """One crawl that has ended.

    `asked` are requests sent, `lists` and `articles` pages read as such, `other` readable pages that are neither,
    `entries` what the list pages named, `tried` the pages asked for that are no lists and no files, `unread` those of
    them that were not there or could not be read. `causes` counts failures as (reason, detail).
    """

    started_at: str
    ended_at: str
    asked: int = 0
    lists: int = 0
    entries: int = 0
    tried: int = 0
    articles: int = 0
    new: int = 0
    other: int = 0
    redirects: int = 0
    failed: int = 0
    gaps: int = 0
    causes: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class PortalHistory:
    """A portal's crawls, newest first; `open_since` is the start of one that has not ended, `open_state` its state.

    `paused_at` and `paused_why` say when and why it was paused last, where it is.
    `days` are the latest days of publication, newest first; `archived` counts the portal's articles.
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
    """The history of one portal."""
    rows = conn.execute(
        "select * from crawls where portal_id = ? order by started_at desc limit ?", (portal_id, CRAWLS + 1)
    ).fetchall()
    running = next((row for row in rows[:1] if row["ended_at"] is None), None)
    said = json.loads(running["options"]) if running and running["state"] == "paused" else {}
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
        said.get("paused_at"),
        said.get("paused"),
        sorted({row[0] for row in dated}, reverse=True),
        conn.execute("select count(*) from articles where portal_id = ?", (portal_id,)).fetchone()[0],
    )


def _facts(conn: sqlite3.Connection, crawl: sqlite3.Row) -> CrawlFacts:
    rows = conn.execute(
        "select outcome, lists, sum(requests) as n, sum(cards) as cards from tallies where crawl_id = ? group by 1, 2",
        (crawl["id"],),
    ).fetchall()

    def total(*outcomes: str) -> int:
        return sum(row["n"] for row in rows if row["outcome"] in outcomes)

    no_page = (*_NOT_ASKED, "file", "redirect", "robots")
    pages = [row for row in rows if not row["lists"] and row["outcome"] not in no_page]
    causes: Counter[tuple[str, str]] = Counter()
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
        asked=sum(row["n"] for row in rows if row["outcome"] not in _NOT_ASKED),
        lists=total("listing"),
        entries=sum(row["cards"] for row in rows if row["outcome"] == "listing"),
        tried=sum(row["n"] for row in pages),
        articles=total(*_ARTICLES),
        new=total("stored"),
        other=total("other", "file"),
        redirects=total("redirect"),
        failed=total("failed"),
        gaps=gaps,
        causes=causes,
    )
