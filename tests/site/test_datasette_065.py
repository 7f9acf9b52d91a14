"""Each dependency on Datasette 0.65 beyond its documentation, named: after an upgrade this says what has to be done.

The list of them, and what 1.0 changes, is in scraper/site/datasette_065.py.
"""

import ast
import inspect
import json
import sqlite3

import datasette
import jinja2
import pytest
import yaml
from click import ClickException
from datasette import filters, handle_exception, sql_functions
from datasette.app import DEFAULT_SETTINGS, Datasette
from datasette.database import QueryInterrupted
from datasette.utils import StartupError
from datasette.utils.asgi import BadRequest, Base400, Forbidden, NotFound, Request
from datasette.views.base import DatasetteError
from helpers.source import modules, tree
from helpers.written_archive import ROOT, add, create, project

from scraper.site import datasette_065, errors
from scraper.site.datasette_065 import Failure, failure_of
from scraper.site.guard import rules
from scraper.site.guard.refused import RefusedError
from scraper.site.texts import texts

# What docs.datasette.io, version 0.65, names for plugins.
DOCUMENTED_IMPORTS = {
    "datasette": {"Forbidden", "NotFound", "Response", "hookimpl"},
    "datasette.filters": {"FilterArguments"},
}
DOCUMENTED_ATTRIBUTES = {
    "datasette": {"absolute_url", "databases", "get_database", "plugin_config", "setting", "urls"},
    "db": {"execute", "hash", "is_mutable", "table_columns"},
    "request": {
        "args", "cookies", "full_path", "headers", "host", "method", "path", "query_string", "url_vars",
    },
}  # fmt: skip
KINDS = {"datasette": "datasette", "db": "db", "database": "db", "request": "request"}  # by the name of a variable
METADATA = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("datasette"))
    db = create(folder / "archive.db")
    add(db, 1, "Đồng Đăng", "Chữ.")
    db.commit()
    db.close()
    return folder


@pytest.fixture(scope="module")
def ds(folder):
    return Datasette(config_dir=folder)


def others():
    """Modules of the site but the one that may."""
    return [name for name in modules() if name.startswith("scraper.site") and name != "scraper.site.datasette_065"]


# ---- one module leans on Datasette's internals ----


def test_only_one_module_imports_what_is_not_documented():
    for name in others():
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "datasette":
                undocumented = {alias.name for alias in node.names} - DOCUMENTED_IMPORTS.get(node.module, set())
                assert not undocumented, (
                    f"{name}: import from scraper.site.datasette_065, or add there: {undocumented}"
                )
            elif isinstance(node, ast.Import):
                assert not [alias.name for alias in node.names if alias.name.startswith("datasette")], name


def test_only_one_module_uses_attributes_that_are_not_documented():
    for name in others():
        for node in ast.walk(tree(name)):
            if not isinstance(node, ast.Attribute):
                continue
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", None)
            if owner in KINDS and (name, owner) != ("scraper.site.guard.startup", "db"):  # sqlite3's connection
                assert node.attr in DOCUMENTED_ATTRIBUTES[KINDS[owner]], f"{name}:{node.lineno}: {owner}.{node.attr}"


def test_documented_names_are_where_they_are_imported_from():
    for module, names in DOCUMENTED_IMPORTS.items():
        assert all(hasattr({"datasette": datasette, "datasette.filters": filters}[module], name) for name in names)


def test_the_version_is_the_one_that_was_read():
    assert datasette.__version_info__[:2] == ("0", "65")


# ---- a folder as configuration ----


async def test_settings_json_of_the_folder_is_read(ds):
    settings = json.loads((ROOT / "settings.json").read_text())
    assert {name: ds.setting(name) for name in settings} == settings
    assert set(settings) <= set(DEFAULT_SETTINGS)


async def test_metadata_yml_of_the_folder_has_the_canned_queries(ds):
    assert set(await ds.get_canned_queries("archive", None)) == set(METADATA["databases"]["archive"]["queries"])


