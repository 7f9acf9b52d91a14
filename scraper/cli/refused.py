"""Scrapy's commands that make no sense here: what they say, and how they are kept out of `scrapy --help`."""

import argparse
from types import ModuleType
from typing import Any, ClassVar

from scraper.cli.command import CongTinCommand
from scraper.errors import UsageProblem


class RefusedCommand(CongTinCommand):
    """A command of Scrapy that only says what to use here in its place (exit code 2).

    `in_its_place` is that, after a colon and without a full stop.
    """

    in_its_place: ClassVar[str]

    def short_desc(self) -> str:
        """For the command's own help; the list of commands leaves it out."""
        return f"Not in this project: {self.in_its_place}"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Refuse, whatever the options: they are those of Scrapy's command, and of no interest here."""
        super().run([], opts)

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raises UsageProblem."""
        raise UsageProblem(f"There is no `scrapy {self.name()}` in this project: {self.in_its_place}.")


def leave_out_refused(cmdline: ModuleType) -> None:
    """Make `cmdline`, which is scrapy.cmdline, list all commands but the refused ones.

    Scrapy offers no way to take one of its commands away: a project can only put another one in its place, and that
    is listed again. So the function that prints the list is wrapped, and sees only what is left while it runs. Its
    name and that of the function it calls are no promise of Scrapy's; where one of them is gone the refused commands
    are listed, with what they say, and everything else works.
    """
    print_all: Any = getattr(cmdline, "_print_commands", None)
    find_all: Any = getattr(cmdline, "_get_commands_dict", None)
    if print_all is None or find_all is None:
        return

    def find_some(*args: Any) -> dict[str, Any]:
        return {name: one for name, one in find_all(*args).items() if not isinstance(one, RefusedCommand)}

    def print_some(*args: Any) -> None:
        cmdline._get_commands_dict = find_some  # type: ignore[attr-defined]  # noqa: SLF001
        try:
            print_all(*args)
        finally:
            cmdline._get_commands_dict = find_all  # type: ignore[attr-defined]  # noqa: SLF001

    cmdline._print_commands = print_some  # type: ignore[attr-defined]  # noqa: SLF001
