"""The queue: every request that the archive knows, as rows of table `urls`.

A row's `state` is its place in the queue: pending -> leased -> done | failed; or refused. The portal's file lock makes
one process its owner, so every lease found at the start of a run belongs to a dead one. Written with raw SQL: a page
leads to dozens of requests, and nearly every write depends on the state that the row is in.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from scraper.items import PageRequest
from scraper.store.archive import Archive
from scraper.store.ledger.traps import HOPS_REASON, MAX_HOPS
from scraper.store.rows import Capture
from scraper.urls.canonical import request_key
from scraper.urls.traps import trap_of, without_session

# Kind of request -> priority, the highest first. Feeds first: they name the newest. An article before the next list
# page: newest news first, and a crawl that is cut short holds whole pages of a list.
PRIORITY = {"feed": 300, "start": 200, "page": 150, "list": 100, "related": 50, "file": 20}
LISTS = ("feed", "start", "list")
MAX_DEATHS = 3  # of processes that were reading the page; after that it is set aside
SESSION = "session id in the address: asked for without it"

# A known request becomes due again when it was refused (the rules may have changed), and one for a list when it is
# done. A form for a list (POST) also does while it waits or has failed: its text must be the one that the page holds
# now. Never twice in one crawl: that would be a loop.
_OFFER = """
insert into urls (key, portal_id, method, url, body, headers, kind, priority, state, found_on, hops)
values (:key, :portal, :method, :url, :body, :headers, :kind, :priority, 'pending', :found_on, :hops)
on conflict(key) do update set state = 'pending', attempts = 0, body = excluded.body, headers = excluded.headers
where (state = 'refused' or ((kind in ('feed', 'start', 'list') or :kind in ('feed', 'start', 'list'))
       and (state = 'done' or (state in ('pending', 'failed') and method <> 'GET'))))
