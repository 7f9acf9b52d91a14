"""A copy of archive.db to publish: one consistent state, without what is withheld, packed, to be opened read-only.

The one insert with raw SQL is a command to the search index, which FTS5 takes in this form.
"""

import sqlite3
from pathlib import Path

from scraper.errors import ArchiveError
from scraper.store.archive import Archive


def copy(archive: Archive, target: Path) -> None:
    """Write the archive as it is at this moment to the new file `target`; crawls may go on meanwhile.

    Raises ArchiveError when it cannot be written or the copy is damaged.
    """
    try:
        archive.conn.execute("vacuum into ?", (str(target),))
        made = Archive.open(target)
        try:
            _make_ready(made.conn)
        finally:
            made.conn.close()
    except sqlite3.Error as error:
        raise ArchiveError(f"The snapshot could not be written ({error}).") from error


def _make_ready(conn: sqlite3.Connection) -> None:
    drop_withheld(conn)
    # One segment instead of many: every search reads less.
    conn.execute("insert into articles_fts(articles_fts) values ('optimize')")
    conn.execute("analyze")
    # One file without -wal and -shm beside it, which a server that may not write there can open.
    conn.execute("pragma wal_checkpoint(truncate)")
    conn.execute("pragma journal_mode=delete")
    conn.execute("vacuum")  # else the withheld texts stay readable in free pages of the file
    found = conn.execute("pragma quick_check(1)").fetchone()[0]
    if found != "ok":
        raise ArchiveError(f"The snapshot is damaged ({found}); check the archive with `scrapy verify`.")


def drop_withheld(conn: sqlite3.Connection) -> None:
    """Take articles that are withheld, and all that was derived from them, out of this copy; their ids stay listed."""
    ids = "(select article_id from withheld)"
    tables = [row[0] for row in conn.execute("select name from sqlite_master where type = 'table'")]
    for table in tables:
        columns = {row[1] for row in conn.execute(f"pragma table_info([{table}])")}
        if "article_id" in columns and table != "withheld":
            conn.execute(f"delete from [{table}] where article_id in {ids}")
    conn.execute(f"delete from articles where id in {ids}")
    conn.execute(f"delete from captures where page_id in {ids}")


def counts(path: Path) -> dict[str, int]:
    """How many rows every table of a database file has."""
    conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        names = [row[0] for row in conn.execute("select name from sqlite_master where type = 'table' order by name")]
        return {name: conn.execute(f"select count(*) from [{name}]").fetchone()[0] for name in names}
    finally:
        conn.close()


def capture_files(path: Path) -> list[str]:
    """Finished capture files that hold nothing withheld; `path` is the archive: a snapshot lacks the rows of those."""
    conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        sql = (
            "select name from warc_files where name not in"
            " (select file from captures where page_id in (select article_id from withheld)) order by name"
        )
        return [row[0] for row in conn.execute(sql)]
    finally:
        conn.close()
