"""Home, and what this archive is and is not."""

from typing import Any

from scraper.site import rows as reading
from scraper.site.render import ARCHIVE, page, teaser


async def gaps(db: Any, rows: list[dict[str, Any]], portals: dict[str, dict[str, Any]]) -> dict[str, int]:
    """What the archive knows to be missing, for the sentence on the home and about pages.

    `rows` are `reading.counts`, `portals` are all portals by id.
    """
    with_articles = {row["portal_id"] for row in rows}
    return {
        "total": sum(row["articles"] for row in rows),
        "undated": sum(row["articles"] - row["dated"] for row in rows),
        "failures": await reading.failure_count(db),
        "empty_portals": sum(portal not in with_articles for portal in portals),
    }


async def home(datasette: Any, request: Any) -> Any:
    """`/`: search, newest dated articles, portals with counts, what is missing."""
    db = datasette.get_database(ARCHIVE)
    portals = await reading.portals(db)
    crawls = await reading.last_crawls(db)
    counts = await reading.counts(db)
    rows: list[dict[str, Any]] = [
        {**row, "portal": portals.get(row["portal_id"]), "crawl": crawls.get(row["portal_id"])} for row in counts
    ]
    counted = {row["portal_id"] for row in rows}
    for key, crawl in crawls.items():
        if key not in counted and key in portals:
            rows.append({"portal": portals[key], "articles": 0, "oldest": None, "newest": None, "crawl": crawl})
    rows.sort(key=lambda row: (row["portal"] is None, row["portal"]["name"] if row["portal"] else ""))
    newest = await reading.newest(db)
    for row in newest:
        row["shown_text"] = teaser(row)
    context = {
        "portals": portals,
        "rows": rows,
        "newest": newest,
        "last": await reading.last_capture(db),
        **await gaps(db, counts, portals),
    }
    return await page(datasette, request, "home", context)


async def about(datasette: Any, request: Any) -> Any:
    """`/gioi-thieu`: what this is and what it is not."""
    db = datasette.get_database(ARCHIVE)
    missing = await gaps(db, await reading.counts(db), await reading.portals(db))
    return await page(datasette, request, "about", {"section": "about", **missing})
