"""The vanish monitor: which articles are still on their portal, and since when not.

One failed request proves nothing: servers err, portals go down for a night. So what a crawl finds out about an article
that is missing is kept as a row of `vanish_checks`, and the article's state is a function of those rows: it is gone
when at least `CHECKS` of them over at least `SPAN` say so and none in between saw it. Checks of a crawl in which the
whole portal gave nothing do not count. The text stays as it was read last, whatever the state.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from scraper.store.ledger.schedule import GONE, MISSING, after
from scraper.store.tables import table
from scraper.times import instant
from scraper.urls.canonical import article_id, request_key

CHECKS = 3
SPAN = timedelta(days=14)
_DEAD = ("gone", "soft404", "replaced", "redirected", "moved")  # results that deny the article
# The state that checks with this result confirm, where it has another name.
_STATE = {"replaced": "soft404"}
_READABLE = "('stored', 'changed', 'unchanged', 'listing')"
_HOPS = 10  # redirects that are followed


@dataclass(frozen=True, slots=True)
class Check:
    """What one look for an article found.

    `at` is a time in UTC, `result` one of "live", "gone", "soft404", "replaced" (something else stands there),
    "redirected", "moved", "unreachable", "unlisted" and "listed".
    """

    at: str
    result: str


def states_of(checks: Iterable[Check]) -> Iterator[tuple[str, str | None]]:
    """After each of `checks`, oldest first: the state (a key of `STATES`) that they add up to until then, and the time
    of the first to show it.
    """
    missing: list[Check] = []  # since it was seen last
    silent: list[Check] = []
    unlisted: list[Check] = []  # since a list named it last
    for check in checks:
        if check.result == "live":
            missing, silent = [], []
        elif check.result == "listed":
            unlisted = []
        elif check.result == "unlisted":
            unlisted.append(check)
        else:
            (silent if check.result == "unreachable" else missing).append(check)
        yield _state(missing, silent, unlisted)


def state_of(checks: Iterable[Check]) -> tuple[str, str | None]:
    """What `states_of` gives after the last of `checks`."""
    state: tuple[str, str | None] = ("live", None)
    for state in states_of(checks):  # noqa: B007 - the last one counts
        pass
    return state


def _state(missing: Sequence[Check], silent: Sequence[Check], unlisted: Sequence[Check]) -> tuple[str, str | None]:
    if missing:
        last = missing[-1].result
        if last == "moved":
            return "moved", missing[0].at
        return (_STATE.get(last, last) if _confirmed(missing) else "suspect"), missing[0].at
    if _confirmed(silent):
        return "suspect", silent[0].at
    return ("delisted", unlisted[0].at) if _confirmed(unlisted) else ("live", None)


def _confirmed(run: Sequence[Check]) -> bool:
    return len(run) >= CHECKS and instant(run[-1].at) - instant(run[0].at) >= SPAN


def conclude_checks(conn: sqlite3.Connection, portal_id: str, crawl_id: str, now: str, *, lists_whole: bool) -> None:
    """At the end of the crawl `crawl_id` of `portal_id`: write its checks, and derive the states of their articles.

    `now` is the time of the end. `lists_whole` says that every list was walked to its end, so that an article which
    none names is delisted. `conn` is inside the caller's transaction.
    """
    up = _is_up(conn, crawl_id)
    checks = [*_missing(conn, crawl_id, now), *_replaced(conn, crawl_id), *_found(conn, crawl_id)]
    if lists_whole and up:
        checks += _lists(conn, portal_id, crawl_id, now)
    # Two addresses may lead to one article at one time: the later check stays. No row names these by their rowids and
    # no trigger hangs on them, so they may be replaced.
    table(conn, "vanish_checks").insert_all((check | {"counts": int(up)} for check in checks), replace=True)
    derive_states(conn, {check["article_id"] for check in checks}, now)
    _ask_again(conn, crawl_id, now)
    derive_outage(conn, portal_id, now)


_Row = dict[str, Any]  # of table vanish_checks, without column `counts`


def _check(article: str, at: str, result: str, crawl_id: str, capture_id: str | None) -> _Row:
    return {
        "article_id": article,
        "checked_at": at,
        "result": result,
        "crawl_id": crawl_id,
        "capture_id": capture_id,
    }


def _missing(conn: sqlite3.Connection, crawl_id: str, now: str) -> list[_Row]:
    """Known articles whose page this crawl asked for and did not get."""
    found: list[_Row] = []
    rows = conn.execute(
        "select u.url, v.outcome, v.reason, v.capture_id, c.captured_at from visits v join urls u on u.key = v.url_key"
        " left join captures c on c.id = v.capture_id"
        " where v.crawl_id = ? and v.outcome in ('gone', 'failed', 'redirect') and u.method = 'GET'",
        (crawl_id,),
    ).fetchall()
    for row in rows:
        identity = article_id(row["url"])
        if conn.execute("select 1 from articles where id = ?", (identity,)).fetchone():
            result = _result(conn, crawl_id, row["outcome"], row["reason"])
            found.append(_check(identity, row["captured_at"] or now, result, crawl_id, row["capture_id"]))
    return found


def _result(conn: sqlite3.Connection, crawl_id: str, outcome: str, reason: str | None) -> str:
    """What an outcome says about the article at the address; redirects are followed through the crawl's visits."""
    for _ in range(_HOPS):
        if outcome == "gone":
            return "gone"
        if outcome == "failed":
            return "soft404" if reason == "soft404" else "unreachable"
        if outcome != "redirect" or not reason:
            break
        if conn.execute("select 1 from articles where id = ?", (article_id(reason),)).fetchone():
            return "moved"
        visit = conn.execute(
            "select outcome, reason from visits where crawl_id = ? and url_key = ?",
            (crawl_id, request_key("GET", reason)),
        ).fetchone()
        if visit is None:
            break
        outcome, reason = visit
    return "redirected"


