"""`/tim`: a search with its hits or the way to some, what it could be narrowed to, and the next page."""

import re
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import urlencode

from scraper.site.datasette_065 import BadRequest, QueryInterrupted
from scraper.site.query.highlight import marked, snippet
from scraper.site.query.rules import MAX_TOKENS, parse
from scraper.site.query.typed import items_of
from scraper.site.render import ARCHIVE, page
from scraper.site.search import narrowing, search_query
from scraper.site.search.hits import RANKED, Found, Place, count_hits, search
from scraper.site.search.request import export_rows, read_query, url_of
from scraper.site.search.search_query import BadSearchError, Portals, SearchQuery
from scraper.site.texts import Texts, language, texts
from scraper.vietnamese.fold import fold

FORMATS = ("atom", "jsonfeed", "csv", "xlsx", "ndjson")
EARLIEST = "1900"  # the first year that a search can ask for


async def search_page(datasette: Any, request: Any) -> Any:
    """Answer `/tim`.

    Parameters: those of a search (see scraper.site.search.search_query); for later pages `bac` and `truoc`, or `trang`
    (see scraper.site.search.request); `lang`. Raises BadRequest when one cannot be meant, or when the search takes too
    long.
    """
    db = datasette.get_database(ARCHIVE)
    t = texts(language(request))
    context: dict[str, Any] = {}
    try:
        query, place, portals = await read_query(db, request.query_string)
        if query.empty:
            found = Found(rows=[])
        else:
            found = await search(db, query, place)
            if found.rows:
                context = await _narrowing(datasette, query, found, portals)
            elif not query.no_words:
                context = await _ideas(datasette, query, t)
    except BadSearchError as error:
        raise BadRequest(error.message(t)) from error
    except QueryInterrupted as error:
        raise BadRequest(t("search.too_broad")) from error
    # Here and not in the template: it shows only what is safe markup already.
    for row in found.rows:
        row["shown_title"] = marked(row["title"], query.words)
        row["shown_text"] = snippet("\n".join(filter(None, (row["lead"], row["body"]))), query.words)
    context |= {
        "section": "search",
        "query": query,
        "q": query.q,
        "portals": portals,
        "found": found,
        "ranked_of": RANKED if query.order == "lien-quan" and found.count >= RANKED else 0,
        "dated_url": _dated_url(datasette, query, found),
        "cut": MAX_TOKENS if query.words.cut else 0,
        "filters": _given(datasette, query, portals, t),
        "options": _options(portals),
        **_links(datasette, request, query, place, found),
    }
    return await page(datasette, request, "search", context)


def _dated_url(datasette: Any, query: SearchQuery, found: Found) -> str | None:
    """The same search among articles with a date, where the hits shown have some without."""
    undated = any(row["published_at"] is None for row in found.rows)
    return url_of(datasette, query, tu=EARLIEST) if undated else None


def without(query: SearchQuery, *names: str) -> SearchQuery:
    """`query` without the filters `names`."""
    changes: dict[str, Any] = {"given": {name: value for name, value in query.given.items() if name not in names}}
    if {"cong", "tinh", "tinh-nay"} & set(names):
        changes["portals"] = None
    return replace(query, **changes)


def _links(datasette: Any, request: Any, query: SearchQuery, place: Place, found: Found) -> dict[str, Any]:
    """Addresses of the search in other formats, of its frame for other sites, and of its first and next page."""
    links: dict[str, Any] = {"formats": {name: url_of(datasette, query, f".{name}") for name in FORMATS}}
    embed = str(datasette.urls.path("/nhung")) + "?" + urlencode(query.params())
    address = escape(datasette.absolute_url(request, embed))
    links |= {"embed_url": embed, "embed_code": f'<iframe src="{address}" width="360" height="600"></iframe>'}
    links["export_rows"] = export_rows(datasette)
    if place != Place():
        links["first_url"] = url_of(datasette, query)
    if found.next:
        # What is the default stays out of the address.
        tier, number = (value if value > 1 else None for value in (found.next.tier, found.next.page))
        links["next_url"] = url_of(datasette, query, bac=tier, truoc=found.next.before, trang=number)
    return links


