"""`/cong` and `/cong/<id>`: which portals are kept, and how completely each of them is."""

import json
from typing import Any
from urllib.parse import unquote

from scraper.site import rows
from scraper.site.pages import coverage
from scraper.site.pages.heatmap import heatmap
from scraper.site.render import ARCHIVE, not_found, page, teaser
from scraper.site.texts import language, texts
from scraper.vietnamese.provinces import UNITS


async def portal(datasette: Any, request: Any) -> Any:
    """`/cong/<id>`: who owns the portal, what of it is here month by month, what is missing, its crawls.

    Parameter: `lang`. Raises NotFound when there is no such portal.
    """
    db = datasette.get_database(ARCHIVE)
    key = unquote(request.url_vars["id"])
    row = (await rows.portals(db)).get(key)
    if row is None:
        raise not_found(request)
    count = next((c for c in await rows.counts(db) if c["portal_id"] == key), {"articles": 0, "dated": 0})
    newest = await rows.newest_of(db, key, 20)
    for item in newest:
        item["shown_text"] = teaser(item)
    months = await coverage.months(db, key)
    years = coverage.by_year(months)
    t = texts(language(request))
    lines = [(year, counts) for year, counts in reversed(years.items())]
    heads = [str(month) for month in range(1, 13)]
    crawls = await rows.crawls_of(db, key)
    context = {
        "section": "portals",
        "portal": row,
        "count": count,
        "newest": newest,
        "starts": _urls(row["start_urls"]),
        "crawls": crawls,
        "list_gaps": await rows.list_gaps(db, crawls[0]["id"]) if crawls else [],
        "number_gaps": await rows.number_gaps(db, key),
        "thin_months": await rows.thin_months(db, key),
        "years": dict(lines),
        "map": heatmap(lines, heads, t("coverage.of", name=row["name"]), t) if lines else None,
        "empty_months": coverage.empty_months(months),
        "failures": await rows.failures_of(db, key),
    }
    return await page(datasette, request, "portal", context)


def _urls(stored: str | None) -> list[str]:
    """The URLs of a column: a JSON list, or what somebody's own archive has there instead."""
    try:
        found = json.loads(stored or "[]")
    except ValueError:
        return [stored] if stored else []
    return [str(url) for url in found] if isinstance(found, list) else [str(found)]


async def portals(datasette: Any, request: Any) -> Any:
    """`/cong`: every declared portal under its province since 1 July 2025, with the one before. Parameter: `lang`."""
    db = datasette.get_database(ARCHIVE)
    counts = {row["portal_id"]: row for row in await rows.counts(db)}
    crawls = await rows.last_crawls(db)
    groups: dict[str | None, list[dict[str, Any]]] = {name: [] for name in sorted(UNITS)}
    # Portals of no known province come last, under None.
    for row in (await rows.portals(db)).values():
        count = counts.get(row["id"], {"articles": 0, "oldest": None, "newest": None})
        groups.setdefault(row["province_now"] or None, []).append(
            {"portal": row, "crawl": crawls.get(row["id"]), **count}
        )
    filled = {name: group for name, group in groups.items() if group}
    context = {"section": "portals", "groups": filled, "units": UNITS}
    return await page(datasette, request, "portals", context)
