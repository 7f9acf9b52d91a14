"""`scrapy probe`: look at a site nobody has a spider for; with --write, make one."""

import argparse
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.cli.command import CongTinCommand
from scraper.errors import NothingReadableError, UsageProblem

if TYPE_CHECKING:
    from scraper.portals.portal_map import PortalMap
    from scraper.probe.findings import Findings

_WIDTH = 160  # columns where there is no terminal to ask, unless COLUMNS says otherwise


class Command(CongTinCommand):
    """Say which system a site runs on, how its lists go on, and how three of its articles are read."""

    examples = ("scrapy probe https://sonla.gov.vn/", "scrapy probe saved-pages/ --write sonla")

    def syntax(self) -> str:
        return "[--write NAME] URL|FOLDER|WARC"

    def short_desc(self) -> str:
        return "Look at a site, a folder of saved pages or a WARC file: family, lists, paging, feeds, sample articles"

    def exit_codes(self) -> Mapping[int, str]:
        return {
            4: "the site answered, but not one article could be read",
            5: "the site does not answer, or its robots.txt refuses us",
            8: "the WARC file is damaged",
        }

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--write",
            metavar="NAME",
            help="make scraper/spiders/NAME.py and tests/portals/NAME/ from what was found (default: write nothing)",
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        from rich.console import Console

        from scraper.probe.show import show

        if len(args) != 1:
            raise UsageProblem("`scrapy probe` takes one address, folder or WARC file.")
        portals = self.portals()
        root = Path(self.config["ROOT"])
        if opts.write is not None:
            _check_name(opts.write, args[0], portals, root)
        found = self._look(args[0])
        known = portals.id_of(f"http://{found.host}/")
        piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
        show(found, known, Console(width=_WIDTH if piped else None))
        if opts.write is not None and known:
            raise UsageProblem(f"{found.host} belongs to the portal {known} already; nothing was written.")
        if not found.articles:
            raise NothingReadableError(f"{args[0]}: not one article could be read.")
        if opts.write is None:
            if not known:
                print(_next_step(found, args[0], portals))
            return
        from scraper.probe.write import write

        for path in write(found, opts.write, root):
            print(f"wrote {path.relative_to(root)}")
        print(
            f"Now read them. `pytest tests/portals/test_portals.py` fails until {opts.write}'s goldens say reviewed."
        )

    def _look(self, target: str) -> "Findings":
        if re.match(r"https?://[^/\s]", target, re.IGNORECASE):
            from scraper.probe import live
            from scraper.probe.client import Client

            headers = {**self.config.getdict("DEFAULT_REQUEST_HEADERS"), "User-Agent": self.config["USER_AGENT"]}
            client = Client(
                headers=headers,
                robots_agent=self.config["ROBOTSTXT_USER_AGENT"],
                delay=self.config.getfloat("HOST_DELAY"),
                sample_port=self.config.getint("SAMPLE_PORT"),
            )
            return live.probe(target, client)
        path = Path(target)
        if not path.exists():
            raise UsageProblem(f"{target} is no http or https address, and there is no such folder or file.")
        from scraper.probe import stored

        return stored.probe(path)


def _next_step(found: "Findings", target: str, portals: "PortalMap") -> str:
    """What to do after a probe that wrote nothing, in a sentence or two."""
    from scraper.probe.names import proposals

    if found.best_list is None:
        return "Next: probe the address of a list page, or save one; without a list a spider has nowhere to begin."
    title = found.masthead.owner.name if found.masthead.owner else ""
    names = proposals(found.host, title, taken=portals.portals)
    more = f" (or {', '.join(names[1:])})" if names[1:] else ""
    step = f"Next: scrapy probe {target} --write {names[0] if names else 'NAME'}{more}"
    return step if names else f"{step}; NAME begins with the province that it lies in, such as langson_NAME."


def _check_name(name: str, target: str, portals: "PortalMap", root: Path) -> None:
    """Refuse a name that breaks the rule or is taken, with names that would do. Raises UsageProblem."""
    from scraper.portals.spider_names import name_problem
    from scraper.probe.names import host_of, proposals

    if problem := name_problem(name):
        names = proposals(host_of(target), wanted=name, taken=portals.portals)
        instead = f" These would do: {', '.join(names)}." if names else _with_province(name)
        raise UsageProblem(f"{problem}{instead} The rule: docs/portal-names.md.")
    taken = [root / "scraper/spiders" / f"{name}.py", root / "tests/portals" / name]
    if name in portals.portals or any(path.exists() for path in taken):
        raise UsageProblem(f"There is a portal named {name} already; nothing was written.")


def _with_province(name: str) -> str:
    """A hint where nobody can tell the province from `name` or host: what the name is with one in front."""
    from scraper.portals.spider_names import name_problem

    tried = f"langson_{name}"
    return "" if name_problem(tried) else f" With its province in front it would do: {tried}, if it lies in Lạng Sơn."