def test_every_database_file_of_the_folder_is_served(tmp_path):
    for name in ("a.db", "b.sqlite", "c.sqlite3"):
        sqlite3.connect(tmp_path / name).close()
    assert set(datasette_065.served_databases(Datasette(config_dir=tmp_path))) == {"a", "b", "c"}


def test_inspect_data_json_makes_a_file_immutable(folder, tmp_path):
    (tmp_path / "archive.db").write_bytes((folder / "archive.db").read_bytes())
    about = {"hash": "0" * 64, "size": 1, "file": "archive.db", "tables": {"articles": {"count": 1}}}
    (tmp_path / "inspect-data.json").write_text(json.dumps({"archive": about}))
    database = Datasette(config_dir=tmp_path).get_database("archive")
    assert not database.is_mutable
    assert database.hash == "0" * 64
    assert database.cached_table_counts == {"articles": 1}


def test_internal_and_memory_databases(ds):
    assert set(ds.databases) == {"_internal", "archive"}
    assert set(datasette_065.served_databases(ds)) == {"archive"}
    assert set(datasette_065.served_databases(Datasette())) == {"_memory"}  # no file: check_archive refuses that


# ---- methods ----


def test_path_and_connect_of_a_database(ds, folder):
    database = ds.get_database("archive")
    assert datasette_065.path_of(database) == folder / "archive.db"
    conn = datasette_065.own_connection(database)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        conn.execute("create table t (a)")
    assert conn.execute("pragma data_version").fetchone()[0] > 0
    with pytest.raises(sqlite3.OperationalError, match="no such function"):  # no hook of a plugin ran
        conn.execute("select escape_fts('a')")


async def test_startup_runs_only_behind_the_wrappers_of_the_application(folder, monkeypatch):
    """So the guard, which is a wrapper, must call it; twice does no harm."""
    from scraper.site.guard import app

    fresh = Datasette(config_dir=folder)
    seen = []

    async def watched(ds):
        seen.append(ds._startup_invoked)
        await datasette_065.wait_for_startup(ds)

    async def send(message):
        seen.append(message.get("status"))

    monkeypatch.setattr(app, "wait_for_startup", watched)
    scope = {"type": "http", "method": "GET", "path": "/robots.txt", "raw_path": b"/robots.txt", "query_string": b""}
    await fresh.app()({**scope, "scheme": "http", "headers": []}, None, send)
    assert seen[:2] == [False, 200]
    await datasette_065.wait_for_startup(fresh)
    assert fresh._startup_invoked


def test_metadata_of_a_database_a_table_and_the_whole(ds):
    assert datasette_065.allows_sql(ds, "archive") is False
    assert datasette_065.allows_sql(Datasette(settings={"default_allow_sql": True}), "archive") is True
    assert datasette_065.licence(ds) == METADATA["license"]
    columns = METADATA["databases"]["archive"]["tables"]["articles"]["columns"]
    assert datasette_065.column_descriptions(ds, "archive", "articles") == columns
    assert datasette_065.column_descriptions(ds, "archive", "no such table") == {}


def test_a_request_is_made_of_scope_and_receive():
    scope = {"type": "http", "method": "GET", "path": "/a b", "raw_path": b"/a%20b?x=1", "query_string": b"x=1"}
    request = Request(scope, None)
    assert request.path == "/a%20b"  # as it was sent
    assert request.args["x"] == "1"
    assert list(inspect.signature(Request).parameters) == ["scope", "receive"]


async def test_parts_of_a_route_are_percent_encoded_and_come_before_datasettes(ds):
    patterns = [pattern.pattern for pattern, _ in ds._routes()]
    assert patterns.index(r"^/$") < patterns.index(r"/(\.(?P<format>jsono?))?$")
    seen = []
    from scraper.site.pages import article

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(article, "unquote", lambda text: seen.append(text) or text)
        await ds.client.get("/bai/a%2Eb")
    assert seen == ["a%2Eb"]


