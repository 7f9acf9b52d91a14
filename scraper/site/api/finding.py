"""`/api/v1/search`: the search page's rules, for programs."""

from typing import Any

from scraper.site.api import fields as f
from scraper.site.api.portals import check_portal
from scraper.site.api.problem import ProblemError
from scraper.site.api.route import Answer, Call
from scraper.site.highlight import snippet
from scraper.site.query import as_phrase, parse
from scraper.site.search import PAGE, RANKED, Ask, Found, search

ORDERS = ("cum-tu", "moi-nhat", "lien-quan")
HIT = f.Kind("Hit", (*f.ARTICLE.fields, f.made("snippet", "string")))
META = {
    "type": "object",
    "required": ["count", "more"],
    "properties": {
        "count": {"type": "integer", "description": "Hits counted; counting stops early"},
        "more": {"type": "boolean", "description": "Whether there may be more hits than `count`"},
    },
}


async def find(call: Call) -> Answer:
    """Articles that match `q`, in the order of the search page."""
    await check_portal(call)
    q, order = call.values["q"], call.values["sap"]
    query = parse(q)
    if query.wanted is None:
        raise ProblemError(call.t("api.no_words"), param="q")
    ranked = order == "lien-quan"
    tier, key, skip = call.position or (1, 0, 0)
    ask = Ask(
        query=query,
        phrase=as_phrase(q) if order == "cum-tu" else None,
        portal=call.values["cong"],
        ranked=ranked,
        before=int(key) if key and not ranked else None,
        tier=int(tier),
        page=int(key) or 1 if ranked else 1,
    )
    found = await search(call.db, ask)
    shown = found.rows[int(skip) : int(skip) + call.limit]
    meta = {"count": found.count, "more": found.open_end}
    following = _ranked_on(found, ask, int(skip), call.limit) if ranked else _goes_on(found, ask, shown)
    return Answer(await _objects(call, shown, ask), following, meta)


def _goes_on(found: Found, ask: Ask, shown: list[dict[str, Any]]) -> list[int | str] | None:
    if not shown or (len(shown) == len(found.rows) and not found.more):
        return None
    return [max(ask.tier, shown[-1].get("tier", 1)), shown[-1]["sort_key"], 0]


def _ranked_on(found: Found, ask: Ask, skip: int, limit: int) -> list[int | str] | None:
    if skip + limit < len(found.rows):
        return [1, ask.page, skip + limit]
    return [1, ask.page + 1, 0] if found.more and ask.page < RANKED // PAGE else None


async def _objects(call: Call, rows: list[dict[str, Any]], ask: Ask) -> list[dict[str, Any]]:
    """The rows with the fields that were asked for."""
    chosen = HIT.chosen(call.values["fields"])
    own = tuple(field for field in chosen if field.sql)
    marks = ", ".join(str(int(row["sort_key"])) for row in rows)
    sql = f"select {f.select(own) or '1'}, sort_key as _key from articles where sort_key in ({marks})"  # noqa: S608
    known = {row["_key"]: row for row in await call.rows(sql)}
    with_text = len(own) < len(chosen)
    objects = []
    for row in rows:
        if row["sort_key"] not in known:  # its date changed between the two reads
            continue
        found = f.load(own, known[row["sort_key"]])
        if with_text:
            found["snippet"] = str(snippet("\n".join(filter(None, (row["lead"], row["body"]))), ask.query))
        objects.append(found)
    return objects
