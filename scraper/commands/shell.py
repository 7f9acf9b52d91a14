"""`scrapy shell`: Scrapy's console, opened on one address or saved page."""

import argparse
from typing import TYPE_CHECKING

from scrapy.utils.url import guess_scheme

from scraper.cli.one_address import AddressCommand, check_status
from scraper.cli.options import web_address
from scraper.errors import UsageProblem

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Command(AddressCommand):
    """Open Scrapy's console; in place of Scrapy's command, whose downloads cannot do without our archive."""

    examples = (
        "scrapy shell http://langson-mau.example/",
        "scrapy shell ./page.html",
        "scrapy shell -c \"response.css('title::text').get()\" http://langson-mau.example/",
    )

    def syntax(self) -> str:
        return "[--portal NAME] [--no-redirect] [-c CODE] [URL|FILE]"

    def short_desc(self) -> str:
        return "Open a Python console on one address, fetched politely, or on a saved page; nothing is kept"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-c",
            metavar="CODE",
            dest="code",
            help="print the value of a Python expression and end (default: open the console)",
        )
        parser.add_argument("--no-redirect", action="store_true", help="show a redirect instead of following it")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from scraper.cli.console import Console

        if len(args) > 1:
            raise UsageProblem("`scrapy shell` takes one address or file.")
        url = _address(args[0]) if args else None
        opts.spider = self.portal_of(url or "", opts)
        console = Console(_why_refused)
        console.settings, console.crawler_process = self.config, self.crawler_process
        self.silence_scrapy()
        console.ask(url, opts)
        if console.answer is not None:
            check_status(console.answer)


def _address(text: str) -> str:
    """`text` as an address: a host without http:// and a path of a file will do, too. Raises UsageProblem."""
    url = guess_scheme(text)
    return url if url.startswith("file:") else web_address(url, "The address")


def _why_refused(crawler: "Crawler", url: str) -> str | None:
    from scraper.crawl.robots import RobotsMiddleware

    robots = crawler.get_downloader_middleware(RobotsMiddleware)
    why = robots.why_unreachable(url) if robots else None
    return f"robots.txt could not be fetched ({why})" if why else None
