"""Filters of a search, what it can be narrowed to, and bad input in the format asked for."""

import json
import re
from datetime import date

import pytest
from datasette.app import Datasette
from helpers.written_archive import add, create, project
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scraper.site.search.search_query import FILTERS, query_of
from scraper.site.search.spans import first_day, last_day, sort_key_of

FORMATS = ("", ".atom", ".jsonfeed", ".csv", ".ndjson", ".xlsx")


def key_of(day, number):
    return sort_key_of(date.fromisoformat(day or "2026-11-01")) + number


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("filters"))
    db = create(folder / "archive.db")
    db.execute("update portals set province = 'Lạng Sơn', province_now = 'Lạng Sơn' where id = 'dong_dang'")
    db.execute("update portals set province = 'Bắc Giang', province_now = 'Bắc Ninh' where id = 'sample_bac'")
    ids = {}

    def put(name, number, day, **more):
        ids[add(db, number, f"Tin {name}", "Chữ nông thôn.", day=day, sort_key=key_of(day, number), **more)] = name

    put("a", 1, "2023-05-17", category="Tin tức", author="Mai Chi – Phương Vy")
    put("b", 2, "2024-05-01", category="TIN TỨC", unit="Ban Quản lý, Sở Mẫu", attachment_count=1)
    put("c", 3, "2024-12-31", portal="sample_bac", category="Văn hóa", changed_at="2025-01-02T00:00:00.000Z")
    put("d", 4, None, portal="sample_bac", state="gone", author="Hoàng Văn Thụ")
    put("e", 5, "2025-01-01", portal=None)
    put("f", 6, "2025-01-01", duplicate_of="0" * 16)
    db.commit()
    db.close()
    return Datasette(config_dir=folder), ids


async def found(site, **args):
    ds, ids = site
    response = await ds.client.get("/tim.ndjson", params={key.replace("_", "-"): value for key, value in args.items()})
    assert response.status_code == 200, response.text
    return "".join(sorted(ids[json.loads(line)["id"]] for line in response.text.splitlines()))


CASES = [
    ({"cong": "dong_dang"}, "ab"),
    ({"cong": ["dong_dang", "sample_bac"]}, "abcd"),
    ({"tinh": "bac giang"}, "cd"),
    ({"tinh": "LẠNG SƠN"}, "ab"),
    ({"tinh_nay": "Bắc Ninh"}, "cd"),
    ({"tinh_nay": "Cà Mau"}, ""),
    ({"tinh": "Lạng Sơn", "cong": "sample_bac"}, ""),
    ({"muc": "Tin tức"}, "ab"),
    ({"muc": "tin tuc"}, "ab"),
    ({"muc": ["tin tức", "văn hóa"]}, "abc"),
    ({"tac_gia": "phương vy"}, "a"),
    ({"tac_gia": "mai chi"}, "a"),
    ({"tac_gia": "so mau"}, "b"),
    ({"tac_gia": "mai vy"}, ""),
    ({"tac_gia": "chi mai"}, ""),
    ({"tac_gia": ["Hoàng Văn Thụ", "Sở Mẫu"]}, "bd"),
    ({"tu": "2024"}, "bce"),
    ({"den": "2024"}, "abc"),
    ({"tu": "2024", "den": "2024"}, "bc"),
    ({"tu": "05/2024", "den": "2024-05"}, "b"),
    ({"tu": "17/05/2023", "den": "17.5.2023"}, "a"),
    ({"tu": "2024-12-31", "den": "31/12/2024"}, "c"),
    ({"dinh_kem": "1"}, "b"),
    ({"da_sua": "1"}, "c"),
    ({"da_go": "1"}, "d"),
    ({"da_go": "0", "da_sua": ""}, "abcde"),
    ({"q": "nông", "da_go": "1"}, "d"),
    ({"q": "khongco", "da_go": "1"}, ""),
    ({"q": "nong -tin"}, ""),
    ({"q": '"', "cong": "dong_dang"}, ""),
    ({}, "abcde"),
    ({"q": "nong thon", "tinh": "Bắc Giang", "tu": "2024", "den": "2025", "muc": "van hoa", "da_sua": "1"}, "c"),
]


@pytest.mark.parametrize(("args", "expected"), CASES, ids=[str(args) for args, _ in CASES])
async def test_filters(site, args, expected):
    assert await found(site, **args) == expected


async def test_filters_without_words_browse(site):
    """What is filtered shows as chips that take the filter away; facets and years are links that add one."""
    ds, _ = site
    page = (await ds.client.get("/tim", params={"tinh": "lang son", "tu": "2023"})).text
    assert "2 kết quả" in page
    assert 'aria-label="Bỏ lọc “Tỉnh, thành trước 1/7/2025: Lạng Sơn”"' in page
    assert '<option value="Lạng Sơn" lang="vi" selected>' in page
    assert re.findall(r'<th scope="row"><a href="[^"]*tu=(\d+)&amp;den=\1"', page) == ["2024", "2023"]
    page = (await ds.client.get("/tim", params={"q": "nông", "tu": "2023"})).text
    assert "/tim?q=n%C3%B4ng&amp;tinh=L%E1%BA%A1ng+S%C6%A1n&amp;tu=2023" in page


