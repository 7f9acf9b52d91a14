"""`scrapy portals`: the portals we know, and where each stands."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from scraper.cli.command import CongTinCommand
from scraper.errors import UsageProblem
from scraper.health.now import portal_health
from scraper.portals.portal import Portal
from scraper.portals.portal_map import PortalMap
from scraper.store.archive import Archive
from scraper.vietnamese.fold import fold


class Command(CongTinCommand):
    """List the portals with province, family, articles, last crawl and health."""

    examples = (
        "scrapy portals",
        "scrapy portals --province 'Phu Tho'",
        "scrapy portals --json",
        "scrapy portals --disk",
    )

    def syntax(self) -> str:
        return "[--province P] [--json | --markdown | --disk]"

    def short_desc(self) -> str:
        return "List the portals: province, family, articles, last crawl, health"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--province", metavar="P", help="only those of a province, as it was or is now, marks or not"
        )
        parser.add_argument("--json", action="store_true", help="everything declared and known, as JSON")
        parser.add_argument("--markdown", action="store_true", help="print docs/portals.md anew")
        parser.add_argument(
            "--disk", action="store_true", help="what captures take, and an estimate of what files would take"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        if args:
            raise UsageProblem(f"`scrapy portals` takes no argument {args[0]!r}; --province P chooses.")
        if opts.json + opts.markdown + opts.disk > 1:
            raise UsageProblem("Either --json, --markdown or --disk.")
        portals = PortalMap(
            (name, portal)
            for name, portal in PortalMap.from_settings(self.settings).portals.items()
            if opts.province is None or _is_of(portal, opts.province)
        )
        if not portals.portals:
            raise UsageProblem(f"No portal of {opts.province!r} is known.")
        if opts.markdown:
            from scraper.cli.portals_page import markdown

            print(markdown(portals), end="")
            return
        path = Path(self.settings["ARCHIVE_DB"])
        archive = Archive.open(path) if path.exists() else None
        captures = Path(self.settings["CAPTURES_DIR"])
        if opts.disk:
            from scraper.cli.disk_table import print_disk

            print_disk(archive, portals)
            return
        if opts.json:
            rows = [
                _declared(name, portal) | _standing(archive, name, captures)
                for name, portal in portals.portals.items()
            ]
            print(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        _table(archive, portals, captures)


def _is_of(portal: Portal, province: str) -> bool:
    wanted = (fold(province) or "").lower()
    return wanted in {(fold(name) or "").lower() for name in (portal.province, portal.province_now)}


def _table(archive: Archive | None, portals: PortalMap, captures: Path) -> None:
    from rich.console import Console  # every `scrapy` call imports this module: keep it light
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in ("portal", "province (now)", "family", "status", "articles", "last crawl"):
        table.add_column(title, no_wrap=True)  # names are there to be copied
    table.add_column("health")
    for name, portal in portals.portals.items():
        place = portal.province
        if portal.province_now != portal.province:
            place += f" ({portal.province_now})"
        family = ", ".join(family.id for family in portal.families)
        standing = _standing(archive, name, captures)
        health = standing["health"] or ("" if portal.start or portal.feeds else "no known address")
        articles = "" if standing["articles"] is None else f"{standing['articles']:,}"
        table.add_row(name, place, family, portal.status, articles, standing["last_crawl"] or "never", health)
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _declared(name: str, portal: Portal) -> dict[str, Any]:
    """What the spider file says."""
    return {
        "id": name,
        "name": portal.name,
        "owner": portal.owner,
        "province": portal.province,
        "province_now": portal.province_now,
        "families": [family.id for family in portal.families],
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


def _standing(archive: Archive | None, name: str, captures: Path) -> dict[str, Any]:
    """Articles, last crawl and health of one portal; None for what the archive does not know."""
    health = portal_health(archive, name, captures) if archive else None
    if archive is None or health is None or health.last_crawl is None:
        return {"articles": None, "last_crawl": None, "health": None, "health_sentence": None}
    return {
        "articles": archive.value("select count(*) from articles where portal_id = ?", name),
        "last_crawl": health.last_crawl,
        "health": health.state,
        "health_sentence": health.sentence,
    }
