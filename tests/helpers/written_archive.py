"""A small archive for the tests of the site, written with the real schema and without the store."""

import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from sqlite_utils import Database

from helpers.paths import ROOT
from scraper.store.schema import migrations as schema
from scraper.urls.canonical import article_id
from scraper.vietnamese.fold import fold, nfc

DATASETTE = Path(sys.executable).with_name("datasette")
CAPTURED = "2026-11-01T03:04:05.678Z"
PORTALS = {
    "sample_bac": ("Cổng mẫu Bắc Sơn", 1),
    "dong_dang": ("Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng", 0),
    "trong": ("Cổng chưa có tin", 0),
}


def connect(path):
    db = sqlite3.connect(path)
    for function in (nfc, fold):
        db.create_function(function.__name__, 1, function, deterministic=True)
    return db


def create(path):
    db = connect(path)
    db.execute("pragma journal_mode=wal")
    schema.migrations.apply(Database(db, execute_plugins=False))
    db.execute(f"pragma application_id = {schema.APPLICATION_ID}")
    db.execute(f"pragma user_version = {schema.SCHEMA_VERSION}")
    for key, (name, synthetic) in PORTALS.items():
        db.execute(
            "insert into portals (id, name, owner, province, province_now, prefixes, start_urls, synthetic)"
            " values (?, ?, 'Sở Mẫu', 'Tỉnh A', 'Tỉnh B', '[]', '[\"http://a.example/\"]', ?)",
            (key, name, synthetic),
        )
    db.commit()
    return db


def insert(db, table, **values):
    if table in {"images", "attachments"}:
        values.setdefault("file_id", "0" * 16)
    marks = ", ".join("?" * len(values))
    db.execute(f"insert into {table} ({', '.join(values)}) values ({marks})", tuple(values.values()))


def add(db, number, title, body="", *, portal="dong_dang", day="2024-06-26", **more):
    """Store one article; `number` makes its URL, sort_key and capture."""
    url = more.pop("url", f"https://a.example/tin/{number}")
    key = article_id(url)
    capture = f"urn:uuid:{number}"
    insert(
        db,
        "captures",
        id=capture,
        url=url,
        page_id=key,
        url_key=f"k{number}",
        method="GET",
        portal_id=portal,
        captured_at=CAPTURED,
        status=200,
        mime="text/html",
        payload_digest="sha1:ABC",
        payload_length=10,
        fidelity="wire",
        file="a-1.warc.gz",
        offset=100 + number,
        length=99,
        read=1,
    )
    row = {
        "id": key,
        "portal_id": portal,
        "url": url,
        "title": title,
        "body": body,
        "published_at": day,
        "published_source": "page" if day else "none",
        "published_precision": "day" if day else None,
        "first_seen_at": CAPTURED,
        "last_seen_at": CAPTURED,
        "sort_key": number << 24,
        "text_sha256": f"{number:064x}",
        "word_count": len(body.split()),
        "capture_id": capture,
        **more,
    }
    insert(db, "articles", **row)
    insert(
        db,
        "versions",
        article_id=key,
        text_sha256=row["text_sha256"],
        title=title,
        lead=row.get("lead"),
        body=body,
        first_seen_at=CAPTURED,
        last_seen_at=CAPTURED,
        capture_id=capture,
    )
    return key


def project(folder):
    """A copy of what `datasette .` reads, for an archive in `folder`."""
    for name in ("metadata.yml", "settings.json"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(folder):
    """The address of a real `datasette .` in `folder`; its output is in the file `log` there."""
    address = f"http://127.0.0.1:{free_port()}"
    log = folder / "log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [DATASETTE, ".", "-p", address.rpartition(":")[2]], cwd=folder, stdout=out, stderr=out
        )
        try:
            deadline = time.monotonic() + 30
            while True:
                try:
                    urllib.request.urlopen(address, timeout=10).close()
                    break
                except URLError:
                    assert server.poll() is None, log.read_text()
                    assert time.monotonic() < deadline, log.read_text()
                    time.sleep(0.05)
            yield address
        finally:
            server.terminate()
            server.wait(10)
