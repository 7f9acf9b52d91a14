"""Feeds and exports of any search: stable ids, right in Excel, bounded, inert."""

import csv
import io
import json
import re
import sqlite3
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from datasette.app import Datasette
from helpers.written_archive import CAPTURED, add, create, insert, project

from scraper.site.downloads import tables
from scraper.site.downloads.feed_formats import urn
from scraper.site.downloads.feed_pages import diff_html
from scraper.site.search.spans import sort_key_of
from scraper.store.articles.edits import derive_changes

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = '=HYPERLINK("http://x.example")'
NEWER = "2026-11-09T03:04:05.678Z"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("feeds"))
    (folder / "metadata.yml").write_text(
        (folder / "metadata.yml").read_text() + "\nplugins:\n  congtin:\n    export_rows: 3\n"
    )
    db = create(folder / "archive.db")

    def put(number, title, body, day, **more):
        at = sort_key_of(date.fromisoformat(day or "2026-11-01")) + number
        return add(db, number, title, body, day=day, sort_key=at, **more)

    first = put(1, "Đồng Đăng đón khách", "Thu 34 triệu đồng.\nĐoạn hai.", "2024-05-01", lead="Sapo & tin.")
    put(2, HOSTILE, "+Chữ \x0b<script>alert(1)</script> Đồng Đăng", "2024-05-02", author="@ai", category="-Mục")
    put(3, "Tin ba Đồng Đăng", "x" * 40_000, "2024-05-03", url="javascript:alert(1)")
    put(4, "Tin không ngày Đồng Đăng", "Chữ.", None)
    db.row_factory = sqlite3.Row
    insert(
        db,
        "versions",
        article_id=first,
        text_sha256="f" * 64,
        title="Đồng Đăng đón khách",
        lead="Sapo & tin.",
        body="Thu 43 triệu đồng.\nĐoạn hai.",
        first_seen_at=NEWER,
        last_seen_at=NEWER,
        capture_id="urn:uuid:1",
    )
    derive_changes(db, first)
    db.commit()
    db.close()
    return Datasette(config_dir=folder), first


async def test_atom_of_a_search(site):
    """Valid Atom: ids that never change, RFC 3339 times, absolute links; what XML cannot hold is left out."""
    ds, first = site
    response = await ds.client.get("/tim.atom?q=dong+dang&sap=lien-quan")
    assert response.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(response.text)
    assert feed.find(f"{ATOM}title").text == "Cổng Tin: “dong dang”"
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}title").text for entry in entries][-1] == "Đồng Đăng đón khách"
    last = entries[-1]
    assert last.find(f"{ATOM}id").text == urn(f"article:{first}")
    assert last.find(f"{ATOM}published").text == "2024-05-01T00:00:00+07:00"
    assert last.find(f"{ATOM}updated").text == NEWER
    assert last.find(f"{ATOM}link").get("href") == f"http://localhost/bai/{first}"
    assert last.find(f"{ATOM}content").text == "<p>Sapo &amp; tin.</p><p>Thu 34 triệu đồng.</p><p>Đoạn hai.</p>"
    for entry in entries:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+07:00)", entry.find(f"{ATOM}updated").text)
        assert "<script" not in (entry.find(f"{ATOM}content").text or "")
        assert not [link for link in entry.findall(f"{ATOM}link") if link.get("href").startswith("javascript")]
    assert entries[0].find(f"{ATOM}published") is None


async def test_json_feed_says_the_same(site):
    ds, _ = site
    atom = ET.fromstring((await ds.client.get("/tim.atom?q=dong+dang")).text)
    response = await ds.client.get("/tim.jsonfeed?q=dong+dang")
    assert response.headers["content-type"].startswith("application/feed+json")
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://localhost/tim.jsonfeed?q=dong+dang"
    assert [item["id"] for item in feed["items"]] == [e.find(f"{ATOM}id").text for e in atom.findall(f"{ATOM}entry")]
    assert "date_published" not in feed["items"][0]


async def test_feed_without_hits_is_a_feed(site):
    feed = ET.fromstring((await site[0].client.get("/tim.atom?q=khongcogi")).text)
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.find(f"{ATOM}updated") is not None


