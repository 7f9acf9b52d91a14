"""What a call of `scrapy` loads: no command needs more at import than its base class, no spider more than its families."""

import json
import subprocess
import sys

import pytest
from helpers.paths import ROOT

HEAVY = (
    "bs4",
    "datasette",
    "httpx",
    "rich",
    "sqlite_utils",
    "trafilatura",
    "uvicorn",
    "warcio",
    "xlsxwriter",
    "yaml",
)
LIGHT = {
    "scraper.families",
    "scraper.families.cpu_limit",
    "scraper",
    "scraper.cli",
    "scraper.cli.command",
    "scraper.cli.one_address",
    "scraper.cli.options",
    "scraper.cli.refused",
    "scraper.errors",
}
FAR = tuple(f"scraper.{name}" for name in "capture crawl health intake probe publish sample site store".split())


def loaded_by(code):
    """Names of the modules that a fresh process has loaded after `code`."""
    code = f"import sys\n{code}\nimport json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def of(packages, modules):
    return sorted(
        name for name in modules if name.startswith(tuple(f"{package}." for package in packages)) or name in packages
    )


@pytest.fixture(scope="module")
def with_commands():
    return loaded_by("from scrapy.utils.misc import walk_modules_iter; list(walk_modules_iter('scraper.commands'))")


def test_commands_load_nothing_heavy(with_commands):
    assert "scraper.commands.crawl" in with_commands
    assert of(HEAVY, with_commands) == []


def test_commands_load_of_ours_only_what_they_share(with_commands):
    ours = {name for name in with_commands if name.partition(".")[0] == "scraper"}
    assert {name for name in ours if not name.startswith("scraper.commands")} <= LIGHT


def test_spiders_load_families_and_nothing_heavy():
    modules = loaded_by(
        "from scrapy.spiderloader import SpiderLoader; from scrapy.utils.project import get_project_settings;"
        "assert SpiderLoader.from_settings(get_project_settings()).list()"
    )
    assert "scraper.families.liferay62" in modules
    assert of(HEAVY, modules) == []
    assert of(FAR, modules) == []
