"""The tables and columns of an archive, which may be of an earlier schema, and copying rows between two archives."""

import sqlite3

from scraper.store.tables import table as table_of

# Columns that had another name in an earlier schema: table -> present name -> earlier name.
_RENAMED = {"urls": {"due_crawl_id": "due_in"}}


def table_names(conn: sqlite3.Connection) -> list[str]:
    """The archive's own tables: no views, no virtual tables, none of SQLite's and none of sqlite-utils'."""
    rows = conn.execute("select name from pragma_table_list where schema = 'main' and type = 'table' order by name")
    return [row[0] for row in rows if not row[0].startswith(("sqlite_", "_"))]


def columns(conn: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table, in order; none when there is no such table."""
    return [row[0] for row in conn.execute("select name from pragma_table_info(?)", (table,))]


def shared_columns(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> list[str]:
    """The columns that `table` has in both archives: `old` may be from before a column was added."""
    known = columns(old, table)
    return [name for name in columns(new, table) if name in known]


def renamed_columns(old: sqlite3.Connection, table: str) -> dict[str, str]:
    """Columns of `table` that an archive of an earlier schema holds under another name: present name -> that name."""
    known = columns(old, table)
    return {name: before for name, before in _RENAMED.get(table, {}).items() if before in known}


def copy_rows(old: sqlite3.Connection, new: sqlite3.Connection, table: str, where: str, *values: str) -> None:
    """Copy the rows of `table` in `old` for which `where` holds, with `values` for its marks; rows of `new` stay."""
    sql = f"select {', '.join(shared_columns(old, new, table))} from {table} where {where}"
    table_of(new, table).insert_all((dict(row) for row in old.execute(sql, values)), ignore=True)
