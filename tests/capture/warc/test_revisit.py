"""A body that is kept already is not kept twice, and is read, replayed and ingested all the same."""

import itertools
import random
import shutil
from dataclasses import replace

import pytest
from helpers.kept import Kept, exchange, not_modified
from helpers.raw_server import NOT_MODIFIED, PAGE, ZIPPED, RawServer, crawl
from helpers.values import dump
from helpers.warc_checks import assert_valid
from helpers.world import World
from scrapy.settings import Settings

from scraper.capture.warc.answer import Reference
from scraper.capture.warc.reader import read_exchange_at, read_exchanges
from scraper.capture.warc.records import digest, read_records
from scraper.capture.warc.recovery import recover
from scraper.capture.warc.writer import WarcSink
from scraper.capture.whole_files import fixity_of
from scraper.intake.bodies import resolver
from scraper.intake.ingest import WAITING, ingest_file, read_waiting
from scraper.portals.portal_map import PortalMap
from scraper.sample import SITES, SampleServer, articles
from scraper.store.archive import Archive
from scraper.store.portals import sync_portals

WORDPRESS = next(site for site in SITES if site.family == "wordpress")
PROFILES = "http://netpreserve.org/warc/1.1/revisit/"


@pytest.fixture
def kept(tmp_path):
    made = Kept(tmp_path)
    yield made
    made.close()


def test_an_identical_body_becomes_a_revisit(kept):
    """WARC 1.1, 6.7: profile, what it refers to, its own head; small bodies too."""
    first = kept.write(exchange(head=b'ETag: "a1"\r\n', body=b"x"))
    second = kept.write(exchange("/khac", b"x", b"X-Khac: 1\r\n", at="2026-12-01T00:00:00.000Z"), first)
    kept.sink.close()
    path = kept.captures / first.file
    assert_valid(path)
    *_, record = read_records(path)
    assert record.type == "revisit"
    expected = {
        "warc-profile": PROFILES + "identical-payload-digest",
        "warc-refers-to": f"<{first.id}>",
        "warc-refers-to-target-uri": first.url,
        "warc-refers-to-date": first.captured_at,
        "warc-payload-digest": digest(b"x"),
        "warc-truncated": "length",
        "warc-ip-address": "192.0.2.1",
        "content-type": "application/http; msgtype=response",
    }
    assert {name: record.get(name) for name in expected} == expected
    assert record.block == b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Khac: 1\r\n\r\n"
    assert (second.refers_to, second.payload_length, second.truncated) == (first.id, None, None)
    assert second.payload_digest == first.payload_digest
    assert (first.etag, second.etag) == ('"a1"', None)
    one, two = kept.read(path)
    assert [one.capture, two.capture] == [first, second]
    assert (two.body, two.status, two.content_type) == (b"x", 200, "text/html; charset=utf-8")
    assert two.header("x-khac") == "1"
    assert [e.body for e in read_exchanges(path, lambda _: None)] == [b"x", None], "not without its original"


def test_a_304_becomes_a_revisit_that_replays_as_the_original(kept):
    """An empty block; the 304's own head is kept beside it."""
    first = kept.write(exchange(body=ZIPPED, head=b"Content-Encoding: gzip\r\n"))
    second = kept.write(not_modified(), first)
    kept.sink.close()
    path = kept.captures / first.file
    assert_valid(path)
    *_, head, request, record = read_records(path)
    assert (record.type, record.block) == ("revisit", b"")
    assert record.get("warc-profile") == PROFILES + "server-not-modified"
    assert record.get("warc-refers-to") == f"<{first.id}>"
    assert record.get("warc-payload-digest") == first.payload_digest
    assert (head.type, head.get("content-type")) == ("metadata", "application/warc-fields")
    assert (
        head.block
        == b'status-line: HTTP/1.1 304 Not Modified\r\nContent-Type: text/html; charset=utf-8\r\nETag: "a1"\r\n'
    )
    assert head.concurrent == request.concurrent == {record.id}
    assert (second.status, second.refers_to, second.method) == (304, first.id, "GET")
    one, two = kept.read(path)
    assert (one.capture, two.capture) == (first, second)
    assert (two.status, two.body, two.content_type) == (304, PAGE, "text/html; charset=utf-8")
    resolve = resolver(kept.archive.conn, kept.captures)
    for row in (second, None):
        assert read_exchange_at(path, second.offset, lambda _: None, row, resolve) == two


