"""The ledger: every request ever worth making, and what became of it in each crawl.

`urls` holds one row a request for ever (`scraper.store.ledger.queue`), `visits` exactly one outcome per crawl and
request.
"""

import json
import sqlite3
from collections.abc import Iterable

from scraper.items import PageRequest
from scraper.store.ledger.chains import keep_chains
from scraper.store.ledger.crawl_totals import keep_totals
from scraper.store.ledger.gaps import keep_gaps
from scraper.store.ledger.queue import Queue, utc_now
from scraper.store.ledger.recrawl import lists_whole, make_due, must_be_deep
from scraper.store.ledger.tallies import keep_tallies
from scraper.store.ledger.vanish import conclude_checks
from scraper.store.rows import Capture

OUTCOMES = {
    "stored": "a new article",
    "changed": "a known article with a new text",
    "unchanged": "a known article with the same text",
    "listing": "a list page, feed or sitemap",
    "file": "an attached file or image",
    "other": "a page that is no news",
    "redirect": "moved to another address",
    "gone": "the portal says there is no such page (404, 410)",
    "robots": "refused by the portal's robots.txt",
    "out_of_scope": "refused: a trap, or a file too large",
    "failed": "could not be fetched or read",
    "not_reached": "still in the queue when the crawl ended",
}


class Ledger(Queue):
    """The ledger of one portal during one crawl."""

    def begin(self, starts: Iterable[tuple[PageRequest, str]], options: dict[str, object]) -> bool:
        """Take up the crawl that was interrupted, or begin a new one; True when it is a resumed one.

        `starts` are pairs of request and kind ("start" or "feed"). With option `full` every page is due again.
        """
        with self.archive.transaction() as conn:
            open_crawl = conn.execute(
                "select id, options from crawls where portal_id = ? and ended_at is null"
                " order by started_at desc limit 1",
                (self.portal_id,),
            ).fetchone()
            conn.execute(
                "update urls set state = 'pending', lease = null where portal_id = ? and state = 'leased'",
                (self.portal_id,),
            )
            if open_crawl:
                self.crawl_id = open_crawl["id"]
                conn.execute(
                    "update crawls set state = 'running', options = json_remove(options, '$.paused', '$.paused_at')"
                    " where id = ?",
                    (self.crawl_id,),
                )
                self.deep = bool(json.loads(open_crawl["options"]).get("deep"))
            else:
                self._begin_new(conn, options)
            for request, kind in starts:
                self.offer(conn, request, kind, found_on=None)
        return open_crawl is not None

    def _begin_new(self, conn: sqlite3.Connection, options: dict[str, object]) -> None:
        now = utc_now()
        self.crawl_id = f"{self.portal_id}/{now}"
        full = bool(options.get("full"))
        self.deep = full or must_be_deep(conn, self.portal_id, now)
        said = options | ({"deep": True} if self.deep else {})
        conn.execute(
            "insert into crawls (id, portal_id, started_at, state, options) values (?, ?, ?, 'running', ?)",
            (self.crawl_id, self.portal_id, now, json.dumps(said)),
        )
        conn.execute(  # what an earlier crawl did not reach is due in this one
            "update urls set due_crawl_id = ? where portal_id = ? and state = 'pending'",
            (self.crawl_id, self.portal_id),
        )
        make_due(conn, self.portal_id, now, full=full, since=bool(options.get("since")))

    def finish_request(
        self,
        conn: sqlite3.Connection,
        key: str,
        outcome: str,
        *,
        reason: str | None = None,
        capture_id: str | None = None,
        is_list: bool = False,
        due_at: str | None = None,
    ) -> None:
        """End a request: its outcome, and when it is asked again.

        Lists and failures are asked again in the next crawl, other pages in the first one after `due_at`. A list page
        is due at once even when it is gone: all that stands behind it hangs on it.
        """
        state = "failed" if outcome in {"failed", "gone", "robots"} else "done"
        conn.execute(
            "update urls set state = ?, lease = null,"
            " due_at = case when kind in ('feed', 'start', 'list') then null else ? end,"
            " kind = case when ? and kind not in ('feed', 'start') then 'list' else kind end where key = ?",
            (state, due_at, is_list, key),
        )
        self.visit(conn, key, outcome, reason, capture_id)

    def fail(
        self,
        conn: sqlite3.Connection,
        key: str,
        url: str,
        stage: str,
        reason: str,
        detail: str,
        capture: Capture | None,
    ) -> None:
        """Keep a failure as a row. `stage` is "fetch" or "read"."""
        identity = f"{self.crawl_id}#{key}"
        conn.execute(
            "insert or replace into failures values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                identity,
                self.crawl_id,
                self.portal_id,
                key,
                url,
                stage,
                reason,
                detail[:500],
                capture.id if capture else None,
                capture.captured_at if capture else utc_now(),
            ),
        )

    def pause(self, reason: str) -> None:
        """Leave the crawl open for the next run: its time or its budget is over, its queue is not."""
        with self.archive.transaction() as conn:
            conn.execute(
                "update crawls set state = 'paused',"
                " options = json_set(options, '$.paused', ?, '$.paused_at', ?) where id = ?",
                (reason, utc_now(), self.crawl_id),
            )
            self.sum_up(conn)

    def end(self, state: str) -> None:
        """Close the crawl: "finished" when the queue is empty, "limited" when it was told to stop early.

        What is still in the queue is a `not_reached` of this crawl, and stays in the queue. The books are closed:
        figures, list chains and what does not add up are kept.
        """
        with self.archive.transaction() as conn:
            conn.execute(
                "insert into visits (crawl_id, url_key, outcome, reason) select ?, key, 'not_reached', ? from urls"
                " where portal_id = ? and state = 'pending' and true"
                " on conflict(crawl_id, url_key) do nothing",
                (self.crawl_id, state, self.portal_id),
            )
            now = utc_now()
            self.sum_up(conn)
            keep_gaps(conn, self.portal_id)
            keep_totals(conn, self.crawl_id)
            conn.execute("update crawls set state = ?, ended_at = ? where id = ?", (state, now, self.crawl_id))
            whole = self.deep and state == "finished" and lists_whole(conn, self.crawl_id)
            conclude_checks(conn, self.portal_id, self.crawl_id, now, lists_whole=whole)

    def sum_up(self, conn: sqlite3.Connection) -> None:
        """Keep the figures and list chains of the crawl as they stand now."""
        keep_tallies(conn, self.crawl_id)
        keep_chains(conn, self.crawl_id)