async def test_not_found_with_an_encoded_sign_or_a_last_slash_is_a_redirect(ds):
    """So routes with another address inside theirs answer with `not_found_page`."""
    assert (await ds.client.get("/bai/a%2Eb")).headers["location"] == "/bai/a~2Eb"
    assert (await ds.client.get("/no-such-page/")).headers["location"] == "/no-such-page"
    for path in ("/-/timemap/https://a.example/%41/", "/-/capture/urn:x%41/"):
        assert (await ds.client.get(path)).status_code == 404


# ---- search and filters of table pages ----


async def test_sql_of_a_table_page_calls_escape_fts(ds):
    """Datasette registers the function in a hook of its own; ours, which comes last, takes its place."""
    assert "escape_fts(:search)" in inspect.getsource(filters.search_filters)
    assert sql_functions.prepare_connection.datasette_impl["trylast"] is False
    rewritten = (await ds.get_database("archive").execute("select escape_fts('dong dang')")).single_value()
    assert rewritten != datasette.utils.escape_fts("dong dang")
    conn = sqlite3.connect(":memory:")
    sql_functions.prepare_connection(conn)
    datasette_065.replace_escape_fts(conn, lambda text: f"ours {text}")
    assert conn.execute("select escape_fts('a')").fetchone()[0] == "ours a"
    conn.close()


async def test_a_search_in_one_column_ignores_fts_pk(ds, monkeypatch):
    """It finds nothing, or the wrong rows, where `_search` finds the article: COLUMN_SEARCH must stay refused."""
    assert len((await ds.client.get("/archive/articles.json?_shape=array&_search=dong")).json()) == 1
    monkeypatch.setattr(rules, "COLUMN_SEARCH", "nothing starts so")
    assert (await ds.client.get("/archive/articles.json?_shape=array&_search_title=dong")).json() == []


def test_lookups_of_filters():
    assert {"exact", "contains", "in", "gt", "isnull", "notblank"} <= datasette_065.LOOKUPS
    assert all(name.isidentifier() for name in datasette_065.LOOKUPS)


# ---- errors ----


def test_classes_of_errors():
    assert (Base400.status, BadRequest.status, Forbidden.status, NotFound.status) == (400, 400, 403, 404)
    assert all(issubclass(error, Base400) for error in (BadRequest, Forbidden, NotFound))
    error = DatasetteError("m")
    assert (error.message, error.status, error.message_is_html) == ("m", 500, False)
    assert issubclass(RefusedError, StartupError)
    assert issubclass(RefusedError, ClickException)
    assert not issubclass(StartupError, ClickException)  # else one parent would do


@pytest.mark.parametrize(
    ("exception", "failure"),
    [
        (DatasetteError("bad _sort"), Failure(400, "stated", "bad _sort")),
        (DatasetteError("a<br>b", status=403, message_is_html=True), Failure(403, "stated", "a b")),
        (NotFound("404"), Failure(404, "unknown address")),
        (NotFound("Table not found: x"), Failure(404, "unknown address")),
        (NotFound("Tin này không có."), Failure(404, "stated", "Tin này không có.")),
        (BadRequest("ours"), Failure(400, "stated", "ours")),
        (QueryInterrupted(Exception("x"), "select 1", {}), Failure(400, "too slow")),
        (sqlite3.OperationalError("no such column"), Failure(500, "ours")),
        (sqlite3.ProgrammingError("bindings"), Failure(400, "unusable parameter")),
        (json.JSONDecodeError("x", "x", 0), Failure(400, "unusable parameter")),
        (RuntimeError("a path"), Failure(500, "ours")),
    ],
    ids=repr,
)
def test_what_an_exception_means(exception, failure):
    assert failure_of(exception, own_sql=False) == failure


