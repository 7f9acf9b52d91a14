"""`/` and `/gioi-thieu`: home, and what this archive is and is not."""

from typing import Any

from scraper.site import rows
from scraper.site.render import ARCHIVE, page, teaser


async def gaps(db: Any, counts: list[dict[str, Any]], portals: dict[str, dict[str, Any]]) -> dict[str, int]:
    """What the archive knows to be missing, for the sentence on the home and about pages.

    `counts` are those of `rows.counts`, `portals` are all portals by id.
    """
    with_articles = {count["portal_id"] for count in counts}
    return {
        "total": sum(count["articles"] for count in counts),
        "undated": sum(count["articles"] - count["dated"] for count in counts),
        "failures": await rows.failure_count(db),
        "empty_portals": sum(portal not in with_articles for portal in portals),
    }


async def home(datasette: Any, request: Any) -> Any:
    """`/`: search, newest dated articles, portals with counts, what is missing. Parameter: `lang`."""
    db = datasette.get_database(ARCHIVE)
    portals = await rows.portals(db)
    crawls = await rows.last_crawls(db)
    counts = await rows.counts(db)
    lines: list[dict[str, Any]] = [
        {**count, "portal": portals.get(count["portal_id"]), "crawl": crawls.get(count["portal_id"])}
        for count in counts
    ]
    counted = {count["portal_id"] for count in counts}
    for key, crawl in crawls.items():  # crawled, but no article yet: that is worth a line
        if key not in counted and key in portals:
            lines.append({"portal": portals[key], "articles": 0, "oldest": None, "newest": None, "crawl": crawl})
    lines.sort(key=lambda line: (line["portal"] is None, line["portal"]["name"] if line["portal"] else ""))
    newest = await rows.newest(db)
    for row in newest:
        row["shown_text"] = teaser(row)
    context = {
        "portals": portals,
        "rows": lines,
        "newest": newest,
        "last": await rows.last_capture(db),
        **await gaps(db, counts, portals),
    }
    return await page(datasette, request, "home", context)


async def about(datasette: Any, request: Any) -> Any:
    """`/gioi-thieu`: what this archive is and what it is not. Parameter: `lang`."""
    db = datasette.get_database(ARCHIVE)
    missing = await gaps(db, await rows.counts(db), await rows.portals(db))
    return await page(datasette, request, "about", {"section": "about", **missing})
