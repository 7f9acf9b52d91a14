"""List chains: a list page and the pages that follow it, as far as a crawl walked them.

A list says what stands behind its "next" link, and often how many items there are. When a page of the chain cannot be
fetched or read, everything behind it is unknown; when the chain ends and fewer items were seen than stated, some are
missing. Both make a crawl INCOMPLETE. `chain_rows` keeps both as rows of table `chains`.
"""

import sqlite3
from dataclasses import dataclass, field

from scraper.urls.canonical import request_key

# complete  walked to its end, and as many items as stated (or none stated)
# broken    a page of it could not be fetched or read
# short     walked to its end, but fewer items than stated
# cut       ended on purpose: nothing new behind it, --since, --limit
STATES = ("complete", "broken", "short", "cut")
GAPS = ("broken", "short")

_NOT_FETCHED = {"failed", "gone", "robots"}
_ARTICLES = {"stored", "changed", "unchanged"}

# A list page that was answered "not modified" (304) names what the capture that it refers to named: so every column of
# `listings` is taken from there when the page's own capture has none. By rowid, that is in the order in which requests
# were found, so that of two pages that name one next page the earlier one counts as the page before it.
_LISTS = """
select u.key, u.url, u.kind, v.outcome, v.reason, v.capture_id, c.status, f.detail,
       coalesce(l.capture_id, lr.capture_id) as listing, coalesce(l.source, lr.source) as source,
       coalesce(l.card_count, lr.card_count) as cards, coalesce(l.total, lr.total) as total,
       coalesce(l.next_url, lr.next_url) as next_url, fc.url_key as parent, fl.next_url as next_of_parent
from visits v join urls u on u.key = v.url_key
left join captures c on c.id = v.capture_id
left join listings l on l.capture_id = c.id left join listings lr on lr.capture_id = c.refers_to
left join captures fc on fc.id = u.found_on left join listings fl on fl.capture_id = u.found_on
left join failures f on f.id = v.crawl_id || '#' || v.url_key
where {which} order by u.rowid
"""
_OF_CRAWL = _LISTS.format(which="v.crawl_id = ? and (u.kind in ('feed', 'start', 'list') or l.capture_id is not null)")
# A page that is known to be gone is not asked for in every crawl: what the latest crawl that asked found still stands.
_KNOWN_BROKEN = _LISTS.format(
    which="u.key = ?2 and u.state = 'failed' and v.crawl_id = (select c.id from crawls c where c.portal_id = ?1"
    " and exists (select 1 from visits w where w.crawl_id = c.id and w.url_key = ?2)"
    " order by c.started_at desc limit 1)"
)


@dataclass(slots=True)
class Chain:
    """One list as far as a crawl walked it.

    `key` and `url` are those of its first page. `pages` are the pages that were read, rows of `_LISTS`; `broken` is
    the row of the page that could not be. `cut` says that the crawl ended it on purpose, `tail` that its beginning was
    not walked: the page before the first one was not asked for. `seen` are the ids of its items.
    """

    key: str
    url: str
    pages: list[sqlite3.Row] = field(default_factory=list)
    tail: bool = False
    broken: sqlite3.Row | None = None
    cut: bool = False
    seen: set[str] = field(default_factory=set)

    @property
    def stated(self) -> int | None:
        """The total that the list states, None when it states none; the least where pages differ."""
        return min((page["total"] for page in self.pages if page["total"] is not None), default=None)

    @property
    def size(self) -> int:
        """Items on a full page."""
        return max((page["cards"] or 0 for page in self.pages), default=0)

    @property
    def state(self) -> str:
        """One of `STATES`."""
        if self.broken is not None:
            return "broken"
        if self.cut or self.tail:
            return "cut"
        return "short" if self.stated is not None and self.stated > len(self.seen) else "complete"


