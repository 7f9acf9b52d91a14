"""What `scrapy portals` prints: a portal as a row, and the rows as a table."""

from collections.abc import Iterable
from typing import Any

from scraper.cli.tables import plain_table, print_table
from scraper.portals.portal import Portal


def declared(name: str, portal: Portal) -> dict[str, Any]:
    """What the spider file of the portal `name` says."""
    return {
        "id": name,
        "name": portal.name,
        "owner": portal.owner,
        "province": portal.province,
        "province_now": portal.province_now,
        "families": [family.id for family in portal.families or ()],
        "prefixes": list(portal.prefixes),
        "start": list(portal.start),
        "feeds": list(portal.feeds),
        "status": portal.status,
        "confidence": portal.confidence,
        "note": portal.note,
        "synthetic": portal.synthetic,
        "max_attachment_mb": portal.max_attachment_mb,
        "images": portal.images,
        "tls": portal.tls,
        "window": portal.window,
        "budget": portal.budget,
    }


def print_portals(rows: Iterable[dict[str, Any]]) -> None:
    """Print a table of `rows`: those of `declared`, each with the articles, last_crawl and health of the archive."""
    table = plain_table("portal", "province (now)", "family", "status", "articles", "last crawl", last="health")
    for row in rows:
        place = row["province"]
        if row["province_now"] != place:
            place += f" ({row['province_now']})"
        health = row["health"] or ("" if row["start"] or row["feeds"] else "no known address")
        articles = "" if row["articles"] is None else f"{row['articles']:,}"
        last_crawl = row["last_crawl"] or "never"
        table.add_row(row["id"], place, ", ".join(row["families"]), row["status"], articles, last_crawl, health)
    print_table(table)
