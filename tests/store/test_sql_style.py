"""How the package writes rows: always by column name, and plain rows with sqlite-utils (scraper/store/tables.py)."""

import ast
import re

import pytest
from helpers.source import modules, tree

# The modules that insert with raw SQL, and why. No other may.
RAW = {
    "scraper.store.articles.articles": "rows of every page: articles, versions, images, attachments",
    "scraper.store.articles.listings": "rows of every list page: listings and cards",
    "scraper.store.captures.captures": "a row of every exchange",
    "scraper.store.ledger.queue": "the queue: requests, visits and retries, under conditions",
    "scraper.store.ledger.ledger": "one statement over all requests that a crawl leaves in its queue",
    "scraper.store.ledger.tallies": "one statement computes and writes the figures of a crawl",
    "scraper.store.ledger.gaps": "one statement counts and writes the months of a portal",
    "scraper.store.copies.carry_over": "whole tables, streamed from one archive into another",
    "scraper.store.copies.snapshot": "a command to the search index, which FTS5 takes as an insert",
    "scraper.store.schema.search_index": "triggers",
    "scraper.store.schema.stats": "triggers",
}
INSERT = re.compile(r"\b(?:insert(?:\s+or\s+\w+)?|replace)\s+into\s+(?:\w+|\{\})\s*(?P<columns>\(?)", re.IGNORECASE)


def texts(module):
    """The string literals of a module, without docstrings; what an f-string fills in is `{}`."""
    inner, docstrings = set(), set()
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            inner |= {id(part) for part in node.values}
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            docstrings.add(id(getattr(node.body[0], "value", None)))
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner | docstrings:
            yield node.value


def inserts(module):
    return [found for text in texts(module) for found in INSERT.finditer(text)]


@pytest.mark.parametrize(
    ("code", "names_columns"),
    [
        ('run("insert into cards values (?, ?)")', [False]),
        ('run(f"insert or replace into {name} values (?)")', [False]),
        ('run(f"INSERT INTO {name} ({columns}) select 1")', [True]),
        ('run("insert into cards (url)" " values (?)")', [True]),
        ('"""No insert into cards values here."""', []),
    ],
)
def test_the_rule_sees_inserts(code, names_columns):
    assert [found["columns"] == "(" for found in inserts(ast.parse(code))] == names_columns


def test_every_insert_names_its_columns():
    by_position = [
        f"{name}: {found[0]}" for name in modules() for found in inserts(tree(name)) if found["columns"] != "("
    ]
    assert not by_position


def test_plain_rows_are_written_with_sqlite_utils():
    raw = {name for name in modules() if inserts(tree(name))}
    assert raw - set(RAW) == set(), "write these rows with scraper.store.tables.table, or say here why not"
    assert set(RAW) - raw == set(), "take these off the list"


def test_modules_that_write_with_raw_sql_say_why():
    """The schema is raw SQL throughout, and says so once in its folder's docstring."""
    silent = [
        name
        for name in RAW
        if not name.startswith("scraper.store.schema.") and "raw SQL" not in (ast.get_docstring(tree(name)) or "")
    ]
    assert not silent