def _replaced(conn: sqlite3.Connection, crawl_id: str) -> list[_Row]:
    """Known articles whose address showed something else in this crawl: a list, a file, another text.

    Its capture says what (`captures.read_as`).
    """
    rows = conn.execute(
        "select c.page_id, c.captured_at, c.id from visits v join captures c on c.id = v.capture_id"
        " join articles a on a.id = c.page_id"
        " where v.crawl_id = ? and v.outcome in ('listing', 'other', 'file', 'out_of_scope')"
        " and c.method = 'GET' and c.read_as <> 'article'",
        (crawl_id,),
    )
    return [_check(row["page_id"], row["captured_at"], "replaced", crawl_id, row["id"]) for row in rows]


def _found(conn: sqlite3.Connection, crawl_id: str) -> list[_Row]:
    """Articles that were missing once and answered in this crawl."""
    rows = conn.execute(
        "select distinct c.page_id, c.captured_at, c.id from visits v"
        " join captures c on c.id = v.capture_id"
        " where v.crawl_id = ? and v.outcome in ('stored', 'changed', 'unchanged')"
        " and exists (select 1 from vanish_checks k where k.article_id = c.page_id)",
        (crawl_id,),
    )
    return [_check(row["page_id"], row["captured_at"], "live", crawl_id, row["id"]) for row in rows]


