"""The derived tables come back from the captures alone, row for row; the rest is carried over."""

import random
import shutil
import sqlite3
import subprocess
from argparse import ArgumentParser
from dataclasses import replace

import pytest
from helpers.values import KillAt, dump, outcomes
from helpers.world import ROOT, World
from scrapy.settings import Settings

from scraper.cli.rebuild_report import lines
from scraper.commands.rebuild import Command
from scraper.families.read import read
from scraper.intake import read_capture, rebuild
from scraper.intake.rebuild import Rebuild
from scraper.items import Article
from scraper.portals.portal_map import PortalMap
from scraper.sample import SITES, SampleServer, articles
from scraper.sample.model import Answer
from scraper.settings import SPIDER_MODULES
from scraper.store.archive import Archive
from scraper.store.copies import carry_over
from scraper.store.copies.carry_over import DERIVED
from scraper.store.copies.columns import table_names
from scraper.store.copies.replace import seize, snapshot

SINCE = "2025-04-10"
pytestmark = pytest.mark.xdist_group("rebuild")  # two crawls serve all these tests
WORDPRESS = next(site for site in SITES if site.family == "wordpress")
ASP = next(site for site in SITES if site.family == "khanhhoa")  # its lists are asked for by POST
PORTALS = ("sample_wordpress", "sample_khanhhoa")


def path_of(article):
    return article.url.partition(".example")[2]