def test_only_a_whole_committed_response_of_the_portal_is_referred_to(kept):
    """Never a revisit, a cut answer, another portal's or a stranger's file, or a row not yet committed."""
    cut = kept.write(exchange(truncated="disconnect"))
    assert kept.again(cut) is None
    uncommitted = kept.sink.write(exchange())
    assert kept.again(uncommitted) is None
    first = kept.write(exchange(at="2026-11-23T00:00:00.000Z"))
    revisit = kept.write(exchange(at="2026-01-01T00:00:00.000Z"), first)
    assert kept.again(revisit) == first
    assert kept.store.same_body("ha_giang", first.payload_digest, len(PAGE)) is None
    assert kept.store.same_body("lang_son", first.payload_digest, len(PAGE) + 1) is None
    assert kept.store.validated("lang_son", revisit.id) == kept.store.validated("lang_son", first.id) == first
    assert kept.store.validated("ha_giang", first.id) is None
    assert kept.store.validated("lang_son", "urn:uuid:la") is None
    kept.archive.conn.execute("update captures set fidelity = 'foreign'")
    assert kept.again(first) is None


def test_the_handler_writes_revisits(tmp_path):
    """Two addresses with one body; validators that were answered with 304."""
    server = RawServer()
    try:
        addresses = [server.base + path for path in ("/cu", "/ban-sao", "/nen", "/cut")]
        crawl(tmp_path, [(url, {}) for url in addresses], "real archive")
        archive = Archive.open(tmp_path / "log" / "archive.db")
        one = "select * from captures where url like '%/cu'"
        seen = archive.conn.execute(one).fetchone()
        assert (seen["etag"], seen["last_modified"]) == ('"a1"', "Fri, 02 Jan 2026 03:04:05 GMT")
        asked = {"headers": {"If-None-Match": '"a1"'}, "meta": {"validated_by": seen["id"]}}
        crawl(tmp_path, [(addresses[0], asked), (addresses[3], {})], "real archive")
        crawl(tmp_path, [(addresses[0], asked | {"meta": {}})], "real archive")
    finally:
        server.close()
    rows = archive.rows("select * from captures order by captured_at, id")
    same = [row for row in rows if row["payload_digest"] == digest(ZIPPED)]
    (original,) = [row for row in same if row["payload_length"]]
    assert len(same) == 4
    assert {row["refers_to"] for row in same} == {None, original["id"]}
    assert sorted(row["status"] for row in same) == [200, 200, 200, 304]
    robots = [row["refers_to"] for row in rows if row["url"].endswith("robots.txt")]
    assert robots == [None, rows[0]["id"], rows[0]["id"]]
    assert [row["refers_to"] for row in rows if row["url"].endswith("/cut")] == [None, None], "cut answers are kept"
    unasked = rows[-1]
    assert (unasked["status"], unasked["refers_to"], unasked["payload_length"]) == (304, None, 0)
    resolve = resolver(archive.conn, tmp_path)
    for row in same:
        exchange = read_exchange_at(tmp_path / row["file"], row["offset"], lambda _: None, None, resolve)
        assert exchange.body == PAGE
    for path in tmp_path.glob("*.warc.gz"):
        assert_valid(path)
        if row["status"] == 304:
            heads = [r.block for r in read_records(path) if r.type == "metadata"]
            assert heads in ([], [b"status-line: " + NOT_MODIFIED[:-2]])
    archive.close()


def test_the_body_is_written_again_when_the_file_of_the_original_is_gone(tmp_path):
    server = RawServer()
    try:
        crawl(tmp_path, [(server.base + "/nen", {})], "real archive")
        (gone,) = tmp_path.glob("*.warc.gz")
        gone.rename(tmp_path / "log" / gone.name)
        crawl(tmp_path, [(server.base + "/nen", {})], "real archive")
    finally:
        server.close()
    (path,) = tmp_path.glob("*.warc.gz")
    assert [e.body for e in read_exchanges(path, lambda _: None)] == [b"User-agent: *\nAllow: /\n", PAGE]


DERIVED = ("articles", "versions", "images", "attachments", "listings", "cards", "captures")


