"""`scrapy export`: packages to hand on: captures as WACZ, the format of web archives, articles as tables."""

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.cli.command import ARCHIVE_CODES, CongTinCommand
from scraper.cli.options import check_known, whole_number
from scraper.errors import UsageProblem

if TYPE_CHECKING:
    from scraper.portals.portal import Portal

_KINDS = ("wacz", "csv", "xlsx", "ndjson")
# The filters are called as the parameters of the search page are, so that its addresses can be copied.
_SWITCHES = {
    "dinh-kem": "only articles with attachments",
    "da-sua": "only articles changed after publication",
    "da-go": "only articles gone from their portal",
}
_FILTERS = {
    "q": ("WORDS", "words to find, as on the search page"),
    "tinh": ("PROVINCE", "province before 1 July 2025"),
    "tinh-nay": ("PROVINCE", "province now"),
    "muc": ("SECTION", "section"),
    "tac-gia": ("NAME", "author or unit"),
    "tu": ("DATE", "first day: 2024, 05/2024, 2024-05-17"),
    "den": ("DATE", "last day"),
}


class Command(CongTinCommand):
    """Write a package of captures, or a table of articles."""

    examples = (
        "scrapy export wacz --portal hanoi_sotttt",
        "scrapy export csv --q 'nông thôn mới' --tinh 'Lạng Sơn' --tu 2024",
    )

    def syntax(self) -> str:
        return "wacz|csv|xlsx|ndjson [--portal NAME] [--out FILE] [filters]"

    def short_desc(self) -> str:
        return "Captures as WACZ for replay tools; articles as CSV, XLSX or NDJSON"

    def exit_codes(self) -> Mapping[int, str]:
        return {**ARCHIVE_CODES, 8: "no capture file is there to pack, or one is damaged", 9: "the disk is full"}

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--portal", "--cong", metavar="NAME", help="only what is of this portal (default: all)")
        parser.add_argument(
            "--out", metavar="FILE", help="where to write (default: PORTAL-DATE.KIND in the present folder)"
        )
        tables = parser.add_argument_group(
            "Tables of articles (csv, xlsx, ndjson)", "Without a filter all articles are written, the newest first."
        )
        for name, (what, help_) in _FILTERS.items():
            tables.add_argument(f"--{name}", metavar=what, help=help_)
        for name, help_ in _SWITCHES.items():
            tables.add_argument(f"--{name}", action="store_const", const="1", help=help_)
        tables.add_argument("--limit", metavar="N", help="at most N articles, the newest (default: all)")
        tables.add_argument(
            "--base",
            metavar="URL",
            default="",
            help="where the archive is served, for the addresses in column `page` (default: the path alone)",
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        kind = _kind(args)
        portals = self.portals()
        check_known([opts.portal] if opts.portal else [], portals)
        given = {name: vars(opts)[name.replace("-", "_")] for name in (*_FILTERS, *_SWITCHES)}
        given = {name: value for name, value in given.items() if value}
        target = Path(opts.out or f"{opts.portal or 'congtin'}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.{kind}")
        if target.is_dir():
            raise UsageProblem(f"{target} is a folder. Name the file to write.")
        if kind == "wacz":
            if given or opts.limit or opts.base:
                raise UsageProblem("A WACZ package can be chosen by --portal only.")
            self._pack(target, opts.portal, portals.portals)
        else:
            self._table(kind, target, {**given, **({"cong": opts.portal} if opts.portal else {})}, opts)

    def _table(self, kind: str, target: Path, given: dict[str, str], opts: argparse.Namespace) -> None:
        from scraper.site.downloads.table_file import read_query, write_table
        from scraper.site.search.search_query import BadSearchError
        from scraper.site.texts import texts

        limit = whole_number(opts.limit, "--limit", least=0, most=10**9 - 1) if opts.limit else -1
        archive = self.open_archive()
        try:
            query, portals = read_query(archive.conn, {name: [value] for name, value in given.items()})
            base = opts.base.rstrip("/")
            count = write_table(archive.conn, query, portals, kind, target, base=base, limit=limit)
        except BadSearchError as error:
            raise UsageProblem(error.message(texts("en"))) from error
        except OSError as error:
            raise UsageProblem(f"{target} cannot be written ({error.strerror}).") from error
        finally:
            archive.conn.close()
        print(f"{target}: {count:,} articles, {target.stat().st_size:,} bytes")

    def _pack(self, target: Path, portal: str | None, portals: "Mapping[str, Portal]") -> None:
        from scraper.capture.wacz.package import write_wacz

        title = f"Cổng Tin: {portals[portal].name if portal else 'all portals'}"
        archive = self.open_archive()
        try:
            packed = write_wacz(archive.conn, self.captures, target, portal, title)
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


def _kind(args: list[str]) -> str:
    if not args:
        raise UsageProblem(f"Export as what? {', '.join(f'`scrapy export {kind}`' for kind in _KINDS)}.")
    if len(args) > 1 or args[0] not in _KINDS:
        raise UsageProblem(f"`scrapy export {' '.join(args)}` is not known. What exists: {', '.join(_KINDS)}.")
    return args[0]
