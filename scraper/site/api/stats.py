"""Figures over the whole archive, and the kinds of facts that will be drawn from its texts."""

from pathlib import Path
from typing import Any

from scraper.site import rows
from scraper.site.api import fields as f
from scraper.site.api.portals import check_portal
from scraper.site.api.route import Answer, Call
from scraper.site.datasette_065 import path_of
from scraper.site.problem import ProblemError

STATS = f.Kind(
    "Stats",
    (
        f.made("portal_id", "string", null=True),
        f.made("period", "string"),
        f.made("articles", "integer"),
    ),
)
FACTS = f.Kind("FactKind", (f.made("kind", "string"), f.made("available", "boolean")))
FACT_TABLES = ("citations", "figures", "people", "event_dates", "places")
TOTALS = {
    "type": "object",
    "required": ["articles", "dated", "portals", "failures"],
    "properties": {name: {"type": "integer"} for name in ("articles", "dated", "portals", "failures")},
}
_LENGTH = {"year": 4, "month": 7, "day": 10}  # characters of a date
_periods: dict[tuple[Any, ...], list[dict[str, Any]]] = {}  # by state of the file, portal and period
_KEPT = 200  # answers


async def stats(call: Call) -> Answer:
    """Dated articles per portal and period; in `meta`, the totals.

    Raises ProblemError for days of all portals at once, which would be hundreds of thousands of rows.
    """
    await check_portal(call)
    if call.values["by"] == "day" and not call.values["cong"]:
        raise ProblemError(call.t("api.day_needs_portal"), param="by")
    counts = await rows.counts(call.db)
    meta = {
        "articles": sum(row["articles"] for row in counts),
        "dated": sum(row["dated"] for row in counts),
        "portals": len(await rows.portals(call.db)),
        "failures": await rows.failure_count(call.db),
    }
    keys = [call.values["cong"]] if call.values["cong"] else [row["portal_id"] for row in counts if row["dated"]]
    found = [row for key in keys for row in await _by_period(call, key, call.values["by"])]
    wanted = call.values["fields"]
    return Answer(
        [{k: v for k, v in row.items() if not wanted or k in wanted} for row in found], meta={"totals": meta}
    )


async def _by_period(call: Call, portal: str | None, by: str) -> list[dict[str, Any]]:
    """Counts of one portal; kept until the file changes."""
    key = (*_state(path_of(call.db)), portal, by)
    if key not in _periods:
        sql = (
            "select substr(day, 1, :length) as period, sum(articles) as articles from stats_day"
            " where portal_id = :portal and day <> '' group by period order by period"
        )
        found = await call.rows(sql, {"length": _LENGTH[by], "portal": portal or ""})
        if len(_periods) >= _KEPT:  # most are of earlier states of the file
            _periods.clear()
        _periods[key] = [{"portal_id": portal, "period": row["period"], "articles": row["articles"]} for row in found]
    return _periods[key]


def _state(path: Path) -> tuple[Any, ...]:
    """What tells one state of a database file from the next."""
    files = (path, path.with_name(f"{path.name}-wal"))
    return tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.exists())


async def facts(call: Call) -> Answer:
    """The kinds of facts, and which of them this archive has. None is drawn yet."""
    marks = ", ".join(f"'{name}'" for name in FACT_TABLES)
    sql = f"select name from sqlite_master where type = 'table' and name in ({marks})"  # noqa: S608 - constants
    there = {row[0] for row in await call.rows(sql)}
    kinds = [{"kind": name, "available": name in there} for name in FACT_TABLES]
    wanted = call.values["fields"]
    return Answer([{k: v for k, v in row.items() if not wanted or k in wanted} for row in kinds])