def _given(datasette: Any, query: SearchQuery, portals: Portals, t: Texts) -> list[dict[str, str]]:
    """The filters in force, in words, each with the address of the search without it."""
    found = []
    for name, values in query.given.items():
        for value in values:
            rest = tuple(other for other in values if other != value)
            less = replace(query, given={key: kept for key, kept in {**query.given, name: rest}.items() if kept})
            shown = portals[value]["name"] if name == "cong" else "" if name in search_query.SWITCHES else value
            label = t(f"search.by.{name}") + (f": {shown}" if shown else "")
            found.append({"text": label, "url": url_of(datasette, less)})
    return found


def _options(portals: Portals) -> dict[str, list[tuple[str, str]]]:
    """What the fields for portal and province offer, as (value, label)."""
    found = {"cong": [(key, row["name"]) for key, row in portals.items()]}
    for name, column in (("tinh", "province"), ("tinh-nay", "province_now")):
        own = {row[column] for row in portals.values()} - {None, ""}
        found[name] = [(value, value) for value in sorted(own, key=lambda value: (fold(value) or "", value))]
    return found


async def _narrowing(datasette: Any, query: SearchQuery, found: Found, portals: Portals) -> dict[str, Any]:
    """Bars per year and facets, with the address of the search that each of them narrows to."""
    db = datasette.get_database(ARCHIVE)
    try:
        bars = await narrowing.years(db, query, found)
        by_name, looked_at = await narrowing.choices(db, found, portals)
    except QueryInterrupted:  # results without them are better than an error
        return {}
    most = max((bar.count for bar in bars), default=1)
    return {
        "bars": [
            {"bar": bar, "width": max(1, round(100 * bar.count / most)), "url": _of_year(datasette, query, bar.year)}
            for bar in reversed(bars)
        ],
        "bars_bounded": narrowing.PER_YEAR if any(bar.open_end for bar in bars) else 0,
        "facets": {
            name: [{"choice": choice, "url": _narrowed(datasette, query, choice)} for choice in values]
            for name, values in by_name.items()
            if name not in query.given and len(values) > 1
        },
        "facets_of": looked_at if looked_at < len(found.keys) else 0,
    }


def _of_year(datasette: Any, query: SearchQuery, year: int) -> str:
    given = {name: values for name, values in query.given.items() if name not in {"tu", "den"}}
    return url_of(datasette, replace(query, given={**given, "tu": (str(year),), "den": (str(year),)}))


def _narrowed(datasette: Any, query: SearchQuery, choice: narrowing.Choice) -> str:
    return url_of(datasette, replace(query, given={**query.given, choice.name: (choice.value,)}))


async def _ideas(datasette: Any, query: SearchQuery, t: Texts) -> dict[str, Any]:
    """Searches like this one that do find something, with their counts, and the words that are nowhere."""
    db = datasette.get_database(ARCHIVE)
    ideas: list[dict[str, str]] = []

    async def offer(other: SearchQuery, key: str) -> None:
        count, open_end = await count_hits(db, other)
        if count:
            shown = t.number(count) + ("+" if open_end else "")
            ideas.append({"url": url_of(datasette, other), "text": t(key, q=other.q, n=shown)})

    def retyped(text: str) -> SearchQuery:
        return replace(query, q=text, words=parse(text), phrase=None)

    if set(query.given) == {"cong"}:
        await offer(without(query, "cong"), "search.try_all")
    elif query.given and query.q:
        everywhere = replace(query, given={}, portals=None, since=None, until=None)
        await offer(everywhere, "search.try_unfiltered")
    bare = re.sub(r"[\"“”„«»]+", " ", query.q).strip()
    if bare != query.q and parse(bare).wanted is not None:
        await offer(retyped(bare), "search.try_unquoted")
    unmarked = fold(bare) or ""
    if unmarked != bare:
        await offer(retyped(unmarked), "search.try_loose")
    return {"ideas": ideas, "missing": await _missing(db, query.q)}


async def _missing(db: Any, q: str) -> str:
    """Words of the query that no article has, as typed."""
    found = []
    # A dozen at most: each is a search of its own.
    items = [item for item in items_of(q) if not item.excluded][:12]
    for item in items if len(items) > 1 else ():
        words = " ".join(item.tokens)
        text = f'"{words}"' if item.quoted else words
        if not (await count_hits(db, SearchQuery(q=text, words=parse(text))))[0]:
            found.append(words)
    return ", ".join(dict.fromkeys(found))
