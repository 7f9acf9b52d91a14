"""`/bai/<id>`: a text is shown as it was set where that is known, and as paragraphs where it is not."""

import re

import pytest
from datasette.app import Datasette
from helpers.html_page import Page
from helpers.stored_archive import EVIL, HOST, SiteWorld, fill

from scraper.items import Image, Layout
from scraper.layout import layout_of_text
from scraper.site.pages.set_text import set_text


def shown(layout, *lines, lead=None, images=()):
    return set_text({"lead": lead, "body": "\n".join(lines), "layout": layout}, [{"src": src} for src in images])


def outline(parts):
    """Parts as nested tuples: kind, and words or parts."""
    return [
        (p.kind, p.number)
        if p.kind == "image"
        else (p.kind, outline(p.parts))
        if p.parts
        else (p.kind, [[cell.text for cell in row] for row in p.rows])
        if p.rows
        else (p.kind, p.text)
        for p in parts
    ]


def entry(*parts):
    return ("entry", [("paragraph", part) if isinstance(part, str) else part for part in parts])


@pytest.mark.parametrize(
    ("layout", "lines", "expected"),
    [
        ("p c", "ab", [("paragraph", "a"), ("caption", "b")]),
        ("U1 u1 p", "abc", [("list", [entry("a"), entry("b")]), ("paragraph", "c")]),
        ("2U1", "ab", [("list", [entry("a")]), ("list", [entry("b")])]),
        ("U1 O1", "ab", [("list", [entry("a")]), ("numbered", [entry("b")])]),
        ("U1 O2 o2 +2 +1 u1", "abcdef", [
            ("list", [entry("a", ("numbered", [entry("b"), entry("c", "d")]), "e"), entry("f")])
        ]),
        ("U1 U3 u1", "abc", [("list", [entry("a", ("list", [entry("b")])), entry("c")])]),
        ("U2 U1", "ab", [("list", [entry("a")]), ("list", [entry("b")])]),
        # The first line of its list, table or quote was the title, or a tool: the rest stands.
        ("u1 +1", "ab", [("list", [entry("a", "b")])]),
        ("+1 p", "ab", [("paragraph", "a"), ("paragraph", "b")]),
        ("t", ["a\tb"], [("table", [["a", "b"]])]),
        ("q", "a", [("quote", [("paragraph", "a")])]),
        ("Q q Q", "abc", [("quote", [("paragraph", "a"), ("paragraph", "b")]), ("quote", [("paragraph", "c")])]),
        ("T t T", ["a\tb", "c\td", "e\tf"], [("table", [["a", "b"], ["c", "d"]]), ("table", [["e", "f"]])]),
        ("U1 T u1", ["a", "b\tc", "d"], [("list", [entry("a")]), ("table", [["b", "c"]]), ("list", [entry("d")])]),
    ],
)  # fmt: skip
def test_lines_become_parts(layout, lines, expected):
    assert outline(shown(layout, *lines)) == expected


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        ("p U1 u1 p|0 4", ["image", "lead", "list", "paragraph", "image"]),
        ("p U1 u1 p|1 3", ["lead", "image", "list", "image", "paragraph"]),
        ("p U1 u1 p|2 2", ["lead", "list", "paragraph"]),  # in the first entry
        ("p Q q p|2 2", ["lead", "quote", "image", "image", "quote", "paragraph"]),
        ("p T t p|2 2", ["lead", "table", "image", "image", "table", "paragraph"]),
    ],
)
def test_images_stand_where_they_stood(layout, expected):
    assert [p.kind for p in shown(layout, "b", "c", "d", lead="a", images="xy")] == expected


def test_the_lead_image_comes_first_where_several_stand():
    parts = shown("2p|0 0* 1", "a", "b", images="xyz")
    assert [p.number for p in parts if p.kind == "image"] == [2, 1, 3]


def test_headings_are_set_below_the_title_and_skip_no_level():
    parts = shown("h4 p h2 h6 h3", *"abcde")
    assert [p.level for p in parts if p.kind == "heading"] == [2, 2, 3, 3]