def files_of_three_runs(home):
    """Capture files of three runs over one portal; the later ones refer to the earlier ones."""
    first, second = articles(WORDPRESS)[:2]
    with SampleServer(port=0) as server:
        pages = {path: server.answer(WORDPRESS.host, path).body for path in ("/", path_of(first), path_of(second))}
    kept = Kept(home, "sample_wordpress")

    def wire(path, at, **more):
        return replace(exchange(path, pages[path], at=at, **more), url=f"http://{WORDPRESS.host}{path}")

    one = [kept.write(wire(path, f"2026-01-0{n}T00:00:00.000Z")) for n, path in enumerate(("/", path_of(first)), 1)]
    kept.sink.close()
    gone = not_modified(path_of(first), "2026-02-01T00:00:00.000Z")
    kept.write(replace(gone, url=one[1].url), one[1])
    two = kept.write(wire(path_of(second), "2026-02-02T00:00:00.000Z"))
    kept.sink.close()
    kept.write(wire(path_of(second), "2026-03-01T00:00:00.000Z"), two)
    kept.write(wire("/", "2026-03-02T00:00:00.000Z"), one[0])
    kept.close()
    return sorted(kept.captures.glob("*.warc.gz"), key=lambda path: path.stat().st_mtime_ns)


def path_of(article):
    return article.url.partition(WORDPRESS.host)[2]


def test_files_in_any_order_give_the_same_rows(tmp_path):
    """A revisit waits, unread, for the file with its body; then everything is as if read in order."""
    files = files_of_three_runs(tmp_path / "made")
    assert len(files) == 3
    portals = PortalMap.from_settings(Settings({"SPIDER_MODULES": ["scraper.spiders"]}))
    dumps, waited = [], 0
    for number, order in enumerate(itertools.permutations(files)):
        archive = Archive.open(tmp_path / f"{number}.db", create=True)
        sync_portals(archive, portals)
        for path in order:
            outcomes, damage = ingest_file(archive, path, portals, lambda _: None)
            assert damage is None
            waited += outcomes[WAITING]
            read_waiting(archive, path.parent, portals)
        dumps.append({table: dump(archive.conn, table) for table in DERIVED})
        archive.close()
    assert waited
    assert all(found == dumps[0] for found in dumps[1:])
    rows = dumps[0]
    assert len(rows["articles"]) == len(rows["versions"]) == 2
    assert {row["read"] for row in rows["captures"]} == {1}
    assert sorted(row["last_seen_at"][:7] for row in rows["articles"]) == ["2026-02", "2026-03"]
    assert len(rows["listings"]) == 2


@pytest.fixture(scope="module")
def crawled_twice(tmp_path_factory):
    """A portal that did not change between two crawls."""
    world = World(tmp_path_factory.mktemp("twice"))
    with SampleServer(port=0) as server:
        world.server = server
        server._hits = itertools.repeat(7)  # the counter of visitors stands still
        for _ in range(2):
            world.scrapy("crawl", "sample_wordpress", "--full")
        yield world


def test_a_second_crawl_of_an_unchanged_site_stores_no_new_body(crawled_twice, tmp_path):
    """And ingest of its files, the newer one first and alone, gives the archive of the crawl."""
    other = World(tmp_path)
    old, new = sorted((crawled_twice.home / "captures").glob("*.warc.gz"))
    revisits = [record for record in read_records(new) if record.type == "revisit"]
    assert [e for e in read_exchanges(new, lambda _: None) if e.capture.payload_length] == []
    assert len(revisits) > 60
    assert_valid(new)
    assert WAITING in other.scrapy("ingest", new).stdout
    assert "Unchanged pages" in other.scrapy("ingest", old).stdout
    theirs, ours = crawled_twice.archive(), other.archive()
    for table in DERIVED:
        assert dump(ours.conn, table) == dump(theirs.conn, table), table
    theirs.close()
    ours.close()


