"""A missing, empty or foreign archive.db is one clear sentence; the public instance is closed where it must be."""

import sqlite3

import pytest
from click import ClickException
from datasette.app import Datasette
from datasette.utils import StartupError
from helpers.written_archive import add, connect, create, project

from scraper.store.schema.migrations import SCHEMA_VERSION


@pytest.fixture(scope="module")
def ds(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("guard"))
    db = create(folder / "archive.db")
    add(db, 1, "Đồng Đăng", "Chữ.")
    db.commit()
    db.close()
    return Datasette(config_dir=folder)


async def refused(folder):
    with pytest.raises(StartupError) as error:
        await Datasette(config_dir=folder).invoke_startup()
    assert isinstance(error.value, ClickException)  # the shell shows it as one sentence
    return error.value.message


async def test_missing_archive(tmp_path):
    message = await refused(project(tmp_path))
    assert "no archive.db" in message
    assert "make run" in message
    assert "scrapy crawl" in message
    assert not (tmp_path / "archive.db").exists()


async def test_empty_archive_file(tmp_path):
    (tmp_path / "archive.db").touch()
    assert "archive.db is empty" in await refused(project(tmp_path))


async def test_file_that_is_no_database(tmp_path):
    (tmp_path / "archive.db").write_bytes(b"not a database, " * 100)
    assert "not an SQLite file" in await refused(project(tmp_path))


async def test_foreign_database(tmp_path):
    with sqlite3.connect(tmp_path / "archive.db") as db:
        db.execute("create table articles (id)")
    db.close()
    assert "some other program" in await refused(project(tmp_path))


@pytest.mark.parametrize("version", [0, SCHEMA_VERSION + 1])
async def test_other_schema_version(tmp_path, version):
    db = create(tmp_path / "archive.db")
    db.execute(f"pragma user_version = {version}")
    db.close()
    assert f"schema version {version}" in await refused(project(tmp_path))


@pytest.mark.parametrize("name", ["jobs.sqlite3", "state.db"])
async def test_other_databases_are_not_served(tmp_path, name):
    create(tmp_path / "archive.db").close()
    with sqlite3.connect(tmp_path / name) as db:
        db.execute("create table t (a)")
    db.close()
    assert name.partition(".")[0] in await refused(project(tmp_path))


async def test_only_the_archive_is_served(ds):
    assert [row["name"] for row in (await ds.client.get("/-/databases.json")).json()] == ["archive"]


@pytest.mark.parametrize(
    "args",
    [
        "_search_title=a",
        "_search_title_ascii=ban",
        "_search_body=",
        "_fts_table=urls",
        "_fts_pk=id",
        "_search=" + "a" * 1001,
    ],
)
async def test_column_search_is_refused_in_words(ds, args):
    """Datasette 0.65 ignores fts_pk there and would show wrong rows."""
    html = await ds.client.get(f"/archive/articles?{args}")
    assert html.status_code == 400
    assert 'class="notice"' in html.text
    data = await ds.client.get(f"/archive/articles.json?{args}&lang=en")
    assert data.status_code == 400
    assert data.json()["ok"] is False
    assert data.json()["error"].count(".") >= 1
    assert html.headers["x-content-type-options"] == "nosniff"


async def test_search_of_the_table_page_uses_our_rules(ds):
    rows = (await ds.client.get("/archive/articles.json?_search=dong+dang&_shape=array")).json()
    assert [row["title"] for row in rows] == ["Đồng Đăng"]
    for empty in ("", "%22", "%20", "*"):
        assert (await ds.client.get(f"/archive/articles.json?_search={empty}")).status_code == 200


@pytest.mark.parametrize(
    "args",
    [
        "_sort=body",
        "_sort=nothing",
        "_sort=sort_key&_sort_desc=id",
        "_searchmode=raw&_search=%22",
        "_next=x",
        "_size=x",
    ],
)
async def test_wrong_table_parameters_are_no_server_errors(ds, args):
    for path in ("/archive/articles", "/archive/articles.json"):
        assert (await ds.client.get(f"{path}?{args}")).status_code in {200, 400}