def bend(server):
    """Odd answers: an encoding that is a lie, two types, a broken page, an error, redirects over two steps; the home
    page and a text of something else at the addresses of articles.
    """
    ones = articles(WORDPRESS)
    host = WORDPRESS.host
    bodies = [server.answer(host, path_of(one)).body for one in ones[:4]]
    xml = "application/xhtml+xml; charset=utf-8"
    html = (("Content-Type", "text/html; charset=iso-8859-1"),)
    other = server.answer(host, path_of(ones[11])).body.decode()
    for line in (ones[11].title, *ones[11].paragraphs):
        other = other.replace(line, "Trang này đang được dời đi nơi khác, xin quý vị thông cảm cho.")
    server.overrides |= {
        (host, path_of(ones[10])): server.answer(host, "/"),
        (host, path_of(ones[11])): Answer(other.encode()),
        (host, path_of(ones[0])): Answer(bodies[0], xml, headers=(("Content-Encoding", "gzip"),)),
        (host, path_of(ones[1])): Answer(bodies[1], xml, headers=html),
        (host, path_of(ones[2])): Answer(bodies[2][: len(bodies[2]) // 3], xml),
        (host, path_of(ones[3])): Answer(b"", status=503),
        (host, "/cu/a"): Answer(b"", status=302, headers=(("Location", path_of(ones[5])),)),
        (host, path_of(ones[4])): Answer(b"", status=301, headers=(("Location", "/cu/a"),)),
    }


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Two portals, crawled twice; in between articles were edited, moved and deleted, and answers became odd."""
    world = World(tmp_path_factory.mktemp("crawled"))
    world.touched = {}
    with SampleServer(port=0) as server:
        world.server = server
        world.scrapy("crawl", *PORTALS, "--since", SINCE)
        for site in (WORDPRESS, ASP):
            edition = server.editions[site.host]
            newest = [one for one in edition.articles if "nfd" not in one.quirks]
            edition.edit(newest[6].url, paragraphs=("Thu 573,89 tỷ đồng.", *newest[6].paragraphs[1:]))
            edition.edit(newest[7].url, title="Nhan đề đã sửa lại", images=())
            edition.delete(newest[8].url)
            edition.move(newest[9].url, newest[9].url.replace(".example/", ".example/moi-"))
            world.touched[site.host] = [one.url for one in newest[6:10]]
        bend(server)
        world.scrapy("crawl", *PORTALS, "--since", SINCE, "--full", code=3)
    archive = world.archive()
    assert archive.value("select count(*) from versions") > archive.value("select count(*) from articles")
    assert archive.value("select count(*) from changes") > 0
    replaced = archive.rows(
        "select read_as from captures c join vanish_checks on capture_id = c.id and result = 'replaced'"
    )
    assert sorted(row["read_as"] for row in replaced) == ["listing", "replaced"]
    assert archive.value("select count(*) from captures where refers_to is not null") > 0
    assert archive.value("select count(*) from captures where method = 'POST'") > 0
    archive.close()
    return world


@pytest.fixture
def world(crawled, tmp_path):
    """A copy to rebuild or to do harm to."""
    shutil.copytree(crawled.home / "captures", tmp_path / "captures")
    shutil.copy(crawled.home / "archive.db", tmp_path / "archive.db")
    return World(tmp_path)


@pytest.fixture(scope="module")
def portals():
    return PortalMap.from_settings(Settings({"SPIDER_MODULES": SPIDER_MODULES}))


def everything(conn):
    """All tables with all columns; rows of carried tables with their place."""
    return {
        table: dump(
            conn,
            table if table in DERIVED else f"(select row_number() over (order by rowid) as place, * from {table})",
        )
        for table in table_names(conn)
    }


def contents(path):
    conn = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    conn.row_factory = sqlite3.Row
    try:
        return everything(conn)
    finally:
        conn.close()


def left_behind(world):
    """Files that are neither the archive (with SQLite's own beside it) nor captures."""
    return [p.name for p in world.home.iterdir() if not p.name.startswith("archive.db") and p.name != "captures"]


def assert_same(found, expected):
    assert found.keys() == expected.keys()
    for table, rows in expected.items():
        assert found[table] == rows, table


def made_anew(world, portals, name="new", **more):
    """An archive made anew from the captures of `world`."""
    old = snapshot(world.home / "archive.db")
    new = Archive.open(world.home / name, create=True)
    done = Rebuild(new, world.home / "captures", portals, old=old, **more).run()
    return old, new, done


def test_a_rebuild_is_the_crawls_archive_row_for_row(world):
    """All derived tables, all columns; ledger and failures carried over; nothing else is left behind."""
    path = world.home / "archive.db"
    before = contents(path)
    assert {"urls", "visits", "crawls", "failures"} <= before.keys() - set(DERIVED)
    done = world.scrapy("rebuild")
    assert_same(contents(path), before)
    assert "Carried over: " in done.stdout
    assert str(path) in done.stdout
    assert "[1/4] " in done.stderr
    assert left_behind(world) == []
    world.scrapy("verify")


def test_edited_deleted_and_moved_articles_are_told_apart(crawled):
    """An edited, a deleted and a moved article; the texts that went stay."""
    archive = crawled.archive()
    for text, title, deleted, moved in crawled.touched.values():
        last = "select outcome, reason from visits join urls on key = url_key where url = ? order by crawl_id desc"
        found = {url: tuple(archive.rows(last, url)[0]) for url in (text, title, deleted, moved)}
        assert [found[url][0] for url in (text, title, deleted, moved)] == ["changed", "changed", "gone", "redirect"]
        one = "select * from articles where url = ?"
        rows = {url: archive.rows(one, url)[0] for url in (text, title, deleted, moved, found[moved][1])}
        assert [row["version_count"] for row in rows.values()] == [2, 2, 1, 1, 1]
        kinds = "select kind from changes where article_id = ?"
        assert "title" in {row[0] for row in archive.rows(kinds, rows[title]["id"])}
        assert {row[0] for row in archive.rows(kinds, rows[text]["id"])} - {"title", "typography"}
        assert rows[deleted]["body"]
        assert rows[moved]["body"] == rows[found[moved][1]]["body"], "the same text at another address"
        assert rows[deleted]["state"] != "live"
        assert rows[text]["state"] == rows[title]["state"] == rows[found[moved][1]]["state"] == "live"
    archive.close()


@pytest.mark.parametrize("seed", range(4))
def test_in_whatever_order_files_and_captures_are_read(world, portals, monkeypatch, seed):
    """From shuffled files."""
    chance = random.Random(seed)

    def shuffled(found):
        return (
            dict(chance.sample(list(found.items()), len(found)))
            if isinstance(found, dict)
            else chance.sample(found, len(found))
        )

    for module, name in ((rebuild, "files_on_disk"), (carry_over, "files_unread"), (carry_over, "unread_in")):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *args, real=real: shuffled(real(*args)))
    old, new, done = made_anew(world, portals)
    assert_same(everything(new.conn), everything(old))
    assert not done.damage
    new.close()
    old.close()


def test_with_two_processes(world):
    """--jobs gives the same rows; so does --out, which leaves the archive alone even while it is served."""
    reader = sqlite3.connect(world.home / "archive.db")
    reader.execute("select count(*) from articles")
    before = (world.home / "archive.db").read_bytes()
    world.scrapy("rebuild", "--jobs", "2", "--out", world.home / "khac" / "new.db")
    assert (world.home / "archive.db").read_bytes() == before
    reader.close()
    assert_same(contents(world.home / "khac/new.db"), contents(world.home / "archive.db"))


def test_from_the_captures_alone(world):
    """Without any archive: the same rows, and a ledger that knows what is kept."""
    path = world.home / "archive.db"
    before = contents(path)
    path.unlink()
    assert "There was no archive before" in world.scrapy("rebuild").stdout
    after = contents(path)
    for row in (*before["articles"], *after["articles"]):
        del row["state"], row["state_since"], row["state_at"]  # whether pages vanished is in the ledger alone
    for table in DERIVED:
        assert after[table] == before[table], table
    done = {row["key"] for row in after["urls"] if row["state"] == "done"}
    stored = [row for row in before["visits"] if row["outcome"] in {"stored", "changed", "unchanged"}]
    assert {row["url_key"] for row in stored} <= done


def test_the_same_parser_changes_nothing(world):
    before = (world.home / "archive.db").read_bytes()
    done = world.scrapy("rebuild", "--diff")
    assert done.stdout.splitlines()[-1] == "Nothing would change."
    assert (world.home / "archive.db").read_bytes() == before
    assert not list((world.home / "captures").glob("work/.*"))


def test_a_rebuild_fills_in_how_texts_were_set_and_nothing_else(world):
    """Rows of a schema without column `layout`."""
    path = world.home / "archive.db"
    before = contents(path)
    assert any(row["layout"] for row in before["versions"])
    archive = Archive.open(path)
    for table in ("articles", "versions"):
        archive.conn.execute(f"update {table} set layout = null")
    archive.close()
    told = world.scrapy("rebuild", "--diff").stdout
    assert "  layout:\n    - (none)\n    + " in told
    assert "body:" not in told
    world.scrapy("rebuild")
    after = contents(path)
    for table in DERIVED:
        assert after[table] == before[table], table


def test_what_another_parser_would_change_is_told(world, portals, monkeypatch):
    """--diff: counts by table and portal, fields of articles before and after, at most so many."""
    with_image = 0

    def other(page, families):
        nonlocal with_image
        found = read(page, families)
        if not isinstance(found, Article) or "wordpress" not in str(found.family):
            return found
        with_image += bool(found.images)
        return replace(found, title=f"{found.title} (khác)", author="Hải Yến", images=())

    monkeypatch.setattr(read_capture, "read", other)
    old, new, _ = made_anew(world, portals)
    told = list(lines(old, new.conn, 5))
    changed = new.value("select count(*) from articles where portal_id = 'sample_wordpress'")
    assert f"sample_wordpress: articles {changed:,} changed" in told
    assert not [line for line in told if line.startswith("sample_khanhhoa")]
    assert told[-1] == f"... and {changed - 5:,} more articles"
    assert sum(line.startswith("changed: http") for line in told) == 5
    titles = [line for line in told if line.strip().startswith("+") and line.endswith(" (khác)")]
    assert len(titles) == 5
    assert "    + Hải Yến" in told
    assert with_image
    assert any(line.startswith("  images: ") and "gone" in line for line in told)
    new.close()
    old.close()


def test_captures_of_an_interrupted_crawl_are_left_to_the_next(tmp_path):
    """Rebuild of a killed crawl's archive, its file still open, then the crawl goes on and loses nothing."""

    world, quiet = World(tmp_path / "killed"), World(tmp_path / "quiet")
    with SampleServer(port=0, sites=[WORDPRESS]) as server:
        for one in (world, quiet):
            one.home.mkdir()
            one.server = server
        process = world.popen("crawl", "sample_wordpress")
        server.log = KillAt(50, process)
        process.wait(timeout=120)
        assert list((world.home / "captures").glob("*.open"))
        archive = world.archive()
        with archive.transaction() as conn:  # as if it had died just before reading the last one
            last = "select id from captures where read = 1 and page_id in (select id from articles) order by captured_at desc"
            gone = conn.execute(f"{last} limit 1").fetchone()["id"]
            conn.execute("update captures set read = 0, read_as = null where id = ?", (gone,))
            row = conn.execute("select url_key, page_id from captures where id = ?", (gone,)).fetchone()
            conn.execute("update urls set state = 'leased' where key = ?", (row["url_key"],))
            conn.execute("delete from visits where url_key = ?", (row["url_key"],))
            for table, key in (("images", "article_id"), ("attachments", "article_id"), ("versions", "article_id"),
                               ("articles", "id")):  # fmt: skip
                conn.execute(f"delete from {table} where {key} = ?", (row["page_id"],))
        archive.close()
        before = contents(world.home / "archive.db")
        assert "are left to be read by the next crawl" in world.scrapy("rebuild").stdout
        assert_same(contents(world.home / "archive.db"), before)
        world.scrapy("crawl", "sample_wordpress")
        quiet.scrapy("crawl", "sample_wordpress")
    ours, theirs = world.archive(), quiet.archive()
    assert outcomes(ours) == outcomes(theirs)
    ours.close()
    theirs.close()


@pytest.mark.parametrize("harm", ["gone", "cut", "hole"])
def test_damage_is_told_and_takes_no_text_away(world, harm):
    """What is behind a damaged place is still read; what is gone keeps its rows; exit code 8."""
    before = contents(world.home / "archive.db")
    path = sorted((world.home / "captures").glob("sample_wordpress-*.warc.gz"))[1]
    data = path.read_bytes()
    if harm == "gone":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(data[: len(data) // 2])
    else:
        path.write_bytes(data[: len(data) // 2] + bytes(300) + data[len(data) // 2 + 300 :])
    done = world.scrapy("rebuild", code=8)
    assert path.name in done.stderr
    assert "cannot be read any more" in done.stderr
    assert_same(contents(world.home / "archive.db"), before)
    assert path.name in world.scrapy("verify", code=8).stdout
    again = world.scrapy("rebuild", code=8)
    assert again.stderr.count("damaged: ") == done.stderr.count("damaged: ")
    assert_same(contents(world.home / "archive.db"), before)


def test_an_archive_in_use_is_refused(world):
    """One sentence and code 6 while anybody has it open; others are refused while it is made."""
    path = world.home / "archive.db"
    reader = sqlite3.connect(path)
    reader.execute("select count(*) from articles").fetchone()
    done = world.scrapy("rebuild", code=6)
    assert len(done.stderr.splitlines()) == 1
    assert "is in use" in done.stderr
    reader.close()
    held = seize(path)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        sqlite3.connect(path, timeout=0).execute("select count(*) from articles")
    held.close()
    world.scrapy("rebuild")


def test_a_kill_midway_leaves_the_archive_as_it_was(world):
    """And the next rebuild clears away what the killed one left."""
    before = contents(world.home / "archive.db")
    with subprocess.Popen(
        world.command("rebuild"), cwd=ROOT, env=world.env, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as process:
        for line in process.stderr:
            if line.startswith("Hashing"):
                process.kill()
    assert process.returncode == -9
    assert list(world.home.glob(".archive.db.rebuild-*"))
    assert_same(contents(world.home / "archive.db"), before)
    world.scrapy("rebuild")
    assert_same(contents(world.home / "archive.db"), before)
    assert left_behind(world) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--jobs", "0"], "--jobs takes a whole number"),
        (["sample_wordpress"], "takes no names"),
        (["--diff", "--out", "x"], "--diff writes nothing"),
        (["--khong-co"], "Unknown option"),
    ],
)
def test_wrong_use(tmp_path, capsys, words, sentence):
    """One sentence and code 2."""
    command = Command()
    command.settings = Settings({"ARCHIVE_DB": tmp_path / "archive.db", "CAPTURES_DIR": tmp_path / "captures"})
    parser = ArgumentParser()
    command.add_options(parser)
    opts, rest = parser.parse_known_args(words)
    command.run(rest, opts)
    assert command.exitcode == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert len(told.splitlines()) == 1


def test_nothing_to_rebuild(tmp_path):
    world = World(tmp_path)
    assert "neither an archive" in world.scrapy("rebuild", code=7).stderr
    (tmp_path / "archive.db").write_bytes(b"khong phai" * 1000)
    assert "cannot be read as an SQLite database" in world.scrapy("rebuild", code=7).stderr
