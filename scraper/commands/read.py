"""`scrapy read`: one saved page, or many, as the JSON that the archive would store."""

import argparse
from typing import TYPE_CHECKING, Any

from scraper.cli.command import CongTinCommand
from scraper.cli.options import check_known, web_address
from scraper.errors import UsageProblem

if TYPE_CHECKING:
    from scraper.reading.page.page import Page


class Command(CongTinCommand):
    """Read saved pages and print what they say."""

    examples = ("scrapy read page.html", "curl -s URL | scrapy read --url URL", "scrapy read --batch pages.ndjson")

    def syntax(self) -> str:
        return "[--portal NAME] [--url URL] [--batch] [FILE]"

    def short_desc(self) -> str:
        return "Read a saved page (FILE or standard input) and print the JSON that the archive would store"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--portal", metavar="NAME", help="name of the portal that the page is from (default: its URL decides)"
        )
        parser.add_argument(
            "--url", metavar="URL", help="address of the page (default: what the saved page itself says)"
        )
        parser.add_argument(
            "--batch", action="store_true", help="JSON lines {id, url, html} in, one JSON line out for each"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from scraper.cli.reading_json import read_as_json
        from scraper.cli.saved_pages import read_batch, read_one

        _check(args, opts)
        portals = self.portals()
        check_known([opts.portal] if opts.portal is not None else [], portals)
        file = args[0] if args else "-"

        def reader(page: "Page") -> dict[str, Any]:
            return read_as_json(page, portals, opts.portal or portals.id_of(page.address))

        for line in read_batch(file, reader) if opts.batch else read_one(file, opts.url, reader):
            print(line, flush=True)


def _check(args: list[str], opts: argparse.Namespace) -> None:
    if len(args) > 1:
        raise UsageProblem("`scrapy read` takes one FILE; --batch reads many pages.")
    if opts.batch and opts.url:
        raise UsageProblem("--url names one page; in a batch each line has its own url.")
    if opts.url:
        web_address(opts.url, "--url")
