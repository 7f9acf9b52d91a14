"""The queue: every request ever worth making, as rows of table `urls`.

A row's `state` is its place in the queue: pending -> leased -> done | failed; or refused. The portal's file lock makes
one process its owner, so every lease found at the start of a run belongs to a dead one.
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

# Feeds first: they name the newest. An article before the next list page: newest news first, and a crawl that
# is cut short holds whole pages of a list.
PRIORITY = {"feed": 300, "start": 200, "page": 150, "list": 100, "related": 50, "file": 20}
LISTS = ("feed", "start", "list")
MAX_DEATHS = 3


@dataclass(frozen=True, slots=True)
class Lease:
    """A request handed out by the ledger."""

    key: str
    request: PageRequest
    kind: str
    attempts: int


def utc_now() -> str:
    """The clock of a crawl, for rows about the crawl itself: UTC with microseconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Queue:
    """The requests of one portal, and their outcomes in the crawl `crawl_id`."""

    def __init__(self, archive: Archive, portal_id: str) -> None:
        self.archive = archive
        self.portal_id = portal_id
        self.crawl_id = ""
        self.deep = True  # lists are walked to their ends; see `store.recrawl`
        self.seconds: float | None = None  # how long the answer in hand took; goes into its visit

    def offer(
        self, conn: sqlite3.Connection, request: PageRequest, kind: str, found_on: str | None, hops: int = 0
    ) -> None:
        """Put a request into the queue unless it is known; lists are due once in every crawl.

        `hops` is how far it is from a start page. A trap is refused; a session id is taken out of the address first.
        """
        plain, starred = without_session(request.url)
        if plain != starred:
            if request_key("GET", starred) != request_key("GET", plain):
                self.refuse(
                    conn, PageRequest(url=starred), kind, "session id in the address: asked for without it", found_on
                )
            request = replace(request, url=plain)
        trap = trap_of(request.url, datetime.now(UTC).date()) or (HOPS_REASON if hops > MAX_HOPS else None)
        if trap:
            self.refuse(conn, request, kind, trap, found_on)
            return
        key = request_key(request.method, request.url, request.body)
        conn.execute(
            "insert into urls (key, portal_id, method, url, body, headers, kind, priority, state, found_on, hops)"
            " values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?12)"
            " on conflict(key) do update set state = 'pending', attempts = 0, body = excluded.body,"
            " headers = excluded.headers"
            " where (state = 'refused' or ((kind in ('feed', 'start', 'list') or ?7 in ('feed', 'start', 'list'))"
            " and (state = 'done' or (state in ('pending', 'failed') and method <> 'GET'))))"
            " and not exists (select 1 from visits where crawl_id = ?11 and url_key = ?1)",
            (
                key,
                self.portal_id,
                request.method,
                request.url,
                request.body,
                json.dumps(request.headers),
                kind,
                PRIORITY[kind],
                "pending",
                found_on,
                self.crawl_id,
                hops,
            ),
        )

    def refuse(
        self, conn: sqlite3.Connection, request: PageRequest, kind: str, reason: str, found_on: str | None
    ) -> None:
        """Note a request that is not made, and why; one that waits from before is taken out of the queue."""
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
        """Take up to `count` requests out of the queue, best first."""
        narrow = " and kind = 'file'" if files_only else ""
        with self.archive.transaction() as conn:
            rows = conn.execute(
                "update urls set state = 'leased', lease = ? where key in (select key from urls"
                f" where portal_id = ? and state = 'pending'{narrow}"
                " order by attempts, priority desc, rowid limit ?)"
                " returning key, method, url, body, headers, kind, attempts, priority, rowid",
                (self.crawl_id, self.portal_id, count),
            ).fetchall()
        rows.sort(key=lambda row: (row["attempts"], -row["priority"], row["rowid"]))
        return [self._leased(row) for row in rows]

    @staticmethod
    def _leased(row: sqlite3.Row) -> Lease:
        headers = tuple((name, value) for name, value in json.loads(row["headers"]))
        request = PageRequest(url=row["url"], method=row["method"], body=row["body"], headers=headers)
        return Lease(row["key"], request, row["kind"], row["attempts"])

    def give_back(self, keys: Iterable[str]) -> None:
        """Return leases that were not used."""
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
        """Write the one outcome of a request in this crawl; the first one stays."""
        conn.execute(
            "insert into visits (crawl_id, url_key, outcome, reason, capture_id, seconds) values (?, ?, ?, ?, ?, ?)"
            " on conflict(crawl_id, url_key) do update set outcome = excluded.outcome, reason = excluded.reason,"
            " capture_id = excluded.capture_id, seconds = excluded.seconds where outcome = 'not_reached'",
            (self.crawl_id, key, outcome, reason, capture_id, self._taken()),
        )

    def _taken(self) -> float | None:
        seconds, self.seconds = self.seconds, None
        return seconds

    def remember(self, conn: sqlite3.Connection, capture: Capture, kind: str, *, answered: bool) -> None:
        """Note a request that somebody made before: it is in the ledger, and done if its answer is `answered`."""
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
        """Put a request that failed for a passing reason to the end of the queue."""
        conn.execute("update urls set state = 'pending', lease = null, attempts = attempts + 1 where key = ?", (key,))
        self._tried(conn, key, reason, capture_id)

    def follow(self, conn: sqlite3.Connection, key: str, url: str, capture_id: str) -> None:
        """Ask again under `url`, another spelling of the same address (https, www) that the portal redirects to."""
        conn.execute(
            "update urls set state = 'pending', lease = null, attempts = attempts + 1, url = ? where key = ?",
            (url, key),
        )
        self._tried(conn, key, "redirect", capture_id)

    def _tried(self, conn: sqlite3.Connection, key: str, reason: str, capture_id: str | None) -> None:
        """Keep a try that is no outcome yet: its capture and its time belong to the crawl all the same."""
        conn.execute(
            "insert into retries (crawl_id, url_key, attempt, reason, capture_id, seconds) values (?1, ?2, (select"
            " count(*) + 1 from retries where crawl_id = ?1 and url_key = ?2), ?3, ?4, ?5)",
            (self.crawl_id, key, reason, capture_id, self._taken()),
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
