"""The SQL of every search. The index's rowid is the date, so "newest first" is a walk, not a sort.

A search is one or more tiers, each a walk that goes on from any depth at the same cost: by default the hits that have
the typed words side by side come first, then the others; by relevance titles come first, and hits that only
fit without their marks last. Filters are words of the index like any other (`scraper.store.facets`).

What would have to look at every hit is bounded and says so: counts stop at `MANY`, facets count the newest `FACETED`
hits, years count up to `PER_YEAR` each where there are more than `EXACT_YEARS` hits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from datasette.database import QueryInterrupted

from scraper.fold import fold
from scraper.site.ask import Ask
from scraper.site.fts import NOTHING, expression
from scraper.site.query import Query, parse

PAGE = 25
MANY = 1000
LATER_MS = 100  # time that a tier after the first may take; it may have to pass over every hit of the others
FIELDS = (
    "a.id, a.title, a.lead, a.body, a.portal_id, a.published_at, a.published_precision, a.first_seen_at,"
    " a.state, a.sort_key, a.category"
)
WHERE = "articles_fts match :match and articles_fts.rowid >= :low and articles_fts.rowid < :high"
_IN_TITLE = "{title title_ascii} : "
LOOSE = 5  # the tier of hits that fit without their marks only


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: in `tier` (from 1), with hits older than sort_key `before`."""

    tier: int = 1
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Rows of the page, each with its `tier`. There are `count` hits, or more when `open_end`.

    `next` is where the page after this one begins, None at the end. `cut_short`: looking for further hits took too
    long.
    """

    rows: list[dict[str, Any]]
    count: int = 0
    open_end: bool = False
    next: Place | None = None
    cut_short: bool = False


def tiers(ask: Ask) -> dict[int, str]:
    """The MATCH expressions of the ask's tiers, in the order they are shown; no article fits two of them."""
    wanted = ask.query.wanted
    if wanted is None or ask.order == "moi-nhat":
        return {1: ask.match()}
    words = expression(Query(wanted))
    near = [expression(Query(ask.phrase))] if ask.phrase else []
    texts = [*near, words]
    numbers = list(range(1, len(texts) + 1))
    if ask.order == "lien-quan":
        texts = [*(f"{_IN_TITLE}({text})" for text in texts), *texts]
        unmarked = parse(fold(ask.q) or "").wanted
        if unmarked is not None and unmarked != wanted:
            texts.append(expression(Query(unmarked)))
        numbers = [*range(1, len(texts)), LOOSE] if unmarked != wanted else list(range(1, len(texts) + 1))
    found = {}
    for place, (number, text) in enumerate(zip(numbers, texts, strict=True)):
        before = " OR ".join(f"({text})" for text in texts[:place])
        found[number] = ask.match(f"({text}) NOT ({before})" if before else text)
    return found


def span_params(ask: Ask, match: str, before: int | None = None) -> dict[str, Any]:
    """The values of `WHERE` for the days of `ask`."""
    low, high = ask.span
    return {"match": match, "low": low, "high": high if before is None else min(high, before)}


async def search(db: Any, ask: Ask, place: Place = Place(), size: int = PAGE, fields: str = FIELDS) -> Found:
    """A page of `size` hits of `ask` on Datasette's database `db`, from `place` on.

    `fields` are columns of articles `a`, sort_key among them. Raises QueryInterrupted when the first tier takes
    longer than Datasette allows.
    """
    rows: list[dict[str, Any]] = []
    cut_short = False
    for number, match in tiers(ask).items():
        if number < place.tier or match == NOTHING:
            continue
        before = place.before if number == place.tier else None
        try:
            got = await _walk(db, ask, match, before, size + 1 - len(rows), fields, later=number > 1)
        except QueryInterrupted:
            if number == 1:
                raise
            cut_short = True
            break
        rows += [row | {"tier": number} for row in got]
        if len(rows) > size:
            break
    count, open_end = await count_hits(db, ask)
    more = len(rows) > size
    rows = rows[:size]
    goes_on = Place(rows[-1]["tier"], rows[-1]["sort_key"]) if more else None
    shown = sum(row["tier"] != LOOSE for row in rows)
    return Found(rows=rows, count=max(count, shown), open_end=open_end, next=goes_on, cut_short=cut_short)


async def _walk(
    db: Any, ask: Ask, match: str, before: int | None, limit: int, fields: str, *, later: bool = False
) -> list[dict[str, Any]]:
    sql = (
        f"select {fields} from articles_fts cross join articles a on a.sort_key = articles_fts.rowid"  # noqa: S608
        f" where {WHERE} order by articles_fts.rowid desc limit {limit}"
    )
    found = await db.execute(sql, span_params(ask, match, before), custom_time_limit=LATER_MS if later else None)
    return [dict(row) for row in found.rows]


async def newest_hits(db: Any, ask: Ask, limit: int, before: int | None = None, fields: str = FIELDS) -> list[Any]:
    """The newest `limit` hits older than sort_key `before`, newest first, whatever the order of `ask`.

    What feeds, exports and the API read; `fields` are columns of articles `a`.
    """
    match = ask.match()
    return [] if match == NOTHING else await _walk(db, ask, match, before, limit, fields)


async def count_hits(db: Any, ask: Ask) -> tuple[int, bool]:
    """How many hits an ask has, and whether there are more than that: at most `MANY` are counted."""
    match = ask.match()
    if match == NOTHING:
        return 0, False
    sql = f"select count(*) from (select 1 from articles_fts where {WHERE} limit {MANY + 1})"  # noqa: S608 - constants
    count = int((await db.execute(sql, span_params(ask, match))).first()[0])
    return min(count, MANY), count > MANY


async def unknown_sections(db: Any, names: Sequence[str]) -> list[str]:
    """Those of `names` that no article has as its section."""
    found = []
    for name in names:
        match = Ask(given={"muc": (name,)}).match()
        if not (await db.execute("select 1 from articles_fts where articles_fts match ? limit 1", (match,))).rows:
            found.append(name)
    return found
