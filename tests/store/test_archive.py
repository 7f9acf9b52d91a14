"""Opening archive.db: a missing, empty or foreign file gives one sentence and is never touched."""

import sqlite3
from hashlib import sha256

import pytest

from scraper.errors import ArchiveError
from scraper.store.archive import Archive
from scraper.store.schema.migrations import APPLICATION_ID, SCHEMA_VERSION


def foreign(path):
    conn = sqlite3.connect(path)
    conn.execute("create table t (x)")
    conn.commit()
    conn.close()


def newer(path):
    Archive.open(path, create=True).close()
    conn = sqlite3.connect(path)
    conn.execute(f"pragma user_version={SCHEMA_VERSION + 1}")
    conn.commit()
    conn.close()


BAD = {
    "is empty": lambda path: path.write_bytes(b""),
    "cannot be read as an SQLite database": lambda path: path.write_bytes(b"x" * 5000),
    "not an archive of Cổng Tin": foreign,
    "Update Cổng Tin": newer,
    "is not a file": lambda path: path.mkdir(),
}


@pytest.mark.parametrize(("sentence", "make"), BAD.items())
def test_bad_files_are_refused_and_left_alone(tmp_path, sentence, make):
    path = tmp_path / "archive.db"
    make(path)
    before = sha256(path.read_bytes()).digest() if path.is_file() else None
    for create in (False, True):
        with pytest.raises(ArchiveError, match=sentence):
            Archive.open(path, create=create)
    assert path.is_dir() or sha256(path.read_bytes()).digest() == before


def test_a_missing_archive_is_said_or_made(tmp_path):
    path = tmp_path / "archive.db"
    with pytest.raises(ArchiveError, match="There is no archive"):
        Archive.open(path)
    assert not path.exists()
    Archive.open(path, create=True).close()
    assert [p.name for p in tmp_path.iterdir()] == ["archive.db"], "one file, no leftovers"


def test_a_new_archive_is_ours_and_in_wal(tmp_path):
    archive = Archive.open(tmp_path / "archive.db", create=True)
    assert archive.value("pragma application_id") == APPLICATION_ID
    assert archive.value("pragma user_version") == SCHEMA_VERSION
    assert archive.value("pragma journal_mode") == "wal"
    assert archive.value("pragma recursive_triggers") == 1
