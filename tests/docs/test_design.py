"""docs/design.md draws the folders as they are, and docs/reference.md says what the docstrings say."""

import re

from helpers.paths import ROOT

from scraper.cli.code_reference import markdown


def drawn():
    """The entries of the tree in docs/design.md: folders with a slash, files without."""
    tree = re.search(
        r"^```\nscraper/\n(.*?)^```$", (ROOT / "docs/design.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )[1]
    above = ""
    for line in tree.splitlines():
        indent, name = re.match(r"( *)(\S+)", line).groups()
        if len(indent) == 2:
            above = name if name.endswith("/") else ""
            yield name
        else:
            yield above + name


def test_the_tree_shows_the_folders():
    package = ROOT / "scraper"
    rooms = {path.name + ("/" if path.is_dir() else "") for path in package.iterdir()} - {
        "__pycache__/",
        "__init__.py",
        "py.typed",
    }
    shown = list(drawn())
    assert {name for name in shown if name.count("/") == 0 or (name.endswith("/") and name.count("/") == 1)} == rooms
    inner = {name for name in shown if name.count("/") > 1}
    folders = {
        f"{path.parent.name}/{path.name}/"
        for path in package.glob("*/*")
        if path.is_dir() and path.name != "__pycache__" and any(path.glob("*.py"))
    }
    small = {name for name in folders if name.startswith(("sample/", "commands/"))}
    assert inner == folders - small
    for name in shown:
        assert (package / name).exists(), name


def test_the_reference_is_current():
    written = (ROOT / "docs/reference.md").read_text("utf-8")
    assert written == markdown(), "write it anew: python -m scraper.cli.code_reference > docs/reference.md"
