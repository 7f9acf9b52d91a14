"""The SQL of every search. The index's rowid is the date, so "newest first" is a walk along it, not a sort.

By default the hits that have the typed words side by side come first, newest first, then the others, newest first:
two walks, each of which goes on from any depth at the same cost. Filters are words of the index like any other
(`scraper.store.schema.facets`).

What would have to look at every hit is bounded and says so: counts stop at `MANY`; relevance ranks the newest `RANKED`
hits; where more than `HEAVY` articles have the words and few have them side by side, all are shown by date.

In every function `db` is Datasette's database of the archive, `query` the search, and `fields` are columns of table
articles, which the SQL calls `a`. A `match` is a MATCH expression of FTS5, a key is a sort_key.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from scraper.site.query.closeness import patterns_of
from scraper.site.query.fts import NOTHING, expression
from scraper.site.query.query_tree import Node
from scraper.site.query.rules import Words, parse
from scraper.site.search.search_query import SearchQuery
from scraper.vietnamese.fold import fold

PAGE = 25  # hits on a page
MANY = 1000
RANKED = 300
HEAVY = 2000
_SAMPLE = 60  # newest hits that tell whether the words often stand side by side
FIELDS = (
    "a.id, a.title, a.lead, a.body, a.portal_id, a.published_at, a.published_precision, a.first_seen_at,"
    " a.state, a.sort_key, a.category"
)
WHERE = "articles_fts match :match and articles_fts.rowid >= :low and articles_fts.rowid < :high"
_TEXT = "a.sort_key, a.title, a.lead, a.body"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: in `tier` (1: side by side, 2: the others), with hits older than the sort_key `before`.

    By relevance it begins at the number of a `page`.
    """

    tier: int = 1
    before: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`rows` of the page. There are `count` hits, or more when `open_end`.

    `keys` are the sort_keys of all hits, newest first, or of the newest `HEAVY` + 1 when the search is `heavy`.
    `next` is where the page after this one begins, None at the end. `by_date`: the phrase could not come first. Rows
    that only fit without their marks have `loose` set.
    """

    rows: list[dict[str, Any]]
    keys: list[int] = field(default_factory=list)
    count: int = 0
    open_end: bool = False
    heavy: bool = False
    next: Place | None = None
    by_date: bool = False


def span_params(query: SearchQuery, match: str, before: int | None = None) -> dict[str, Any]:
    """The values of `WHERE` for hits of `match` within the days of `query`, older than the sort_key `before`."""
    low, high = query.span
    return {"match": match, "low": low, "high": high if before is None else min(high, before)}


async def search(db: Any, query: SearchQuery, place: Place = Place(), size: int = PAGE, fields: str = FIELDS) -> Found:
    """A page of `size` hits of `query` in `db`, from `place` on, in the order that `query` names.

    Rows hold `fields`, which must name a.sort_key.
    """
    # The keys alone are cheap: FTS5 gives them without touching an article. They tell how heavy the search is.
    keys = await newest_keys(db, query, HEAVY + 1)
    heavy = len(keys) > HEAVY
    ranked = query.order == "lien-quan" and query.words.wanted is not None
    phrase = query.phrase if query.order == "cum-tu" else None
    by_date = heavy and phrase is not None and not await _often_near(db, query, keys)
    if ranked:
        rows, following = await _ranked(db, query, keys[:RANKED], place, size, fields)
    elif not heavy:
        rows, following = await _listed(db, await _in_tiers(db, query, phrase, keys), place, size, fields)
    else:
        tiers = _tiers(query, None if by_date else phrase)
        rows, following = await _walked(db, query, tiers, place, size, fields)
    shown = sum(not row.get("loose") for row in rows)
    count = max(min(len(keys), MANY), shown)
    return Found(
        rows=rows, keys=keys, count=count, open_end=len(keys) > MANY, heavy=heavy, next=following, by_date=by_date
    )


def _tiers(query: SearchQuery, phrase: Node | None) -> list[str]:
    """The MATCH expressions of the two walks, or of the only one."""
    if phrase is None:
        return [query.match()]
    near, words = expression(Words(phrase)), expression(Words(query.words.wanted))
    return [query.match(near), query.match(f"({words}) NOT ({near})")]


async def _often_near(db: Any, query: SearchQuery, keys: list[int]) -> bool:
    """Whether the words stand side by side so often that a walk along these hits fills a page soon."""
    # Judged on texts: FTS5 cannot say it in bounded time, see scraper.site.query.closeness.
    patterns = patterns_of(query.q)
    sample = await rows_of(db, keys[:_SAMPLE], _TEXT)
    return patterns is not None and sum(map(patterns.near, sample)) >= len(sample) // 10


async def _walked(
    db: Any, query: SearchQuery, tiers: list[str], place: Place, size: int, fields: str
) -> tuple[list[dict[str, Any]], Place | None]:
    """A page of a heavy search: walk the tiers in turn until it is full. One row more tells whether more follow."""
    rows: list[dict[str, Any]] = []
    first = min(place.tier, len(tiers))
    for tier, match in enumerate(tiers, 1):
        if tier >= first and len(rows) <= size:
            before = place.before if tier == first else None
            rows += [
                row | {"tier": tier} for row in await _walk(db, query, match, before, size + 1 - len(rows), fields)
            ]
    following = Place(rows[size - 1]["tier"], rows[size - 1]["sort_key"]) if len(rows) > size else None
    return rows[:size], following


async def _in_tiers(db: Any, query: SearchQuery, phrase: Node | None, keys: list[int]) -> list[list[int]]:
    """All hits, newest first, in one or two tiers."""
    if phrase is None or not keys:
        return [keys]
    near = set(await _keys(db, query, query.match(expression(Words(phrase))), HEAVY))
    return [[key for key in keys if key in near], [key for key in keys if key not in near]]


async def _listed(
    db: Any, tiers: list[list[int]], place: Place, size: int, fields: str
) -> tuple[list[dict[str, Any]], Place | None]:
    """A page of a search whose hits are all known: cut out of their keys, so that only its own rows are read."""
    first = min(place.tier, len(tiers))
    wanted = [
        (tier, key)
        for tier, keys in enumerate(tiers, 1)
        for key in keys
        if tier > first or (tier == first and (place.before is None or key < place.before))
    ]
    page = {key: tier for tier, key in wanted[:size]}
    rows = await rows_of(db, list(page), fields)
    following = Place(*wanted[size - 1]) if len(wanted) > size else None
    return [row | {"tier": page[row["sort_key"]]} for row in rows], following


async def _ranked(
    db: Any, query: SearchQuery, keys: list[int], place: Place, size: int, fields: str
) -> tuple[list[dict[str, Any]], Place | None]:
    """The hits `keys` by how close they are; if they are few, after them those that fit when marks are ignored."""
    patterns = patterns_of(query.q)
    texts = await rows_of(db, keys, _TEXT)
    if patterns is not None:
        texts.sort(key=patterns.score, reverse=True)  # stable: among equals the newest stays first
    order = [row["sort_key"] for row in texts]
    loose: list[int] = []
    # People type wrong marks; a search with marks that finds little is worth trying without.
    unmarked = parse(fold(query.q) or "").wanted
    if unmarked is not None and unmarked != query.words.wanted and len(order) < RANKED:
        match = query.match(f"({expression(Words(unmarked))}) NOT ({expression(Words(query.words.wanted))})")
        loose = await _keys(db, query, match, RANKED - len(order))
    order += loose
    first = (place.page - 1) * size
    rows = await rows_of(db, order[first : first + size], fields)
    following = Place(page=place.page + 1) if len(order) > first + size else None
    return [row | {"loose": row["sort_key"] in loose} for row in rows], following


async def rows_of(db: Any, keys: list[int], fields: str) -> list[dict[str, Any]]:
    """The articles with the sort_keys `keys`, in this order; those that went away meanwhile are left out."""
    # `cross join` fixes SQLite's order of the loops: read the keys, then look up each article.
    sql = f"select {fields} from json_each(:keys) k cross join articles a on a.sort_key = k.value"  # noqa: S608
    rows = {row["sort_key"]: dict(row) for row in (await db.execute(sql, {"keys": json.dumps(keys)})).rows}
    return [rows[key] for key in keys if key in rows]


def walk_sql(fields: str, limit: int) -> str:
    """The SQL of the newest `limit` hits, newest first, with the parameters of `span_params`."""
    # The index leads (`cross join`) and its rowid orders, so SQLite stops after `limit` rows instead of sorting all.
    return (
        f"select {fields} from articles_fts cross join articles a on a.sort_key = articles_fts.rowid"  # noqa: S608
        f" where {WHERE} order by articles_fts.rowid desc limit {limit}"
    )


async def _walk(
    db: Any, query: SearchQuery, match: str, before: int | None, limit: int, fields: str
) -> list[dict[str, Any]]:
    rows = await db.execute(walk_sql(fields, limit), span_params(query, match, before))
    return [dict(row) for row in rows.rows]


async def newest_hits(
    db: Any, query: SearchQuery, limit: int, before: int | None = None, fields: str = FIELDS
) -> list[Any]:
    """The newest `limit` hits of `query` in `db` older than the sort_key `before`, whatever the order of `query`.

    Feeds, exports and the API's list of articles read this; rows hold `fields`.
    """
    match = query.match()
    return [] if match == NOTHING else await _walk(db, query, match, before, limit, fields)


async def newest_keys(db: Any, query: SearchQuery, limit: int, before: int | None = None) -> list[int]:
    """The sort_keys of the newest `limit` hits of `query` in `db` older than `before`, newest first."""
    return await _keys(db, query, query.match(), limit, before)


async def _keys(db: Any, query: SearchQuery, match: str, limit: int, before: int | None = None) -> list[int]:
    if match == NOTHING:
        return []
    sql = f"select rowid from articles_fts where {WHERE} order by rowid desc limit {limit}"  # noqa: S608 - constants
    return [row[0] for row in (await db.execute(sql, span_params(query, match, before))).rows]


async def count_hits(db: Any, query: SearchQuery) -> tuple[int, bool]:
    """How many hits a search has, and whether there are more than that: at most `MANY` are counted."""
    count = len(await newest_keys(db, query, MANY + 1))
    return min(count, MANY), count > MANY


async def unknown_sections(db: Any, names: Sequence[str]) -> list[str]:
    """Those of `names` that no article has as its section."""
    found = []
    for name in names:
        match = SearchQuery(given={"muc": (name,)}).match()
        if not (await db.execute("select 1 from articles_fts where articles_fts match ? limit 1", (match,))).rows:
            found.append(name)
    return found
