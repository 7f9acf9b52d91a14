"""What a connection to the archive may do at all, whoever wrote the SQL.

Time is bounded by Datasette (`sql_time_limit_ms`, a progress handler), which cannot stop one call of a function that
makes a gigabyte: `select zeroblob(500000000)` took 13 GB and 40 s with that limit alone. So the length of a value
is bounded here, functions that only make bytes are refused, and nothing but reading is authorised.
"""

import sqlite3
from typing import Any

from scraper.site.datasette_065 import PRAGMAS, allows_sql
from scraper.site.render import ARCHIVE

_LONGEST = 100_000_000  # bytes of a value when all SQL is ours: more than any page can be
_LONGEST_OF_ANYBODY = 2_000_000  # bytes when anybody's SQL runs
_LIMITS = {
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1000,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_FORBIDDEN = frozenset(
    "printf format zeroblob randomblob load_extension fts3_tokenizer readfile writefile edit sqlite_log".split()
)
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE}
_HIDDEN = {"pragma_database_list", "pragma_compile_options"}  # paths of the server


def limit(conn: sqlite3.Connection, datasette: Any) -> None:
    """Bound a connection to the archive; tighter where the operator of `datasette` lets anybody's SQL run."""
    longest = _LONGEST_OF_ANYBODY if allows_sql(datasette, ARCHIVE) else _LONGEST
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)
    for what, most in _LIMITS.items():
        conn.setlimit(what, most)
    conn.set_authorizer(_authorise)


def _authorise(action: int, first: str | None, second: str | None, _schema: str | None, _inner: str | None) -> int:
    """SQLite's question (sqlite3_set_authorizer) whether an action, with its two names, may be part of a statement."""
    if action in _READING:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_READ:
        return sqlite3.SQLITE_DENY if first in _HIDDEN else sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_DENY if (second or "").lower() in _FORBIDDEN else sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA:
        return sqlite3.SQLITE_OK if (first or "").lower() in PRAGMAS else sqlite3.SQLITE_DENY
    # Opening the search index asks for this; SQLite itself lets nobody write there.
    opening = action == sqlite3.SQLITE_UPDATE and first == "sqlite_master"
    return sqlite3.SQLITE_OK if opening else sqlite3.SQLITE_DENY