def walk(conn: sqlite3.Connection, crawl_id: str) -> list[Chain]:
    """Put the list pages of a crawl in their chains, each from its first page on; sorted by the first page's URL."""
    pages = {row["key"]: row for row in conn.execute(_OF_CRAWL, (crawl_id,))}
    pages |= _known_broken(conn, crawl_id, pages)
    following: dict[str, str] = {}
    for key, page in pages.items():
        before = _before(page, pages)
        if before is not None:
            following.setdefault(before, key)
    lost = {key for key, page in pages.items() if key not in following and _leads_away(conn, crawl_id, page)}
    chains = []
    for key in pages.keys() - set(following.values()):
        chain = _chain(key, pages, following, lost)
        if chain.pages or chain.broken is not None:
            _collect_seen(conn, chain)
            chains.append(chain)
    return sorted(chains, key=lambda chain: chain.url)


def _before(page: sqlite3.Row, pages: dict[str, sqlite3.Row]) -> str | None:
    """Key of the page that `page` continues: the one that names it as next, or that moved here."""
    parent = page["parent"]
    if page["kind"] == "start" or parent not in pages or parent == page["key"]:
        return None
    moved = pages[parent]["outcome"] == "redirect"
    return parent if moved or _is(page, page["next_of_parent"]) or _is(page, pages[parent]["next_url"]) else None


def _is(page: sqlite3.Row, url: str | None) -> bool:
    """Whether `url` is the page's address, however either is spelled."""
    return url is not None and (page["url"] == url or request_key("GET", url) == page["key"])


def _known_broken(conn: sqlite3.Connection, crawl_id: str, pages: dict[str, sqlite3.Row]) -> dict[str, sqlite3.Row]:
    """Pages that a list of this crawl goes on with, and that were not asked for because they are known to fail."""
    keys = {request_key("GET", page["next_url"]) for page in pages.values() if page["next_url"]}
    found: dict[str, sqlite3.Row] = {}
    for key in keys - pages.keys():
        rows = conn.execute(_KNOWN_BROKEN, (crawl_id.partition("/")[0], key))
        found.update((row["key"], row) for row in rows)
    return found


def _leads_away(conn: sqlite3.Connection, crawl_id: str, page: sqlite3.Row) -> bool:
    """Whether a list page has moved to where this crawl did not look: to another site."""
    if page["outcome"] != "redirect":
        return False
    target = request_key("GET", page["reason"] or "")
    sql = "select 1 from visits where crawl_id = ? and url_key = ?"
    return conn.execute(sql, (crawl_id, target)).fetchone() is None


def _chain(key: str, pages: dict[str, sqlite3.Row], following: dict[str, str], lost: set[str]) -> Chain:
    first = pages[key]
    chain = Chain(key, first["url"], tail=first["kind"] == "list" and _is(first, first["next_of_parent"]))
    walked: set[str] = set()  # a list may name an earlier page of itself as its next
    here: str | None = key
    while here is not None and here not in walked:
        walked.add(here)
        page = pages[here]
        here = following.get(here)
        if page["listing"]:
            chain.pages.append(page)
            chain.cut = page["next_url"] is not None and here is None
        elif page["key"] in lost or _is_broken(page):
            chain.broken = page
        elif page["outcome"] == "not_reached":
            chain.cut = True
    return chain


def _is_broken(page: sqlite3.Row) -> bool:
    """Whether a list page that is no list page today breaks its chain.

    A start page may well be a page without a list; what another list page named as its next may not.
    """
    if page["outcome"] in _NOT_FETCHED:
        return True
    unread = page["outcome"] in _ARTICLES or (page["outcome"], page["reason"]) == ("other", "page")
    return unread and page["kind"] == "list" and _is(page, page["next_of_parent"])


def _collect_seen(conn: sqlite3.Connection, chain: Chain) -> None:
    for page in chain.pages:
        rows = conn.execute("select article_id from cards where capture_id = ?", (page["listing"],))
        chain.seen.update(row[0] for row in rows)
