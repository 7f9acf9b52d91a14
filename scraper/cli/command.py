"""What every command of ours has in common: its help, clear sentences on bad input, and exit codes.

Scrapy imports every command at every call of `scrapy`. So nothing here imports more than Scrapy's own commands do;
see scraper/commands/__init__.py.
"""

import argparse
import os
import shutil
import sys
import textwrap
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from scrapy.commands import ScrapyCommand, ScrapyHelpFormatter

from scraper.errors import CongTinError, UsageProblem
from scraper.families.cpu_limit import PageLimit

if TYPE_CHECKING:
    from scrapy.settings import Settings

    from scraper.portals.portal_map import PortalMap
    from scraper.store.archive import Archive

# The two codes of every command that opens the archive.
ARCHIVE_CODES = {
    6: "another process has the archive open",
    7: "archive.db cannot be used: missing, empty, foreign, or from a newer version",
}


class CongTinCommand(ScrapyCommand):
    """A Scrapy command of ours. Subclasses write `work` instead of `run`.

    `work` may raise any CongTinError: the message alone is printed on standard error, and the error's `exit_code` is
    the command's. UsageProblem (2) says that the command line asks for what does not exist. Any other exception is a
    fault of ours and ends in Python's traceback (1). A command that goes on to its end although something was wrong
    prints a sentence itself and sets `exitcode`. When whoever reads standard output goes away (`| head`), the command
    ends without a word.

    For the help: `short_desc` is one sentence of purpose without its full stop, `examples` are command lines that
    run, `exit_codes` gives the meaning of codes beyond 0, 1 and 2. `instead` maps options that a user of Scrapy may
    expect here to what serves in their place.
    """

    requires_project = True
    requires_crawler_process = False
    examples: ClassVar[tuple[str, ...]] = ()
    instead: ClassVar[Mapping[str, str]] = {}

    @property
    def config(self) -> "Settings":
        """The project's settings, with what the command line changed; Scrapy sets them before it calls a method."""
        assert self.settings is not None
        return self.settings

    @property
    def archive_db(self) -> Path:
        """Where archive.db lies, or will."""
        return Path(self.config["ARCHIVE_DB"])

    @property
    def captures(self) -> Path:
        """The folder of the capture files."""
        return Path(self.config["CAPTURES_DIR"])

    def portals(self) -> "PortalMap":
        """All portals that have a spider."""
        from scraper.portals.portal_map import PortalMap

        return PortalMap.from_settings(self.config)

    def open_archive(self) -> "Archive":
        """The archive, which must be there. Raises ArchiveError or ArchiveBusyError when it cannot be used."""
        from scraper.store.archive import Archive

        return Archive.open(self.archive_db)

    @classmethod
    def name(cls) -> str:
        """The command's name: that of its module."""
        return cls.__module__.rpartition(".")[2]

    def exit_codes(self) -> Mapping[int, str]:
        """Exit code -> meaning, for those beyond 0 (done), 1 (an unexpected error) and 2 (wrong use)."""
        return {}

    def long_desc(self) -> str:
        """Purpose, examples and exit codes, one below the other."""
        width = shutil.get_terminal_size().columns - 2  # as argparse does it
        parts = [textwrap.fill(f"{self.short_desc()}.", width)]
        if self.examples:
            parts.append("\n".join(["Examples:", *(f"  {example}" for example in self.examples)]))
        if codes := self.exit_codes():
            shown = (f"{code:>4}  {meaning}" for code, meaning in sorted({0: "done", 2: "wrong use", **codes}.items()))
            parts.append("\n".join(["Exit codes:", *(_hung(line, width) for line in shown)]))
        return "\n\n".join(parts)

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's options for every command; subclasses add theirs."""
        super().add_options(parser)
        parser.formatter_class = _HelpFormatter

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse unknown options, which Scrapy passes on as arguments, then do the work."""
        try:
            self._refuse_unknown(args)
            PageLimit.cpu_seconds = self.config.getfloat("READ_CPU_SECONDS")
            self.work(args, opts)
            sys.stdout.flush()
        except CongTinError as error:
            print(error, file=sys.stderr)
            self.exitcode = error.exit_code
        except BrokenPipeError:
            # Python flushes once more at its end, and would complain of the same pipe.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _refuse_unknown(self, args: list[str]) -> None:
        unknown = next((arg.partition("=")[0] for arg in args if arg.startswith("-") and arg != "-"), None)
        if unknown is None:
            return
        if instead := self.instead.get(unknown):
            raise UsageProblem(f"`scrapy {self.name()}` has no {unknown}: {instead}.")
        raise UsageProblem(f"Unknown option {unknown}. See `scrapy {self.name()} --help`.")

    @abstractmethod
    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the command is for, with arguments `args` and options `opts`. Raises CongTinError, see the class."""


class _HelpFormatter(ScrapyHelpFormatter, argparse.RawDescriptionHelpFormatter):
    """Scrapy's help with the lines of the description as they are, so that examples stand below each other."""


def _hung(line: str, width: int) -> str:
    """`line` folded, with the lines after the first set in as far as its text behind the exit code."""
    return textwrap.fill(line, width, subsequent_indent=" " * 6)
