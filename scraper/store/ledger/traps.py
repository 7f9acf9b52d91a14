"""Address spaces without an end, known by what they answer: too many hops, one answer everywhere, endless pagers.

(Those known by the address alone are in `scraper.urls.traps`.) What is refused has a row in the ledger and an outcome
with its reason, so a crawl's report counts it. Nothing here changes what is stored of a page that was read: that would
depend on the order in which pages came.
"""

import sqlite3

from scraper.items import Article, Listing, Other, PageRequest, Reading
from scraper.store.archive import Archive
from scraper.store.rows import Capture
from scraper.urls.canonical import article_id

MAX_HOPS = 100  # from a start page; the next page of a list costs none: lists may be long, chains of pages may not
REDIRECT = 10  # a redirect costs as much as so many hops
SAME_BYTES = 10  # addresses of a portal that may give the same bytes
IDLE_PAGES = 3  # list pages in a row that may name nothing new
_LOOK_BACK = 50  # pages of the same list

HOPS_REASON = f"more than {MAX_HOPS} hops from a start page"
PAGER_SAME = "endless pager: the same entries as on the page before"
PAGER_IDLE = f"endless pager: nothing new on {IDLE_PAGES} pages in a row"

# The captures of the pages before one of a list, the nearest first. Of a page that this crawl has not read (yet), the
# capture on which the page after it was found stands in, which may be an earlier crawl's.
_CHAIN = """
with recursive chain(key, back, found_on) as (
    select ?1, 0, null
    union select captures.url_key, back + 1, captures.id from chain
        join urls on urls.key = chain.key join captures on captures.id = urls.found_on
    where back < ?3 and urls.kind = 'list' and captures.url_key <> chain.key
)
select coalesce(visits.capture_id, chain.found_on) as capture_id from chain
left join visits on visits.crawl_id = ?2 and visits.url_key = chain.key where back > 0 order by back
"""


def hops_of(conn: sqlite3.Connection, key: str) -> int:
    """How many hops the request with this ledger key is from a start page."""
    row = conn.execute("select hops from urls where key = ?", (key,)).fetchone()
    return int(row["hops"]) if row else 0


def step(reading: Reading, request: PageRequest) -> int:
    """What following `request` from the page with this `reading` costs in hops."""
    if isinstance(reading, Other):
        return REDIRECT
    return 0 if isinstance(reading, Listing) and request is reading.next else 1


def same_bytes(conn: sqlite3.Connection, capture: Capture, reading: Reading) -> str | None:
    """The reason when too many other addresses of the portal gave these very bytes before this one did; else None.

    Only of pages that lead on: a file, or an error page that is everywhere the same, leads nowhere.
    """
    if capture.payload_digest is None or not isinstance(reading, Article | Listing):
        return None
    earlier: set[str] = set()
    rows = conn.execute(  # by rowid, as they came: captured_at may be the same, many are asked for in one millisecond
        "select url_key from captures where payload_digest = ? and portal_id = ? order by rowid",
        (capture.payload_digest, capture.portal_id),
    )
    for row in rows:  # no further than needed: one answer may have come a hundred thousand times
        if row["url_key"] == capture.url_key:
            return None
        earlier.add(row["url_key"])
        if len(earlier) >= SAME_BYTES:
            return f"the same bytes as {SAME_BYTES} other addresses or more"
    return None


def endless_pager(conn: sqlite3.Connection, crawl_id: str, capture: Capture, listing: Listing) -> str | None:
    """The reason not to ask for the page after `listing`, or None.

    `capture` holds the page; the pages before it are those that the crawl `crawl_id` and its rows in `conn` show. A
    list has no end when a page names exactly what the page before it names, or when `IDLE_PAGES` pages in a row name
    nothing that the pages before them did not.
    """
    named = {article_id(card.url) for card in listing.cards}
    chain = conn.execute(_CHAIN, (capture.url_key, crawl_id, _LOOK_BACK)).fetchall()
    if not chain:
        return None
    pages = [named, *(_named_by(conn, row["capture_id"]) for row in chain)]
    if named and named == pages[1]:
        return PAGER_SAME
    idle = 0
    while idle < len(pages) - 1 and pages[idle] <= set().union(*pages[idle + 1 :]):
        idle += 1
    return PAGER_IDLE if idle >= IDLE_PAGES else None


def _named_by(conn: sqlite3.Connection, capture_id: str | None) -> set[str]:
    """Ids of the articles that a list page names; one that was not modified names what the one it refers to does."""
    rows = conn.execute(
        "select article_id from cards where capture_id = ?1 union select article_id from cards"
        " where capture_id = (select refers_to from captures where id = ?1)",
        (capture_id,),
    )
    return {row["article_id"] for row in rows}


def refusals(archive: Archive, crawl_id: str) -> list[tuple[str, int]]:
    """What a crawl refused, and how often: reason and count, the most frequent first."""
    rows = archive.rows(
        "select reason, count(*) as n from visits where crawl_id = ? and outcome = 'out_of_scope'"
        " group by reason order by n desc, reason",
        crawl_id,
    )
    return [(row["reason"], row["n"]) for row in rows]
