"""`scrapy publish` makes an immutable snapshot, whole or not at all, which `datasette DIR/current` serves."""

import argparse
import importlib
import json
import shutil
import sqlite3
import threading
from hashlib import sha256

import pytest
from datasette.app import Datasette
from helpers.paths import ROOT
from helpers.written_archive import add, connect, create, insert
from scrapy.utils.project import get_project_settings

from scraper.errors import UsageProblem
from scraper.publish import snapshots
from scraper.store.archive import Archive
from scraper.store.copies.snapshot import capture_files
from scraper.store.schema.facets import WITHHELD


@pytest.fixture
def home(world):
    db = create(world.home / "archive.db")
    keys = [add(db, n, f"Hội nghị Đồng Đăng {n}", f"Chữ của tin {n}.") for n in range(1, 6)]
    db.execute("update captures set file = 'b-1.warc.gz' where id = 'urn:uuid:2'")
    captures = world.home / "captures"
    captures.mkdir()
    for name in ("a-1.warc.gz", "b-1.warc.gz"):
        (captures / name).write_bytes(name.encode() * 9)
        insert(db, "warc_files", name=name, size=9, sha256="x", records=1, source="crawl")
    (captures / "c-1.warc.gz.open").write_bytes(b"not finished")
    db.commit()
    db.close()
    return world, keys


def manifest_of(folder):
    return json.loads((folder / "manifest.json").read_text())


async def test_a_snapshot_is_served_immutable(home):
    world, keys = home
    out = world.scrapy("publish", world.home / "site").stdout
    current = world.home / "site/current"
    assert "5 articles" in out
    assert f"datasette {current}" in out
    assert "restart" in out
    assert sorted(path.name for path in current.iterdir()) == [
        "archive.db", "inspect-data.json", "manifest.json", "metadata.yml", "settings.json",
    ]  # fmt: skip
    said = manifest_of(current)
    assert said["counts"]["articles"] == 5
    for file in said["files"]:
        data = (current / file["name"]).read_bytes()
        assert (len(data), sha256(data).hexdigest()) == (file["bytes"], file["sha256"])
    ds = Datasette(config_dir=current.resolve())
    assert not (await ds.client.get("/-/databases.json")).json()[0]["is_mutable"]
    for path in ("/", "/tim?q=dong+dang", f"/bai/{keys[0]}", "/archive", "/api/v1/articles", "/sitemap.xml"):
        assert (await ds.client.get(path)).status_code == 200, path
    mark = (await ds.client.get("/api/v1/articles")).headers["etag"]
    assert (await ds.client.get("/api/v1/articles", headers={"if-none-match": mark})).status_code == 304
    assert sorted(path.suffix for path in current.iterdir() if "archive" in path.name) == [".db"]  # no -wal, no -shm


def test_earlier_snapshots_stay_and_others_folders_are_refused(home, monkeypatch):
    world, _ = home
    archive = Archive.open(world.home / "archive.db")
    root = world.home / "site"
    config = ROOT
    for name in ("20260101T000000Z", "20260102T000000Z", "20260103T000000Z"):
        made = snapshots.publish(archive, root, name, config=config)
    assert made.removed == ("20260101T000000Z",)
    assert (root / "current").resolve().name == "20260103T000000Z"
    with pytest.raises(UsageProblem, match="already"):
        snapshots.publish(archive, root, "20260103T000000Z", config=config)
    (root / "notes.txt").write_text("mine")
    with pytest.raises(UsageProblem, match=r"notes\.txt"):
        snapshots.publish(archive, root, "20260104T000000Z", config=config)
    (root / "notes.txt").unlink()

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshots, "_manifest", fails)
    with pytest.raises(Exception, match="No space"):
        snapshots.publish(archive, root, "20260105T000000Z", config=config)
    assert sorted(path.name for path in root.iterdir()) == ["20260102T000000Z", "20260103T000000Z", "current"]
    archive.conn.close()


def test_a_crawl_may_go_on(home):
    """The snapshot is one state of the archive, whatever is written meanwhile."""
    world, _ = home
    stop = threading.Event()

    def write():
        db = connect(world.home / "archive.db")
        db.execute("pragma busy_timeout = 30000")
        number = 100
        while not stop.is_set():
            add(db, number, f"Tin {number}", "Chữ.")
            db.commit()
            number += 1
        db.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        archive = Archive.open(world.home / "archive.db")
        made = snapshots.publish(archive, world.home / "site", "20260101T000000Z", config=ROOT)
        archive.conn.close()
    finally:
        stop.set()
        writer.join()
    counts = made.manifest["counts"]
    assert counts["articles"] == counts["versions"] == counts["captures"] == counts["articles_fts"] >= 5