async def test_changes_feed_has_the_difference_inside(site):
    ds, first = site
    entry = ET.fromstring((await ds.client.get("/thay-doi.atom")).text).find(f"{ATOM}entry")
    assert "Thu <del>34 </del><ins>43 </ins>triệu" in entry.find(f"{ATOM}content").text
    assert "Đoạn hai" not in entry.find(f"{ATOM}content").text
    link = entry.find(f"{ATOM}link").get("href").removeprefix("http://localhost")
    assert (await ds.client.get(link)).status_code == 200
    item = (await ds.client.get("/thay-doi.jsonfeed")).json()["items"][0]
    assert item["id"] == entry.find(f"{ATOM}id").text
    assert item["_congtin"]["id"] == first


def test_difference_is_inert():
    found = diff_html("a", "<b onclick=x>")
    assert "<del>a</del>" in found
    assert "&lt;b onclick=x&gt;" in found


async def test_csv_opens_right_in_excel(site):
    """A mark for UTF-8, a formula made harmless, every other text as it is, and the way to the next part."""
    ds, first = site
    response = await ds.client.get("/tim.csv?q=dong+dang")
    assert response.content.startswith(b"\xef\xbb\xbfid,")
    assert "attachment" in response.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))
    assert [row["title"] for row in rows] == ["Tin không ngày Đồng Đăng", "Tin ba Đồng Đăng", f"'{HOSTILE}"]
    assert (rows[2]["author"], rows[2]["category"], rows[2]["body"][:5]) == ("'@ai", "'-Mục", "'+Chữ")
    assert len(rows[1]["body"]) == 40_000
    assert rows[0]["portal"] == "Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng"
    following = re.fullmatch(r'<http://localhost(/tim\.csv\?[^>]+)>; rel="next"', response.headers["link"])[1]
    second = await ds.client.get(following)
    assert [row["id"] for row in csv.DictReader(io.StringIO(second.text.removeprefix("\ufeff")))] == [first]
    assert "link" not in second.headers


async def test_ndjson_keeps_every_word(site):
    ds, first = site
    lines = [json.loads(line) for line in (await ds.client.get("/tim.ndjson?den=2024-05-02")).text.splitlines()]
    assert [tuple(line) for line in lines] == [tables.COLUMNS] * 2
    assert lines[0]["title"] == HOSTILE
    assert lines[1]["page"] == f"http://localhost/bai/{first}"


async def test_xlsx_has_no_formula_and_says_where_it_ends(site):
    ds, _ = site
    response = await ds.client.get("/tim.xlsx?q=dong+dang")
    book = zipfile.ZipFile(io.BytesIO(response.content))
    sheets = [book.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2)]
    assert sheets[0].count("<row ") == 4
    assert "<f>" not in sheets[0]
    assert "HYPERLINK(" in sheets[0]
    assert max(len(text) for text in re.findall(r"<t[^>]*>([^<]*)</t>", sheets[0])) == tables.MAX_CELL
    assert "dừng ở 3 tin" in sheets[1] or "dừng ở 3 tin" in book.read("xl/sharedStrings.xml").decode()


async def test_embed_may_be_framed_and_nothing_else(site):
    ds, first = site
    page = await ds.client.get("/nhung?q=dong+dang")
    assert "frame-ancestors *" in page.headers["content-security-policy"]
    assert "<script" not in page.text.replace("&lt;script", "")
    assert f"/bai/{first}" in page.text
    for path in ("/tim?q=dong", "/tim.atom", "/"):
        assert "frame-ancestors 'none'" in (await ds.client.get(path)).headers["content-security-policy"]


async def test_search_page_leads_to_its_formats(site):
    """Every link to a format answers, with the filters of the page; feeds are announced in the head."""
    ds, _ = site
    page = (await ds.client.get("/tim?q=dong+dang&cong=dong_dang")).text
    links = re.findall(r'href="(/(?:tim\.|nhung)[^"]+)"', page)
    assert len(set(links)) == 6
    assert all("cong=dong_dang" in link for link in links)
    for link in set(links):
        assert (await ds.client.get(link.replace("&amp;", "&"))).status_code == 200
    assert 'type="application/atom+xml"' in page
    assert CAPTURED[:4] in page
