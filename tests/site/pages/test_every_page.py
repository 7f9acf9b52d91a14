"""Every page of ours, by one list: it answers, is valid and accessible HTML in both languages, and is inert."""

import re
from html.parser import HTMLParser

import pytest
from datasette.app import Datasette
from helpers.html_page import Page
from helpers.stored_archive import EVIL, LONG_WORD, LOST, PAGES, SENTENCE, SiteWorld, fill, filled, paths

import scraper.site
from scraper.site import api
from scraper.site.pages import robots_and_sitemaps

# Blocks, and inline boxes that the style sheet (or the browser, for bdi) isolates.
ISOLATED = {"bdi", "p", "td", "th", "h1", "h2", "h3", "dd", "title", "script", "del", "ins", "code"}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("every"))


@pytest.fixture(scope="module")
def ds(world):
    return Datasette(config_dir=world.folder)


def test_every_route_has_an_example_page():
    """A new page must join the list, so that everything below is asked of it too."""
    for_machines = {pattern for pattern, _ in (*api.routes(), *robots_and_sitemaps.routes())} - {r"^/api$"}
    routes = {pattern for pattern, _ in scraper.site.register_routes()} - for_machines
    assert routes == set(PAGES), "add your route with example addresses to tests/helpers/stored_archive.py"


async def test_every_page_answers_in_both_languages(ds, world):
    for path in paths(world):
        for lang in ("vi", "en"):
            asked = path if "/-/time" in path else path + ("&" if "?" in path else "?") + f"lang={lang}"
            response = await ds.client.get(asked)
            assert response.status_code in {200, 302}, path
            if "text/html" in response.headers["content-type"] and not path.startswith("/-/"):
                if not path.startswith("/nhung"):  # a fragment for other people's pages
                    Page(response.text).check(lang)
                assert "script-src" not in response.headers["content-security-policy"], path


@pytest.mark.parametrize("path", LOST)
async def test_lost_readers_get_a_page_of_ours(ds, world, path):
    response = await ds.client.get(filled(world, path))
    assert response.status_code in {400, 404}
    Page(response.text).check()


async def test_hostile_text_is_inert_on_every_page(ds, world):
    """Scripts, handlers and links of archived text are text everywhere; template signs are not evaluated."""
    seen = 0
    for path in paths(world):
        response = await ds.client.get(path)
        if "text/html" not in response.headers["content-type"] or path.startswith("/-/"):
            continue
        html = response.text
        assert "<script>document" not in html, path
        assert "<img" not in html, path
        assert not re.search(r'href="(?!/|https?:|#|\?)', html), path
        seen += "&lt;script&gt;document" in html
        assert "hong'&lt;/script&gt;" not in html
        assert not re.search(r"\s49\s", html)
    assert seen >= 5


class Directions(HTMLParser):
    """Collects archived text with a mark of direction that is not alone in a box which isolates it."""

    def __init__(self, html):
        super().__init__()
        self.stack, self.bad = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in {"meta", "link", "br", "input"}:
            self.stack.append((tag, "dir" in dict(attrs)))

    def handle_endtag(self, tag):
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if "\u202e" not in data:
            return
        (tag, own), (parent, _) = self.stack[-1], self.stack[-2]
        if not (own or tag in ISOLATED or (tag == "a" and parent in {"h2", "h3"})):
            self.bad.append((parent, tag, data[:40]))


async def test_marks_of_direction_are_isolated(ds, world):
    """A title that overrides the direction turns round nothing but itself."""
    css = (await ds.client.get("/-/static-plugins/congtin/congtin.css")).text
    assert "bdi, code, del, ins, .typo, header nav a, .meta a { unicode-bidi: isolate; }" in css
    for path in paths(world):
        response = await ds.client.get(path)
        if "text/html" in response.headers["content-type"] and not path.startswith("/-/"):
            assert Directions(response.text).bad == [], path


async def test_a_very_long_body_is_shown_whole_and_compared_in_time(tmp_path):
    """5 MB of text: the page answers, the comparison is bounded and says so."""
    w = SiteWorld(tmp_path)
    for name in ("nfc", "fold"):  # the search index is not what this is about, and takes its seconds
        w.archive.conn.create_function(name, 1, lambda _: "", deterministic=True)
    w.publish("huge", "Tin dài", f"{LONG_WORD}\n" + SENTENCE * 45_000, at="2026-10-01T03:00:00Z")
    with w.archive.transaction() as conn:
        row = conn.execute("select * from versions").fetchone()
        conn.execute(
            "insert into versions (article_id, text_sha256, title, lead, body, first_seen_at, last_seen_at, capture_id)"
            " values (?, ?, ?, ?, ?, ?, ?, ?)",
            (row["article_id"], "e" * 64, "Tin dài", None, f"{EVIL} " * 20_000, *["2026-10-02T03:00:00Z"] * 2,
             row["capture_id"]),
        )  # fmt: skip
    w.close()
    ds = Datasette(config_dir=w.folder)
    page = await ds.client.get(f"/bai/{w.keys['huge']}")
    assert page.status_code == 200
    assert LONG_WORD in page.text
    assert len(page.content) > 5_000_000
    compared = await ds.client.get(f"/bai/{w.keys['huge']}/so-sanh")
    assert compared.status_code == 200
    assert "quá dài để so" in compared.text
    assert "chỉ hiện phần đầu" in compared.text
    assert len(compared.text) < 500_000
