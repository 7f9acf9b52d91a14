"""`scrapy withhold`: articles that must not be shown to the public."""

import argparse
from collections.abc import Mapping

from scraper.cli.command import ARCHIVE_CODES, CongTinCommand
from scraper.errors import UsageProblem


class Command(CongTinCommand):
    """Withhold an article from publication, show it again, or list what is withheld."""

    examples = (
        "scrapy withhold",
        "scrapy withhold 0123456789abcdef --reason 'court order 12/2026'",
        "scrapy withhold 0123456789abcdef --undo",
    )

    def syntax(self) -> str:
        return "[ID --reason TEXT | ID --undo]"

    def short_desc(self) -> str:
        return "Keep an article from the public (it stays in the archive); without ID, list them"

    def exit_codes(self) -> Mapping[int, str]:
        return ARCHIVE_CODES

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--reason",
            metavar="TEXT",
            help="why the article is withheld; readers see it (needed with ID, unless --undo)",
        )
        parser.add_argument("--undo", action="store_true", help="show the article again")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from scraper.store.articles.withheld import all_withheld, release, withhold
        from scraper.times import utc_now

        if len(args) > 1 or (opts.undo and opts.reason) or (not args and (opts.undo or opts.reason)):
            raise UsageProblem("Give one article id with --reason TEXT, or one with --undo, or nothing.")
        if args and not opts.undo and not (opts.reason or "").strip():
            raise UsageProblem("Say why with --reason TEXT: readers who ask for the article are told.")
        archive = self.open_archive()
        try:
            if not args:
                for row in all_withheld(archive):
                    print(f"{row['article_id']}  {row['at'][:10]}  {row['reason']}  ({row['title'] or 'not here'})")
            elif opts.undo:
                release(archive, args[0])
                print(f"{args[0]} is shown again, from the next `scrapy publish` on.")
            else:
                withhold(archive, args[0], opts.reason.strip(), utc_now())
                print(f"{args[0]} is withheld: its pages answer 451 now, and the next `scrapy publish` leaves it out.")
        finally:
            archive.conn.close()
