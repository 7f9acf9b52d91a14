"""What `scrapy fetch`, `view`, `shell` and `parse` share: one address is asked for as by a crawl, and nothing is kept.

As polite as a crawl: robots.txt is obeyed under our product token, the host gate is waited for, the portal's TLS
applies, names under .example lead to the sample portals. What a crawl keeps (captures, rows, a lock, a log file) needs
an archive, so the parts of Scrapy that keep it are replaced for these commands.
"""

import argparse
import logging
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.response import response_status_message
from scrapy.utils.spider import DefaultSpider
from twisted.python.failure import Failure

from scraper.cli.command import CongTinCommand
from scraper.cli.options import check_known, web_address
from scraper.errors import CongTinError, NothingReadableError, UnreachableError, UsageProblem, describe

_POLITE = "scraper.crawl.download.polite.PoliteDownloadHandler"
_WITHOUT_ARCHIVE = {
    "SCHEDULER": "scrapy.core.scheduler.Scheduler",  # ours hands out what the ledger says
    "DOWNLOAD_HANDLERS": {"http": _POLITE, "https": _POLITE},  # ours writes captures and their rows
    "EXTENSIONS": {},  # ours shows the progress of a ledger
    "REDIRECT_ENABLED": True,  # in a crawl a redirect is an answer, and its target a request of its own
    "LOGSTATS_INTERVAL": 0,  # no line a minute while a shell is open
}
FORBIDDEN = "Forbidden by robots.txt"  # the text of Scrapy's IgnoreRequest


class AddressCommand(CongTinCommand):
    """A command that asks for one address and keeps nothing.

    Each of the four takes the place of Scrapy's command of the same name. Errors of the download end in one sentence:
    the log that Scrapy would write has their tracebacks, so it is off unless -L or --logfile asks for it.
    """

    requires_crawler_process = True

    def syntax(self) -> str:
        """What may stand behind the command's name."""
        return "[--portal NAME] URL"

    def exit_codes(self) -> dict[int, str]:
        """See CongTinCommand."""
        return {
            4: "the answer is an error such as 404; it is shown all the same",
            5: "the host does not answer, or its robots.txt refuses us",
        }

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options, and --portal."""
        super().add_options(parser)
        parser.add_argument(
            "--portal",
            "--spider",
            metavar="NAME",
            help="the portal whose settings (and, in parse, families) count where the address belongs to none"
            " (default: none)",
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Put the parts of Scrapy that need no archive in the place of ours, unless -s says otherwise."""
        super().process_options(args, opts)
        for name, value in _WITHOUT_ARCHIVE.items():
            # Not as Scrapy's `default_settings`, which yield to those of the project.
            self.config.set(name, value, priority="spider")
        self._log_wanted = bool(opts.loglevel or opts.logfile)
        if not opts.loglevel:
            self.config.set("LOG_LEVEL", "WARNING", priority="spider")

    def silence_scrapy(self) -> None:
        """Leave only our own warnings in the log, unless the user asks for one.

        To be called in `work`: Scrapy sets the levels of its loggers when it makes the crawler process.
        """
        if not self._log_wanted:
            logging.getLogger("scrapy").setLevel(logging.CRITICAL)

    def address(self, args: list[str]) -> str:
        """The one address among the arguments. Raises UsageProblem when there is none, or more."""
        if len(args) != 1:
            raise UsageProblem(f"`scrapy {self.name()}` takes one address.")
        return web_address(args[0], "The address")

    def portal_of(self, url: str, opts: argparse.Namespace) -> str | None:
        """The portal that `url` belongs to, else the one that `opts` name, else None. Raises UsageProblem."""
        portals = self.portals()
        check_known([opts.portal] if opts.portal is not None else [], portals)
        return portals.id_of(url) or opts.portal

    def fetch(self, url: str, portal_id: str | None, *, follow: bool = True) -> Response:
        """The answer to `url`, whatever its status; with `follow` that of the address it redirects to in the end.

        The settings are those of the portal `portal_id`; None means those of no portal. To be called once: a process
        has one reactor, which cannot be started again. Raises UnreachableError when there is no answer, CongTinError
        when Scrapy itself does not come so far.
        """
        process = self.crawler_process
        assert process is not None
        self.silence_scrapy()
        outcome = _Outcome()
        request = Request(url, callback=outcome.arrived, errback=outcome.failed, dont_filter=True)
        request.meta["dont_redirect"] = not follow
        base = process.spider_loader.load(portal_id) if portal_id else DefaultSpider
        process.crawl(_spider_class(base, request))
        process.start()
        if outcome.response is not None:
            return outcome.response
        if outcome.error is not None:
            raise no_answer(url, outcome.error)
        raise CongTinError(f"{url} was not asked for: Scrapy could not start. The option -L ERROR shows why.")


class _Outcome:
    """Receives what becomes of one request."""

    def __init__(self) -> None:
        self.response: Response | None = None
        self.error: BaseException | None = None

    def arrived(self, response: Response) -> None:
        self.response = response

    def failed(self, failure: Failure) -> None:
        self.error = failure.value


def _spider_class(base: type[Spider], request: Request) -> type[Spider]:
    """A spider with the settings of `base` that sends `request` and nothing else."""

    async def start(_spider: Spider) -> AsyncIterator[Any]:
        yield request

    return type("OneAddress", (base,), {"name": base.name, "start": start})


def no_answer(url: str, error: BaseException) -> UnreachableError:
    """The error, with its sentence, for an `url` that was not answered because of `error`."""
    host = urlsplit(url).netloc
    if isinstance(error, IgnoreRequest) and str(error) == FORBIDDEN:
        return UnreachableError(f"robots.txt of {host} forbids {url}.")
    hint = " Sample portals live on this machine: start them with `scrapy sample`." if _is_sample(url) else ""
    return UnreachableError(f"{host} gave no answer: {describe(error).removesuffix('.')}.{hint}")


def check_status(response: Response) -> None:
    """Raise NothingReadableError when the status of `response` says that it is an error page."""
    if response.status >= 400:
        raise NothingReadableError(f"{response.url} answered {response_status_message(response.status)}.")


def _is_sample(url: str) -> bool:
    return (urlsplit(url).hostname or "").endswith(".example")
