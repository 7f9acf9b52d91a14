"""The pages people read, on an empty, a one-row and a small archive."""

import json
import re

import pytest
from datasette.app import Datasette
from helpers.html_page import Page
from helpers.written_archive import CAPTURED, add, create, insert, project

from scraper.site import rows
from scraper.site.texts import catalogue, texts

EVIL = '<script>alert(1)</script><img src=x onerror=alert(2)>" Đồng Đăng'


CHECKS = (
    ("2025-01-01T00:00:00Z", "gone", "http_error"),
    ("2025-02-01T00:00:00Z", "live", "article"),
    ("2025-03-01T00:00:00Z", "replaced", "listing"),
    ("2025-03-09T00:00:00Z", "unreachable", "server_error"),
    ("2025-03-20T00:00:00Z", "replaced", "replaced"),
    ("2025-03-21T00:00:00Z", "unlisted", "listing"),
)


def add_check(db, key, capture, at, result, read_as):
    insert(db, "captures", id=capture, url="https://a.example/tin/55", page_id=key, url_key="k55", method="GET",
           captured_at=at, status=200, fidelity="wire", file="a-1.warc.gz", offset=1, length=9, read=1,
           read_as=read_as)  # fmt: skip
    insert(db, "vanish_checks", article_id=key, checked_at=at, result=result, crawl_id="c0", capture_id=capture)


def build(folder, size):
    db = create(folder / "archive.db")
    keys = {}
    if size:
        keys["first"] = add(
            db, 10, "Tin đầu", "Đoạn một.\nĐoạn hai.", lead="Sapo của tin.", category="Tin tức", author="Mai Chi"
        )
    if size > 1:
        keys["undated"] = add(db, 20, "Tin không ngày", "Chữ.", day=None)
        keys["sample"] = add(db, 30, "Tin mẫu", "Chữ mẫu.", portal="sample_bac", day="2026-11-01T10:27:00+07:00")
        keys["evil"] = add(
            db, 40, EVIL, f"{EVIL}\n\u202e{'dài' * 40000}", lead=EVIL, author=EVIL, unit=EVIL, category=EVIL
        )
        keys["gone"] = add(db, 50, "Tin bị gỡ", "Chữ mới.", state="gone", updated_at="2024-06-27", version_count=2)
        insert(
            db,
            "versions",
            article_id=keys["gone"],
            text_sha256="f" * 64,
            title="Bản cũ của tin",
            body="Chữ cũ.",
            first_seen_at="2025-01-01T00:00:00Z",
            last_seen_at="2025-02-01T00:00:00Z",
            capture_id="urn:uuid:50",
        )
        keys["replaced"] = add(
            db, 55, "Tin nay đã bị thế chỗ", "Chữ.", state="soft404", state_since="2025-03-01T00:00:00Z"
        )
        for number, (at, result, read_as) in enumerate(CHECKS):
            add_check(db, keys["replaced"], f"urn:uuid:check-{number}", at, result, read_as)
        keys["linked"] = add(db, 60, "Tin có địa chỉ xấu", "Chữ.", url="javascript:alert(3)")
        keys["stray"] = add(db, 70, "Tin ngoài mọi cổng", "Chữ.", portal=None, day="2023-01-02")
        for position, (src, caption) in enumerate(
            [("javascript:alert(4)", EVIL), ("https://a.example/b.jpg", "Toàn cảnh")]
        ):
            insert(db, "images", article_id=keys["evil"], position=position, src=src, caption=caption, credit=EVIL)
        insert(
            db, "attachments", article_id=keys["evil"], position=0, url="data:text/html,<script>1</script>", name=EVIL
        )
        insert(
            db, "attachments", article_id=keys["evil"], position=1, url="https://a.example/nq.pdf", name="Nghị quyết"
        )
        insert(db, "crawls", id="c1", portal_id="dong_dang", started_at=CAPTURED, state="incomplete")
        insert(
            db, "failures", id="f1", portal_id="dong_dang", url="https://a.example/hong", stage="read", reason="empty"
        )
    db.commit()
    db.close()
    return keys


@pytest.fixture(scope="module", params=[0, 1, 8], ids=["empty", "one", "small"])
def any_site(request, tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("any"))
    keys = build(folder, request.param)
    return Datasette(config_dir=folder), keys


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("site"))
    keys = build(folder, 8)
    return Datasette(config_dir=folder), keys


def paths(keys):
    return [
        "/",
        "/tim",
        "/tim?q=tin",
        "/tim?q=zzz",
        "/gioi-thieu",
        "/cong/dong_dang",
        "/cong/trong",
        "/cong/sample_bac",
        *(f"/bai/{key}" for key in keys.values()),
    ]


