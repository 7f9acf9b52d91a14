"""`scrapy parse`: one address, read as a crawl would read it."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from scraper.cli.one_address import AddressCommand, check_status

if TYPE_CHECKING:
    from scrapy.http import Response

_ONE_PAGE = "it reads one page; `scrapy crawl NAME` follows links and stores what it finds"
_NO_CALLBACKS = "a portal has no callbacks, its families read every page; `scrapy read FILE` reads a saved one"
_WHOLE_JSON = "it prints one JSON object and no more, as `scrapy read FILE` does of a saved page"


class Command(AddressCommand):
    """Fetch one address and print what it says; in place of Scrapy's command, which would crawl the portal."""

    examples = (
        "scrapy parse http://langson-mau.example/",
        "scrapy parse --portal sample_langson http://langson-mau.example/",
    )
    instead = {
        **dict.fromkeys(("--depth", "-d", "--pipelines", "--output", "-o", "--overwrite-output", "-O"), _ONE_PAGE),
        **dict.fromkeys(("--callback", "-c", "--rules", "-r", "--meta", "-m", "--cbkwargs", "-a"), _NO_CALLBACKS),
        **dict.fromkeys(("--nolinks", "--noitems", "--nocolour", "--verbose", "-v"), _WHOLE_JSON),
    }

    def short_desc(self) -> str:
        return "Fetch one address, politely, and print the JSON that the archive would store; nothing is kept"

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from scraper.cli.reading_json import read_as_json
        from scraper.reading.page.page import Page

        url = self.address(args)
        portal_id = self.portal_of(url, opts)
        if opts.portal not in {None, portal_id}:
            print(f"{url} belongs to the portal {portal_id} and is read as such.", file=sys.stderr)
        response = self.fetch(url, portal_id, follow=False)
        location = _field(response, "Location")
        page = Page.from_bytes(
            response.url,
            response.body,
            content_type=_field(response, "Content-Type"),
            status=response.status,
            location=location,
        )
        print(json.dumps(read_as_json(page, self.portals(), portal_id), ensure_ascii=False, indent=2))
        if location and 300 <= response.status < 400:
            print(f"{url} leads to {response.urljoin(location)}, which was not asked for.", file=sys.stderr)
        check_status(response)


def _field(response: "Response", name: str) -> str | None:
    """The first header field called `name`, as in a capture; Scrapy's own `get` would give the last."""
    values = response.headers.getlist(name)
    return values[0].decode("latin-1") if values else None