def test_a_revisit_kept_but_not_read_is_replayed_with_its_body(crawled_twice, tmp_path):
    """A process dies between the capture and the reading of an unchanged page."""
    shutil.copytree(crawled_twice.home, tmp_path / "copy")
    world = World(tmp_path / "copy", crawled_twice.server)
    archive = world.archive()
    before = {table: dump(archive.conn, table) for table in ("articles", "versions")}
    with archive.transaction() as conn:
        conn.execute("update captures set read = 0 where refers_to is not null and url not like '%robots.txt'")
    archive.close()
    world.scrapy("crawl", "sample_wordpress", "--limit", "1")
    archive = world.archive()
    assert archive.value("select count(*) from captures where read = 0") == 0
    assert archive.value("select count(*) from visits where outcome = 'failed'") == 0
    assert {table: dump(archive.conn, table) for table in before} == before
    archive.close()


@pytest.mark.parametrize("seed", range(60))
def test_random_cuts_with_revisits(tmp_path, seed):
    """The head of a 304 without its revisit is part of the torn exchange."""
    sink = WarcSink(tmp_path, "lang_son", info={})
    rows = [sink.write(exchange())]
    rows += [sink.write(not_modified() if n % 2 else exchange(), rows[0]) for n in range(6)]
    sink.leave_open()
    (path,) = tmp_path.glob("*.open")
    data = path.read_bytes()
    cut = random.Random(seed).randrange(len(data) + 1)
    path.write_bytes(data[:cut])
    (done,) = recover(tmp_path)
    whole = [row for row in rows if row.offset + row.length <= cut]
    found = [e.capture for e in read_exchanges(done.path, lambda _: None)] if done.path else []
    assert found == whole
    if done.path:
        assert_valid(done.path)
        last = whole[-1]
        assert done.path.stat().st_size == last.offset + last.length
        assert fixity_of(done.path).records == len(list(read_records(done.path)))


def warc(kind, block=b"", **fields):
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items() if value)
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\n{lines}Content-Type: application/http\r\nContent-Length: {len(block)}"
    return f"{head}\r\n\r\n".encode() + block + b"\r\n\r\n"


ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
ORIGINAL = {
    "WARC_Record_ID": "<urn:x:1>",
    "WARC_Date": "2019-05-01T02:03:04.567Z",
    "WARC_Target_URI": "http://a.example/1",
}
AGAIN = {"WARC_Record_ID": "<urn:x:2>", "WARC_Date": "2020-05-01T02:03:04Z", "WARC_Target_URI": "http://a.example/2"}


@pytest.mark.parametrize(
    ("refers", "block", "found"),
    [
        ({"WARC_Refers_To": "<urn:x:1>"}, b"", True),
        ({"WARC_Refers_To": "<urn:x:1>", "WARC_Truncated": "length"}, ANSWER[: -len(PAGE)], True),
        # Browsertrix, warcprox and Common Crawl name address and date
        (
            {"WARC_Refers_To_Target_URI": "http://a.example/1", "WARC_Refers_To_Date": "2019-05-01T02:03:04Z"},
            b"",
            True,
        ),
        ({"WARC_Payload_Digest": digest(PAGE)}, b"", True),
        ({"WARC_Refers_To": "<urn:x:1>", "WARC_Payload_Digest": digest(b"another")}, b"", False),
        ({"WARC_Refers_To": "<urn:x:9>"}, b"", False),
        ({}, b"", False),
    ],
)
def test_revisits_of_other_programs(kept, refers, block, found):
    """Anybody's WARC; never a body that is not the one that is meant."""
    path = kept.captures / "la.warc"
    kept.captures.mkdir()
    path.write_bytes(warc("response", ANSWER, **ORIGINAL) + warc("revisit", block, **AGAIN, **refers))
    for stored in read_exchanges(path, lambda _: None):
        kept.store.add_capture(stored.capture)
    _, revisit = kept.read(path)
    assert revisit.body == (PAGE if found else None)
    assert revisit.capture.truncated is None
    if found:
        assert (revisit.status, revisit.content_type) == (200, "text/html")


def test_an_original_that_is_missing_or_damaged_is_no_body(kept):
    first = kept.write(exchange())
    kept.write(exchange(), first)
    kept.sink.close()
    path = kept.captures / first.file
    assert [e.body for e in kept.read(path)] == [PAGE, PAGE]
    assert [e.body for e in read_exchanges(path, lambda _: None, lambda _: (kept.captures / "mat", 0))] == [PAGE, None]
    assert (
        resolver(kept.archive.conn, kept.captures)(Reference(id=None, url=None, date=None, payload_digest=None))
        is None
    )
