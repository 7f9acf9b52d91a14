"""The ledger: every request that the archive knows, and its outcome in each crawl.

Table `urls` holds one row for each request, for ever (`queue`), table `visits` exactly one outcome for each crawl and
request. The outcomes of all that a crawl leaves in its queue are written with raw SQL, in one statement.
"""

import json
import sqlite3
from collections.abc import Iterable

from scraper.items import PageRequest
from scraper.store.ledger.chain_rows import keep_chains
from scraper.store.ledger.crawl_totals import keep_totals
from scraper.store.ledger.gaps import keep_gaps
from scraper.store.ledger.queue import Queue
from scraper.store.ledger.recrawl import lists_whole, make_due, must_be_deep
from scraper.store.ledger.tallies import keep_tallies
from scraper.store.ledger.vanish import conclude_checks
from scraper.store.rows import Capture
from scraper.store.tables import table
from scraper.times import utc_now

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

        `starts` are pairs of request and kind ("start" or "feed"). `options` are those of the command; with `full`
        every page is due again, with `since` no known article is. An interrupted crawl keeps the options that it began
        with.
        """
        with self.archive.transaction() as conn:
            open_crawl = conn.execute(
                "select id, options from crawls where portal_id = ? and ended_at is null"
                " order by started_at desc limit 1",
                (self.portal_id,),
            ).fetchone()
            # The portal's file lock is ours: whoever held these leases is dead.
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
        table(conn, "crawls").insert(
            {
                "id": self.crawl_id,
                "portal_id": self.portal_id,
                "started_at": now,
                "state": "running",
                "options": json.dumps(options | ({"deep": True} if self.deep else {})),
            }
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
        """End the request with ledger key `key` in this crawl: write its `outcome` (a key of `OUTCOMES`).

        `conn` is inside the caller's transaction. `reason` says more about the outcome, `capture_id` is the answer if
        there was one. `is_list` makes the request one for a list page from now on, whatever it was found as. Lists and
        failures are asked for again in the next crawl, other pages in the first one after `due_at` (UTC, as the ledger
        writes times). A list page is due at once even when it is gone: all that stands behind it hangs on it.
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
        """Keep the failure of the request with ledger key `key` as a row; the latest one of a crawl stays.

        `conn` is inside the caller's transaction. `url` is the address asked for, `stage` is "fetch" or "read",
        `reason` a word that reports count by, `detail` what exactly was wrong, `capture` the answer if there was one.
        """
        # Nothing names these rows by rowid and no trigger hangs on them, so the row may be replaced.
        table(conn, "failures").insert(
            {
                "id": f"{self.crawl_id}#{key}",
                "crawl_id": self.crawl_id,
                "portal_id": self.portal_id,
                "url_key": key,
                "url": url,
                "stage": stage,
                "reason": reason,
                "detail": detail[:500],
                "capture_id": capture.id if capture else None,
                "at": capture.captured_at if capture else utc_now(),
            },
            replace=True,
        )

    def pause(self, reason: str) -> None:
        """Leave the crawl open for the next run, and keep the `reason`: its time or its budget is over."""
        with self.archive.transaction() as conn:
            conn.execute(
                "update crawls set state = 'paused',"
                " options = json_set(options, '$.paused', ?, '$.paused_at', ?) where id = ?",
                (reason, utc_now(), self.crawl_id),
            )
            self.sum_up(conn)

    def end(self, state: str) -> None:
        """Close the crawl with `state` "finished" when the queue is empty, "limited" when --limit ended it.

        What is still in the queue gets outcome `not_reached` in this crawl, and stays in the queue. Figures, list
        chains, totals and what does not add up are kept, and the states of missing articles are derived.
        """
        with self.archive.transaction() as conn:
            conn.execute(
                "insert into visits (crawl_id, url_key, outcome, reason) select ?, key, 'not_reached', ? from urls"
                " where portal_id = ? and state = 'pending'"
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
        """Keep the figures and list chains of the crawl as they stand now. Runs inside the caller's transaction."""
        keep_tallies(conn, self.crawl_id)
        keep_chains(conn, self.crawl_id)
