"""Portals, the list pages read of them, and how complete each is."""

import json
from typing import Any

from scraper.site import rows
from scraper.site.api import fields as f
from scraper.site.api.articles import page
from scraper.site.api.route import Answer, Call
from scraper.site.problem import ProblemError

COUNTED = f.Kind(
    "PortalWithCounts",
    (
        *f.PORTAL.fields,
        f.made("articles", "integer"),
        f.made("dated", "integer"),
        f.made("oldest", "string", null=True),
        f.made("newest", "string", null=True),
        f.made("last_crawl", "object", null=True),
    ),
)
COMPLETENESS = f.Kind(
    "Completeness",
    (
        f.made("portal_id", "string"),
        f.made("crawl_id", "string", null=True),
        f.made("crawl_state", "string", null=True),
        f.column("crawl_report", "completeness", null=True),
        f.column("crawl_report", "list_gaps", "integer", null=True),
        f.made("started_at", "string", null=True),
        f.made("ended_at", "string", null=True),
        f.made("articles", "integer"),
        f.made("waiting", "integer"),
        f.made("outcomes", "object"),
    ),
)


async def check_portal(call: Call) -> None:
    """Raise ProblemError when filter `cong` names no portal."""
    portal = call.values.get("cong")
    if portal and not await call.rows("select 1 from portals where id = :id", {"id": portal}):
        raise ProblemError(call.t("search.bad_portal", portal=portal[:100]), param="cong")


async def _all(call: Call) -> list[dict[str, Any]]:
    """Every portal with its counts and its last crawl."""
    counts = {row["portal_id"]: row for row in await rows.counts(call.db)}
    crawls = await rows.last_crawls(call.db)
    found = []
    for key, row in (await rows.portals(call.db)).items():
        count = counts.get(key, {"articles": 0, "dated": 0, "oldest": None, "newest": None})
        crawl = crawls.get(key)
        more = {name: count[name] for name in ("articles", "dated", "oldest", "newest")}
        last = {name: crawl[name] for name in ("id", "started_at", "ended_at", "state")} if crawl else None
        found.append({**f.load(f.PORTAL.fields, row), **more, "last_crawl": last})
    return found


def _chosen(call: Call, row: dict[str, Any]) -> dict[str, Any]:
    """The fields of `row` that parameter `fields` names."""
    wanted = call.values["fields"]
    return {name: row[name] for name in wanted} if wanted else row


async def many(call: Call) -> Answer:
    """Every portal, in the order of their names."""
    found = await _all(call)
    return Answer([_chosen(call, row) for row in found], meta={"count": len(found)})


async def one(call: Call) -> Answer:
    """One portal. Raises ProblemError (404) when there is none of that id."""
    for row in await _all(call):
        if row["id"] == call.values["id"]:
            return Answer(_chosen(call, row))
    raise ProblemError(call.t("api.no_portal", id=call.values["id"][:60]), status=404, param="id")


async def listings(call: Call) -> Answer:
    """List pages that were read, the newest first."""
    await check_portal(call)
    chosen = f.LISTING.chosen(call.values["fields"])
    at: dict[str, Any] = {"limit": call.limit + 1}
    # Which index has them in order depends on the filter.
    where, index = ["1"], "listings_captured"
    if call.values["cong"]:
        where, index = ["portal_id = :portal"], "listings_portal"
        at["portal"] = call.values["cong"]
    if call.position:
        where.append("(captured_at, capture_id) < (:seen, :id)")
        at |= {"seen": call.position[0], "id": call.position[1]}
    sql = (
        f"select {f.select(chosen)}, captured_at as _seen, capture_id as _id from listings indexed by {index}"  # noqa: S608
        f" where {' and '.join(where)} order by captured_at desc, capture_id desc limit :limit"
    )
    return page(call, await call.rows(sql, at), chosen, ("_seen", "_id"))


async def completeness(call: Call) -> Answer:
    """What the last crawl of each portal met: one outcome for every request, and what still waits."""
    await check_portal(call)
    # Two reads for all portals together; only what waits and the outcomes are read for each.
    counts = {row["portal_id"]: row["articles"] for row in await rows.counts(call.db)}
    crawls = await rows.last_crawls(call.db)
    keys = [call.values["cong"]] if call.values["cong"] else list(await rows.portals(call.db))
    reports = await _reports(call, [crawls[key]["id"] for key in keys if key in crawls])
    found = []
    for key in keys:
        crawl = crawls.get(key, {})
        report = reports.get(crawl.get("id"), {"completeness": None, "list_gaps": None})
        found.append(
            {
                "portal_id": key,
                "crawl_id": crawl.get("id"),
                "crawl_state": crawl.get("state"),
                "completeness": report["completeness"],
                "list_gaps": report["list_gaps"],
                "started_at": crawl.get("started_at"),
                "ended_at": crawl.get("ended_at"),
                "articles": counts.get(key, 0),
                "waiting": await _waiting(call, key),
                "outcomes": await _outcomes(call, crawl.get("id")),
            }
        )
    return Answer([_chosen(call, row) for row in found])


async def _reports(call: Call, crawls: list[str]) -> dict[str | None, Any]:
    """What the reports of these crawls say: complete or not, and how many lists broke off or were short."""
    sql = (
        "select crawl_id, completeness, list_gaps from crawl_report"
        " where crawl_id in (select value from json_each(:crawls))"
    )
    return {row["crawl_id"]: row for row in await call.rows(sql, {"crawls": json.dumps(crawls)})}


async def _waiting(call: Call, portal: str) -> int:
    """Requests in the queue of a portal: not yet made, or being made."""
    sql = "select count(*) from urls where portal_id = :portal and state in ('pending', 'leased')"
    return int((await call.rows(sql, {"portal": portal}))[0][0])


async def _outcomes(call: Call, crawl: str | None) -> dict[str, int]:
    """How many requests of a crawl ended how, also while it runs; so from visits, which tallies sum up at its end."""
    sql = "select outcome, count(*) from visits where crawl_id = :crawl group by outcome"
    return {row[0]: row[1] for row in await call.rows(sql, {"crawl": crawl})} if crawl else {}
