"""The console of `scrapy shell`: Scrapy's own, with a sentence where the address gives no answer.

Not in scraper/commands/, because Scrapy would register the class as a command.
"""

import argparse
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from scrapy.commands import shell
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from scraper.cli.one_address import FORBIDDEN, no_answer
from scraper.errors import UsageProblem

_NO_ANSWER = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)


class Console(shell.Command):
    """Scrapy's shell for one address.

    `why_refused` says, for a crawler and an address, why the address may not be asked for when not its robots.txt
    forbids it. Scrapy's shell itself would open without a response and without a word. `answer` is the response that
    the console was opened with.
    """

    def __init__(self, why_refused: Callable[[Crawler, str], str | None]) -> None:
        super().__init__()
        self.answer: Response | None = None
        self._why_refused = why_refused
        self._open = False

    def ask(self, url: str | None, opts: argparse.Namespace) -> None:
        """Fetch `url` (None: nothing), then run the code of `opts` or open the console.

        Raises UnreachableError when there is no answer, UsageProblem when `url` is a file that cannot be read.
        """
        try:
            self.run([url] if url else [], opts)
        except _NO_ANSWER as error:
            raise no_answer(url or "", error) from error
        except OSError as error:
            if self._open or not url or urlsplit(url).scheme != "file":  # an error of the user's own code
                raise
            raise UsageProblem(f"Cannot read {error.filename}: {error.strerror}.") from error

    def update_vars(self, vars: dict[str, Any]) -> None:  # noqa: A002 (Scrapy's name)
        """Scrapy calls this after every fetch, with the names that the console will know."""
        request, response = vars["request"], vars["response"]
        if request is not None and response is None:  # Scrapy has swallowed the refusal
            why = self._why_refused(vars["crawler"], request.url)
            refusal = no_answer(request.url, IgnoreRequest(why or FORBIDDEN))
            if not self._open:
                raise refusal
            print(refusal, file=sys.stderr)
        if not self._open:
            self.answer = response
        self._open = True
