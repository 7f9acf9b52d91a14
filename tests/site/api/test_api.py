"""One envelope, keyset cursors, `fields=`, problems in the reader's language; bad input is a 4xx."""

import json
from urllib.parse import urlsplit

import pytest
from datasette.app import Datasette
from helpers.written_archive import CAPTURED, add, connect, create, insert, project

from scraper.site.api import cursor
from scraper.site.api.table import ROUTES
from scraper.site.texts import catalogue

OLDER = "2026-10-01T00:00:00.000Z"
LATER = [f"2026-11-0{n}T00:00:00Z" for n in range(2, 6)]


def edit(db, key, number):
    """Give an article an earlier version, and the one change between the two."""
    new = f"{number:064x}"
    old = f"{number + 5000:064x}"
    insert(
        db,
        "versions",
        article_id=key,
        text_sha256=old,
        title="Tin cũ",
        body="5 người",
        first_seen_at=OLDER,
        last_seen_at=OLDER,
        capture_id=f"urn:uuid:{number}",
    )
    insert(
        db,
        "changes",
        article_id=key,
        from_sha256=old,
        to_sha256=new,
        position=0,
        kind="figure",
        severity=60,
        place="body",
        paragraph=0,
        before="5",
        after="7",
        context="5 người",
        seen_at=CAPTURED,
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("api"))
    db = create(folder / "archive.db")
    keys = [
        add(db, n, f"Hội nghị Đồng Đăng số {n}", "Chữ <b>của</b> tin, 7 người.", day=f"2024-06-{n:02}",
            sort_key=(19875 + n) * 2048 << 24, portal="dong_dang" if n % 3 else "sample_bac")
        for n in range(1, 13)
    ]  # fmt: skip
    edit(db, keys[0], 1)
    for n in range(5):
        insert(db, "listings", capture_id=f"urn:uuid:{n + 1}", portal_id="dong_dang", url="https://a.example/",
               source="listing", captured_at=f"2026-11-0{n + 1}T00:00:00Z", card_count=3)  # fmt: skip
    for key, state, at in zip(keys[2:], ("gone", "suspect", "live", "portal_down"), LATER, strict=False):
        db.execute("update articles set state = ?, state_at = ?, state_since = '2026-11-02T00:00:00Z' where id = ?",
                   (state, at, key))  # fmt: skip
    insert(db, "crawls", id="c1", portal_id="dong_dang", started_at=OLDER, ended_at=OLDER, state="finished")
    insert(db, "visits", crawl_id="c1", url_key="k", outcome="stored")
    db.commit()
    db.close()
    return Datasette(config_dir=folder), keys


async def walk(ds, path):
    """Every page of a list from `path` on, by its `next` links."""
    pages = []
    while path:
        response = await ds.client.get(path)
        assert response.status_code == 200, (path, response.text)
        pages.append(response.json())
        following = pages[-1]["next"]
        path = following and following.removeprefix("http://localhost")
        assert len(pages) < 50
    return pages


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/api/v1/articles", 12),
        ("/api/v1/articles?cong=dong_dang", 8),
        ("/api/v1/articles?tu=2024-06-03&den=2024-06-05", 3),
        ("/api/v1/changes", 17),
        ("/api/v1/changes?event=vanished", 1),
        ("/api/v1/changes?event=returned", 1),
        ("/api/v1/changes?event=new", 12),
        ("/api/v1/changes?event=edited", 1),
        ("/api/v1/changes?cong=sample_bac", 6),
        ("/api/v1/changes?since=2026-10-15", 16),
        ("/api/v1/listings", 5),
        ("/api/v1/search?q=dong+dang", 12),
        ("/api/v1/search?q=dong+dang&sap=moi-nhat&cong=sample_bac", 4),
        ("/api/v1/search?q=dong+dang&sap=lien-quan", 12),
    ],
)
@pytest.mark.parametrize("limit", [1, 5, 25])
async def test_a_list_is_the_same_at_any_page_size(archive, path, count, limit):
    """Every row once, in one order, and `next` is null exactly at the end."""
    ds, _ = archive
    mark = "&" if "?" in path else "?"
    rows = [json.dumps(row) for page in await walk(ds, f"{path}{mark}limit={limit}") for row in page["data"]]
    assert len(rows) == len(set(rows)) == count
    whole = [json.dumps(row) for row in (await ds.client.get(f"{path}{mark}limit=25")).json()["data"]]
    assert rows == whole