def _lists(conn: sqlite3.Connection, portal_id: str, crawl_id: str, now: str) -> list[_Row]:
    """Articles that lists named before and now do not, though they still name older ones of the same section."""
    # A list that keeps only its newest entries drops the oldest: so an article counts as unlisted only where the lists
    # of its section still reach further back than it. "materialized", because both are read once for every article.
    rows = conn.execute(
        """
        with named as materialized (
            select distinct cards.article_id from visits v join cards on cards.capture_id = v.capture_id
            where v.crawl_id = :crawl and cards.source = 'listing'
        ), reach as materialized (
            select ifnull(a.category, '') as section, min(a.published_at) as oldest
            from named join articles a on a.id = named.article_id group by 1
        )
        select a.id, case when named.article_id is null then 'unlisted' else 'listed' end as result
        from articles a left join named on named.article_id = a.id
        left join reach on reach.section = ifnull(a.category, '')
        where a.portal_id = :portal and a.duplicate_of is null and case when named.article_id is null
            then a.published_at > reach.oldest and exists (
                select 1 from cards where cards.article_id = a.id and cards.source = 'listing')
            else exists (select 1 from vanish_checks k where k.article_id = a.id and k.result = 'unlisted') end
        """,
        {"crawl": crawl_id, "portal": portal_id},
    )
    return [_check(row["id"], now, row["result"], crawl_id, None) for row in rows]


def derive_states(conn: sqlite3.Connection, articles: Iterable[str], now: str, *, back: bool = False) -> None:
    """Derive state and state_since of `articles` (ids) from their checks; `state_at` is `now` where the state changes.

    Articles of a portal that is down stay so until it is `back`. `conn` is inside the caller's transaction.
    """
    for identity in articles:
        rows = conn.execute(
            "select checked_at, result from vanish_checks where article_id = ? and counts order by checked_at",
            (identity,),
        )
        state, since = state_of([Check(*row) for row in rows])
        conn.execute(
            "update articles set state = ?1, state_since = ?2, state_at = iif(state = ?1, state_at, ?3)"
            " where id = ?4 and (state <> 'portal_down' or ?5)",
            (state, since, now, identity, back),
        )


def _ask_again(conn: sqlite3.Connection, crawl_id: str, now: str) -> None:
    """Say when the pages that were missing in this crawl are due again: suspects in a week, others in a quarter."""
    rows = conn.execute(
        "select v.url_key, a.state from vanish_checks k join visits v on v.crawl_id = k.crawl_id"
        " and v.capture_id = k.capture_id join articles a on a.id = k.article_id"
        f" where k.crawl_id = ? and k.result in {_DEAD}",
        (crawl_id,),
    ).fetchall()
    conn.executemany(
        "update urls set due_at = ? where key = ?",
        [(after(row["url_key"], now, MISSING if row["state"] == "suspect" else GONE), row["url_key"]) for row in rows],
    )


def _is_up(conn: sqlite3.Connection, crawl_id: str) -> bool:
    sql = f"select 1 from visits where crawl_id = ? and outcome in {_READABLE} limit 1"
    return conn.execute(sql, (crawl_id,)).fetchone() is not None


def derive_outage(conn: sqlite3.Connection, portal_id: str, now: str) -> None:
    """Mark the articles of a portal that has been down for long, and take the mark away when it is back.

    Down is a crawl in which pages failed or were not there, and no list or article at all could be read; it takes
    `CHECKS` of them over `SPAN`, and the crawl that ends last decides.
    """
    down: list[str] = []
    for crawl in conn.execute(
        "select id, ended_at from crawls where portal_id = ? and ended_at is not null order by started_at desc",
        (portal_id,),
    ):
        failed = conn.execute(
            "select 1 from visits where crawl_id = ? and outcome in ('failed', 'gone')", (crawl["id"],)
        )
        if _is_up(conn, crawl["id"]) or not failed.fetchone():
            break
        down.append(crawl["ended_at"])
    if len(down) >= CHECKS and instant(down[0]) - instant(down[-1]) >= SPAN:
        conn.execute(
            "update articles set state = 'portal_down', state_since = ?, state_at = ?"
            " where portal_id = ? and state in ('live', 'suspect')",
            (down[-1], now, portal_id),
        )
        return
    # "<> 'live'" lets SQLite walk index articles_vanished, which holds few, and "+" keeps it from that of the portal.
    marked = "select id from articles where +portal_id = ? and state = 'portal_down' and state <> 'live'"
    derive_states(conn, [row["id"] for row in conn.execute(marked, (portal_id,))], now, back=True)
