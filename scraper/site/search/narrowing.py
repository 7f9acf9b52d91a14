"""What a search could be narrowed to: hits per year as bars, and per portal, province and section."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scraper.site.query.query_tree import leaves
from scraper.site.search.hits import WHERE, Found, span_params
from scraper.site.search.search_query import Portals, SearchQuery
from scraper.site.search.spans import EPOCH, KEYS_OF_DAY, sort_key_of
from scraper.store.schema import facets

FACETED = 500  # newest hits that facets are counted over
PER_YEAR = 50  # hits of one year that are counted when a search is heavy
CHOICES = 12
# The keys lead; the index answers by itself (portal, section, date), so that no article with its body is read.
_LISTED = "from json_each(:keys) k cross join articles a indexed by articles_listed on a.sort_key = k.value"


@dataclass(frozen=True, slots=True)
class Bar:
    """One year: `count` hits, or more when `open_end`."""

    year: int
    count: int
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that the filter `name` could have, and how many of the counted hits have it."""

    name: str
    value: str
    label: str
    count: int


async def years(db: Any, query: SearchQuery, found: Found) -> list[Bar]:
    """Dated hits of `query` in `db` per year, oldest first, empty years left out. `found` is a page of its hits.

    Nothing is counted for a heavy search by the beginning of a word: FTS5 puts its list together anew for each year.
    """
    if not found.heavy:
        dated = f"select k.value as key {_LISTED} where a.published_at is not null"
        sql = (
            f"select cast(strftime('%Y', key / {KEYS_OF_DAY} * 86400, 'unixepoch') as integer), count(*)"  # noqa: S608
            f" from ({dated}) group by 1 order by 1"
        )
        return [Bar(*row) for row in (await db.execute(sql, {"keys": json.dumps(found.keys)})).rows]
    if query.words.wanted is not None and any(phrase.prefix for phrase in leaves(query.words.wanted)):
        return []
    params = span_params(query, f'({query.match()}) NOT "{facets.UNDATED}"')
    oldest = f"select rowid from articles_fts where {WHERE} order by rowid limit 1"  # noqa: S608 - constants
    rows = (await db.execute(oldest, params)).rows
    first, last = (EPOCH + timedelta(days=key // KEYS_OF_DAY) for key in (rows[0][0] if rows else 0, found.keys[0]))
    return await _capped(db, params, range(max(first.year, last.year - 60), last.year + 1))


async def _capped(db: Any, params: dict[str, Any], wanted: Iterable[int]) -> list[Bar]:
    """Hits of each of the years `wanted`, counted up to `PER_YEAR`: one bounded look into the index for each."""
    edges = [(year, sort_key_of(date(year, 1, 1)), sort_key_of(date(year + 1, 1, 1))) for year in wanted]
    values = ", ".join(f"({year}, {low}, {high})" for year, low, high in edges)
    sql = f"""
        with years(year, start, stop) as (values {values})
        select year, (select count(*) from (select 1 from articles_fts where articles_fts match :match
            and rowid >= max(:low, start) and rowid < min(:high, stop) limit {PER_YEAR + 1})) from years
    """  # noqa: S608 - numbers of ours
    rows = (await db.execute(sql, params)).rows
    return [Bar(year, min(count, PER_YEAR), count > PER_YEAR) for year, count in rows if count]


async def choices(db: Any, found: Found, portals: Portals) -> tuple[dict[str, list[Choice]], int]:
    """Values of `cong`, `tinh`, `tinh-nay` and `muc` among the newest hits of `found`, most frequent first.

    Also how many hits were counted for that. `portals` are all portals by id.
    """
    sql = f"select a.portal_id, a.category {_LISTED}"
    rows = (await db.execute(sql, {"keys": json.dumps(found.keys[:FACETED])})).rows
    by_portal = Counter(row[0] for row in rows if row[0] in portals)
    counted: dict[str, Counter[str]] = {"cong": by_portal, "tinh": Counter(), "tinh-nay": Counter()}
    for name, column in (("tinh", "province"), ("tinh-nay", "province_now")):
        for key, count in by_portal.items():
            if portals[key][column]:
                counted[name][portals[key][column]] += count
    counted["muc"] = _sections(row[1] for row in rows if row[1])
    lists = {name: _choices(name, counter, portals) for name, counter in counted.items()}
    return {name: values for name, values in lists.items() if values}, len(rows)


def _sections(names: Iterable[str]) -> Counter[str]:
    """Sections as the filter compares them: case and marks do not count; the most frequent spelling stands for all."""
    spellings: dict[str, Counter[str]] = {}
    for name, count in Counter(names).items():
        spellings.setdefault(facets.category(name), Counter())[name] += count
    return Counter({counter.most_common(1)[0][0]: counter.total() for counter in spellings.values()})


def _choices(name: str, counter: Counter[str], portals: Portals) -> list[Choice]:
    return [
        Choice(name, value, portals[value]["name"] if name == "cong" else value, count)
        for value, count in sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))[:CHOICES]
    ]
