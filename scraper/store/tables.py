"""Writing plain rows by column name, with sqlite-utils.

Every row that is written once a crawl, a command or a file goes through `table`. Raw SQL is left to what sqlite-utils
does not say or makes slow: schema and triggers, the queue, statements over sets of rows, and the rows of every page.
For one row sqlite-utils takes some 40 to 80 microseconds where the bare statement takes 3 to 6, and it sets a
savepoint, at which FTS5 writes out what it has gathered for the search index. Updates and deletes are raw SQL
everywhere: nearly all hold for a set of rows or under a condition. tests/store/test_sql_style.py lists the modules
that may insert with raw SQL.
"""

import sqlite3

from sqlite_utils import Database
from sqlite_utils.db import Table


def table(conn: sqlite3.Connection, name: str) -> Table:
    """Table `name` of the archive, to write rows by column name inside the transaction that `conn` has open.

    `insert(..., replace=True)` deletes the row and inserts another: its rowid changes, triggers run, and columns that
    are not given get their defaults. So it is only for tables without triggers, with all columns given. The first
    `upsert` of a Table asks SQLite whether it knows ON CONFLICT by creating and dropping a table: call `upsert_all`
    once rather than `upsert` in a loop.
    """
    # Outside a transaction sqlite-utils would begin its own, not an immediate one, and commit it.
    assert conn.in_transaction
    # Plugins of sqlite-utils that happen to be installed must not touch an archive; the pragma is set when it is
    # opened.
    found = Database(conn, execute_plugins=False, recursive_triggers=False).table(name)
    # A table that is missing would be created from the row: a mistyped name must not pass for one.
    assert found.exists(), name
    return found
