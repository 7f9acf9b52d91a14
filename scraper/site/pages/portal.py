"""`/cong` and `/cong/<id>`: which portals are kept, and how well each of them is."""

import json
from typing import Any
from urllib.parse import unquote

from scraper.site import rows as reading
from scraper.site.pages import coverage
from scraper.site.pages.heatmap import heatmap
from scraper.site.render import ARCHIVE, not_found, page, teaser
from scraper.site.texts import language, texts
from scraper.vietnamese.provinces import UNITS


async def portal(datasette: Any, request: Any) -> Any:
    """`/cong/<id>`: who owns the portal, what of it is here month by month, what is missing, its crawls."""
    db = datasette.get_database(ARCHIVE)
    key = unquote(request.url_vars["id"])
    row = (await reading.portals(db)).get(key)
    if row is None:
        raise not_found(request)
    count = next((c for c in await reading.counts(db) if c["portal_id"] == key), {"articles": 0, "dated": 0})
    newest = await reading.newest_of(db, key, 20)
    for item in newest:
        item["shown_text"] = teaser(item)
    months = await coverage.months(db, key)
    years = coverage.by_year(months)
    t = texts(language(request))
    rows = [(year, counts) for year, counts in reversed(years.items())]
    crawls = await reading.crawls_of(db, key)
    context = {
        "section": "portals",
        "portal": row,
        "count": count,
        "newest": newest,
        "starts": _urls(row["start_urls"]),
        "crawls": crawls,
        "list_gaps": await reading.list_gaps(db, crawls[0]["id"]) if crawls else [],
        "number_gaps": await reading.number_gaps(db, key),
        "thin_months": await reading.thin_months(db, key),
        "years": dict(rows),
        "map": heatmap(rows, [str(n) for n in range(1, 13)], t("coverage.of", name=row["name"]), t) if rows else None,
        "empty_months": coverage.empty_months(months),
        "failures": await reading.failures_of(db, key),
    }
    return await page(datasette, request, "portal", context)


def _urls(stored: str | None) -> list[str]:
    try:
        found = json.loads(stored or "[]")
    except ValueError:
        return [stored] if stored else []
    return [str(url) for url in found] if isinstance(found, list) else [str(found)]


async def portals(datasette: Any, request: Any) -> Any:
    """`/cong`: every declared portal under the province of today, with the province it was declared for."""
    db = datasette.get_database(ARCHIVE)
    counts = {row["portal_id"]: row for row in await reading.counts(db)}
    crawls = await reading.last_crawls(db)
    groups: dict[str | None, list[dict[str, Any]]] = {name: [] for name in sorted(UNITS)}
    for row in (await reading.portals(db)).values():
        count = counts.get(row["id"], {"articles": 0, "oldest": None, "newest": None})
        groups.setdefault(row["province_now"] or None, []).append(
            {"portal": row, "crawl": crawls.get(row["id"]), **count}
        )
    context = {"section": "portals", "groups": {name: rows for name, rows in groups.items() if rows}, "units": UNITS}
    return await page(datasette, request, "portals", context)
