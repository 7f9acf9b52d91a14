"""Table `chains`: what a crawl could not see of the lists that it walked."""

import json
import sqlite3
from typing import Any

from scraper.store.ledger.chains import GAPS, Chain, walk
from scraper.store.tables import table
from scraper.urls.canonical import request_key

# What the latest of the portal's earlier crawls that walked the same list has kept of it.
_LAST = """
select chains.* from crawls join chains on chains.crawl_id = crawls.id and chains.url_key = ?3
where crawls.portal_id = ?1 and crawls.id < ?2 order by crawls.started_at desc limit 1
"""

# A list may name an old address that redirects to the article's. One parameter, a JSON array, because a list may hold
# more items than a statement takes parameters.
_HELD = """
select count(*) from json_each(?) i where exists (select 1 from articles a where a.id = i.value)
or exists (select 1 from captures c join articles a on a.id = c.location_id where c.page_id = i.value)
"""


def keep_chains(conn: sqlite3.Connection, crawl_id: str) -> None:
    """Keep the list chains of a crawl as they stand now."""
    conn.execute("delete from chains where crawl_id = ?", (crawl_id,))
    table(conn, "chains").insert_all(chain_rows(conn, crawl_id))


def chain_rows(conn: sqlite3.Connection, crawl_id: str) -> list[dict[str, Any]]:
    """The rows of table `chains` for a crawl, computed from its list pages.

    A list that this crawl did not walk to its end, because nothing was new, still has the gap that an earlier crawl
    found, unless the page that broke it answers again.
    """
    chains = {chain.key: chain for chain in walk(conn, crawl_id)}
    rows = {key: _row(conn, crawl_id, chain) for key, chain in chains.items()}
    options = conn.execute("select options from crawls where id = ?", (crawl_id,)).fetchone()["options"]
    if {"limit", "since"} & json.loads(options).keys():
        return list(rows.values())
    for key, chain in chains.items():
        known = conn.execute(_LAST, (crawl_id.partition("/")[0], crawl_id, key)).fetchone()
        if known is None or known["state"] not in GAPS or chain.state != "cut" or chain.tail:
            continue
        broken_key = request_key("GET", known["broken_url"]) if known["broken_url"] else ""
        if _still_broken(conn, crawl_id, broken_key, chains.get(broken_key)):
            rows.pop(broken_key, None)  # the page that broke the list begins no list of its own
            rows[key] = dict(known) | {"crawl_id": crawl_id}
    return list(rows.values())


def _still_broken(conn: sqlite3.Connection, crawl_id: str, key: str, tail: Chain | None) -> bool:
    """Whether the page `key` was not asked for in this crawl, or once more began a `tail` by breaking it."""
    sql = "select 1 from visits where crawl_id = ? and url_key = ?"
    asked = conn.execute(sql, (crawl_id, key)).fetchone()
    return asked is None or (tail is not None and tail.broken is not None and not tail.pages)


def _row(conn: sqlite3.Connection, crawl_id: str, chain: Chain) -> dict[str, Any]:
    stated, seen, broken = chain.stated, len(chain.seen), chain.broken
    row: dict[str, Any] = {
        "crawl_id": crawl_id,
        "url_key": chain.key,
        "url": chain.url,
        "source": chain.pages[0]["source"] if chain.pages else None,
        "state": chain.state,
        "pages": len(chain.pages),
        "stated": stated,
        "seen": seen,
        "held": conn.execute(_HELD, (json.dumps(sorted(chain.seen)),)).fetchone()[0],
        "missing": max(stated - seen, 0) if stated is not None and chain.state in GAPS and not chain.tail else None,
    }
    row |= dict.fromkeys(("broken_url", "outcome", "status", "reason", "page", "last_page"))
    if broken is not None:
        row |= {
            "broken_url": broken["url"],
            "outcome": broken["outcome"],
            "status": broken["status"],
            "reason": broken["detail"] or broken["reason"],
            # How far a list goes is known only from its beginning.
            "page": None if chain.tail else len(chain.pages) + 1,
            "last_page": -(-stated // chain.size) if stated is not None and chain.size and not chain.tail else None,
        }
    return row
