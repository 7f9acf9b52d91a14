"""Tables for a terminal: columns without lines between them, as wide as the terminal is."""

import sys

from rich.console import Console
from rich.table import Table

_WIDTH = 160  # columns where there is no terminal to ask, as in a file or a mail of cron


def plain_table(*titles: str, last: str | None = None) -> Table:
    """An empty table whose columns are never broken, so that names can be copied; only the column `last` is folded."""
    table = Table(box=None, pad_edge=False)
    for title in titles:
        table.add_column(title, no_wrap=True)
    if last is not None:
        table.add_column(last)
    return table


def print_table(table: Table) -> None:
    """Print `table` on standard output."""
    Console(width=None if sys.stdout.isatty() else _WIDTH).print(table)
