"""Progress of a crawl: one live line a portal on a terminal, a plain line now and then elsewhere.

Several portals may be crawled by one process, each with a crawler and an extension of its own; they share `BOARD`,
because a terminal has room for one display.
"""

import sys
from dataclasses import dataclass, field
from time import monotonic
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

LIVE_SECONDS = 0.5  # between two updates on a terminal
PLAIN_SECONDS = 15.0  # between two lines in a log


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of a crawl after `seconds` of this process.

    `pages` are the requests that have an outcome, `articles` those that were read as articles, `errors` those that
    failed; `queue` is how many are still due.
    """

    pages: int
    articles: int
    errors: int
    queue: int
    seconds: float

    def __add__(self, other: "Figures") -> "Figures":
        """The sum of two portals; they run side by side, so the time is not added."""
        return Figures(
            self.pages + other.pages,
            self.articles + other.articles,
            self.errors + other.errors,
            self.queue + other.queue,
            max(self.seconds, other.seconds),
        )

    def shown(self) -> dict[str, str]:
        """Column title -> what to show. The time left is that of the queue at the rate so far."""
        rate = self.pages / self.seconds
        left = f"{int(self.queue / rate) // 60}:{int(self.queue / rate) % 60:02}" if rate > 0 else "?"
        return {
            "pages": f"{self.pages:,}",
            "articles": f"{self.articles:,}",
            "errors": f"{self.errors:,}",
            "queue": f"{self.queue:,}",
            "pages/s": f"{rate:.1f}",
            "time left": left,
        }


@dataclass(slots=True)
class Row:
    """One portal's crawl; `started` is monotonic time in seconds."""

    portal_id: str
    crawler: Crawler
    started: float = field(default_factory=monotonic)

    def counts(self) -> Figures:
        """What has been done so far, by the frontier's counts among Scrapy's statistics, and what waits."""
        stats = self.crawler.stats.get_stats() if self.crawler.stats else {}
        done = {key.removeprefix("congtin/"): n for key, n in stats.items() if key.startswith("congtin/")}
        articles = sum(done.get(name, 0) for name in ("stored", "changed", "unchanged"))
        seconds = max(monotonic() - self.started, 0.001)  # never 0: rates are counts divided by it
        return Figures(sum(done.values()), articles, done.get("failed", 0), self._queue(), seconds)

    def _queue(self) -> int:
        engine = self.crawler.engine
        scheduler = engine.scheduler if engine else None
        return scheduler.ledger.waiting() + len(scheduler.buffer) if scheduler else 0  # type: ignore[attr-defined]


class Board:
    """All portals of this process; they share one display."""

    def __init__(self) -> None:
        self.console = Console(file=sys.stderr)  # stdout is free for `-o -:json`
        self.rows: list[Row] = []
        self.live: Live | None = None

    def add(self, row: Row) -> None:
        """Show one more portal; the first one starts the display."""
        self.rows.append(row)
        # Transient: the box of the summary follows where the lines were.
        if self.console.is_terminal and self.live is None:
            self.live = Live(self.table(), console=self.console, auto_refresh=False, transient=True)
            self.live.start()

    def show(self, row: Row) -> None:
        """Bring the display up to date.

        Where there is no terminal a line is printed instead, for `row` only if it is the first one: each portal calls
        this, and one line for all is enough.
        """
        if self.live:
            self.live.update(self.table(), refresh=True)
        elif row is self.rows[0]:
            total = sum((other.counts() for other in self.rows[1:]), row.counts())
            who = row.portal_id if len(self.rows) == 1 else f"{len(self.rows)} portals"
            figures = ", ".join(f"{value} {name}" for name, value in total.shown().items())
            print(f"{who}: {figures}", file=sys.stderr, flush=True)

    def remove(self, row: Row) -> None:
        """Take a portal off the display; the last one clears it."""
        self.rows.remove(row)
        if self.live and not self.rows:
            self.live.stop()
            self.live = None

    def table(self) -> Table:
        """The live display."""
        table = Table(box=None, pad_edge=False)
        table.add_column("portal")
        for title in ("pages", "articles", "errors", "queue", "pages/s", "time left"):
            table.add_column(title, justify="right")
        for row in self.rows:
            table.add_row(row.portal_id, *row.counts().shown().values())
        return table


BOARD = Board()


class CrawlProgress:
    """Scrapy extension that shows the crawl of one portal on `BOARD` from its beginning to its end."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.row: Row | None = None
        self.loop: AsyncioLoopingCall | LoopingCall | None = None
        crawler.signals.connect(self.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Built by Scrapy for `crawler`."""
        return cls(crawler)

    def spider_opened(self, spider: Spider) -> None:
        """Start to show the portal of `spider`."""
        self.row = Row(spider.name, self.crawler)
        BOARD.add(self.row)
        self.loop = create_looping_call(BOARD.show, self.row)
        self.loop.start(LIVE_SECONDS if BOARD.live else PLAIN_SECONDS, now=False)

    def spider_closed(self, spider: Spider) -> None:
        """Stop showing it."""
        if self.row:
            BOARD.remove(self.row)
        if self.loop and self.loop.running:
            self.loop.stop()
