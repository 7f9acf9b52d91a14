"""`scrapy sample`: serve the sample portals on this machine until stopped."""

import argparse

from scraper.cli.command import CongTinCommand
from scraper.cli.options import whole_number
from scraper.errors import CongTinError, UsageProblem


class Command(CongTinCommand):
    """Serve the bundled synthetic portals, so that everything can be tried without the internet."""

    examples = ("scrapy sample", "scrapy sample --port 8899")

    def syntax(self) -> str:
        return "[--port N]"

    def short_desc(self) -> str:
        return "Serve the synthetic sample portals on this machine until stopped"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--port",
            metavar="N",
            help="TCP port of 127.0.0.1 to listen to, 0 to 65535, 0 for any free one (default: setting SAMPLE_PORT,"
            " which is 8799)",
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from scraper.sample import SITES, SampleServer

        if args:
            raise UsageProblem(f"`scrapy sample` takes no argument {args[0]!r}, only --port N.")
        default = self.config.getint("SAMPLE_PORT")
        port = whole_number(opts.port, "--port", least=0, most=65535) if opts.port else default
        try:
            server = SampleServer(port)
        except OSError as error:
            raise CongTinError(
                f"Port {port} on 127.0.0.1 cannot be used ({error.strerror}). Stop the program that has it, or choose "
                "another: scrapy sample --port N"
            ) from error
        print(f"Serving {len(SITES)} synthetic portals on 127.0.0.1, port {server.port}. All their news is fictional.")
        for site in SITES:
            print(
                f"  http://{site.host}/  (in a browser: http://{site.host.partition('.')[0]}.localhost:{server.port}/)"
            )
        before = "" if server.port == default else f"CONGTIN_SAMPLE_PORT={server.port} "
        print(f"Crawl one from another terminal: {before}scrapy crawl sample_langson", flush=True)
        print("Stop with Ctrl-C.", flush=True)
        server.serve()
