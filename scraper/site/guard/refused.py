"""The one way a server does not start."""

import click
from datasette.utils import StartupError


class RefusedError(StartupError, click.ClickException):
    """Datasette must not start; raised at start-up. A ClickException too, so that the shell shows one sentence."""

    def __init__(self, message: str) -> None:
        click.ClickException.__init__(self, message)