and not exists (select 1 from visits where crawl_id = :crawl and url_key = :key)
"""


@dataclass(frozen=True, slots=True)
class Lease:
    """A request handed out by the ledger.

    `key` is its key in the ledger, `kind` a key of `PRIORITY`, `attempts` how often it was retried in this crawl.
    """

    key: str
    request: PageRequest
    kind: str
    attempts: int


class Queue:
    """The requests of the portal `portal_id`, and their outcomes in the crawl `crawl_id`.

    Methods that take `conn` run inside the caller's transaction, the others in one of their own. A `key` is a
    request's key in the ledger (`urls.canonical.request_key`), a `kind` one of `PRIORITY`; `found_on` and `capture_id`
    are ids of captures.
    """

    def __init__(self, archive: Archive, portal_id: str) -> None:
        self.archive = archive
        self.portal_id = portal_id
        self.crawl_id = ""
        self.deep = True  # lists are walked to their ends; see `recrawl`
        self.seconds: float | None = None  # how long the answer took that is stored next; goes into its visit

    def offer(
        self, conn: sqlite3.Connection, request: PageRequest, kind: str, found_on: str | None, hops: int = 0
    ) -> None:
        """Put `request` into the queue unless it is known; lists are due once in every crawl.

        `found_on` is the capture that leads to it, None for a start page. `hops` is how far it is from a start page. A
        trap is refused; a session id is taken out of the address first.
        """
        plain, starred = without_session(request.url)
        if plain != starred:
            if request_key("GET", starred) != request_key("GET", plain):
                self.refuse(conn, PageRequest(url=starred), kind, SESSION, found_on)
            request = replace(request, url=plain)
        trap = trap_of(request.url, datetime.now(UTC).date()) or (HOPS_REASON if hops > MAX_HOPS else None)
        if trap:
            self.refuse(conn, request, kind, trap, found_on)
            return
        conn.execute(
            _OFFER,
            {
                "key": request_key(request.method, request.url, request.body),
                "portal": self.portal_id,
                "method": request.method,
                "url": request.url,
                "body": request.body,
                "headers": json.dumps(request.headers),
                "kind": kind,
                "priority": PRIORITY[kind],
                "found_on": found_on,
                "hops": hops,
                "crawl": self.crawl_id,
            },
        )

    def refuse(
        self, conn: sqlite3.Connection, request: PageRequest, kind: str, reason: str, found_on: str | None
    ) -> None:
        """Note a `request` that is not made, and the `reason`; one that waits from before leaves the queue."""
        key = request_key(request.method, request.url, request.body)
        conn.execute(
            "insert into urls (key, portal_id, method, url, body, kind, priority, state, found_on)"
            " values (?, ?, ?, ?, ?, ?, ?, 'refused', ?)"
            " on conflict(key) do update set state = 'refused', lease = null where state = 'pending'",
            (key, self.portal_id, request.method, request.url, request.body, kind, PRIORITY[kind], found_on),
        )
        if self.crawl_id:
            self.visit(conn, key, "out_of_scope", reason, None)

    def lease(self, count: int, *, files_only: bool = False) -> list[Lease]:
        """Take up to `count` requests out of the queue: those tried least often, of these the highest priority first.

        With `files_only` no pages.
        """
        narrow = " and kind = 'file'" if files_only else ""
        with self.archive.transaction() as conn:
            rows = conn.execute(
                "update urls set state = 'leased', lease = ? where key in (select key from urls"
                f" where portal_id = ? and state = 'pending'{narrow}"
                " order by attempts, priority desc, rowid limit ?)"
                " returning key, method, url, body, headers, kind, attempts, priority, rowid",
                (self.crawl_id, self.portal_id, count),
            ).fetchall()
        # "returning" gives rows in no order.
        rows.sort(key=lambda row: (row["attempts"], -row["priority"], row["rowid"]))
        return [self._leased(row) for row in rows]

    @staticmethod
    def _leased(row: sqlite3.Row) -> Lease:
        headers = tuple((name, value) for name, value in json.loads(row["headers"]))
        request = PageRequest(url=row["url"], method=row["method"], body=row["body"], headers=headers)
        return Lease(row["key"], request, row["kind"], row["attempts"])

    def give_back(self, keys: Iterable[str]) -> None:
        """Put the requests of leases that were not used back into the queue."""
        with self.archive.transaction() as conn:
            conn.executemany(
                "update urls set state = 'pending', lease = null where key = ? and state = 'leased'",
                [(key,) for key in keys],
            )

    def waiting(self) -> int:
        """How many requests are in the queue."""
        return int(
            self.archive.value("select count(*) from urls where portal_id = ? and state = 'pending'", self.portal_id)
        )

    def visit(
        self, conn: sqlite3.Connection, key: str, outcome: str, reason: str | None, capture_id: str | None
    ) -> None:
        """Write the one `outcome` (a key of `ledger.OUTCOMES`) of a request in this crawl, and its `reason`.

        The first one stays; only `not_reached` gives way to what came after all.
        """
        conn.execute(
            "insert into visits (crawl_id, url_key, outcome, reason, capture_id, seconds) values (?, ?, ?, ?, ?, ?)"
            " on conflict(crawl_id, url_key) do update set outcome = excluded.outcome, reason = excluded.reason,"
            " capture_id = excluded.capture_id, seconds = excluded.seconds where outcome = 'not_reached'",
            (self.crawl_id, key, outcome, reason, capture_id, self._take_seconds()),
        )

    def _take_seconds(self) -> float | None:
        seconds, self.seconds = self.seconds, None
        return seconds

    def remember(self, conn: sqlite3.Connection, capture: Capture, kind: str, *, answered: bool) -> None:
        """Note the request of a `capture` that somebody else made: it is done if it was `answered`, else failed.

        It is due in no crawl, so that the next one does not owe it an outcome.
        """
        if capture.method != "GET":  # the row of a capture does not hold the form; the list page offers it again
            return
        conn.execute(
            "insert into urls (key, portal_id, method, url, kind, priority, state) values (?, ?, ?, ?, ?, ?, ?)"
            " on conflict(key) do update set state = excluded.state, due_crawl_id = null where state = 'pending'",
            (
                capture.url_key,
                self.portal_id,
                capture.method,
                capture.url,
                kind,
                PRIORITY[kind],
                "done" if answered else "failed",
            ),
        )

    def retry(self, conn: sqlite3.Connection, key: str, reason: str, capture_id: str | None) -> None:
        """Put a request that failed for a passing `reason` to the end of the queue."""
        conn.execute("update urls set state = 'pending', lease = null, attempts = attempts + 1 where key = ?", (key,))
        self._add_retry(conn, key, reason, capture_id)

    def follow(self, conn: sqlite3.Connection, key: str, url: str, capture_id: str) -> None:
        """Ask again under `url`, another spelling of the same address (https, www) that the portal redirects to."""
        conn.execute(
            "update urls set state = 'pending', lease = null, attempts = attempts + 1, url = ? where key = ?",
            (url, key),
        )
        self._add_retry(conn, key, "redirect", capture_id)

    def _add_retry(self, conn: sqlite3.Connection, key: str, reason: str, capture_id: str | None) -> None:
        """Keep a try that is no outcome yet: its capture and its seconds belong to the crawl all the same."""
        conn.execute(
            "insert into retries (crawl_id, url_key, attempt, reason, capture_id, seconds) values (?1, ?2, (select"
            " count(*) + 1 from retries where crawl_id = ?1 and url_key = ?2), ?3, ?4, ?5)",
            (self.crawl_id, key, reason, capture_id, self._take_seconds()),
        )

    def attempts(self, key: str) -> int:
        """How often a request has been retried in this crawl."""
        return int(self.archive.value("select attempts from urls where key = ?", key) or 0)

    def blame(self, key: str) -> int:
        """Count a death of the process on the page that it was reading; return the deaths so far."""
        with self.archive.transaction() as conn:
            row = conn.execute("update urls set deaths = deaths + 1 where key = ? returning deaths", (key,)).fetchone()
        return int(row["deaths"]) if row else 0

    def deaths(self, key: str) -> int:
        """How often the process died while reading this page."""
        return int(self.archive.value("select deaths from urls where key = ?", key) or 0)
