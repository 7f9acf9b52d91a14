"""`/dong-thoi-gian`: which portal's news of which month is here, as a heat map and as a table."""

from typing import Any

from scraper.site import rows
from scraper.site.datasette_065 import BadRequest
from scraper.site.pages import coverage
from scraper.site.pages.heatmap import bars, heatmap
from scraper.site.render import ARCHIVE, page
from scraper.site.texts import Texts, language, texts

YEARS = 10  # shown at once
MERGER = "2025-07"  # 63 provinces became 34


async def timeline(datasette: Any, request: Any) -> Any:
    """`/dong-thoi-gian`: `YEARS` years, by default up to that of the newest article.

    Parameters: `den`, the last year shown, with four digits; `lang`. Raises BadRequest when `den` is no year.
    """
    db = datasette.get_database(ARCHIVE)
    t = texts(language(request))
    portals = await rows.portals(db)
    counts: dict[str, dict[str, int]] = {}
    for count in await rows.counts(db):
        if count["portal_id"] in portals and count["dated"]:
            counts[count["portal_id"]] = await coverage.months(db, count["portal_id"])
    all_years = sorted({month[:4] for found in counts.values() for month in found})
    last = _last_year(request, t, all_years)
    if not counts:
        return await page(datasette, request, "timeline", {"section": "timeline", "rows": []})
    years = [f"{year:04}" for year in range(last - YEARS + 1, last + 1)]
    while len(years) > 1 and years[0] < all_years[0]:
        del years[0]
    months = [f"{year}-{month:02}" for year in years for month in range(1, 13)]
    ordered = sorted(counts, key=lambda key: (portals[key]["name"], key))
    table: list[dict[str, Any]] = [
        {"portal": portals[key], "months": [counts[key].get(month, 0) for month in months]} for key in ordered
    ]
    for line in table:
        line["years"] = [sum(line["months"][12 * i : 12 * i + 12]) for i in range(len(years))]
    cells = [(_short(line["portal"]["name"]), line["months"]) for line in table]
    heads = [month[:4] if month.endswith("-01") else "" for month in months]
    sums = [sum(line["months"][i] for line in table) for i in range(len(months))]
    context = {
        "section": "timeline",
        "rows": table,
        "years": years,
        "sums": [sum(sums[12 * i : 12 * i + 12]) for i in range(len(years))],
        "map": heatmap(cells, heads, t("timeline.title"), t, cell=10),
        "bars": bars(list(zip(months, sums, strict=True)), t("timeline.bars"), t, MERGER),
        "merger": MERGER in months,
        "earlier": int(years[0]) - 1 if years[0] > all_years[0] else None,
        "later": min(last + YEARS, int(all_years[-1])) if last < int(all_years[-1]) else None,
    }
    return await page(datasette, request, "timeline", context)


def _last_year(request: Any, t: Texts, years: list[str]) -> int:
    year = request.args.get("den")
    if not year:
        return int(years[-1]) if years else 0
    if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year) >= 1000):
        raise BadRequest(t("timeline.bad_year"))
    return int(year)


def _short(name: str, most: int = 42) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
