"""The one way a server does not start."""

import click

from scraper.site.datasette_065 import StartupError


class RefusedError(StartupError, click.ClickException):
    """Datasette must not start; raised at start-up.

    A ClickException too: `datasette serve` shows the message of one as a single sentence, but lets a StartupError from
    a plugin's hook through to the shell as a traceback.
    """

    def __init__(self, message: str) -> None:
        click.ClickException.__init__(self, message)