async def test_withheld_articles_are_not_published(home, capsys):
    world, keys = home
    gone = keys[1]
    assert run(world, "withhold", gone, "--reason", "Quyết định 12/QĐ-TA") == 0
    assert run(world, "withhold") == 0
    assert gone in capsys.readouterr().out
    live = Datasette(
        config_dir=shutil.copytree(world.home, world.home / "live", ignore=lambda *_: ["captures", "live"])
    )
    for path in (
        f"/bai/{gone}",
        f"/api/v1/articles/{gone}",
        f"/api/v1/articles/{gone}/versions",
        f"/archive/articles/{gone}.json",
    ):
        response = await live.client.get(path)
        assert response.status_code == 451, path
        said = response.text if "html" in response.headers["content-type"] else str(response.json())
        assert "Quyết định 12/QĐ-TA" in said
    for path in (
        "/tim?q=tin",
        "/tim.atom?q=tin",
        "/tim.csv?q=tin",
        "/nhung?q=tin",
        "/api/v1/search?q=tin",
        "/archive/articles.json?_search=tin",
        "/archive/articles.csv?_stream=1",
        "/archive/articles?_facet=portal_id",
        "/archive/versions.json",
        "/archive/captures.json",
    ):
        answer = await live.client.get(path)
        assert answer.status_code == 200, path
        assert gone not in answer.text, path
        assert keys[0] in answer.text, path
    address = "https://a.example/tin/2"
    assert (await live.client.get(f"/-/timemap/{address}")).status_code == 451
    assert (await live.client.get(f"/-/timegate/{address}")).status_code == 451
    hidden = sqlite3.connect(world.home / "archive.db")
    marked = ("select count(*) from articles_fts where articles_fts match ?", (f'"{WITHHELD}"',))
    assert hidden.execute(*marked).fetchone()[0] == 1
    assert run(world, "publish", world.home / "site", "--captures", "link") == 0
    current = world.home / "site/current"
    db = sqlite3.connect(current / "archive.db")
    for table, column in (("articles", "id"), ("versions", "article_id"), ("captures", "page_id")):
        assert db.execute(f"select count(*) from {table} where {column} = ?", (gone,)).fetchone()[0] == 0
    assert db.execute("select count(*) from articles_fts where articles_fts match '\"2\"'").fetchone()[0] == 0
    assert "Chữ của tin 2".encode() not in (current / "archive.db").read_bytes()
    db.close()
    assert [path.name for path in (current / "captures").iterdir()] == ["a-1.warc.gz"]
    served = Datasette(config_dir=current.resolve())
    assert (await served.client.get(f"/bai/{gone}")).status_code == 451
    assert run(world, "withhold", gone, "--undo") == 0
    assert hidden.execute(*marked).fetchone()[0] == 0
    hidden.close()
    assert capture_files(world.home / "archive.db") == ["a-1.warc.gz", "b-1.warc.gz"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Publish where"),
        (("a", "b"), "one folder"),
        (("site", "--keep", "0"), "--keep takes"),
        (("site", "--captures", "all"), "--captures takes"),
        (("site", "--fast"), "Unknown option"),
    ],
)
def test_wrong_use_is_one_sentence(home, capsys, words, said):
    world, _ = home
    assert run(world, "publish", *words) == 2
    assert said in capsys.readouterr().err


def test_what_cannot_be_published(home, capsys):
    world, keys = home
    (world.home / "file").touch()
    (world.home / "captures/b-1.warc.gz").unlink()
    for code, said, *words in (
        (2, "not a folder", "publish", world.home / "file"),
        (7, "b-1.warc.gz is missing", "publish", world.home / "s", "--captures", "copy"),
        (2, "--reason", "withhold", keys[0]),
        (2, "no article", "withhold", "zz", "--reason", "x"),
        (2, "is not withheld", "withhold", keys[0], "--undo"),
        (2, "Give one article", "withhold", "--undo"),
    ):
        assert run(world, *words) == code, words
        assert said in capsys.readouterr().err, words
    assert not any((world.home / "s").iterdir())


def run(world, name, *words):
    """The exit code of a command, run in this process."""
    command = importlib.import_module(f"scraper.commands.{name}").Command()
    command.settings = get_project_settings()
    command.settings.setdict(
        {"ARCHIVE_DB": str(world.home / "archive.db"), "CAPTURES_DIR": str(world.home / "captures")}
    )
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    opts, args = parser.parse_known_args(list(map(str, words)))
    command.run(args, opts)
    return command.exitcode
