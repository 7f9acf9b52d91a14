"""The archive on the open internet. One test or more for each promise of the guard."""

import json
import xml.etree.ElementTree as ET

import pytest
import yaml
from datasette.app import Datasette
from datasette.utils import StartupError
from helpers.written_archive import add, connect, create, project

from scraper.site.guard.config import Config
from scraper.site.guard.rate import REMEMBERED, Buckets, client_of
from scraper.site.pages import robots_and_sitemaps


def site(folder, *, plugins=None, allow_sql=False, articles=3):
    project(folder)
    db = create(folder / "archive.db")
    for n in range(1, articles + 1):
        add(db, n, f"Hội nghị Đồng Đăng {n}", "Chữ của tin. " * 20)
    db.commit()
    db.close()
    path = folder / "metadata.yml"
    metadata = yaml.safe_load(path.read_text("utf-8"))
    if plugins is not None:
        metadata["plugins"] = {"congtin": plugins}
    metadata["allow_sql"] = metadata["databases"]["archive"]["allow_sql"] = allow_sql
    path.write_text(yaml.safe_dump(metadata, allow_unicode=True), "utf-8")
    return Datasette(config_dir=folder)


@pytest.fixture(scope="module")
def ds(tmp_path_factory):
    return site(tmp_path_factory.mktemp("security"))


async def ask(ds, path, *, method="GET", client="203.0.113.9", **headers):
    """One request from `client`, not through Datasette's own client, which comes from this machine."""
    sent = []
    path, _, query = path.partition("?")
    named = {"host": "localhost", **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "scheme": "http", "client": (client, 5), "headers": [(k.encode(), v.encode()) for k, v in named.items()],
    }  # fmt: skip

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    await ds.app()(scope, receive, send)
    head = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], head, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "FOO"])
@pytest.mark.parametrize("path", ["/", "/api/v1/articles", "/archive/articles", "/archive/tim", "/-/logout"])
async def test_writing_methods_are_refused(ds, method, path):
    response = await ds.client.request(method, path)
    assert response.status_code == 405
    assert "GET" in response.headers["allow"]
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    "versions plugins settings metadata databases threads actor auth-token logout permissions messages allow-debug"
    " patterns versions.json plugins.json settings.json metadata.json threads.json actor.json config config.json"
    " %74hreads anything".split(),
)
async def test_debug_pages_are_closed(ds, path):
    response = await ds.client.get(f"/-/{path}")
    assert response.status_code == 403
    assert "thread" not in response.text.lower().replace(path, "")
    assert path.endswith(".json") == ("json" in response.headers["content-type"])


async def test_the_operator_may_open_debug_pages(tmp_path):
    assert (await site(tmp_path, plugins={"debug_pages": True}).client.get("/-/versions.json")).status_code == 200


async def test_no_path_of_the_server_is_told(ds):
    folder = str(ds.databases["archive"].path).rpartition("/")[0]
    for path in ("/-/databases.json", "/.json", "/archive.json", "/archive", "/", "/archive/articles.json?_trace=1"):
        text = (await ds.client.get(path)).text
        assert folder not in text, path
        assert '"_trace"' not in text, path


async def test_only_known_hosts(tmp_path, monkeypatch):
    ds = site(tmp_path, plugins={"hosts": ["tin.example"]})
    for host, status in (("tin.example", 200), ("TIN.example:8001", 200), ("evil.example", 400), ("", 400)):
        assert (await ask(ds, "/api/v1/portals", host=host))[0] == status, host
    text = (await ask(ds, "/tim?q=a", host="evil.example"))[2].decode()
    assert "evil.example" not in text
    monkeypatch.setenv("CONGTIN_HOSTS", "other.example, third.example")
    ds = Datasette(config_dir=tmp_path)
    assert (await ask(ds, "/api/v1/portals", host="third.example"))[0] == 200
    assert (await ask(ds, "/api/v1/portals", host="tin.example"))[0] == 400