async def test_an_article_in_full(archive):
    ds, keys = archive
    data = (await ds.client.get(f"/api/v1/articles/{keys[0]}")).json()["data"]
    assert data["body"] == "Chữ <b>của</b> tin, 7 người."
    assert data["capture"]["file"] == "a-1.warc.gz"
    assert data["flags"] == []
    few = (await ds.client.get(f"/api/v1/articles/{keys[0]}?fields=title,images")).json()["data"]
    assert few == {"title": data["title"], "images": []}
    versions = await walk(ds, f"/api/v1/articles/{keys[0]}/versions?limit=1&fields=title")
    assert [page["data"][0]["title"] for page in versions] == ["Hội nghị Đồng Đăng số 1", "Tin cũ"]
    changes = (await ds.client.get(f"/api/v1/articles/{keys[0]}/changes")).json()["data"]
    assert (changes[0]["before"], changes[0]["after"], changes[0]["kind"]) == ("5", "7", "figure")


async def test_synchronisation_goes_on_where_it_ended(archive):
    """`meta.since` of one run is `since` of the next; it repeats the last hour rather than miss a late capture."""
    ds, _ = archive
    last = (await walk(ds, "/api/v1/changes?limit=5"))[-1]
    assert last["meta"]["since"] == "2026-11-04T23:00:00.000Z"
    again = await walk(ds, f"/api/v1/changes?since={last['meta']['since']}")
    assert [row["event"] for page in again for row in page["data"]] == ["down"]
    later = await walk(ds, "/api/v1/changes?since=2026-10-15&limit=7")
    edited = [row for page in later for row in page["data"] if row["event"] == "edited"]
    assert edited[0]["changes"][0]["after"] == "7"


async def test_vanished_articles_are_events_when_they_are_found_out(archive):
    """An article that vanished comes after everything known before, though it was missed long ago."""
    ds, keys = archive
    rows = (await ds.client.get("/api/v1/changes?since=2026-11-02")).json()["data"]
    found = [(row["article_id"], row["event"], row["state"], row["seen_at"]) for row in rows]
    assert found == [
        (keys[2], "vanished", "gone", LATER[0]),
        (keys[3], "suspect", "suspect", LATER[1]),
        (keys[4], "returned", "live", LATER[2]),
        (keys[5], "down", "portal_down", LATER[3]),
    ]
    assert {row["state_since"] for row in rows} == {"2026-11-02T00:00:00Z"}
    assert all(row["changes"] == [] and row["title"] and row["text_sha256"] for row in rows)


async def test_withheld_articles_are_no_events(archive):
    """What is withheld is named nowhere."""
    ds, keys = archive
    db = connect(ds.get_database("archive").path)
    db.execute("insert into withheld (article_id, reason, at) values (?, 'x', ?)", (keys[2], OLDER))
    db.commit()
    rows = (await ds.client.get("/api/v1/changes?since=2026-10-15")).json()["data"]
    db.execute("delete from withheld")
    db.commit()
    db.close()
    assert len(rows) == 14


async def test_search_finds_with_and_without_marks_and_marks_safely(archive):
    ds, _ = archive
    hit = (await ds.client.get("/api/v1/search?q=c%E1%BB%A7a&limit=1&fields=snippet")).json()["data"][0]
    assert hit["snippet"].startswith("Chữ &lt;b&gt;<mark>của</mark>&lt;/b&gt;")


