"""What a search could be narrowed to: hits per year as bars, and per portal, province and section."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scraper.site.ask import Ask, Portals
from scraper.site.fts import NOTHING
from scraper.site.search import WHERE, span_params
from scraper.site.spans import EPOCH, sort_key_of
from scraper.store import facets

FACETED = 2000  # newest hits that facets are counted over
EXACT_YEARS = 10_000
PER_YEAR = 300
CHOICES = 12
_DAY = 2048 << 24  # sort_keys of one day


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


async def years(db: Any, ask: Ask) -> list[Bar]:
    """Dated hits of `ask` per year, oldest first; years without any are left out."""
    if ask.match() == NOTHING:
        return []
    params = span_params(ask, f'({ask.match()}) NOT "{facets.UNDATED}"')
    hits = f"select rowid as key from articles_fts where {WHERE} order by rowid desc"  # noqa: S608 - constants
    sql = (
        f"select cast(strftime('%Y', key / {_DAY} * 86400, 'unixepoch') as integer), count(*)"  # noqa: S608
        f" from ({hits} limit {EXACT_YEARS + 1}) group by 1 order by 1"
    )
    found = [Bar(*row) for row in (await db.execute(sql, params)).rows]
    if sum(bar.count for bar in found) <= EXACT_YEARS:
        return found
    oldest = (await db.execute(f"{hits.replace('desc', 'asc')} limit 1", params)).first()[0]
    first = (EPOCH + timedelta(days=oldest // _DAY)).year
    return await _capped(db, params, range(max(first, found[-1].year - 60), found[-1].year + 1))


async def _capped(db: Any, params: dict[str, Any], wanted: Iterable[int]) -> list[Bar]:
    """Hits of each of the years `wanted`, counted up to `PER_YEAR`."""
    edges = [(year, sort_key_of(date(year, 1, 1)), sort_key_of(date(year + 1, 1, 1))) for year in wanted]
    values = ", ".join(f"({year}, {low}, {high})" for year, low, high in edges)
    sql = f"""
        with years(year, start, stop) as (values {values})
        select year, (select count(*) from (select 1 from articles_fts where articles_fts match :match
            and rowid >= max(:low, start) and rowid < min(:high, stop) limit {PER_YEAR + 1})) from years
    """  # noqa: S608 - numbers of ours
    rows = (await db.execute(sql, params)).rows
    return [Bar(year, min(count, PER_YEAR), count > PER_YEAR) for year, count in rows if count]


async def choices(db: Any, ask: Ask, portals: Portals) -> tuple[dict[str, list[Choice]], int]:
    """Values of `cong`, `tinh`, `tinh-nay`, `muc` among the newest hits, most frequent first; of how many."""
    if ask.match() == NOTHING:
        return {}, 0
    sql = f"""
        select a.portal_id, a.category from (
            select rowid as key from articles_fts where {WHERE} order by rowid desc limit {FACETED}
        ) hits cross join articles a indexed by articles_listed on a.sort_key = hits.key
    """  # noqa: S608 - constants
    rows = (await db.execute(sql, span_params(ask, ask.match()))).rows
    by_portal = Counter(row[0] for row in rows if row[0] in portals)
    counted: dict[str, Counter[str]] = {"cong": by_portal, "tinh": Counter(), "tinh-nay": Counter()}
    for name, column in (("tinh", "province"), ("tinh-nay", "province_now")):
        for key, count in by_portal.items():
            if portals[key][column]:
                counted[name][portals[key][column]] += count
    counted["muc"] = Counter(row[1] for row in rows if row[1])
    found = {name: _choices(name, counter, portals) for name, counter in counted.items()}
    return {name: values for name, values in found.items() if values}, len(rows)


def _choices(name: str, counter: Counter[str], portals: Portals) -> list[Choice]:
    return [
        Choice(name, value, portals[value]["name"] if name == "cong" else value, count)
        for value, count in sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))[:CHOICES]
    ]