@pytest.mark.parametrize("layout", [None, "", "p", "3p", "2p|0", "2p|0 3", "<b>"])
def test_what_does_not_fit_the_text_is_not_used(layout):
    assert shown(layout, "a", "b", images="xy") is None


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("set"))


@pytest.fixture(scope="module")
def ds(world):
    return Datasette(config_dir=world.folder)


async def body_of(ds, path):
    response = await ds.client.get(path)
    assert response.status_code == 200, path
    return response.text, re.search(r'<div class="body".*?\n</div>\n', response.text, re.DOTALL)[0]


@pytest.mark.parametrize("lang", ["vi", "en"])
async def test_the_page_of_an_article_shows_it_as_it_was_set(ds, world, lang):
    html, body = await body_of(ds, f"/bai/{world.keys['set']}?lang={lang}")
    page = Page(html)
    page.check(lang)
    tags = Page(f"<main>{body}").tags
    assert [tags.count(tag) for tag in ("h2", "h3", "ul", "ol", "li", "blockquote", "table", "figure")] == [
        1, 1, 1, 2, 6, 1, 1, 2,
    ]  # fmt: skip
    assert '<ol start="5">' in body
    assert '<th scope="col">Khoản</th><th scope="col" colspan="2">Năm trước</th>' in body
    assert 'rowspan="2"' in body
    assert body.index('class="sapo"') < body.index("<figure>") < body.index("<h2>")
    assert 'aria-labelledby="images"' not in html, "no second list of the same images"
    assert "javascript:" not in "".join(page.links)
    assert "<script>document" not in body


async def test_articles_without_a_layout_are_shown_as_paragraphs(ds, world):
    html, body = await body_of(ds, f"/bai/{world.keys['edited']}")
    assert set(Page(f"<main>{body}").tags) == {"main", "div", "p"}
    assert 'aria-labelledby="images"' in html


async def test_a_version_is_shown_as_it_was_set_then(tmp_path):
    w = SiteWorld(tmp_path)
    picture = Image(src="https://a.example/cu.jpg", caption="Ảnh cũ")
    w.publish(
        "a", "Hội nghị", "Một\nHai", at="2026-01-01T00:00:00Z", images=(picture,), layout=layout_of_text("U1 u1|1")
    )
    key = w.publish("a", "Hội nghị", "Một\nBa", at="2026-02-01T00:00:00Z", layout=Layout(lines=("h2", "p")))
    w.publish("a", "Hội nghị", "Một\nBốn", at="2026-03-01T00:00:00Z")
    old, newer, _ = (v["text_sha256"][:12] for v in w.archive.rows("select * from versions order by first_seen_at"))
    w.close()
    ds = Datasette(config_dir=w.folder)
    _, body = await body_of(ds, f"/bai/{key}?ban={old}")
    assert re.sub(r"\s+", "", body).count("<li><p>") == 2
    assert "Ảnh cũ" in body
    _, body = await body_of(ds, f"/bai/{key}?ban={newer}")
    assert "<h2>Một</h2>" in body
    _, body = await body_of(ds, f"/bai/{key}")
    assert "<p>Bốn</p>" in body
    diff = await ds.client.get(f"/bai/{key}/so-sanh?tu={old}&den={newer}")
    assert diff.status_code == 200
    assert "Hai" in diff.text


async def test_programs_get_the_layout(ds, world):
    key = world.keys["set"]
    one = (await ds.client.get(f"/api/v1/articles/{key}")).json()["data"]
    assert one["layout"].startswith("2p h3 p U1")
    listed = (await ds.client.get("/api/v1/articles?fields=id,layout&limit=100")).json()["data"]
    assert {row["id"]: row["layout"] for row in listed}[world.keys["edited"]] is None
    versions = (await ds.client.get(f"/api/v1/articles/{key}/versions?fields=layout")).json()["data"]
    assert [row["layout"] for row in versions] == [one["layout"]]
    assert EVIL not in one["layout"]
    assert HOST not in one["layout"]
