"""Public docstrings say what a caller has to know: the errors of ours that are raised, and what parameters mean."""

import ast
import re

from helpers.source import modules, public_functions, tree

# Hooks of commands: what they may raise is said once, by their base class in scraper/cli/command.py.
HOOK = re.compile(r"scraper\.commands\.\w+\.Command\.")
MANY = 3  # parameters; with more of them, names alone do not tell

# Functions of before this rule. The list may only become shorter.
UNEXPLAINED: frozenset[str] = frozenset()


def our_errors():
    """The names of all error classes of the package."""
    classes = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for module in modules()
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ClassDef)
    }
    ours = set()
    for name in classes:
        above = {name}
        while more := {base for one in above for base in classes.get(one, ())} - above:
            above |= more
        if above & {"Exception", "ValueError", "BaseException", "IgnoreRequest", "CongTinError"}:
            ours.add(name)
    return ours


def raised_in(node, module, seen=frozenset()):
    """Names of errors raised in a function, and in the private functions of its module that it calls."""
    private = {one.name: one for one in module.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)}
    found = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Raise) and inner.exc is not None:
            raised = inner.exc.func if isinstance(inner.exc, ast.Call) else inner.exc
            found |= {raised.id} if isinstance(raised, ast.Name) else set()
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name):
            name = inner.func.id
            if name.startswith("_") and name in private and name not in seen:
                found |= raised_in(private[name], module, seen | {name})
    caught = {
        name.id
        for inner in ast.walk(node)
        if isinstance(inner, ast.ExceptHandler) and inner.type
        for name in ast.walk(inner.type)
        if isinstance(name, ast.Name)
    }
    return found - caught


def test_errors_of_ours_are_named():
    ours = our_errors()
    silent = {
        one.place: sorted(missing)
        for one in public_functions()
        if not HOOK.match(one.place)
        and (missing := {name for name in raised_in(one.node, one.module) & ours if name not in one.documented})
    }
    assert not silent


def test_many_parameters_are_explained():
    silent = {
        one.place: missing
        for one in public_functions()
        if len(one.parameters) > MANY
        and (missing := [name for name in one.parameters if not re.search(rf"`{name}\b", one.documented)])
    }
    assert not set(silent) - UNEXPLAINED, {place: silent[place] for place in sorted(set(silent) - UNEXPLAINED)}
    assert set(silent) <= UNEXPLAINED, "take these off the list"
    assert not UNEXPLAINED - set(silent), "explained by now: take them off the list"
