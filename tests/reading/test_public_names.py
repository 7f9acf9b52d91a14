"""`scraper.reading` is the one import of a family; nothing goes round in a circle, and small modules stay light."""

import subprocess
import sys

import pytest
from helpers.paths import ROOT
from helpers.source import imports, modules

import scraper.reading
from scraper.reading import public

FAMILIES = [name for name in modules() if name.startswith("scraper.families.") and name != "scraper.families.read"]
INNER = [name for name in modules() if name.startswith("scraper.reading.")]
PARSERS = {"bs4", "cssselect", "lxml", "parsel", "trafilatura"}


@pytest.mark.parametrize("name", public.__all__)
def test_every_public_name_is_there(name):
    assert getattr(scraper.reading, name) is getattr(public, name)


def test_other_names_are_not():
    with pytest.raises(AttributeError, match="no attribute 'Selector'"):
        scraper.reading.Selector  # noqa: B018


@pytest.mark.parametrize("module", FAMILIES)
def test_a_family_imports_reading_in_one_line(module):
    assert [target for target in imports(module) if target.startswith("scraper.reading.")] == []


def test_modules_of_reading_do_not_import_its_public_face():
    faces = {"scraper.reading", "scraper.reading.public"}
    assert [module for module in INNER if faces & imports(module)] == []


@pytest.mark.parametrize("module", ["scraper.items", "scraper.changes", "scraper.reading.page.decode"])
def test_what_needs_no_parser_loads_none(module):
    code = f"import sys, {module}; print(sorted({PARSERS} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
