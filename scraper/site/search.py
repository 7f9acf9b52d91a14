"""The SQL of the search page. The index's rowid is the date, so "newest first" is a walk, not a sort.

By default the hits that have the typed words side by side come first, newest first, then the others, newest first:
two walks, each of which goes on from any depth at the same cost.

What would have to look at every hit is bounded and says so: counts stop at `MANY`, counts within one portal look at
the newest `SCANNED` hits of all portals, relevance ranks the newest `RANKED` hits.
"""

from dataclasses import dataclass, replace
from typing import Any

from scraper.site.fts import NOTHING, expression
from scraper.site.query import Query
from scraper.site.tree import Node

PAGE = 25
MANY = 1000
RANKED = 500
SCANNED = 20_000
FIELDS = (
    "a.id, a.title, a.lead, a.body, a.portal_id, a.published_at, a.published_precision, a.first_seen_at,"
    " a.state, a.sort_key, a.category"
)
_HITS = "articles_fts cross join articles a on a.sort_key = articles_fts.rowid"
_WHERE = "articles_fts match :match and a.duplicate_of is null"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One page of a search.

    `phrase` are the query's words side by side, when hits with them come first; `tier` 2 is where the others begin.
    `before` is the sort_key in that tier that the page goes on from, `page` counts ranked pages from 1.
    """

    query: Query
    phrase: Node | None = None
    portal: str | None = None
    ranked: bool = False
    before: int | None = None
    tier: int = 1
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Rows of the page; `more` says that older rows follow. There are `count` hits, or more when `open_end`.

    `tier` is the tier of the last row.
    """

    rows: list[dict[str, Any]]
    count: int = 0
    open_end: bool = False
    more: bool = False
    tier: int = 1


async def search(db: Any, ask: Ask) -> Found:
    """Run `ask` on Datasette's database `db`."""
    match = expression(ask.query)
    if match == NOTHING:
        return Found(rows=[])
    if ask.ranked:
        rows = await _ranked(db, ask, match)
    elif ask.phrase is None:
        rows = await _newest(db, ask, match)
    else:
        rows = await _phrase_first(db, ask, ask.phrase)
    count, open_end = await count_hits(db, match, ask.portal)
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    tier = rows[-1].get("tier", 1) if rows else 1
    return Found(rows=rows, count=max(count, len(rows)), open_end=open_end, more=more, tier=tier)


async def count_hits(db: Any, match: str, portal: str | None = None) -> tuple[int, bool]:
    """How many hits a MATCH expression has, and whether there may be more: at most `MANY` are counted."""
    if portal is None:
        sql = f"select count(*) from (select 1 from {_HITS} where {_WHERE} limit {MANY + 1})"  # noqa: S608 - constants
        count = int((await db.execute(sql, {"match": match})).first()[0])
        return min(count, MANY), count > MANY
    sql = f"""
        with hits as (
            select rowid as sort_key from articles_fts where articles_fts match :match
            order by rowid desc limit {SCANNED}
        ), own as (
            select 1 from hits cross join articles a on a.portal_id = :portal and a.sort_key = hits.sort_key
            where a.duplicate_of is null limit {MANY + 1}
        )
        select (select count(*) from own), (select count(*) from hits)
    """  # noqa: S608 - constants
    count, seen = (await db.execute(sql, {"match": match, "portal": portal})).first()
    return min(count, MANY), count > MANY or seen == SCANNED


def _where(match: str, portal: str | None) -> tuple[str, dict[str, Any]]:
    if portal is None:
        return _WHERE, {"match": match}
    # The index (portal_id, sort_key) answers this without reading the article.
    own = "exists (select 1 from articles p where p.portal_id = :portal and p.sort_key = articles_fts.rowid)"
    return f"{own} and {_WHERE}", {"match": match, "portal": portal}


async def _newest(db: Any, ask: Ask, match: str) -> list[dict[str, Any]]:
    where, params = _where(match, ask.portal)
    if ask.before is not None:
        where += " and articles_fts.rowid < :before"
        params["before"] = ask.before
    sql = f"select {FIELDS} from {_HITS} where {where} order by articles_fts.rowid desc limit {PAGE + 1}"  # noqa: S608
    return [dict(row) for row in (await db.execute(sql, params)).rows]


async def _phrase_first(db: Any, ask: Ask, phrase: Node) -> list[dict[str, Any]]:
    """The next rows: those with the words side by side, then the others, each newest first."""
    near = expression(Query(phrase, ask.query.unwanted))
    apart = expression(Query(ask.query.wanted, (*ask.query.unwanted, phrase)))
    rows: list[dict[str, Any]] = []
    if ask.tier == 1:
        rows = await _newest(db, ask, near)
    if len(rows) <= PAGE:
        rest = ask if ask.tier == 2 else replace(ask, before=None)
        rows += [row | {"tier": 2} for row in await _newest(db, rest, apart)]
    return rows


async def _ranked(db: Any, ask: Ask, match: str) -> list[dict[str, Any]]:
    where, params = _where(match, ask.portal)
    params["skip"] = (ask.page - 1) * PAGE
    sql = f"""
        with newest as (
            select articles_fts.rowid as sort_key, bm25(articles_fts, 12, 4, 6, 1) as score
            from {_HITS} where {where} order by articles_fts.rowid desc limit {RANKED}
        )
        select {FIELDS} from newest cross join articles a on a.sort_key = newest.sort_key
        order by newest.score, newest.sort_key desc limit {PAGE + 1} offset :skip
    """  # noqa: S608 - constants
    return [dict(row) for row in (await db.execute(sql, params)).rows]
