"""What a portal says about its families: its own first, none in particular, or the general reader alone."""

import json

import pytest

from scraper.cli.reading_json import read_as_json
from scraper.families.drupal import DRUPAL
from scraper.families.read import read
from scraper.intake.read_capture import read_capture
from scraper.items import Article, Listing, Other
from scraper.portals.portal import Portal
from scraper.portals.portal_map import PortalMap
from scraper.reading.page.page import Page
from scraper.store.rows import Capture

URL = "http://cu.example/node/7"
TEXT = "".join(f"<p>Đoạn {n} kể về buổi làm việc của đoàn công tác với xã Bình Lãng Thượng.</p>" for n in range(9))
TITLE = "Đoàn công tác làm việc với xã Bình Lãng Thượng"
HEAD = f"<meta name=Generator content='Drupal 7'><title>{TITLE}</title>"
PAGE = (
    f"<html><head>{HEAD}</head><body class='page-node node-type-article'><div class=node><h1>{TITLE}</h1>"
    f"<div class='field field-name-body'>{TEXT}</div></div></body></html>"
)


def portals(families):
    names = {"name": "Cổng", "owner": "Ủy ban", "province": "Hà Nội", "province_now": "Hà Nội"}
    return PortalMap([("cu", Portal(**names, prefixes=("cu.example",), families=families))])


@pytest.mark.parametrize(("families", "family"), [(None, "drupal"), ((DRUPAL,), "drupal"), ((), None)])
def test_every_door_obeys_what_the_portal_says(families, family):
    page, known = Page.from_text(PAGE, URL), portals(families)
    given = read(page, families)
    capture = Capture(**dict.fromkeys(Capture.__dataclass_fields__) | {"url": URL, "captured_at": "2024-05-01"})
    stored = read_capture(capture, page, known)
    shown = read_as_json(page, known, "cu")
    for got in (given, stored):
        assert isinstance(got, Article)
        assert (got.title, got.family) == (TITLE, family)
        assert "Đoạn 8" in got.body
    assert (shown["title"], shown["family"]) == (TITLE, family)


def test_a_portal_that_names_no_families_is_read_as_a_strangers_page():
    assert portals(None).portals["cu"].families is None
    assert Portal(name="", owner="", province="", province_now="").families is None


def test_feeds_and_barriers_are_told_without_any_family():
    feed = "<rss version='2.0'><channel><item><link>http://cu.example/a</link></item></channel></rss>"
    assert isinstance(read(Page.from_text(feed, URL), ()), Listing)
    moved = Page("", URL, status=302, location="/moi")
    assert isinstance(read(moved, ()), Other)
    data = read(Page.from_text(json.dumps({"d": "<div class=node>x</div>"}), URL), ())
    assert (data.reason, data.family) == ("not_html", None)


def test_trackers_are_in_no_address_of_an_article():
    related = f"<a href='/bai-{{}}.html?utm_source=zalo&id={{}}'>{TITLE} lần {{}}</a>"
    cards = "".join(f"<li>{related.format(n, n, n)} <i>0{n}/03/2025</i></li>" for n in range(1, 8))
    found = read(Page.from_text(f"<html><body><main><h1>Tin</h1><ul>{cards}</ul></main></body></html>", URL))
    assert [card.url for card in found.cards] == [f"http://cu.example/bai-{n}.html?id={n}" for n in range(1, 8)]
    got = read(Page.from_text(PAGE, f"{URL}?fbclid=a&trang=2&utm_medium=b"))
    assert got.url == f"{URL}?trang=2"
    stated = PAGE.replace("<title>", "<meta property='og:url' content='http://cu.example/a?utm_source=z'><title>")
    assert read(Page.from_text(stated)).url == "http://cu.example/a"
