"""What a rebuild takes from the archive before it: everything that no capture tells.

Derived tables are a function of the capture files and of the spider files. All others (the ledger, failures, checks
for vanished pages, what is withheld) are carried over as they are, in the order of their rows.
"""

import sqlite3
from collections.abc import Collection, Iterator

from scraper.store.articles.articles import derive_dates, derive_duplicates, derive_redirected
from scraper.store.articles.edits import derive_changes, forget_changes
from scraper.store.articles.sort_key import take_key, wanted_key
from scraper.store.captures.checks import check_database, check_search
from scraper.store.ledger.gaps import keep_gaps
from scraper.store.ledger.queue import MAX_DEATHS
from scraper.store.rows import Capture

DERIVED = (
    "portals",
    "articles",
    "versions",
    "changes",
    "edits",
    "images",
    "attachments",
    "captures",
    "warc_files",
    "cards",
    "listings",
    "stats_day",
)
# Columns of carried tables that had another name in an earlier schema.
_RENAMED = {"urls": {"due_crawl_id": "due_in"}}
# Columns of derived rows that only the archive itself knows.
_OBSERVED = ("state", "state_since", "state_at")
# Columns of articles that `derive_dates` works out.
_SETTLED = (
    "id",
    "sort_key",
    "first_seen_at",
    "version_count",
    "published_at",
    "published_source",
    "published_precision",
)
_CAPTURE = ", ".join(Capture.__dataclass_fields__)


def tables(conn: sqlite3.Connection) -> list[str]:
    """The archive's own tables: no views, no virtual tables, none of SQLite's and sqlite-utils'."""
    rows = conn.execute("select name from pragma_table_list where schema = 'main' and type = 'table' order by name")
    return [row[0] for row in rows if not row[0].startswith(("sqlite_", "_"))]