async def test_validators_and_304(tmp_path):
    """What is the same is not sent again; a commit by another process makes every mark stale."""
    ds = site(tmp_path)
    for path in ("/", "/api", "/api/v1/articles", "/bai/" + "0" * 16, "/tim?q=dong+dang"):
        first = await ds.client.get(path)
        if first.status_code == 404:
            assert "etag" not in first.headers
            assert first.headers["cache-control"] == "no-store"
            continue
        mark, when = first.headers["etag"], first.headers["last-modified"]
        assert "max-age" in first.headers["cache-control"]
        same = await ds.client.get(path, headers={"if-none-match": f'"x", {mark}'})
        assert (same.status_code, same.content) == (304, b"")
        assert same.headers["etag"] == mark
        assert (await ds.client.get(path, headers={"if-modified-since": when})).status_code in {200, 304}
        old = {"if-modified-since": "Sat, 01 Jan 2000 00:00:00 GMT"}
        assert (await ds.client.get(path, headers=old)).status_code == 200
        for broken in ("yesterday", "Sat, 99 Foo 2000 99:00:00 GMT", "\xff"):
            assert (
                await ds.client.get(path, headers={"if-modified-since": broken.encode("latin-1")})
            ).status_code == 200
        other = await ds.client.get(path, headers={"if-none-match": mark, "cookie": "congtin_lang=en"})
        assert other.status_code == 200
    mark = (await ds.client.get("/api/v1/articles")).headers["etag"]
    db = connect(tmp_path / "archive.db")
    add(db, 9, "Tin mới", "Chữ.")
    db.commit()
    db.close()
    after = await ds.client.get("/api/v1/articles", headers={"if-none-match": mark})
    assert after.status_code == 200
    assert len(after.json()["data"]) == 4


async def test_if_modified_since_never_hides_a_change(tmp_path, monkeypatch):
    """Two commits in one second: Last-Modified says the second before, until that second is over."""
    from scraper.site.guard import freshness

    ds = site(tmp_path)
    await ds.invoke_startup()
    known = freshness.Freshness(ds.get_database("archive"))
    known.started = 0
    stamp = (tmp_path / "archive.db").stat().st_mtime
    wal = tmp_path / "archive.db-wal"
    stamp = max(stamp, wal.stat().st_mtime if wal.exists() else 0)
    monkeypatch.setattr(freshness.time, "time", lambda: int(stamp) + 0.9)
    assert known.changed() == int(stamp) - 1
    monkeypatch.setattr(freshness.time, "time", lambda: int(stamp) + 1.1)
    assert known.changed() == int(stamp)


async def test_only_a_named_host_may_be_kept_by_shared_caches(tmp_path, ds):
    assert (await ds.client.get("/api/v1/portals")).headers["cache-control"].startswith("private")
    named = site(tmp_path, plugins={"hosts": ["localhost"]})
    assert (await named.client.get("/api/v1/portals")).headers["cache-control"].startswith("public")
    mine = await named.client.get("/", headers={"cookie": "congtin_lang=en"})
    assert "private" in mine.headers["cache-control"]


async def test_head_is_get_without_its_body(ds):
    for path in ("/", "/api/v1/articles", "/tim?q=a", "/archive/articles.json", "/api/v1/articles/zz", "/sitemap.xml"):
        get, head = await ds.client.get(path), await ds.client.head(path)
        assert head.status_code == get.status_code, path
        assert head.content == b""
        assert head.headers["content-type"] == get.headers["content-type"]


async def test_other_sites_may_read_the_api_and_nothing_else(ds):
    for path, status in (("/api/v1/articles", 200), ("/api/v1/articles/zz", 404), ("/api/v1/openapi.json", 200)):
        response = await ds.client.get(path, headers={"origin": "https://b.example"})
        assert response.status_code == status
        assert response.headers["access-control-allow-origin"] == "*"
    before = await ds.client.options("/api/v1/articles", headers={"access-control-request-method": "GET"})
    assert before.status_code == 204
    assert "GET" in before.headers["access-control-allow-methods"]
    assert "access-control-allow-origin" not in (await ds.client.get("/")).headers


