"""What docs/running.md tells to type can be typed, and its tables say what the code says."""

import argparse
import configparser
import re
import shutil
import subprocess
from importlib import import_module

import pytest
import yaml
from helpers.paths import ROOT
from scrapy.utils.project import get_project_settings

from scraper.health import judge as health
from scraper.store.archive import Archive
from scraper.store.ledger import reports

TEXT = (ROOT / "docs/running.md").read_text(encoding="utf-8")
PAGES = ("README.md", "docs/running.md", "docs/archivists.md", "docs/captures.md")


def blocks(kind):
    return re.findall(rf"^```{kind}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def shell_lines():
    for line in "".join(blocks("cron")).splitlines():
        fields = line.split(None, 5)
        assert re.fullmatch(r"[\d*,/ -]+", " ".join(fields[:5])), line
        yield fields[5]
    yield from blocks("sh")
    for job in yaml.safe_load(blocks("yaml")[0])["jobs"].values():
        yield from (step["run"] for step in job["steps"] if "run" in step)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash to check its syntax")
def test_shell_lines_are_sound():
    lines = list(shell_lines())
    assert len(lines) >= 7
    for line in lines:
        done = subprocess.run(["bash", "-n"], input=line, check=False, capture_output=True, text=True)
        assert done.returncode == 0, f"{line}\n{done.stderr}"


@pytest.mark.parametrize(("code", "speaks"), [(0, False), (11, False), (3, True), (5, True)])
def test_the_nightly_script_speaks_only_when_somebody_should_look(tmp_path, code, speaks):
    """The script itself, with a `scrapy` that ends with `code`: what it prints is what cron mails."""
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/activate").write_text(f"PATH={tmp_path}:$PATH\n")
    scrapy = tmp_path / "scrapy"
    scrapy.write_text(f'#!/bin/sh\necho "ran $*"\ntest "$1" = health && exit 0\nexit {code}\n')
    scrapy.chmod(0o755)
    script = blocks("sh")[0].replace("/srv/congtin", str(tmp_path))
    done = subprocess.run(["sh", "-c", script], check=True, capture_output=True, text=True)
    assert ("ran crawl" in done.stdout) is speaks
    assert (f"ended with {code}" in done.stdout) is speaks
    assert "ran crawl" in (tmp_path / "captures/log/last.txt").read_text()
    assert done.stderr == ""


def test_units_are_sound():
    units = {}
    for block in blocks("ini"):
        unit = configparser.ConfigParser(interpolation=None, strict=True)
        unit.optionxform = str
        unit.read_string(block)
        units |= {name: unit[name] for name in unit.sections() if name != "Unit"}
    assert set(units) == {"Service", "Timer", "Install"}
    assert re.search(r"scrapy crawl .*--minutes \d+$", units["Service"]["ExecStart"])
    known = {str(code) for code in reports.EXIT_CODES}
    assert set(units["Service"]["SuccessExitStatus"].split()) <= known


def options(command):
    """The options that one of our commands takes."""
    parser = argparse.ArgumentParser(conflict_handler="resolve")
    made = import_module(f"scraper.commands.{command}").Command()
    made.settings = get_project_settings()
    made.add_options(parser)
    return set(parser._option_string_actions)


@pytest.mark.parametrize("page", PAGES)
def test_commands_named_in_the_docs_exist_with_their_options(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    code = "\n".join(
        [*re.findall(r"^```.*?^```$", text, re.MULTILINE | re.DOTALL), *re.findall(r"`(scrapy [^`]+)`", text)]
    )
    named = [m for m in re.finditer(r"\bscrapy ([a-z]+)((?: (?!\|)[^\n#|&;]*)?)", code) if m[1] != "list"]
    assert named
    for found in named:
        assert (ROOT / f"scraper/commands/{found[1]}.py").exists(), found[0]
        asked = set(re.findall(r"(?<!\S)--[a-z][a-z-]+", found[2]))
        assert asked <= options(found[1]) | {"--help"}, found[0]


def test_tables_say_what_the_code_says():
    for codes in (reports.EXIT_CODES, health.EXIT_CODES):
        for code, meaning in codes.items():
            assert f"| {code} | {meaning} |" in TEXT
    for state, (meaning, code) in health.STATES.items():
        assert f"| `{state}` | {meaning} | {code} |" in TEXT
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", readme, re.MULTILINE)} == set(reports.EXIT_CODES)


def test_views_and_queries_named_exist(tmp_path):
    archive = Archive.open(tmp_path / "archive.db", create=True)
    known = {row[0] for row in archive.rows("select name from sqlite_master where type in ('table', 'view')")}
    report = {name for name in known if name.startswith(("crawl_", "gaps_by_")) or name in {"list_gaps", "chains"}}
    assert report <= set(re.findall(r"\w+", TEXT))
    queries = re.findall(r'^sqlite3 archive\.db "(.*)"$', TEXT, re.MULTILINE)
    assert queries
    for query in queries:
        archive.rows(query)
    archive.close()
