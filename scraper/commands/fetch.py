"""`scrapy fetch`: one address as the portal sends it, on standard output."""

import argparse
import sys
from typing import TYPE_CHECKING

from scraper.cli.one_address import AddressCommand, check_status

if TYPE_CHECKING:
    from scrapy.http import Headers, Response


class Command(AddressCommand):
    """Print what an address answers; in place of Scrapy's command, which cannot do without our archive."""

    examples = (
        "scrapy fetch http://langson-mau.example/ > page.html",
        "scrapy fetch --headers --no-redirect http://langson-mau.example/",
    )

    def syntax(self) -> str:
        return "[--portal NAME] [--headers] [--no-redirect] URL"

    def short_desc(self) -> str:
        return "Fetch one address, politely, and print its body; nothing is kept in the archive"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--headers", action="store_true", help="print the header fields of request and answer, not the body"
        )
        parser.add_argument("--no-redirect", action="store_true", help="print a redirect instead of following it")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        url = self.address(args)
        response = self.fetch(url, self.portal_of(url, opts), follow=not opts.no_redirect)
        sys.stdout.buffer.write(_headers(response) if opts.headers else response.body)
        check_status(response)


def _headers(response: "Response") -> bytes:
    """The fields of the request behind > and those of the answer behind <, as curl and Scrapy show them."""
    assert response.request is not None
    return b"\n".join([*_lines(b"> ", response.request.headers), b">", *_lines(b"< ", response.headers), b""])


def _lines(mark: bytes, headers: "Headers") -> list[bytes]:
    return [mark + name + b": " + value for name, values in headers.items() for value in values]