async def test_every_page_answers_in_both_languages(any_site):
    ds, keys = any_site
    for path in paths(keys):
        for lang in ("vi", "en"):
            response = await ds.client.get(path + ("&" if "?" in path else "?") + f"lang={lang}")
            assert response.status_code == 200, path
            Page(response.text).check(lang)


async def test_raw_pages_and_json_answer(any_site):
    """The stock table pages, and /archive/articles.json?_shape=array with them."""
    ds, keys = any_site
    for path in (
        "/archive",
        "/archive/articles",
        "/archive/captures",
        "/archive/tim?q=tin",
        "/archive/so_tin_theo_thang",
        "/archive/trang_hong",
    ):
        response = await ds.client.get(path)
        assert response.status_code == 200, path
        assert '<html lang="vi">' in response.text
    rows = await ds.client.get("/archive/articles.json?_shape=array")
    assert rows.status_code == 200
    assert {row["id"] for row in rows.json()} == set(keys.values())
    for key in keys.values():
        assert f"/bai/{key}" in (await ds.client.get(f"/archive/articles/{key}")).text


async def test_raw_filter_fields_have_names(site):
    ds, _ = site
    html = (await ds.client.get("/archive/articles?title__contains=tin")).text
    for field in re.findall(r'<(?:select|input)[^>]*name="_filter[^>]*>', html):
        assert "aria-label=" in field


async def test_home_shows_search_newest_portals_and_gaps(site):
    ds, keys = site
    html = (await ds.client.get("/")).text
    assert html.index('name="q"') < html.index("Tin mới nhất") < html.index("Các cổng trong kho")
    assert html.index(keys["sample"]) < html.index(keys["first"]) < html.index(keys["stray"])
    assert keys["undated"] not in html
    assert "1 tin không rõ ngày đăng" in html
    assert "1 trang đã tải nhưng không đọc được" in html
    assert "1 cổng đã khai báo nhưng chưa có tin nào" in html
    assert "01/11/2026 10:04" in html
    assert "chưa đầy đủ" in html
    assert "Dữ liệu mẫu hư cấu" in html


async def test_home_counts_rise_while_crawling(tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "_SHARE", 0)
    folder = project(tmp_path)
    build(folder, 1)
    ds = Datasette(config_dir=folder)
    assert "1 tin." in (await ds.client.get("/")).text
    from helpers.written_archive import connect

    db = connect(folder / "archive.db")
    add(db, 99, "Tin thêm", "Chữ.")
    db.commit()
    db.close()
    assert "2 tin." in (await ds.client.get("/")).text


async def test_article_page_shows_text_and_provenance(site):
    """Text as published in paragraphs, and where it comes from down to the byte."""
    ds, keys = site
    html = (await ds.client.get(f"/bai/{keys['first']}")).text
    for text in (
        "<p>Đoạn một.</p>",
        "<p>Đoạn hai.</p>",
        "Sapo của tin.",
        "https://a.example/tin/10",
        "sha1:ABC",
        "a-1.warc.gz, từ byte 110",
        ">200<",
        "ghi trên trang của tin, chính xác tới ngày",
        "01/11/2026 10:04 (UTC+7)",
        "Mai Chi",
    ):
        assert text in html
    assert '<link rel="canonical" href="https://a.example/tin/10">' in html
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    assert data["@type"] == "NewsArticle"
    assert data["datePublished"] == "2024-06-26"
    assert data["url"] == "https://a.example/tin/10"
    english = (await ds.client.get(f"/bai/{keys['first']}?lang=en")).text
    assert "26 June 2024" in english
    assert "printed on the article page, to the day" in english


async def test_article_without_date_says_so(site):
    ds, keys = site
    html = (await ds.client.get(f"/bai/{keys['undated']}")).text
    assert "không rõ ngày đăng" in html
    assert "kho không đoán" in html
    assert "datePublished" not in html


async def test_article_versions_and_state(site):
    ds, keys = site
    html = (await ds.client.get(f"/bai/{keys['gone']}")).text
    assert "đã bị gỡ khỏi cổng" in html
    assert f"/bai/{keys['gone']}?ban=ffffffffffff" in html
    old = await ds.client.get(f"/bai/{keys['gone']}?ban=ffffffffffff")
    assert "Chữ cũ." in old.text
    assert "phiên bản cũ" in old.text
    for bad in ("ffff", "0123456789ab", "%22", "_" * 8):
        assert (await ds.client.get(f"/bai/{keys['gone']}?ban={bad}")).status_code == 404


