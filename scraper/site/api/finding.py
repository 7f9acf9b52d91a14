"""`/api/v1/search`: the search page's rules, for programs."""

from typing import Any

from scraper.site import reading
from scraper.site.api import fields as f
from scraper.site.api.portals import check_portal
from scraper.site.api.problem import ProblemError
from scraper.site.api.route import Answer, Call
from scraper.site.ask import Ask, ask_of
from scraper.site.highlight import snippet
from scraper.site.search import Place, search

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
    wishes = {name: [call.values[name]] for name in ("q", "sap", "cong") if call.values[name]}
    ask = ask_of(wishes, await reading.portals(call.db))
    if ask.query.wanted is None:
        raise ProblemError(call.t("api.no_words"), param="q")
    tier, key, _ = call.position or (1, 0, 0)
    found = await search(call.db, ask, Place(int(tier), int(key) or None), size=call.limit)
    meta = {"count": found.count, "more": found.open_end}
    following: list[int | str] | None = None
    if found.next:
        following = [found.next.tier, found.next.before or 0, 0]
    return Answer(await _objects(call, found.rows, ask), following, meta)


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