async def test_searches_and_exports_of_one_client_are_bounded(tmp_path):
    ds = site(tmp_path, plugins={"searches_per_minute": 4})
    seen = [(await ask(ds, "/api/v1/search?q=tin"))[0] for _ in range(6)]
    assert seen == [200] * 4 + [429] * 2
    status, headers, body = await ask(ds, "/api/v1/search?q=tin")
    assert (status, json.loads(body)["type"]) == (429, "/api#too-many-requests")
    assert 1 <= int(headers["retry-after"]) <= 15
    for path in (
        "/tim?q=a",
        "/archive/articles.csv",
        "/archive/articles.json?_search=a",
        "/archive/articles?_facet=state",
    ):
        assert (await ask(ds, path))[0] == 429, path
        assert (await ask(ds, path, client="203.0.113.10" if "csv" in path else "198.51.100.7"))[0] == 200, path
    assert (await ask(ds, "/api/v1/articles"))[0] == 200  # reading is not bounded
    assert (await ds.client.get("/tim?q=a")).status_code == 200  # neither is this machine itself
    assert (await ask(ds, "/tim?q=a", client="127.0.0.1", x_forwarded_for="203.0.113.9"))[0] == 200


def test_a_bucket_fills_again_and_memory_is_bounded():
    now = [0.0]
    buckets = Buckets(60, lambda: now[0])
    assert [buckets.wait("a", 20) for _ in range(4)] == [0, 0, 0, 20]
    now[0] = 19.0
    assert buckets.wait("a", 20) == 1
    now[0] = 20.0
    assert buckets.wait("a", 20) == 0
    assert buckets.wait("a", 1000) == 60  # more than the bucket holds: wait until it is full, not for ever
    for n in range(REMEMBERED + 50):
        buckets.wait(str(n), 1)
    assert len(buckets) == REMEMBERED


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", "1.2.3.4", "203.0.113.9"),  # nobody's word is believed
        ("10.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4"),  # what the client itself wrote stands further left
        ("10.0.0.1", "1.2.3.4, 10.0.0.2", "1.2.3.4"),
        ("10.0.0.1", "nonsense", "nonsense"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("127.0.0.1", "", None),
        ("127.0.0.1", "1.2.3.4", "127.0.0.1"),
        ("2001:db8:1:2:3::4", "", "2001:db8:1:2::/64"),
    ],
)
def test_forwarded_addresses_are_believed_from_proxies_only(peer, forwarded, client):
    import ipaddress

    config = Config(proxies=(ipaddress.ip_network("10.0.0.0/8"),))
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    assert client_of({"client": (peer, 1), "headers": headers}, config) == client


@pytest.mark.parametrize(
    "plugins",
    [
        {"hostz": []},
        {"hosts": "a.example"},
        {"trusted_proxies": ["10.0.0.1/8"]},
        {"searches_per_minute": "many"},
        ["x"],
    ],
)
async def test_a_wrong_setting_is_one_sentence_at_the_start(tmp_path, plugins):
    with pytest.raises(StartupError) as error:
        await site(tmp_path, plugins=plugins).invoke_startup()
    assert "metadata.yml: plugins: congtin" in error.value.message


ATTACKS = [
    "select zeroblob(500000000)",
    "select hex(zeroblob(400000000))",
    "select printf('%.*c', 900000000, 'x')",
    "select format('%.*c', 900000000, 'x')",
    "select randomblob(100000000)",
    (
        "select replace(replace(replace(replace('aaaaaaaaaa','a','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'),'a',"
        "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'),'a','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'),'a','aaaaaaaaaaaaaaaaaaaaaaaaaaa')"
    ),
    "select load_extension('x')",
    "select file from pragma_database_list",
    "select * from pragma_compile_options",
    "with recursive c(n) as (select 1 union all select n + 1 from c) select count(*) from c",
    "with recursive c(n) as (select 'x' union all select n || n from c) select max(length(n)) from c",
    "select count(*) from " + ", ".join(f"articles a{n}" for n in range(40)),
    "attach database 'x.db' as x",
    "select * from (pragma journal_mode)",
]


