"""The house as docs/design.md draws it, read from the imports of the code.

A room is what lies directly in a folder: a file or a folder. An arrow is an import, also one inside a function.
"""

import re

import pytest
from helpers.paths import ROOT, TESTS
from helpers.source import arrows, imports, modules, tree

MOST_ROOMS = 25
MOST_LEVELS = 11
PACKAGES = sorted({name.rpartition(".")[0] for name in modules() if "." in name})

# What must not be imported: (who, whom, why).
FORBIDDEN = (
    (r"scraper\.(families|reading)\b", r"scraper\.(store|capture|crawl|intake|site|portals)\b", "reading is pure"),
    (r"scraper\.(families|reading|urls|vietnamese|changes|items)\b", r"(scrapy|twisted|sqlite3|httpx)\b", "no I/O"),
    (r"scraper\.site\b", r"scrapy\b", "the site is served without Scrapy"),
    (r"scraper\.(capture|store)\b", r"twisted\b", "only crawl/ knows Twisted"),
    (r"scraper\.capture\b", r"scrapy\b", "only crawl/ knows Scrapy's downloader"),
    (r"scraper\.crawl\b", r"scraper\.families\b", "a crawl asks intake/ what a page says"),
    (r"scraper\.capture\b", r"scraper\.(families|reading|intake)\b", "captures are bytes"),
    (r"scraper\.(?!commands\b)", r"scraper\.commands\b", "commands stand on top"),
    (r"scraper\.(?!spiders\b)", r"scraper\.spiders\b", "spiders are found by Scrapy"),
    (
        r"scraper\.site\.(?!pages\b|routes\b|__init__|datasette_065\b)[a-z]",
        r"scraper\.site\.pages\b",
        "pages are not built upon",
    ),
)


def levels(rooms):
    """Room -> its level; the lowest rooms, which import no other, are on level 1. Raises on a circle."""
    found = {}

    def level(room, above=()):
        assert room not in above, f"a circle: {' -> '.join((*above, room))}: {rooms[above[-1]][room]}"
        if room not in found:
            found[room] = 1 + max((level(other, (*above, room)) for other in list(rooms[room])), default=0)
        return found[room]

    for room in list(rooms):
        level(room)
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_arrows_go_one_way_in_every_folder(package):
    levels(arrows(package))


def test_few_rooms_on_few_levels():
    rooms = arrows("scraper")
    assert len(rooms) <= MOST_ROOMS, sorted(rooms)
    assert max(levels(rooms).values()) <= MOST_LEVELS, levels(rooms)


@pytest.mark.parametrize(("who", "whom", "why"), FORBIDDEN, ids=lambda text: text if " " in text else "-")
def test_forbidden_arrows(who, whom, why):
    found = [
        f"{module} -> {target}"
        for module in modules()
        if re.match(who, module)
        for target in imports(module)
        if re.match(whom, target)
    ]
    assert not found, why


def test_files_are_short():
    """One job a file. Tables of data may be longer."""
    data = re.compile(r"scraper/(spiders|sample)/|scraper/store/schema/migrations.py")
    long = {
        str(path.relative_to(ROOT)): count
        for path in modules().values()
        if (count := len(path.read_text("utf-8").splitlines())) > 270 and not data.match(str(path.relative_to(ROOT)))
    }
    assert not long


def test_tests_stand_where_the_code_stands_and_import_no_other_test():
    folders = {path.parent.relative_to(TESTS) for path in TESTS.rglob("test_*.py")}
    apart = {"browser", "docs", "."}
    missing = [str(at) for at in folders if str(at) not in apart and not (ROOT / "scraper" / at).is_dir()]
    assert not missing, "no such folder in scraper/"
    borrowed = [
        str(path)
        for path in TESTS.rglob("*.py")
        if re.search(r"^\s*(?:from|import) test_", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert not borrowed, "what two tests need belongs into tests/helpers"
    names = [path.stem for path in TESTS.rglob("*.py") if path.stem not in {"__init__", "conftest"}]
    assert len(set(names)) == len(names)


def test_every_module_says_what_it_is():
    import ast

    silent = [name for name in modules() if not ast.get_docstring(tree(name)) and tree(name).body]
    assert not silent
