"""`scrapy portals`: the portals we know, and where each stands."""

import argparse
from pathlib import Path

from scraper.command import CongTinCommand
from scraper.portal import PortalMap
from scraper.store.archive import Archive
from scraper.store.reports import crawl_report


class Command(CongTinCommand):
    """List the portals with province, family, articles, last crawl and health."""

    examples = ("scrapy portals",)

    def short_desc(self) -> str:
        return "List the portals: province, family, articles, last crawl, health"

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from rich.console import Console  # every `scrapy` call imports this module: keep it light
        from rich.table import Table

        assert self.settings is not None
        portals = PortalMap.from_settings(self.settings)
        path = Path(self.settings["ARCHIVE_DB"])
        archive = Archive.open(path) if path.exists() else None
        table = Table("portal", "province (now)", "family", "articles", "last crawl", "health")
        for name, portal in portals.portals.items():
            place = portal.province
            if portal.province_now != portal.province:
                place += f" ({portal.province_now})"
            family = ", ".join(family.id for family in portal.families)
            table.add_row(name, place, family, *_standing(archive, name, known=bool(portal.start or portal.feeds)))
        Console().print(table)


def _standing(archive: Archive | None, name: str, *, known: bool) -> tuple[str, str, str]:
    """Articles, last crawl and health of one portal."""
    report = crawl_report(archive, name) if archive else None
    if archive is None or report is None:
        return "", "never", "" if known else "no known address"
    return f"{report.archived:,}", report.crawl_id.partition("/")[2][:16], report.sentence
