"""The main job end to end, over real HTTP on loopback."""

import json
import sqlite3

import pytest
from helpers.values import KillAt, dump, outcomes
from helpers.world import World

from scraper.sample import SITES, articles

pytestmark = pytest.mark.xdist_group("crawl")  # one crawl of everything serves all these tests
PORTALS = {f"sample_{site.family}": site for site in SITES}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory, sample_server):
    """All sample portals, crawled once."""
    world = World(tmp_path_factory.mktemp("crawled"), sample_server)
    world.done = world.scrapy("crawl", *PORTALS)
    return world


def stored(world, portal):
    conn = sqlite3.connect(f"file:{world.home}/archive.db?mode=ro", uri=True)
    conn.row_factory = sqlite3.Row
    rows = {row["url"]: dict(row) for row in conn.execute("select * from articles where portal_id = ?", (portal,))}
    for name, columns in (("images", "src, caption"), ("attachments", "url, name")):
        for row in rows.values():
            found = conn.execute(f"select {columns} from {name} where article_id = ? order by position", (row["id"],))
            row[name] = [tuple(one) for one in found]
    conn.close()
    return rows


@pytest.mark.parametrize("portal", PORTALS)
def test_the_archive_holds_what_the_portal_published(crawled, portal):
    """Every article of the sample portal, field by field, against the truth it was made from."""
    truths = {one.url: one for one in articles(PORTALS[portal])}
    rows = stored(crawled, portal)
    firsts = {url for url, row in rows.items() if row["duplicate_of"] is None}
    known = set(truths) | {also for one in truths.values() for also in one.also}
    assert set(rows) <= known, "an article made of something else"
    for url, truth in truths.items():
        candidates = {url, *truth.also} & firsts
        assert len(candidates) == 1, f"{url} is in the archive {len(candidates)} times"
        row = rows[candidates.pop()]
        seen = {name: row[name] for name in ("title", "lead", "body", "author", "unit", "published_at")}
        expected = {name: getattr(truth, name) for name in ("title", "lead", "body", "author", "unit")}
        assert seen == expected | {"published_at": truth.published}, url
        images = [(src.partition("?t=")[0], caption) for src, caption in row["images"]]  # Liferay's token of the day
        assert images == [(i.src, i.caption) for i in truth.images], url
        assert row["attachments"] == [(a.url, a.name) for a in truth.attachments], url
        lists = {"listing", "feed", "sitemap"}
        source = {"page": {"page"}, "list": lists, "url": {"url"}, "none": {"none"}}[truth.date_shown]
        assert row["published_source"] in source, url


@pytest.mark.parametrize("portal", PORTALS)
def test_every_portal_is_worth_a_sample(crawled, portal):
    """At least 60 articles, 3 sections of 3 list pages, captions, attachments, undated articles."""
    rows = stored(crawled, portal).values()
    assert len([row for row in rows if row["duplicate_of"] is None]) >= 60
    assert any(row["published_at"] is None for row in rows)
    assert any(caption for row in rows for _, caption in row["images"])
    assert any(row["attachments"] for row in rows)
    archive = crawled.archive()
    assert archive.value("select count(*) from listings where portal_id = ? and source = 'listing'", portal) >= 9
    assert (
        archive.value("select count(*) from visits where outcome = 'robots' and crawl_id like ?", f"{portal}/%") == 1
    )
    assert (
        archive.value("select count(*) from visits where outcome = 'failed' and crawl_id like ?", f"{portal}/%") == 0
    )
    archive.close()


def test_the_summary_says_where_the_data_is(crawled):
    out = crawled.done.stdout
    assert str(crawled.home / "archive.db") in out
    for portal in PORTALS:
        assert portal in out


