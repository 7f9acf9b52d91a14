"""`scrapy portals`: the portals we know, and the health of each."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scraper.cli.command import ARCHIVE_CODES, CongTinCommand
from scraper.errors import UsageProblem

if TYPE_CHECKING:
    from scraper.portals.portal import Portal
    from scraper.portals.portal_map import PortalMap
    from scraper.store.archive import Archive


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

    def exit_codes(self) -> Mapping[int, str]:
        return ARCHIVE_CODES

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--province",
            metavar="P",
            help="only those of a province, as it was or is now, with marks or without (default: all)",
        )
        parser.add_argument("--json", action="store_true", help="print everything declared and known, as JSON")
        parser.add_argument("--markdown", action="store_true", help="print docs/portals.md anew")
        parser.add_argument(
            "--disk", action="store_true", help="print what captures take, and an estimate of what files would take"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            raise UsageProblem(f"`scrapy portals` takes no argument {args[0]!r}; --province P chooses.")
        if opts.json + opts.markdown + opts.disk > 1:
            raise UsageProblem("Either --json, --markdown or --disk.")
        portals = _chosen(self.portals(), opts.province)
        if opts.markdown:
            from scraper.cli.portals_page import markdown

            print(markdown(portals), end="")
            return
        archive = self.open_archive() if self.archive_db.exists() else None
        if opts.disk:
            from scraper.cli.disk_table import print_disk

            print_disk(archive, portals)
        else:
            self._print(portals, archive, as_json=opts.json)

    def _print(self, portals: "PortalMap", archive: "Archive | None", *, as_json: bool) -> None:
        from scraper.cli.portals_table import declared, print_portals

        rows = [
            declared(name, portal) | _known(archive, name, self.captures) for name, portal in portals.portals.items()
        ]
        if as_json:
            print(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            print_portals(rows)


def _chosen(portals: "PortalMap", province: str | None) -> "PortalMap":
    """Those of `portals` that belong or belonged to `province`; all when it is None. Raises UsageProblem on none."""
    if province is None:
        return portals
    found = type(portals)((name, portal) for name, portal in portals.portals.items() if _is_of(portal, province))
    if not found.portals:
        raise UsageProblem(f"No portal of {province!r} is known.")
    return found


def _is_of(portal: "Portal", province: str) -> bool:
    from scraper.vietnamese.fold import fold

    wanted = (fold(province) or "").lower()
    return wanted in {(fold(name) or "").lower() for name in (portal.province, portal.province_now)}


def _known(archive: "Archive | None", name: str, captures: Path) -> dict[str, Any]:
    """Articles, last crawl and health of one portal; None for what the archive does not know."""
    from scraper.health.now import portal_health

    health = portal_health(archive, name, captures) if archive else None
    if archive is None or health is None or health.last_crawl is None:
        return {"articles": None, "last_crawl": None, "health": None, "health_sentence": None}
    return {
        "articles": archive.value("select count(*) from articles where portal_id = ?", name),
        "last_crawl": health.last_crawl,
        "health": health.state,
        "health_sentence": health.sentence,
    }
