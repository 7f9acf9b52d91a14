"""The list of articles and the search, with the parameters of the pages: see scraper.site.search.search_query."""

from typing import Any

from scraper.site import rows
from scraper.site.api import fields as f
from scraper.site.api.articles import page
from scraper.site.api.params import Param, choice, text
from scraper.site.api.route import Answer, Call
from scraper.site.problem import ProblemError
from scraper.site.query.highlight import snippet
from scraper.site.search.hits import Place, newest_hits, search
from scraper.site.search.search_query import (
    FILTERS,
    MANY_VALUED,
    ORDERS,
    SWITCHES,
    BadSearchError,
    SearchQuery,
    query_of,
)

HIT = f.Kind("Hit", (*f.ARTICLE.fields, f.made("snippet", "string")))
META = {
    "type": "object",
    "required": ["count", "more"],
    "properties": {
        "count": {"type": "integer", "description": "Hits counted; counting stops early"},
        "more": {"type": "boolean", "description": "Whether there may be more hits than `count`"},
    },
}
# Which parameter a sentence about a search is about; of several that it may be, the first.
_PARAM_OF = {
    "search.bad_sort": "sap",
    "search.bad_portal": "cong",
    "search.bad_province": "tinh",
    "search.bad_byline": "tac-gia",
    "search.bad_date": "tu",
    "search.bad_span": "tu",
}


def _filter(name: str) -> Param:
    return choice(name, ("0", "1")) if name in SWITCHES else text(name, 500, many=name in MANY_VALUED)


FILTER_PARAMS = tuple(map(_filter, FILTERS))
ORDER = choice("sap", ORDERS, ORDERS[0])


async def _query(call: Call) -> SearchQuery:
    """The search of a call. Raises ProblemError when a parameter cannot be meant."""
    args: dict[str, list[str]] = {}
    for name in ("q", "sap", *FILTERS):
        value = call.values.get(name)
        if value is not None:
            args[name] = list(value) if isinstance(value, tuple) else [value]
    try:
        return query_of(args, await rows.portals(call.db))
    except BadSearchError as error:
        raise ProblemError(call.t(error.key, **error.values), param=_PARAM_OF.get(error.key)) from error


def _columns(fields: tuple[f.Field, ...]) -> str:
    """The fields' SQL for a query that calls the table `a`, and its place in the list."""
    return ", ".join([*(f"a.{field.name}" for field in fields), "a.sort_key"])


async def articles(call: Call) -> Answer:
    """Articles that fit the filters, the newest first; copies of other articles are left out.

    Raises ProblemError when a filter cannot be meant.
    """
    query = await _query(call)
    chosen = f.ARTICLE.chosen(call.values["fields"])
    before = int(call.position[0]) if call.position else None
    hits = await newest_hits(call.db, query, call.limit + 1, before, _columns(chosen))
    return page(call, hits, chosen, ("sort_key",))


async def find(call: Call) -> Answer:
    """Articles that match `q`, in the order of the search page.

    Raises ProblemError when `q` holds no word, or a filter cannot be meant.
    """
    query = await _query(call)
    if query.words.wanted is None:
        raise ProblemError(call.t("api.no_words"), param="q")
    chosen = HIT.chosen(call.values["fields"])
    own = tuple(field for field in chosen if field.sql)
    # The position of a search is its place; 0 stands for "from the beginning", since a cursor holds no null.
    tier, key, number = call.position or (1, 0, 1)
    place = Place(int(tier), int(key) or None, int(number))
    columns = f"{_columns(own)}, a.lead as _lead, a.body as _body"
    found = await search(call.db, query, place, size=call.limit, fields=columns)
    data: list[dict[str, Any]] = []
    for row in found.rows:
        data.append(f.load(own, row))
        if len(own) < len(chosen):
            data[-1]["snippet"] = str(snippet("\n".join(filter(None, (row["_lead"], row["_body"]))), query.words))
    following: list[int | str] | None = None
    if found.next:
        following = [found.next.tier, found.next.before or 0, found.next.page]
    return Answer(data, following, {"count": found.count, "more": found.open_end})
