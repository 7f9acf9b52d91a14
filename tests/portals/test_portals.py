"""Every portal's saved pages, read as a person has checked them.

`tests/portals/<spider>/` holds pages, `pages.json` with their addresses and with phrases that the body must and must not
hold, and for each page its golden reading. A missing golden is written and the test fails; `--update-golden` writes
them again. Pages are written for this purpose with fictional people; `reconstructed` in a name says that the real markup is
not known.
"""

import json

import pytest
from helpers.paths import TESTS
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from scraper.cli.reading_json import as_json
from scraper.families.read import read
from scraper.reading.page.page import Page

FOLDER = TESTS / "portals"
LOADER = SpiderLoader.from_settings(get_project_settings())
PORTALS = sorted(path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__")


def pages_of(portal):
    return json.loads((FOLDER / portal / "pages.json").read_text(encoding="utf-8"))


ALL = [(portal, name) for portal in PORTALS for name in pages_of(portal)]
by_page = pytest.mark.parametrize(("portal", "name"), ALL, ids=[f"{portal}/{name}" for portal, name in ALL])


def reading(portal, name, *, of_stranger=False):
    how = pages_of(portal)[name]
    page = Page.from_bytes(
        how["url"],
        (FOLDER / portal / name).read_bytes(),
        content_type=how.get("content_type", "text/html; charset=utf-8"),
        request_body=how.get("request_body"),
    )
    given = None if of_stranger else LOADER.load(portal).portal.families
    return as_json(read(page, given), portal=portal)


@by_page
def test_issue_2_a_page_is_read_as_its_golden_says(portal, name, request):
    got = reading(portal, name)
    path = FOLDER / portal / f"{name}.json"
    known = path.is_file()
    if not known or request.config.getoption("--update-golden"):
        path.write_text(json.dumps(got, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if not known:
        pytest.fail(f"{path.name} did not exist and was written: read it, correct it, commit it")
    assert got == json.loads(path.read_text(encoding="utf-8"))


@by_page
def test_bodies_hold_what_was_written_and_nothing_around_it(portal, name):
    how, got = pages_of(portal)[name], reading(portal, name)
    said = f"{got.get('lead') or ''}\n{got.get('body', '')}"
    assert [phrase for phrase in how.get("with", ()) if phrase not in said] == []
    assert [phrase for phrase in how.get("without", ()) if phrase in said] == []


@by_page
def test_a_page_of_an_unknown_host_says_the_same(portal, name):
    """Without its portal a page keeps its kind, title, date, author and body, whatever family reads it."""
    got, known = reading(portal, name, of_stranger=True), reading(portal, name)
    wanted = {
        "article": ("kind", "title", "published_at", "author", "unit", "body", "lead"),
        "listing": ("kind", "cards"),
    }[known["kind"]]
    assert {field: got[field] for field in wanted} == {field: known[field] for field in wanted}


@pytest.mark.parametrize("portal", PORTALS)
def test_issue_3_a_person_has_looked_at_what_probe_wrote(portal):
    """`scrapy probe --write` marks its goldens "reviewed": false: read page and golden, correct it, set it to true."""
    unread = [name for name, how in pages_of(portal).items() if how.get("reviewed") is False]
    assert unread == [], "read them, correct them, then set reviewed to true in pages.json"


def test_every_golden_has_its_page():
    for portal in PORTALS:
        files = {path.name for path in (FOLDER / portal).iterdir()} - {"pages.json"}
        assert files == {n for name in pages_of(portal) for n in (name, f"{name}.json")}, portal
        assert portal in LOADER.list()


def test_issue_2_the_seed_systems_have_portals():
    """Two generations of the Đồng Đăng board, Hà Giang's emulation portal, Báo Lạng Sơn; and the real mirror's."""
    assert {
        "bao_lang_son",
        "hagiang_thi_dua",
        "hanoi_sotttt",
        "langson_dong_dang",
        "langson_dong_dang_drupal",
    } <= set(PORTALS)
