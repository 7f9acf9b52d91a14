"""Read-only checks of archive.db: the file itself, the search index, and what revisits refer to."""

import re
import sqlite3
from dataclasses import dataclass

from scraper.vietnamese.fold import fold, nfc

SAMPLE = 500  # articles that are looked up in the index by their own words
_FEW_WORDS = 8  # at the beginning and at the end of a text that are looked up
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """What a row of table `captures` says about where its capture lies (bytes) and what it holds."""

    id: str
    offset: int
    length: int
    payload_digest: str | None


@dataclass(frozen=True, slots=True)
class FileRow:
    """What table `warc_files` says about a file: its size in bytes and its hash in hex digits."""

    size: int
    sha256: str


def files_known(conn: sqlite3.Connection, portal_id: str | None = None) -> dict[str, FileRow | None]:
    """Every capture file that the archive names, in order; None for those that no crawl or ingest has finished.

    With `portal_id`, the files that hold captures of this portal.
    """
    narrow = "" if portal_id is None else " where portal_id = ?"
    values = () if portal_id is None else (portal_id,)
    names = {row[0] for row in conn.execute(f"select distinct file from captures{narrow}", values)}
    names |= {row[0] for row in conn.execute(f"select name from warc_files{narrow}", values)}
    names.discard(None)  # only a damaged database has rows without a name; its own check says so
    rows = {row["name"]: FileRow(row["size"], row["sha256"]) for row in conn.execute("select * from warc_files")}
    return {name: rows.get(name) for name in sorted(names)}


def captures_in(conn: sqlite3.Connection, file: str) -> dict[str, CaptureRow]:
    """The rows of the captures in one file, by their ids."""
    sql = "select id, offset, length, payload_digest from captures where file = ? order by offset"
    return {row["id"]: CaptureRow(*row) for row in conn.execute(sql, (file,))}


def has_capture(conn: sqlite3.Connection, capture_id: str) -> bool:
    """Whether a capture has a row, whatever file that names."""
    return conn.execute("select 1 from captures where id = ?", (capture_id,)).fetchone() is not None


def lost_bodies(conn: sqlite3.Connection, portal_id: str | None = None) -> list[tuple[str, str, str]]:
    """Revisits whose original is not in the archive or holds another body: id, file and the original's id.

    Not of foreign files: a revisit of another program may refer to a file that nobody gave us.
    """
    sql = (
        "select r.id, r.file, r.refers_to from captures r left join captures o on o.id = r.refers_to"
        " where r.refers_to is not null and r.fidelity <> 'foreign'"
        " and (o.id is null or o.payload_length is null or o.payload_digest <> r.payload_digest)"
        " and (?1 is null or r.portal_id = ?1) order by r.file, r.offset"
    )
    return [tuple(row) for row in conn.execute(sql, (portal_id,))]


def waiting_revisits(conn: sqlite3.Connection) -> int:
    """How many captures wait, unread, for a file with their body."""
    return int(conn.execute("select count(*) from captures where read = 0 and payload_length is null").fetchone()[0])


def check_database(conn: sqlite3.Connection) -> list[str]:
    """What SQLite itself finds wrong with the file; one sentence each."""
    return [f"archive.db: {row[0]}" for row in conn.execute("pragma quick_check(20)") if row[0] != "ok"]


def check_search(conn: sqlite3.Connection, sample: int = SAMPLE) -> list[str]:
    """What is wrong with the search index; one sentence each.

    SQLite's own check cannot compare a contentless index with its articles. So: there must be as many entries as
    articles, with the same keys, and up to `sample` articles spread over the archive must be found by their first and
    last words.
    """
    articles = conn.execute("select count(*) from articles").fetchone()[0]
    entries = conn.execute("select count(*) from articles_fts").fetchone()[0]
    problems = []
    if articles != entries:
        problems.append(f"search index: {entries:,} entries for {articles:,} articles")
    # articles_fts_docsize is a table of FTS5's own: one row for each entry, its id the entry's rowid.
    stale = "select count(*) from articles_fts_docsize where id not in (select sort_key from articles)"
    if count := conn.execute(stale).fetchone()[0]:
        problems.append(f"search index: {count:,} entries of articles that are not there")
    step = max(1, -(-articles // sample))
    rows = conn.execute(
        "select id, sort_key, title, lead, body from (select *, row_number() over (order by sort_key) as n"
        " from articles) where n % ? = 0",
        (step,),
    )
    problems += [
        f"search index: article {row['id']} is not found by its own words" for row in rows if _lost(conn, row)
    ]
    return problems


def _lost(conn: sqlite3.Connection, row: sqlite3.Row) -> bool:
    """Whether an article cannot be found by words of its title and text, with and without their marks."""
    text = f"{row['lead']}\n{row['body']}" if row["lead"] else row["body"]
    phrases = []
    for column, content in (("title", row["title"]), ("body", text)):
        for name, form in ((column, nfc), (f"{column}_ascii", fold)):
            words = (form(content) or "").replace('"', " ").split()
            parts = [words] if column == "title" else [words[:_FEW_WORDS], words[-_FEW_WORDS:]]
            phrases += [f'{name} : "{" ".join(part)}"' for part in parts if _WORD.search("".join(part))]
    if not phrases:
        return False
    sql = "select 1 from articles_fts where articles_fts match ? and rowid = ?"
    return conn.execute(sql, (" AND ".join(phrases), row["sort_key"])).fetchone() is None
