"""`scrapy dictionary`: the data dictionary, from metadata.yml and the schema."""

import argparse
from pathlib import Path

from scraper.cli.command import CongTinCommand
from scraper.errors import UsageProblem


class Command(CongTinCommand):
    """Print docs/data-dictionary.md anew."""

    examples = ("scrapy dictionary", "scrapy dictionary > docs/data-dictionary.md")

    def short_desc(self) -> str:
        return "Print the data dictionary: every table, column and canned query"

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from scraper.cli.data_dictionary import markdown

        if args:
            raise UsageProblem(f"`scrapy dictionary` takes no argument {args[0]!r}.")
        print(markdown(Path(self.config["ROOT"]) / "metadata.yml"), end="")
