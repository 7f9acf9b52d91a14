"""Golden readings of every CMS family: what its pages say, field by field.

`tests/families/<family>/` holds pages, `pages.json` with how each was fetched, and for each page the reading that a
person has looked at. A missing golden is written and the test fails; `--update-golden` writes all of them again.
A file's kind is what its name begins with: list-1, list-2, list-last, article-full, article-undated, trap. Markup that
nobody has seen on a real portal has `reconstructed` in its name. An entry may take the page from another place with
`file`, a path from tests/, and name its `variant` when the family has several designs.
"""

import json
from dataclasses import asdict

import pytest
from helpers.paths import TESTS

from scraper.families.read import FAMILIES, read
from scraper.items import Article
from scraper.layout import fits, layout_of_text, layout_text, text_lines
from scraper.reading.page.page import Page
from scraper.urls.canonical import request_key

FOLDER = TESTS / "families"
KINDS = ("list-1", "list-2", "list-last", "article-full", "article-undated", "trap")
# Families whose folder is still to be written: nothing may stay here.
MISSING: set[str] = set()
WANTED = [family for family in FAMILIES if family.id not in MISSING]


def pages_of(family):
    """The pages of a family: name -> how it was fetched."""
    index = FOLDER / family.id / "pages.json"
    return json.loads(index.read_text(encoding="utf-8")) if index.is_file() else {}


ALL = [(family, name) for family in WANTED for name in pages_of(family)]
by_page = pytest.mark.parametrize(("family", "name"), ALL, ids=[f"{family.id}/{name}" for family, name in ALL])
DESIGNS = [(f, v) for f in WANTED for v in sorted({how.get("variant", "") for how in pages_of(f).values()} or {""})]
by_design = pytest.mark.parametrize(("family", "variant"), DESIGNS, ids=[f"{f.id} {v}".strip() for f, v in DESIGNS])


def page_of(family, name):
    how = pages_of(family)[name]
    path = TESTS / how["file"] if "file" in how else FOLDER / family.id / name
    return Page.from_bytes(
        how.get("url"),
        path.read_bytes(),
        content_type=how.get("content_type", "text/html; charset=utf-8"),
        status=how.get("status", 200),
        request_body=how.get("request_body"),
    )


def plain(reading):
    """A reading as JSON has it."""
    found = {"kind": type(reading).__name__.lower()} | asdict(reading)
    if "layout" in found:
        found["layout"] = layout_text(reading.layout)
    return json.loads(json.dumps(found))


def golden(family, name):
    return json.loads((FOLDER / family.id / f"{name}.golden.json").read_text(encoding="utf-8"))


@by_page
def test_issue_3_a_page_is_read_as_its_golden_says(family, name, request):
    got = plain(read(page_of(family, name), (family,)))
    path = FOLDER / family.id / f"{name}.golden.json"
    known = path.is_file()
    if not known or request.config.getoption("--update-golden"):
        path.write_text(json.dumps(got, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if not known:
        pytest.fail(f"{path.name} did not exist and was written: read it, correct it, commit it")
    assert got == golden(family, name)


@by_page
def test_a_layout_is_of_the_text_beside_it(family, name):
    reading = read(page_of(family, name), (family,))
    if isinstance(reading, Article):
        lines = text_lines(reading.lead, reading.body)
        assert reading.layout
        assert fits(reading.layout, len(lines), len(reading.images))
        assert layout_of_text(layout_text(reading.layout)) == reading.layout
        rows = [line for line, code in zip(lines, reading.layout.lines, strict=True) if code in {"t", "T"}]
        assert rows == [line for line in lines if "\t" in line]


@by_page
def test_a_page_is_recognised_without_knowing_the_portal(family, name):
    """A page of a host that nobody has a spider for is read the same."""
    assert plain(read(page_of(family, name))) == golden(family, name)


def by_kind(family, variant):
    names = [name for name, how in pages_of(family).items() if how.get("variant", "") == variant]
    return {kind: [name for name in names if name.startswith(kind)] for kind in KINDS}


@by_design
def test_issue_3_every_design_of_a_family_has_every_kind_of_page(family, variant):
    """List page 1, 2 and last, detail with image, caption and attachment, detail without a date, a trap."""
    found = by_kind(family, variant)
    wanted = KINDS if variant != "rest" else [kind for kind in KINDS if not kind.startswith("article")]
    assert [kind for kind in wanted if not found[kind]] == [], "see the head of this file"
    if variant == "rest":  # an API only lists
        return
    full = golden(family, found["article-full"][0])
    assert full["kind"] == "article"
    assert any(image["caption"] for image in full["images"])
    assert full["attachments"]
    cards = [card for name in found["list-1"] for card in golden(family, name)["cards"]]
    assert full["published"] or any(card["date"] for card in cards), "some systems print dates on lists only"
    undated = golden(family, found["article-undated"][0])
    assert undated["kind"] == "article"
    if family.id != "nukeviet":  # some of its themes hide the date from readers, not from machines: microdata has it
        assert undated["published"] is None


@by_design
def test_lists_lead_from_page_to_page_and_end(family, variant):
    found = by_kind(family, variant)
    first, second, last = (golden(family, found[kind][0]) for kind in KINDS[:3])
    how = pages_of(family)[found["list-2"][0]]
    assert second["cards"], "page 1 may be a page whose list a script fills"
    assert first["next"]
    body = how.get("request_body")
    asked = request_key("POST" if body is not None else "GET", how["url"], body)
    assert request_key(first["next"]["method"], first["next"]["url"], first["next"]["body"]) == asked
    assert second["next"] != first["next"]
    assert last["next"] is None


def test_no_golden_and_no_page_is_left_over():
    for family in WANTED:
        if not (names := set(pages_of(family))):
            continue
        files = {path.name for path in (FOLDER / family.id).iterdir()} - {"pages.json"}
        kept = {name for name, how in pages_of(family).items() if "file" not in how}
        assert files == kept | {f"{name}.golden.json" for name in names}, family.id
    assert {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"} <= {
        family.id for family in WANTED
    }
