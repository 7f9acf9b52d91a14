"""`scrapy view`: one address in the browser, as a crawl sees it."""

import argparse

from scraper.cli.one_address import AddressCommand, check_status
from scraper.errors import CongTinError


class Command(AddressCommand):
    """Open what an address answers in the browser; in place of Scrapy's command."""

    examples = ("scrapy view http://langson-mau.example/",)

    def syntax(self) -> str:
        return "[--portal NAME] [--no-redirect] URL"

    def short_desc(self) -> str:
        return "Fetch one address, politely, and open it in the browser as a crawl sees it; nothing is kept"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--no-redirect", action="store_true", help="show a redirect instead of following it")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from scrapy.utils.response import open_in_browser

        url = self.address(args)
        response = self.fetch(url, self.portal_of(url, opts), follow=not opts.no_redirect)
        if not open_in_browser(response):
            raise CongTinError(
                f"No browser could be started. `scrapy fetch {url} > page.html` saves the page instead."
            )
        check_status(response)
