"""Examples in docs/developers.md run, and commands, options and links in all documents exist."""

import argparse
import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.written_archive import ROOT, add, create, project, served
from scrapy.utils.project import get_project_settings

from scraper.store.copies.snapshot import counts

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BASE = "http://127.0.0.1:8001"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)
EXAMPLES = [(kind, code) for kind, code in BLOCK.findall((ROOT / "docs/developers.md").read_text("utf-8"))]
RUN = {
    "sh": ["bash", "-e"],
    "python": [sys.executable, "-"],
    "js": ["node", "--input-type=module", "-"],
    "r": ["Rscript", "-"],
}
BUILT_IN = {"list", "crawl", "shell"}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("docs"))
    db = create(folder / "archive.db")
    for n in range(1, 61):
        add(db, n, f"Hội nghị Đồng Đăng {n}", "Chữ của tin.")
    db.commit()
    db.close()
    with served(folder) as base:
        yield base, folder


@pytest.mark.parametrize(("kind", "code"), EXAMPLES, ids=[f"{n}-{kind}" for n, (kind, _) in enumerate(EXAMPLES)])
def test_examples_for_developers_run(site, kind, code):
    base, folder = site
    program = RUN[kind]
    if kind in {"js", "r"} and shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not installed")
    assert BASE in code or "archive.db" in code
    done = subprocess.run(
        program, input=code.replace(BASE, base), cwd=folder, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "no_proxy": "*"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = {"limit=0": "limit must be a whole number", "If-None-Match": "304", "while url and": "60 articles",
            "events; next": "60 events", "select count": str(counts(folder / "archive.db")["articles"])}  # fmt: skip
    for mark, text in said.items():
        assert mark not in code or text in done.stdout, done.stdout
    assert done.stdout.strip()


def test_every_language_has_an_example():
    assert {kind for kind, _ in EXAMPLES} == set(RUN)


def commands_in(text):
    """Every `scrapy ...` of a document: in code spans, and as lines of code blocks."""
    spans = list(re.findall(r"`(scrapy [^`\n]+)`", text))
    return spans + [line.partition("#")[0].strip() for line in re.findall(r"^(scrapy .+)$", text, re.MULTILINE)]


def options_of(name):
    command = importlib.import_module(f"scraper.commands.{name}").Command()
    command.settings = get_project_settings()
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    return set(parser._option_string_actions)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_and_options_exist(document):
    known = {path.stem for path in (ROOT / "scraper/commands").glob("[a-z]*.py")}
    for line in commands_in(document.read_text("utf-8")):
        words = line.split()
        name = words[1]
        if not re.fullmatch(r"[a-z]+", name) or "does not exist" in line:
            continue
        assert name in known | BUILT_IN, f"{document.name}: {line}"
        if name in known:
            given = {word.partition("=")[0] for word in words if re.fullmatch(r"--[a-z-]+(=.*)?", word)}
            assert given - {"--help"} <= options_of(name), f"{document.name}: {line}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document):
    text = document.read_text("utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not target.startswith(("http:", "https:", "#")):
            assert (document.parent / target.partition("#")[0]).exists(), f"{document.name}: {target}"
    for name in re.findall(r"`((?:scraper|tests|docs|bench)/[\w./-]*\w)`", text):
        assert "NAME" in name or (ROOT / Path(name)).exists(), f"{document.name}: {name}"