@pytest.mark.parametrize(
    ("path", "param"),
    [
        ("/articles?limit=0", "limit"),
        ("/articles?limit=101", "limit"),
        ("/articles?limit=x", "limit"),
        ("/articles?limit=1&limit=2", "limit"),
        ("/articles?cursor=%00", "cursor"),
        ("/articles?cursor=", "cursor"),
        ("/articles?cursor=YWJj", "cursor"),
        ("/articles?tu=2024-02-30", "tu"),
        ("/articles?tu=hôm+qua", "tu"),
        ("/articles?tu=2024&den=2023", "tu"),
        ("/articles?da-go=2", "da-go"),
        ("/articles?tinh=Atlantis", "tinh"),
        ("/articles?fields=title,secret", "fields"),
        ("/articles?fields=", "fields"),
        ("/articles?portal=x", "portal"),
        ("/articles?cong=nowhere", "cong"),
        ("/articles?lang=vi&lang=en", "lang"),
        ("/articles?lang=fr", "lang"),
        ("/search", "q"),
        ("/search?q=%22%22", "q"),
        ("/search?q=" + "a" * 10_000, "q"),
        ("/search?q=a&sap=id", "sap"),
        ("/changes?since=yesterday", "since"),
        ("/changes?since=2026-13-01", "since"),
        ("/stats?by=day", "by"),
    ],
)
async def test_a_wrong_parameter_is_named(archive, path, param):
    ds, _ = archive
    for lang in () if "lang" in path else ("vi", "en"):
        mark = "&" if "?" in path else "?"
        response = await ds.client.get(f"/api/v1{path}{mark}lang={lang}")
        assert response.status_code == 400, response.text
        assert response.headers["content-type"].startswith("application/problem+json")
        said = response.json()
        assert said["param"] == param
        assert said["title"] == catalogue()["api.problem.bad-request"][lang]
    assert (await ds.client.get(f"/api/v1{path}")).status_code == 400


@pytest.mark.parametrize(
    "path", ["/articles/zz", "/articles/zz/versions", "/portals/%00", "/nothing", "/articles/%2e"]
)
async def test_what_is_not_there_is_a_problem(archive, path):
    ds, _ = archive
    response = await ds.client.get(f"/api/v1{path}")
    assert response.status_code == 404
    assert response.json()["status"] == 404
    assert response.headers["content-type"].startswith("application/problem+json")
    said = (await ds.client.get("/api/v1/nothing?lang=en")).json()["detail"]
    assert said == catalogue()["api.no_route"]["en"]


async def test_a_cursor_belongs_to_its_list_and_filters(archive):
    ds, _ = archive
    following = (await ds.client.get("/api/v1/articles?limit=1")).json()["next"]
    query = urlsplit(following).query
    mark = query.partition("cursor=")[2]
    assert (await ds.client.get(f"/api/v1/articles?cursor={mark}&limit=7&fields=id")).status_code == 200
    assert (await ds.client.get(f"/api/v1/articles?cursor={mark}&cong=dong_dang")).status_code == 400
    assert (await ds.client.get(f"/api/v1/listings?cursor={mark}")).status_code == 400
    assert (await ds.client.get(f"/api/v1/articles?cursor={mark[:-1]}")).status_code == 400


@pytest.mark.parametrize("position", [[], [1], ["1", 2], [-1, 2], [2**60, 2], [True, 2], {}, None, [[1], 2]])
def test_no_position_of_another_form_is_taken(position):
    text = cursor.write("s", position)
    with pytest.raises(ValueError, match="cursor"):
        cursor.read("s", text, (int, int))


def test_cursors_come_back():
    for position in ([1, "ngày"], [0, ""], [2**53 - 1, "x" * 100]):
        assert cursor.read("s", cursor.write("s", position), (int, str)) == position


async def test_facts_are_said_not_to_be_there(archive):
    ds, _ = archive
    data = (await ds.client.get("/api/v1/facts")).json()["data"]
    assert {row["kind"] for row in data} == {"citations", "figures", "people", "event_dates", "places"}
    assert not any(row["available"] for row in data)


async def test_stats_and_completeness_count(archive):
    ds, _ = archive
    stats = (await ds.client.get("/api/v1/stats?by=month")).json()
    assert stats["data"] == [
        {"portal_id": "dong_dang", "period": "2024-06", "articles": 8},
        {"portal_id": "sample_bac", "period": "2024-06", "articles": 4},
    ]
    assert stats["meta"]["totals"]["articles"] == 12
    rows = (await ds.client.get("/api/v1/completeness?cong=dong_dang")).json()["data"]
    assert [(row["articles"], row["crawl_id"], row["completeness"]) for row in rows] == [(8, "c1", "complete")]
    assert rows[0]["outcomes"] == {"stored": 1}


async def test_the_human_page_names_every_route_and_parameter(archive):
    ds, _ = archive
    for lang in ("vi", "en"):
        page = (await ds.client.get(f"/api?lang={lang}")).text
        assert f'<html lang="{lang}">' in page
        for route in ROUTES:
            assert f"GET /api/v1{route.path}".replace("{", "{") in page
            for param in route.all_params:
                assert catalogue()[param.about][lang].split("'")[0][:40] in page
