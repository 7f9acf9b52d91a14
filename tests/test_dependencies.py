"""What the code imports is declared in pyproject.toml, what is declared is imported, and the lock files agree with both."""

import ast
import re
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions

import pytest
from helpers.paths import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# Folder -> the dependency groups that it may use besides the dependencies of the package itself.
GROUPS = {"scraper": (), "tests": ("test",), "bench": ("test", "bench")}
LOCKS = {"requirements.txt": (), "requirements-dev.txt": ("test", "lint")}
# Declared, though nothing imports them.
NOT_IMPORTED = {
    "lxml-html-clean": "imported by trafilatura's justext",
    "pytest-asyncio": "a plugin of pytest",
    "pytest-xdist": "a plugin of pytest",
}
# Functions whose first argument is the name of a module.
NAMING_A_MODULE = {"import_module", "importorskip"}
# Part of Python from 3.14 on; older ones do not list it.
STANDARD = sys.stdlib_module_names | {"compression"}
# NAME==VERSION, a marker or none, and on the following lines one hash or more.
PIN = re.compile(r"^([\w.-]+==[^ ]+(?: ; .+?)?) \\\n(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE)


@cache
def pyproject():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def runtime():
    """The dependencies of the package, those of its extras included."""
    project = pyproject()["project"]
    extras = project.get("optional-dependencies", {}).values()
    return [Requirement(line) for line in sum(extras, project["dependencies"])]


def group(name):
    return [Requirement(line) for line in pyproject()["dependency-groups"].get(name, [])]


def declared(groups):
    return {canonicalize_name(one.name) for one in sum(map(group, groups), runtime())}


@cache
def imported(folder):
    """Module -> a file that imports it: modules from outside the repository and the standard library."""
    files = sorted((ROOT / folder).rglob("*.py"))
    ours = {"scraper", "helpers"} | {path.stem for path in files if path.parent == ROOT / folder}
    return {
        module: str(path.relative_to(ROOT))
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for module in modules_of(node)
        if module.partition(".")[0] not in ours | STANDARD
    }


def modules_of(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module]
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return [node.args[0].value] if name in NAMING_A_MODULE else []
    return []


installed = cache(packages_distributions)


def distributions(module):
    """The installed distributions that `module` can come from: several where they share a namespace, as zope.* do."""
    found = {canonicalize_name(name) for name in installed().get(module.partition(".")[0], ())}
    return {name for name in found if canonicalize_name(module).startswith(name)} or found


@pytest.mark.parametrize("folder", GROUPS)
def test_what_is_imported_is_declared(folder):
    known = declared(GROUPS[folder])
    assert not {module: path for module, path in imported(folder).items() if not distributions(module) & known}


def test_what_is_declared_is_imported():
    for requirements, folders in ((runtime(), ["scraper"]), (group("test"), ["tests"]), (group("bench"), ["bench"])):
        used = {name for folder in folders for module in imported(folder) for name in distributions(module)}
        idle = {canonicalize_name(one.name) for one in requirements} - used - set(NOT_IMPORTED)
        assert not idle, folders


def test_every_exception_is_still_declared():
    assert set(NOT_IMPORTED) <= declared(["test"])


def test_every_dependency_has_a_lower_bound():
    requirements = sum(map(group, pyproject()["dependency-groups"]), runtime())
    assert not [str(one) for one in requirements if not any(part.operator == ">=" for part in one.specifier)]


def pins(lock):
    """Distribution -> its pins: one, or several for different Pythons."""
    text = (ROOT / lock).read_text("utf-8")
    found = {}
    for match in PIN.finditer(text):
        one = Requirement(match[1])
        found.setdefault(canonicalize_name(one.name), []).append(next(iter(one.specifier)).version)
    unread = [line for line in PIN.sub("", text).splitlines() if not re.match(r" *(?:#|$)", line)]
    assert not unread, "lines without a hash, or options"
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_fits_what_is_declared(lock):
    """Also the build backend is locked: the package is built in the environment itself."""
    build = [Requirement(line) for line in pyproject()["build-system"]["requires"]]
    found = pins(lock)
    for one in sum(map(group, LOCKS[lock]), runtime() + build):
        versions = found.get(canonicalize_name(one.name), [])
        assert versions, f"{one} is not locked: make lock"
        assert all(one.specifier.contains(version) for version in versions), (
            f"{one} is locked as {versions}: make lock"
        )


def test_both_locks_pin_the_same_versions():
    plain, whole = map(pins, LOCKS)
    assert plain.items() <= whole.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_registry(lock):
    assert "://" not in (ROOT / lock).read_text("utf-8")
