"""An archive of an earlier schema is brought up with its rows, and migrations that somebody may have run stay as they are."""

import re
import sqlite3
from hashlib import sha256

import pytest
from sqlite_utils import Database

from scraper.store.archive import Archive
from scraper.store.schema import migrations as schema
from scraper.vietnamese.fold import fold, nfc

CRAWL = "p1/2026-11-01T00:00:00Z"
CAPTURE = ("urn:uuid:1", "http://p1.example/1", "0" * 16, "k1", "GET", "2026-11-01T00:00:00.000Z", "wire", "a.warc.gz")


def schema_1(path):
    """An archive as the first release made it, with one request of a running crawl and one article."""
    db = sqlite3.connect(path)
    for function in (nfc, fold):
        db.create_function(function.__name__, 1, function, deterministic=True)
    schema.migrations.apply(Database(db, execute_plugins=False), stop_before="m002_due_crawl_id")
    db.execute(f"pragma application_id = {schema.APPLICATION_ID}")
    db.execute("pragma user_version = 1")
    db.execute(
        "insert into crawls (id, portal_id, started_at, state) values (?, 'p1', '2026-11-01', 'running')", [CRAWL]
    )
    add_request(db, "k1")
    db.execute(
        "insert into captures (id, url, page_id, url_key, method, captured_at, fidelity, file, offset, length)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, 0, 9)",
        CAPTURE,
    )
    db.execute(
        "insert into articles (id, url, title, body, first_seen_at, last_seen_at, sort_key, text_sha256, word_count,"
        " capture_id) values ('a1', 'http://p1.example/1', 'Đồng Đăng', 'Chữ', '2026', '2026', 1, 'h', 3, 'urn:uuid:1')"
    )
    db.commit()
    return db


def add_request(db, key):
    sql = (
        "insert into urls (key, portal_id, method, url, kind, state) values (?, 'p1', 'GET', ?, 'article', 'pending')"
    )
    db.execute(sql, [key, f"http://p1.example/{key}"])


@pytest.fixture
def upgraded(tmp_path):
    path = tmp_path / "archive.db"
    db = schema_1(path)
    assert db.execute("select due_in from urls").fetchall() == [(CRAWL,)]
    db.close()
    return Archive.open(path)


def test_rows_of_schema_1_are_kept(upgraded):
    assert upgraded.value("pragma user_version") == schema.SCHEMA_VERSION
    row = dict(upgraded.conn.execute("select * from urls").fetchone())
    assert (row["key"], row["state"], row["due_crawl_id"]) == ("k1", "pending", CRAWL)
    assert "due_in" not in row
    assert upgraded.value("select title from articles") == "Đồng Đăng"
    assert upgraded.value("select count(*) from articles_fts where articles_fts match 'dong'") == 1
    assert upgraded.value("pragma integrity_check") == "ok"


def test_nobody_knows_how_texts_of_earlier_schemas_were_set(upgraded):
    assert upgraded.value("select layout from articles") is None
    assert upgraded.value("select count(*) from pragma_table_info('versions') where name = 'layout'") == 1


def test_triggers_work_after_the_upgrade(upgraded):
    add_request(upgraded.conn, "k2")
    assert upgraded.value("select due_crawl_id from urls where key = 'k2'") == CRAWL


def test_every_migration_raises_the_version():
    assert len(schema.migrations.pending(Database(memory=True))) == schema.SCHEMA_VERSION


def test_schema_1_is_not_edited():
    """Archives that have it would never learn of the change; comments and spacing do not count."""
    sql = re.sub(r"--[^\n]*", "", "".join(schema.SCRIPTS))
    found = sha256(" ".join(sql.split()).encode()).hexdigest()[:16]
    assert found == "a456deaaa2d26728", "change tables, views and triggers in a new migration (CONTRIBUTING.md)"
