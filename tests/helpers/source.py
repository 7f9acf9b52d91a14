"""The package as its source files show it: modules, what each imports, and its public functions."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from helpers.paths import ROOT

PACKAGE = "scraper"


@dataclass(frozen=True)
class Function:
    """A public function or method; `documented` is its docstring with that of its class."""

    place: str
    node: ast.FunctionDef | ast.AsyncFunctionDef
    module: ast.Module
    documented: str

    @property
    def parameters(self) -> list[str]:
        given = self.node.args
        names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
        return [name for name in names if name not in {"self", "cls"} and not name.startswith("_")]


@cache
def modules() -> dict[str, Path]:
    """Module name -> file."""
    return {_name(path): path for path in sorted((ROOT / PACKAGE).rglob("*.py"))}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(modules()[module].read_text("utf-8"))


@cache
def imports(module: str) -> frozenset[str]:
    """Every module that `module` imports, wherever in the file the import stands."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in modules() else node.module)
    return frozenset(found)


def arrows(package: str) -> dict[str, dict[str, set[str]]]:
    """Room -> the rooms it imports from, each with the imports; rooms are what lies directly in `package`."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for module in modules():
        here = _room(package, module)
        if here is None:
            continue
        found[here]  # also a room without arrows is one
        for target in imports(module):
            there = _room(package, target)
            if there is not None and there != here:
                found[here][there].add(f"{module} -> {target}")
    return found


def _room(package: str, module: str) -> str | None:
    inside = module.removeprefix(f"{package}.")
    return None if inside == module else inside.partition(".")[0]


def public_functions() -> Iterator[Function]:
    """Public functions of modules and of public classes. Hooks that somebody else's class names count too."""
    for name in modules():
        yield from _functions(name, tree(name), tree(name).body, "", name)


def _functions(module: str, whole: ast.Module, body: list[ast.stmt], around: str, place: str) -> Iterator[Function]:
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            about = f"{around} {ast.get_docstring(node) or ''}"
            yield from _functions(module, whole, node.body, about, f"{place}.{node.name}")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            public = not node.name.startswith("_") or node.name == "__init__"
            if public:
                yield Function(f"{place}.{node.name}", node, whole, f"{around} {ast.get_docstring(node) or ''}")