def test_errors_of_the_readers_own_sql_are_shown():
    assert failure_of(sqlite3.OperationalError("near x"), own_sql=True) == Failure(400, "stated", "near x")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/archive/articles?_sort=body", DatasetteError),
        ("/archive/articles.json?_col=x", DatasetteError),
        ("/archive/articles.json?_through=x", json.JSONDecodeError),
        ("/archive/versions/a", sqlite3.ProgrammingError),
        ("/archive/nothing", NotFound),
        ("/archive/articles/nothing", NotFound),
        ("/no-such-page", NotFound),
    ],
)
async def test_what_datasette_raises_about_a_request(ds, monkeypatch, path, kind):
    seen = []

    def spy(exception, *, own_sql):
        seen.append(exception)
        return failure_of(exception, own_sql=own_sql)

    monkeypatch.setattr(errors, "failure_of", spy)
    assert (await ds.client.get(path)).status_code in {400, 404}
    assert [type(exception) for exception in seen] == [kind]
    if kind is NotFound:
        assert failure_of(seen[0], own_sql=False).cause == "unknown address", "Datasette says it in other words"


async def test_datasettes_own_handler_runs_although_ours_has_answered(ds, monkeypatch):
    """With rich it would print every local variable: that is why `silence_rich` takes rich from it."""
    assert handle_exception.rich is None
    printed = []

    class Rich:
        def get_console(self):
            return self

        def print_exception(self, *, show_locals):
            printed.append(show_locals)

    monkeypatch.setattr(handle_exception, "rich", Rich())
    assert (await ds.client.get("/no-such-page")).status_code == 404
    assert printed == [True]
    datasette_065.silence_rich()
    await ds.client.get("/no-such-page")
    assert printed == [True]


# ---- templates and markup ----


async def test_templates_can_be_rendered_by_plain_functions(ds):
    await ds.invoke_startup()
    assert ds.jinja_env.is_async
    templates = datasette_065.synchronous_templates(ds)
    assert isinstance(templates, jinja2.Environment)
    assert not templates.is_async
    assert templates.from_string("{{ '2024-06'|month_in_words(t) }}").render(t=texts("vi")) == "06/2024"


def test_our_templates_follow_those_of_datasette(ds):
    for name in ("base.html", "row.html", "table.html"):
        own, stock = ds.jinja_env.get_template(name), ds.jinja_env.get_template(f"default:{name}")
        assert own.filename != stock.filename
        if name == "base.html":  # a copy: each block must be there
            assert set(stock.blocks) <= set(own.blocks)
    for name in ("_crumbs.html", "_footer.html", "_close_open_menus.html"):  # included by base.html
        assert ds.jinja_env.get_template(name)


async def test_a_record_page_knows_its_table_and_key(ds):
    key = (await ds.get_database("archive").execute("select id from articles")).single_value()
    assert f'href="/bai/{key}"' in (await ds.client.get(f"/archive/articles/{key}")).text


async def test_markup_of_the_table_page(ds):
    html = (await ds.client.get("/archive/articles?title__contains=a")).text
    assert html.count('<details class="columns"><summary>') == 1
    assert html.count('<dl class="column-descriptions">') == 1
    fields = datasette_065._FIELD.findall(html)
    assert set(fields) == {"_filter_column", "_filter_op", "_filter_value", "_sort"}
    assert html.count("aria-label=") >= len(fields)


async def test_raw_pages_need_inline_scripts_and_styles(ds):
    """As soon as they do not, RAW_CSP can be OWN_CSP."""
    html = (await ds.client.get("/archive/articles")).text
    assert "<style>" in html
    assert "<script>" in html


async def test_pragmas_that_the_guard_allows_are_enough(folder, monkeypatch):
    """Every page of a table, a view, a record and the database asks SQLite about the schema."""
    from scraper.site.guard import sql

    refused = []

    def watched(action, first, *rest):
        answer = sql_authorise(action, first, *rest)
        if action == sqlite3.SQLITE_PRAGMA and answer != sqlite3.SQLITE_OK:
            refused.append(first)
        return answer

    sql_authorise = sql._authorise
    monkeypatch.setattr(sql, "_authorise", watched)
    watched_ds = Datasette(config_dir=folder)
    for path in ("/archive", "/archive/articles?_search=dong&_facet=state", "/archive/crawl_report", "/archive/edits"):
        assert (await watched_ds.client.get(path)).status_code == 200, path
    assert not refused
