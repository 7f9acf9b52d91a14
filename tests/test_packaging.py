"""An installed package holds all that stands in scraper/, not only its Python files, and imports from anywhere."""

import shutil
import subprocess
import sys
import zipfile

import pytest
from helpers.paths import ROOT

SOURCES = ("pyproject.toml", "README.md", "LICENSE", "scraper")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel, built without network by the locked build backend from a copy, since building leaves files behind."""
    copy = tmp_path_factory.mktemp("copy")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy)
    build = "from setuptools.build_meta import build_wheel; build_wheel('.')"
    done = subprocess.run([sys.executable, "-c", build], cwd=copy, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return next(copy.glob("*.whl"))


def test_the_wheel_holds_every_file_of_the_package(wheel):
    with zipfile.ZipFile(wheel) as opened:
        packed = {name for name in opened.namelist() if name.startswith("scraper/")}
    files = (path for path in (ROOT / "scraper").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    assert packed == {path.relative_to(ROOT).as_posix() for path in files}
    assert "scraper/py.typed" in packed


def test_the_wheel_is_found_by_datasette(wheel):
    with zipfile.ZipFile(wheel) as opened:
        entry_points = next(name for name in opened.namelist() if name.endswith("entry_points.txt"))
        assert "congtin = scraper.site" in opened.read(entry_points).decode()
