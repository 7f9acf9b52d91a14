"""`scrapy quickstart`: what `make run` does — sample portals, crawl, publish — in one go and in plain words."""

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Mapping

from scraper.cli.command import CongTinCommand
from scraper.cli.options import whole_number
from scraper.errors import CongTinError

# Exit codes of a crawl that leave the archive as it was, or none at all: there is nothing to show.
FATAL = {2, 6, 7, 9}


class Command(CongTinCommand):
    """Crawl (the bundled sample portals unless told otherwise) and serve the archive with Datasette."""

    examples = ("scrapy quickstart", "scrapy quickstart hanoi_sotttt --port 8002")

    def syntax(self) -> str:
        return "[PORTAL...] [--port N]"

    def short_desc(self) -> str:
        return "Crawl the sample portals (or PORTAL...) and serve the archive on 127.0.0.1"

    def exit_codes(self) -> Mapping[int, str]:
        from scraper.store.ledger.reports import EXIT_CODES

        return {code: EXIT_CODES[code] for code in FATAL}

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--port", metavar="N", default="8001", help="TCP port of the web pages, 1 to 65535 (default: 8001)"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        port = _port(opts.port)
        portals = self.portals().portals
        names = args or [name for name, portal in portals.items() if portal.synthetic]
        sample = any(name in portals and portals[name].synthetic for name in names)
        code = self._crawl_with_samples(names) if sample else _scrapy("crawl", *names)
        if code in FATAL:
            self.exitcode = code
            return
        _print_addresses(port, code)
        command = [
            sys.executable,
            "-m",
            "datasette",
            str(self.archive_db.parent),
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
        ]
        os.execv(sys.executable, command)  # noqa: S606 (fixed program and arguments)

    def _crawl_with_samples(self, names: list[str]) -> int:
        """Serve the sample portals on a free port for as long as the crawl takes."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            os.environ["CONGTIN_SAMPLE_PORT"] = str(probe.getsockname()[1])
        print("1. Starting the bundled sample portals (made-up news, on this machine only) ...", flush=True)
        server = subprocess.Popen(  # noqa: S603 (our own command)
            [sys.executable, "-m", "scrapy", "sample", "--port", os.environ["CONGTIN_SAMPLE_PORT"]],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stdout is not None
            if not server.stdout.readline():
                raise CongTinError("The sample portals did not start; see above.")
            print(f"2. Crawling {', '.join(names)} into the archive ...", flush=True)
            return _scrapy("crawl", *names)
        finally:
            server.terminate()
            server.wait()


def _port(text: str) -> int:
    """A port that is free on 127.0.0.1. Raises CongTinError when it is taken, UsageProblem when it is no port."""
    port = whole_number(text, "--port", most=65535)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CongTinError(
                f"Port {port} is taken by another program (perhaps an earlier `make run`). Stop it, or use "
                f"`make run PORT={port + 1}`."
            ) from error
    return port


def _scrapy(*words: str) -> int:
    return subprocess.run([sys.executable, "-m", "scrapy", *words], check=False).returncode  # noqa: S603 (our own command)


def _print_addresses(port: int, code: int) -> None:
    if code:
        print(f"The crawl ended with exit code {code} (see above); what came in is in the archive all the same.")
    print(
        f"""
3. Publishing the archive with Datasette. Open

     http://127.0.0.1:{port}/                        search and newest articles (Vietnamese, English)
     http://127.0.0.1:{port}/tim?q=dong+dang         search without marks finds Đồng Đăng
     http://127.0.0.1:{port}/archive/articles        the table, with facets and export
     http://127.0.0.1:{port}/archive/articles.json?_shape=array   the same for programs

   Stop with Ctrl-C. `make run` again is quick: it asks only for what may be new.
""",
        flush=True,
    )