def test_every_request_has_one_outcome_and_every_page_one_capture(crawled):
    archive = crawled.archive()
    assert archive.value("select count(*) from urls where state = 'leased'") == 0
    unsettled = "select count(*) from urls where key not in (select url_key from visits)"
    assert archive.value(unsettled) == 0
    assert archive.value("select count(*) from captures where read = 0") == 0
    for row in archive.rows("select file, offset, length from captures"):
        assert (crawled.home / "captures" / row["file"]).stat().st_size >= row["offset"] + row["length"]
    assert not list((crawled.home / "captures").glob("*.open"))
    archive.close()


DERIVED = ("articles", "versions", "changes", "edits", "images", "attachments", "listings", "cards", "captures")
BOOKKEEPING = ("read", "url_key")


def test_ingest_of_its_captures_gives_the_same_archive(crawled, tmp_path):
    """The same articles, versions, cards and captures, from the WARC files alone, in any order."""
    other = World(tmp_path)
    files = sorted((crawled.home / "captures").glob("*.warc.gz"), reverse=True)
    other.scrapy("ingest", *files)
    theirs, ours = crawled.archive(), other.archive()
    for table in DERIVED:
        assert dump(ours.conn, table) == dump(theirs.conn, table), table
    theirs.close()
    ours.close()
    again = other.scrapy("ingest", *files)
    assert "stored" not in again.stdout, "a second time adds nothing"


def test_a_second_crawl_asks_only_for_lists_and_finds_nothing_new(crawled, sample_server):
    """Robots, start and list pages only; nothing new; no harm."""
    before = crawled.archive()
    rows = {table: dump(before.conn, table) for table in ("articles", "versions")}
    lists = {row["url"] for row in before.rows("select url from urls where kind in ('start', 'feed', 'list')")}
    mark = len(sample_server.log)
    before.close()
    done = crawled.scrapy("crawl", *PORTALS)
    assert done.stdout.count("nothing is new") == len(PORTALS)
    asked = {f"http://{host}{path}" for host, _, path in sample_server.log[mark:] if path != "/robots.txt"}
    assert asked <= lists
    after = crawled.archive()
    assert {table: dump(after.conn, table) for table in rows} == rows
    after.close()


@pytest.mark.parametrize("portal", ["sample_khanhhoa"])
def test_killed_crawls_end_like_an_undisturbed_one(portal, tmp_path):
    """Kill -9 in the middle, run again; same ids, texts, dates, sources, versions and outcomes."""
    from scraper.sample import SampleServer

    with SampleServer(port=0) as server:
        killed = World(tmp_path, server)
        for count in (9, 20, 30):
            process = killed.popen("crawl", portal)
            server.log = KillAt(count, process)
            process.wait(timeout=120)
            assert process.returncode == -9
        killed.scrapy("crawl", portal)
        quiet = World(tmp_path / "quiet", server)
        quiet.home.mkdir()
        quiet.scrapy("crawl", portal)
    ours, theirs = killed.archive(), quiet.archive()
    assert outcomes(ours) == outcomes(theirs)
    kept = "select url, method, url_key, count(*) from captures where url not like '%/robots.txt' group by url_key"
    assert all(row[3] == 1 for row in ours.rows(f"{kept}")), "no page whose capture was kept is fetched again"
    rebuilt = World(tmp_path / "rebuilt")
    rebuilt.home.mkdir()
    rebuilt.scrapy("ingest", *sorted((killed.home / "captures").glob("*.warc.gz")))
    again = rebuilt.archive()
    for table in DERIVED:
        assert dump(again.conn, table) == dump(ours.conn, table), table
    for archive in (ours, theirs, again):
        archive.close()


def test_items_can_be_exported_by_scrapy_itself(sample_server, tmp_path):
    world = World(tmp_path, sample_server)
    world.scrapy("crawl", "sample_wordpress", "--limit", "3", "-o", tmp_path / "items.json")
    items = json.loads((tmp_path / "items.json").read_text())
    assert len(items) == 3
    assert {"url", "title", "body"} <= set(items[0])