async def test_sql_of_anybody_is_bounded_when_it_is_allowed(tmp_path):
    """One such query took 13 GB and 40 s with Datasette's own limits."""
    ds = site(tmp_path, allow_sql=True)
    good = await ds.client.get("/archive.json?sql=select+count(*)+as+n+from+articles&_shape=array")
    assert good.json() == [{"n": 3}]
    found = (
        "select title from articles where sort_key in (select rowid from articles_fts where articles_fts match 'dong')"
    )
    assert len((await ds.client.get("/archive.json", params={"sql": found, "_shape": "array"})).json()) == 3
    for sql in ATTACKS:
        response = await ds.client.get("/archive.json", params={"sql": sql})
        assert response.status_code in {400, 403, 414}, sql
        assert len(response.content) < 10_000
    for sql in (ATTACKS[0], ATTACKS[10], "select nothing from nowhere"):
        answer = await ds.client.get("/archive.csv", params={"sql": sql})
        assert answer.status_code < 500, sql
        assert len(answer.content) < 1000
    assert (await ds.client.get("/archive/articles")).status_code == 200


async def test_nothing_writes_through_a_connection_of_the_site(ds):
    def attempt(sql):
        def run(conn):
            with pytest.raises(Exception, match=r"not authorized|authorization denied|readonly|cannot VACUUM"):
                conn.execute(sql)
            return True

        return run

    for sql in (
        "delete from articles",
        "update articles set title = ''",
        "create table t (a)",
        "create temp table t (a)",
        "drop table articles",
        "pragma query_only = 0",
        "pragma writable_schema = 1",
        "attach database ':memory:' as x",
        "vacuum",
        "insert into articles_fts(articles_fts) values ('rebuild')",
    ):
        assert await ds.get_database("archive").execute_fn(attempt(sql)), sql


async def test_sql_is_off_and_facets_are_few(ds):
    assert (await ds.client.get("/archive.json?sql=select+1")).status_code == 403
    many = "&".join(f"_facet={name}" for name in "state author unit category language".split())
    assert (await ds.client.get(f"/archive/articles.json?{many}")).status_code == 400
    assert (await ds.client.get("/archive/articles.json?_facet=state")).status_code == 200
    assert (await ds.client.get("/tim?lang=vi&lang=en")).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/archive/articles.json?_through=x",
        "/archive/versions/a",
        "/archive/articles.json?_next=99999999999999999999999",
        "/archive/articles.json?title__contains=" + "a" * 2000,
        "/archive/articles.json?title__in=" + ",".join(map(str, range(6000))),
        "/archive/articles.json?" + "&".join(["title__contains=a"] * 400),
        "/archive/tim.json?q=" + "a" * 50_000,
        "/bai/" + "a" * 5000,
        "/sitemap-zz.xml",
        "/api/v1/changes?cursor=" + "A" * 599,
    ],
)
async def test_hostile_addresses_are_no_server_errors(ds, path):
    assert (await ds.client.get(path)).status_code < 500
    for host in ("[", "a b", "a/b", "<script>", "a.example:99999999"):
        assert (await ask(ds, path, host=host))[0] == 400


async def test_robots_and_sitemaps_name_every_article_once(ds, monkeypatch):
    robots = (await ds.client.get("/robots.txt")).text
    assert "Disallow: /tim" in robots
    assert "Sitemap: http://localhost/sitemap.xml" in robots
    ids = {row[0] for row in (await ds.get_database("archive").execute("select id from articles")).rows}
    for chunk in (robots_and_sitemaps.CHUNK, 1):
        monkeypatch.setattr(robots_and_sitemaps, "CHUNK", chunk)
        index = ET.fromstring((await ds.client.get("/sitemap.xml")).content)
        found = []
        for loc in index.iterfind(".//{*}loc"):
            part = await ds.client.get(loc.text.removeprefix("http://localhost"))
            assert part.headers["content-type"].startswith("application/xml")
            found += [loc.text.rpartition("/")[2] for loc in ET.fromstring(part.content).iterfind(".//{*}loc")]
        assert sorted(found) == sorted(ids)
    monkeypatch.undo()
    assert (await ds.client.get("/sitemap-abc.xml")).status_code == 404
    assert [robots_and_sitemaps.digits(n) for n in (0, 40_000, 40_001, 640_000, 1_000_000)] == [0, 0, 1, 1, 2]
