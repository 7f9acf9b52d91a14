"""`scrapy export`: packages to hand on. Today WACZ, the format of web archives."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from scraper.capture.wacz import write_wacz
from scraper.command import CongTinCommand
from scraper.errors import UsageProblem
from scraper.portal import PortalMap
from scraper.store.archive import Archive

_LATER = ("csv", "ndjson", "xlsx")


class Command(CongTinCommand):
    """Write a package of captures."""

    examples = ("scrapy export wacz --portal hanoi_sotttt", "scrapy export wacz --out congtin.wacz")

    def syntax(self) -> str:
        return "wacz [--portal PORTAL] [--out FILE]"

    def short_desc(self) -> str:
        return "Pack captures as WACZ, for ReplayWeb.page, pywb and other archives"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--portal", metavar="PORTAL", help="pack only the captures of this portal")
        parser.add_argument("--out", metavar="FILE", help="where to write (default: PORTAL-DATE.wacz in this folder)")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        _check_kind(args)
        portals = PortalMap.from_settings(self.settings).portals
        if opts.portal and opts.portal not in portals:
            raise UsageProblem(f"There is no portal named {opts.portal}. `scrapy portals` lists those that are.")
        target = Path(opts.out or f"{opts.portal or 'congtin'}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.wacz")
        if target.is_dir():
            raise UsageProblem(f"{target} is a folder. Name the file to write.")
        title = f"Cổng Tin: {portals[opts.portal].name if opts.portal else 'all portals'}"
        archive = Archive.open(self.settings["ARCHIVE_DB"])
        try:
            packed = write_wacz(archive.conn, Path(self.settings["CAPTURES_DIR"]), target, opts.portal, title)
        except OSError as error:
            raise UsageProblem(f"{target} cannot be written ({error.strerror}).") from error
        finally:
            archive.conn.close()
        for name, reason in packed.left_out:
            print(f"Left out: {name}: {reason}.", file=sys.stderr)
        print(
            f"{target}: {packed.files:,} capture files, {packed.captures:,} captures, {packed.pages:,} pages,"
            f" {target.stat().st_size:,} bytes"
        )


def _check_kind(args: list[str]) -> None:
    if args == ["wacz"]:
        return
    if not args:
        raise UsageProblem("Export as what? `scrapy export wacz`.")
    if args[0] in _LATER:
        raise UsageProblem(f"`scrapy export {args[0]}` does not exist yet. What exists: `scrapy export wacz`.")
    raise UsageProblem(f"`scrapy export {' '.join(args)}` is not known. What exists: `scrapy export wacz`.")
