"""What a rebuild takes from the archive before it: everything that no capture holds.

Derived tables are a function of the capture files and of the spider files. All others (the ledger, failures, checks
for vanished pages, what is withheld) are carried over as they are, in the order of their rows. Written with raw SQL:
whole tables, up to millions of rows, streamed from one file into another. `old` is the archive before the rebuild,
`new` the rebuilt one, inside the caller's transaction.
"""

import sqlite3

from scraper.store.captures.checks import check_database, check_search
from scraper.store.copies.columns import renamed_columns, shared_columns, table_names
from scraper.store.ledger.capture_checks import NO_CRAWL, derive_capture_checks, forget_capture_checks
from scraper.store.ledger.gaps import keep_gaps
from scraper.store.ledger.queue import MAX_DEATHS
from scraper.store.rows import Capture
from scraper.store.tables import table

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
# Columns of derived rows that only the archive itself knows.
_OBSERVED = ("state", "state_since", "state_at")
_CAPTURE = ", ".join(Capture.__dataclass_fields__)


def carry_tables(old: sqlite3.Connection, new: sqlite3.Connection) -> dict[str, int]:
    """Copy every table that is not derived; returns how many rows of which."""
    counts = {}
    carried = [name for name in table_names(new) if name not in DERIVED]
    # Rows are copied as they are: the triggers would change them, as if every request were due again.
    triggers = new.execute("select name, sql, tbl_name from sqlite_master where type = 'trigger'").fetchall()
    triggers = [row for row in triggers if row["tbl_name"] in carried]
    for row in triggers:
        new.execute(f"drop trigger {row['name']}")
    for name in carried:
        columns = {column: column for column in shared_columns(old, new, name)} | renamed_columns(old, name)
        if not columns:  # a table of a later schema
            continue
        into = f"insert into {name} ({', '.join(columns)}) values ({', '.join('?' * len(columns))})"
        # By rowid, because requests of one priority are handed out in the order of their rows.
        rows = old.execute(f"select {', '.join(columns.values())} from {name} order by rowid")
        counts[name] = new.executemany(into, map(tuple, rows)).rowcount
    counts["vanish_checks"] = counts.get("vanish_checks", 0) - forget_capture_checks(new)
    for row in triggers:
        new.execute(row["sql"])
    return counts


def carry_portals(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """Keep the rows of portals that have no spider any more."""
    names = shared_columns(old, new, "portals")
    rows = old.execute(f"select {', '.join(names)} from portals")
    table(new, "portals").insert_all((dict(row) for row in rows), ignore=True)


def name_portals(new: sqlite3.Connection) -> None:
    """Give every portal that a capture names and that has no row one that only holds its id."""
    new.execute(
        "insert into portals (id, name, prefixes, start_urls) select distinct portal_id, portal_id, '[]', '[]'"
        " from captures where portal_id is not null and portal_id not in (select id from portals)"
    )


def carry_observed(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """Carry over what the archive itself found out about articles: whether they vanished.

    The checks that follow from captures have been derived anew, and with them the states of their articles are.
    """
    names = [name for name in shared_columns(old, new, "articles") if name in _OBSERVED]
    if names:
        observed = "state <> 'live'" + (" or state_at is not null" if "state_at" in names else "")
        new.executemany(
            f"update articles set {', '.join(f'{name} = ?' for name in names)} where id = ?",
            map(tuple, old.execute(f"select {', '.join(names)}, id from articles where {observed}")),
        )
    of_captures = "select distinct article_id from vanish_checks where crawl_id = ?"
    derived = {row[0] for conn in (old, new) for row in conn.execute(of_captures, (NO_CRAWL,))}
    for identity in sorted(derived):
        derive_capture_checks(new, identity)


def count_gaps(new: sqlite3.Connection, *, everywhere: bool) -> None:
    """Count months and missing numbers of portals anew: of those that were counted before, or `everywhere`."""
    counted = "select portal_id from article_months union select portal_id from number_gaps"
    portals = "select distinct portal_id from articles where portal_id is not null" if everywhere else counted
    for row in new.execute(portals).fetchall():
        keep_gaps(new, row["portal_id"])


def unread(old: sqlite3.Connection) -> set[str]:
    """Ids of captures of interrupted crawls: the next crawl reads them, and ends their requests in the ledger."""
    sql = "select id from captures where read = 0 and fidelity in ('wire', 'reconstructed')"
    return {row[0] for row in old.execute(sql)}


def set_aside(old: sqlite3.Connection) -> set[str]:
    """Ledger keys of pages that are not read, because reading them killed the process again and again."""
    return {row[0] for row in old.execute("select key from urls where deaths >= ?", (MAX_DEATHS,))}


def ids_in(conn: sqlite3.Connection, file: str) -> set[str]:
    """Ids of the captures that an archive knows in a file."""
    return {row[0] for row in conn.execute("select id from captures where file = ?", (file,))}


def files_unread(conn: sqlite3.Connection) -> list[str]:
    """Names of files with captures that are not read yet."""
    return [row[0] for row in conn.execute("select distinct file from captures where read = 0 order by file")]


def unread_in(conn: sqlite3.Connection, file: str) -> list[Capture]:
    """The captures of a file that are not read yet, by offset."""
    sql = f"select {_CAPTURE} from captures where file = ? and read = 0 order by offset"
    return [Capture(**dict(row)) for row in conn.execute(sql, (file,))]


def derive_sources(new: sqlite3.Connection) -> None:
    """Note files without a capture of our own crawls as ingested: the files themselves do not say it."""
    new.execute(
        "update warc_files set source = 'ingest' where not exists"
        " (select 1 from captures where file = name and fidelity in ('wire', 'reconstructed'))"
    )


def problems(new: sqlite3.Connection) -> list[str]:
    """What is wrong with a rebuilt archive, one sentence each: references, sums, search index, SQLite's own check."""
    found = [
        f"table {row[0]}: {row[1]:,} rows name a row of {row[2]} that is not there"
        for row in new.execute('select "table", count(*), parent from pragma_foreign_key_check group by 1, 3')
    ]
    counted = new.execute("select ifnull(sum(version_count), 0) from articles").fetchone()[0]
    versions = new.execute("select count(*) from versions").fetchone()[0]
    if counted != versions:
        found.append(f"articles count {counted:,} versions, there are {versions:,}")
    return found + check_search(new) + check_database(new)