def columns(conn: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table, in order; none when there is no such table."""
    return [row[0] for row in conn.execute("select name from pragma_table_info(?)", (table,))]


def shared_columns(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> list[str]:
    """The columns that a table has in both archives: the older one may be from before a column was added."""
    known = columns(old, table)
    return [name for name in columns(new, table) if name in known]


def _renamed(old: sqlite3.Connection, table: str) -> dict[str, str]:
    """Columns of `table` that an archive of an earlier schema holds under another name: present name -> old name."""
    known = columns(old, table)
    return {name: before for name, before in _RENAMED.get(table, {}).items() if before in known}


def carry_over(old: sqlite3.Connection, new: sqlite3.Connection) -> dict[str, int]:
    """Copy every table that is not derived; returns how many rows of which."""
    counts = {}
    carried = [table for table in tables(new) if table not in DERIVED]
    # Rows are copied as they are: triggers would write into them once more.
    triggers = new.execute("select name, sql, tbl_name from sqlite_master where type = 'trigger'").fetchall()
    triggers = [row for row in triggers if row["tbl_name"] in carried]
    for row in triggers:
        new.execute(f"drop trigger {row['name']}")
    for table in carried:
        names = {name: name for name in shared_columns(old, new, table)} | _renamed(old, table)
        if not names:
            continue
        into = f"insert into {table} ({', '.join(names)}) values ({', '.join('?' * len(names))})"
        rows = old.execute(f"select {', '.join(names.values())} from {table} order by rowid")
        counts[table] = new.executemany(into, map(tuple, rows)).rowcount
    for row in triggers:
        new.execute(row["sql"])
    return counts


def carry_portals(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """Keep the rows of portals that have no spider any more."""
    names = shared_columns(old, new, "portals")
    new.executemany(
        f"insert or ignore into portals ({', '.join(names)}) values ({', '.join('?' * len(names))})",
        map(tuple, old.execute(f"select {', '.join(names)} from portals")),
    )


def name_portals(new: sqlite3.Connection) -> None:
    """Give every portal that a capture names a row, if it only holds its id."""
    new.execute(
        "insert into portals (id, name, prefixes, start_urls) select distinct portal_id, portal_id, '[]', '[]'"
        " from captures where portal_id is not null and portal_id not in (select id from portals)"
    )


def carry_observed(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """What the archive itself found out about articles: whether they vanished."""
    names = [name for name in shared_columns(old, new, "articles") if name in _OBSERVED]
    if names:
        told = "state <> 'live'" + (" or state_at is not null" if "state_at" in names else "")
        new.executemany(
            f"update articles set {', '.join(f'{name} = ?' for name in names)} where id = ?",
            map(tuple, old.execute(f"select {', '.join(names)}, id from articles where {told}")),
        )


def count_gaps(new: sqlite3.Connection, *, everywhere: bool) -> None:
    """Count months and missing numbers of portals anew: of those that were counted before, or `everywhere`."""
    counted = "select portal_id from article_months union select portal_id from number_gaps"
    portals = "select distinct portal_id from articles where portal_id is not null" if everywhere else counted
    for row in new.execute(portals).fetchall():
        keep_gaps(new, row["portal_id"])


def unread(old: sqlite3.Connection) -> set[str]:
    """Captures of interrupted crawls: the next crawl reads them, and ends their requests in the ledger."""
    sql = "select id from captures where read = 0 and fidelity in ('wire', 'reconstructed')"
    return {row[0] for row in old.execute(sql)}


def set_aside(old: sqlite3.Connection) -> set[str]:
    """Ledger keys of pages that are not read, because reading them killed the process again and again."""
    return {row[0] for row in old.execute("select key from urls where deaths >= ?", (MAX_DEATHS,))}


def ids_in(conn: sqlite3.Connection, file: str) -> set[str]:
    """The captures that an archive knows in a file."""
    return {row[0] for row in conn.execute("select id from captures where file = ?", (file,))}


def files_unread(conn: sqlite3.Connection) -> list[str]:
    """Files with captures that are not read yet."""
    return [row[0] for row in conn.execute("select distinct file from captures where read = 0 order by file")]


def unread_in(conn: sqlite3.Connection, file: str) -> list[Capture]:
    """The captures of a file that are not read yet, by offset."""
    sql = f"select {_CAPTURE} from captures where file = ? and read = 0 order by offset"
    return [Capture(**dict(row)) for row in conn.execute(sql, (file,))]


def read_before(old: sqlite3.Connection, new: sqlite3.Connection) -> list[str]:
    """Captures that the old archive has read and the new one could not: their bodies are gone. They count as read."""
    found = []
    for row in new.execute("select id from captures where read = 0").fetchall():
        known = old.execute("select read_as from captures where id = ? and read = 1", (row["id"],)).fetchone()
        if known:
            new.execute("update captures set read = 1, read_as = ? where id = ?", (known["read_as"], row["id"]))
            found.append(row["id"])
    return found


def derive_sources(new: sqlite3.Connection) -> None:
    """Files without a capture of our own crawls were taken in."""
    new.execute(
        "update warc_files set source = 'ingest' where not exists"
        " (select 1 from captures where file = name and fidelity in ('wire', 'reconstructed'))"
    )


def keep_hashes(old: sqlite3.Connection, new: sqlite3.Connection) -> list[str]:
    """Keep what is known of files since they were finished; returns one sentence for each that is another now."""
    changed = []
    for row in old.execute("select * from warc_files order by name").fetchall():
        sql = "select size, sha256 from warc_files where name = ?"
        now = new.execute(sql, (row["name"],)).fetchone()
        if now is None or tuple(now) != (row["size"], row["sha256"]):
            changed.append(
                f"{row['name']}: {'is gone' if now is None else 'its bytes are not those that were finished'}"
            )
            new.execute("delete from warc_files where name = ?", (row["name"],))
            _copy(old, new, "warc_files", "name = ?", row["name"])
        else:
            new.execute("update warc_files set source = ? where name = ?", (row["source"], row["name"]))
    return changed


def captures_missing(old: sqlite3.Connection, new: sqlite3.Connection) -> Iterator[Capture]:
    """Captures that the archive had and that were not met in the files, by file and offset."""
    for row in old.execute(f"select {_CAPTURE} from captures order by file, offset"):
        if new.execute("select 1 from captures where id = ?", (row["id"],)).fetchone() is None:
            yield Capture(**dict(row))


def carry_lost(old: sqlite3.Connection, new: sqlite3.Connection, lost: Collection[str]) -> None:
    """Keep what was read from captures whose bytes are gone: damage to a file never takes a text from the archive."""
    for identity in lost:
        for table, key in (("captures", "id"), ("listings", "capture_id"), ("cards", "capture_id")):
            _copy(old, new, table, f"{key} = ?", identity)
    for identity in lost:
        for row in old.execute("select distinct article_id from cards where capture_id = ?", (identity,)):
            derive_dates(new, row["article_id"])
            derive_redirected(new, row["article_id"])
        page = old.execute("select page_id from captures where id = ?", (identity,)).fetchone()["page_id"]
        derive_redirected(new, page)
        _keep_current(old, new, page, identity)
        _keep_versions(old, new, page, identity)


def _keep_current(old: sqlite3.Connection, new: sqlite3.Connection, article: str, lost: str) -> None:
    """Put an article's text back if the lost capture was its newest."""
    names = shared_columns(old, new, "articles")
    sql = f"select {', '.join(names)} from articles where id = ? and capture_id = ?"
    found = old.execute(sql, (article, lost)).fetchone()
    if found is None:
        return
    row = dict(found)
    if new.execute("select 1 from articles where id = ?", (article,)).fetchone():
        said = [name for name in names if name not in _SETTLED]
        new.execute(f"update articles set {', '.join(f'{name} = :{name}' for name in said)} where id = :id", row)
    else:
        row["sort_key"] = take_key(new, article, wanted_key(article, row["published_at"], row["first_seen_at"]))
        new.execute(f"insert into articles ({', '.join(names)}) values ({', '.join(f':{n}' for n in names)})", row)
    for table in ("images", "attachments"):
        new.execute(f"delete from {table} where article_id = ?", (article,))
        _copy(old, new, table, "article_id = ?", article)
    derive_duplicates(new, row["portal_id"], row["family_key"])


def _keep_versions(old: sqlite3.Connection, new: sqlite3.Connection, article: str, lost: str) -> None:
    """Put back the versions that the lost capture was the first to show, and the time in which all were seen."""
    which = "article_id = ? and text_sha256 = ?"
    for row in old.execute("select * from versions where article_id = ?", (article,)).fetchall():
        key = (article, row["text_sha256"])
        known = new.execute(f"select last_seen_at from versions where {which}", key).fetchone()
        if row["capture_id"] == lost:
            new.execute(f"delete from versions where {which}", key)
            _copy(old, new, "versions", which, *key)
            forget_changes(new, *key)
        seen = max(row["last_seen_at"], known["last_seen_at"]) if known else row["last_seen_at"]
        new.execute(f"update versions set last_seen_at = ? where {which}", (seen, *key))
    derive_changes(new, article)
    derive_dates(new, article)


def _copy(old: sqlite3.Connection, new: sqlite3.Connection, table: str, where: str, *values: str) -> None:
    names = shared_columns(old, new, table)
    into = f"insert or ignore into {table} ({', '.join(names)}) values ({', '.join('?' * len(names))})"
    new.executemany(into, map(tuple, old.execute(f"select {', '.join(names)} from {table} where {where}", values)))


def problems(new: sqlite3.Connection) -> list[str]:
    """What is wrong with a rebuilt archive; one sentence each: references, the search index, sums, SQLite's own."""
    found = [
        f"table {row[0]}: {row[1]:,} rows name a row of {row[2]} that is not there"
        for row in new.execute('select "table", count(*), parent from pragma_foreign_key_check group by 1, 3')
    ]
    counted = new.execute("select ifnull(sum(version_count), 0) from articles").fetchone()[0]
    versions = new.execute("select count(*) from versions").fetchone()[0]
    if counted != versions:
        found.append(f"articles count {counted:,} versions, there are {versions:,}")
    return found + check_search(new) + check_database(new)