async def test_what_stands_at_the_address_instead_of_the_article(site):
    """Since it was seen last: what each check found, with its capture; what came before that is over."""
    ds, keys = site
    for lang, words in (
        ("vi", ("trang danh sách hoặc trang chủ", "trang lỗi của máy chủ", "một văn bản khác", "Từ 01/03/2025")),
        (
            "en",
            ("a list page or the home page", "error page of the server", "another text, which", "since 1 March 2025"),
        ),
    ):
        html = (await ds.client.get(f"/bai/{keys['replaced']}?lang={lang}")).text
        assert all(word in html for word in words)
        assert "check-0" not in html
        assert html.count("/-/capture/urn:uuid:check-4") == 2, "the last one stands beside the state too"
        assert "check-5" not in html, "a list that does not name it says nothing of its address"
    other = (await ds.client.get(f"/bai/{keys['gone']}")).text
    assert "Những lần không thấy tin" not in other


async def test_neighbours_and_synthetic_label(site):
    ds, keys = site
    html = (await ds.client.get(f"/bai/{keys['undated']}")).text
    assert f'rel="prev" href="/bai/{keys["first"]}"' in html
    assert f'rel="next" href="/bai/{keys["evil"]}"' in html
    assert "tin hư cấu từ một cổng mẫu" in (await ds.client.get(f"/bai/{keys['sample']}")).text


async def test_archived_markup_stays_inert(site):
    """Scripts, handlers and javascript: links in archived text are text."""
    ds, keys = site
    for path in ("/", "/tim?q=dong+dang", "/cong/dong_dang", f"/bai/{keys['evil']}", f"/bai/{keys['linked']}"):
        html = (await ds.client.get(path)).text
        Page(html).check()
        assert "<script>alert" not in html
        assert "<img" not in html
        assert 'href="javascript:' not in html
        assert 'href="data:' not in html
    html = (await ds.client.get(f"/bai/{keys['evil']}")).text
    assert '<a href="https://a.example/b.jpg" rel="nofollow noopener noreferrer">Ảnh 2</a>' in html
    assert 'href="https://a.example/nq.pdf" rel="nofollow noopener noreferrer"' in html
    for raw in ("/archive/articles", f"/archive/articles/{keys['evil']}", "/archive/images"):
        assert "<script>alert" not in (await ds.client.get(raw)).text


@pytest.mark.parametrize(
    "path",
    [
        "/bai/0123456789abcdef",
        "/bai/zz",
        "/bai/'%20or%201=1",
        "/cong/khong",
        "/khong-co",
        "/bai/a/b",
        "/archive/khong",
        "/archive/articles/zz",
        "/bai/%00",
        "/bai/%ff%fe",
        "/cong/" + "x" * 3000,
        "/other",
    ],
)
async def test_unknown_addresses_are_our_404(site, path):
    ds, _ = site
    response = await ds.client.get(path, follow_redirects=True)
    assert response.status_code == 404
    assert 'href="/gioi-thieu"' in response.text
    assert 'name="q"' in response.text
    Page(response.text).check()


async def test_unknown_json_is_json(site):
    ds, _ = site
    response = await ds.client.get("/archive/articles/zz.json")
    assert response.status_code == 404
    assert response.json()["ok"] is False


async def test_language_is_remembered(site):
    """Vietnamese by default, English by ?lang=en and from then on."""
    ds, _ = site
    first = await ds.client.get("/?lang=en")
    cookie = first.headers["set-cookie"]
    assert "SameSite=Lax" in cookie
    later = await ds.client.get("/tim?q=tin", cookies={"congtin_lang": "en"})
    assert '<html lang="en">' in later.text
    assert 'href="/tim?q=tin&amp;lang=vi"' in later.text
    assert '<html lang="vi">' in (await ds.client.get("/?lang=fr")).text
    assert "set-cookie" not in (await ds.client.get("/?lang=fr")).headers


def test_catalogue_is_complete_in_both_languages():
    for key, entry in catalogue().items():
        assert set(entry) == {"vi", "en"}, key
        assert all(entry.values()), key
        assert set(re.findall(r"{(\w+)}", entry["vi"])) == set(re.findall(r"{(\w+)}", entry["en"])), key


def test_dates_in_words():
    assert texts("vi").date("2023-07-24T10:27:00+07:00") == "24/07/2023 10:27"
    assert texts("en").date("2023-07-24") == "24 July 2023"
    assert texts("vi").instant("2026-11-01T20:04:05.678Z") == "02/11/2026 03:04 (UTC+7)"
    assert texts("en").date("2023-99-24") == "2023-99-24"
    assert texts("vi").date(None) == ""
    assert texts("vi").instant("hôm qua") == "hôm qua"
    assert texts("vi").number(1234567) == "1.234.567"