async def test_every_facet_link_gives_as_many_as_it_says(site):
    ds, _ = site
    page = (await ds.client.get("/tim", params={"q": "nông"})).text
    links = re.findall(r'<a href="([^"]+)" rel="nofollow"[^>]*>[^<]*</a> <span class="meta">(\d+)</span>', page)
    links += re.findall(
        r'<th scope="row"><a href="([^"]+)" rel="nofollow">\d+</a></th><td class="number">(\d+)<', page
    )
    assert len(links) > 6
    for url, count in links:
        got = (await ds.client.get(url.replace("&amp;", "&").replace("/tim?", "/tim.ndjson?"))).text
        assert len(got.splitlines()) == int(count), url


BAD = [
    {"cong": "khong-co"},
    {"tinh": "Paris"},
    {"tinh-nay": "Hà Giang"},
    {"muc": "Không có mục này"},
    {"tac-gia": "!!!"},
    {"tu": "hôm qua"},
    {"tu": "2024-02-30"},
    {"den": "13/2024"},
    {"tu": "٢٠٢٤"},
    {"tu": "2025", "den": "2024"},
    {"dinh-kem": "yes"},
    {"sap": "rank"},
    {"q": "a" * 10_000},
    {"q": ["a", "b"]},
    {"lang": ["vi", "en"]},
    {"truoc": "x"},
    {"truoc": "9" * 30},
    {"cong": ["dong_dang"] * 3 + [f"p{n}" for n in range(30)]},
    {"q": [f"{n}" for n in range(300)]},
]


@pytest.mark.parametrize("args", BAD, ids=[str(args)[:50] for args in BAD])
@pytest.mark.parametrize("ending", FORMATS)
async def test_bad_input_is_400_in_the_format_asked_for(site, args, ending):
    ds, _ = site
    response = await ds.client.get(f"/tim{ending}", params=args)
    assert response.status_code == 400
    kind = response.headers["content-type"].split(";")[0]
    assert kind == {"": "text/html", ".jsonfeed": "application/problem+json"}.get(ending, "text/plain")
    if ending == ".jsonfeed":
        assert response.json()["status"] == 400
    elif ending:
        assert len(response.text.splitlines()) == 1
        assert "<" not in response.text


@pytest.mark.parametrize("path", ["/thay-doi.atom?cong=x", "/thay-doi.jsonfeed?truoc=x~y", "/nhung?tu=x", "/tim.pdf"])
async def test_other_bad_addresses(site, path):
    assert (await site[0].client.get(path)).status_code in {400, 404}


ANY = st.text(max_size=30) | st.sampled_from(
    ["2024", "1", "dong_dang", "lang son", "a:b*", '"', "2024-13", "-", "\x00"]
)


@settings(
    max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(args=st.dictionaries(st.sampled_from(("q", "sap", "truoc", "bac", "trang", "lang", *FILTERS)), ANY, max_size=5))
@example(args={"q": "NEAR(", "tac-gia": '") OR ("'})
@example(args={"muc": "\ud800"})
def test_no_parameters_give_a_server_error(site, args):
    """Hostile queries and unknown values are 4xx or an empty answer, never a 500; hypothesis looks for more."""
    import asyncio

    clean = {name: value.encode("utf-8", "replace").decode() for name, value in args.items()}

    async def query():
        for path in ("/tim", "/tim.csv", "/nhung"):
            response = await site[0].client.get(path, params=clean)
            assert response.status_code in {200, 400}, (path, clean)

    asyncio.run(query())


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2/2023", "2023-02-01", "2023-02-28"),
        ("7/5/2024", "2024-05-07", "2024-05-07"),
        ("2024/5/7", "2024-05-07", "2024-05-07"),
        (" 07-05-2024 ", "2024-05-07", "2024-05-07"),
    ],
)
def test_days_as_people_write_them(text, first, last):
    assert (first_day(text).isoformat(), last_day(text).isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "24", "5/24", "0/2024", "2024-00", "31/4/2024", "1800", "2024-05-07T10:00", "2024 "[:3]]
)
def test_what_is_no_day(text):
    for read in (first_day, last_day):
        with pytest.raises(ValueError, match=r"."):
            read(text)


def test_an_ask_says_itself_again():
    """Links of a page carry every parameter of its search, in one order, so that one search has one address."""
    portals = {"p": {"province": "Lạng Sơn", "province_now": "Lạng Sơn"}}
    query = query_of(
        {"sap": ["moi-nhat"], "tu": ["2024"], "tinh": ["lang son"], "q": [" a "], "cong": ["p", "p"]}, portals
    )
    assert query.params() == [("q", "a"), ("cong", "p"), ("tinh", "Lạng Sơn"), ("tu", "2024"), ("sap", "moi-nhat")]
    again = {name: [value] for name, value in query.params()}
    assert query_of(again, portals) == query