async def test_sql_and_the_index_are_closed(ds):
    for path in (
        "/archive.json?sql=select+1",
        "/archive?sql=select+1",
        "/archive/articles_fts",
        "/archive/articles_fts.json",
        "/archive/articles_fts_data.json",
        "/archive.db",
        "/archive/articles.json?_where=1=1",
    ):
        response = await ds.client.get(path)
        assert response.status_code in {403, 404}, path
        assert path.partition("?")[0].endswith(".json") == ("json" in response.headers["content-type"]), path


async def test_security_headers_everywhere(ds):
    for path in (
        "/",
        "/tim?q=a",
        "/gioi-thieu",
        "/bai/zz",
        "/archive",
        "/archive/articles.json",
        "/-/static-plugins/congtin/congtin.css",
        "/-/static/app.css",
    ):
        headers = (await ds.client.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        own = not path.startswith(("/archive", "/-"))
        assert ("script-src" in policy) != own
        assert "unsafe-inline" not in policy or not own


async def test_path_bytes_outside_ascii_are_refused(ds):
    sent = []

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    app = ds.app()
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/bai/\xff",
        "raw_path": b"/bai/\xff",
        "query_string": b"",
        "headers": [],
        "scheme": "http",
    }
    await app(scope, receive, send)
    assert sent[0]["status"] == 400


async def test_mistakes_inside_are_not_told_to_the_world(ds, monkeypatch, capsys):
    from scraper.site import rows

    async def broken(_db):
        raise RuntimeError("secret path")

    monkeypatch.setattr(rows, "failure_count", broken)
    response = await ds.client.get("/gioi-thieu")
    assert response.status_code == 500
    assert "secret path" not in response.text
    assert "secret path" in capsys.readouterr().err


def test_the_archive_refuses_writers_without_our_functions(tmp_path):
    create(tmp_path / "archive.db").close()
    db = sqlite3.connect(tmp_path / "archive.db")
    with pytest.raises(sqlite3.OperationalError):
        add(db, 1, "Tin", "Chữ")
    db.close()
    connect(tmp_path / "archive.db").close()


async def test_an_archive_made_by_the_store_is_served(tmp_path):
    """What a crawl makes is what Datasette serves: same application id, schema and tables."""
    from scraper.store.archive import Archive

    Archive.open(tmp_path / "archive.db", create=True).conn.close()
    site = Datasette(config_dir=project(tmp_path))
    assert (await site.client.get("/")).status_code == 200
    page = await site.client.get("/archive")
    assert page.status_code == 200
    assert "_sqlite_migrations" not in page.text
    assert "articles_fts" not in page.text


async def test_the_language_of_a_table_page_is_no_filter(ds):
    """The switch works on every page; Datasette took `lang` for a column and found no row."""
    response = await ds.client.get("/archive/articles?_size=5&lang=en")
    assert (response.status_code, response.headers["location"]) == (302, "/archive/articles?_size=5")
    assert "lang=en" in response.headers["set-cookie"].replace("congtin_lang", "lang")
    html = (await ds.client.get("/archive/articles?_size=5", cookies=dict(response.cookies))).text
    assert "What the columns mean" in html
    assert "Đồng Đăng" in html


@pytest.mark.parametrize("args", ["portl_id=x", "titel__contains=a", "title__containz=a", "foo"])
@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
async def test_a_misspelt_filter_is_no_empty_answer(ds, args, ending):
    """A 4xx in the format asked for, never rows that look like an answer."""
    response = await ds.client.get(f"/archive/articles{ending}?{args}{'' if '=' in args else '=1'}")
    assert response.status_code == 400
    assert "portal_id" in response.text
    for good in ("portal_id=x", "title__contains=a", "rowid__gt=0", "id__notnull=1"):
        assert (await ds.client.get(f"/archive/articles{ending}?{good}")).status_code == 200
