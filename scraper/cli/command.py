"""What every command of ours has in common: clear sentences on bad input, and exit codes."""

import argparse
import sys
from abc import abstractmethod
from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar

from scrapy.commands import ScrapyCommand

from scraper.errors import CongTinError, UsageProblem
from scraper.portals.portal_map import PortalMap


class CongTinCommand(ScrapyCommand):
    """A Scrapy command that prints an expected error as one sentence and exits with its code.

    Subclasses write `work` instead of `run`. `examples` are shown at the end of `--help`.
    """

    requires_project = True
    requires_crawler_process = False
    examples: ClassVar[tuple[str, ...]] = ()

    def long_desc(self) -> str:
        """Description with examples; argparse folds white space, so examples are set off by dashes."""
        shown = " — ".join(self.examples)
        return f"{self.short_desc()}. Examples: {shown}" if shown else self.short_desc()

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse unknown options, which Scrapy passes on as arguments, then do the work."""
        try:
            unknown = [arg for arg in args if arg.startswith("-") and arg != "-"]
            if unknown:
                raise UsageProblem(f"Unknown option {unknown[0]}. See `scrapy {self.name()} --help`.")
            self.work(args, opts)
        except CongTinError as error:
            print(error, file=sys.stderr)
            self.exitcode = error.exit_code

    @classmethod
    def name(cls) -> str:
        """The command's name: that of its module."""
        return cls.__module__.rpartition(".")[2]

    @abstractmethod
    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the command is for. Raises CongTinError with a sentence for the user."""


def check_known(names: Iterable[str], portals: PortalMap) -> None:
    """Refuse portals that have no spider. Raises UsageProblem."""
    for name in names:
        if name not in portals.portals:
            close = get_close_matches(name, portals.portals, n=3, cutoff=0.5)
            hint = f" Did you mean {' or '.join(close)}?" if close else " `scrapy portals` lists those that are."
            raise UsageProblem(f"There is no portal named {name}.{hint}")
