"""Datasette starts on our archive at our schema, alone, or not at all."""

import sqlite3
from contextlib import closing
from typing import Any

from scraper.site.datasette_065 import path_of, served_databases
from scraper.site.guard.config import config_of
from scraper.site.guard.refused import RefusedError
from scraper.site.render import ARCHIVE
from scraper.store.schema.migrations import APPLICATION_ID, SCHEMA_VERSION

_MAKE_ONE = "make one first with `make run` or `scrapy crawl PORTAL`"


def check_archive(datasette: Any) -> None:
    """Check what `datasette` was given to serve. Raises RefusedError unless it is our archive at our schema, alone."""
    served = served_databases(datasette)
    if ARCHIVE not in served:
        raise RefusedError(
            f"There is no archive.db here: {_MAKE_ONE}, then start `datasette .` in the project folder."
        )
    others = [name for name in served if name != ARCHIVE]
    if others:
        raise RefusedError(
            f"Only archive.db may be served here, but Datasette was also given: {', '.join(others)}."
            " Move other database files out of this folder."
        )
    path = path_of(served[ARCHIVE])
    try:
        # A connection of our own: Datasette's would fail with a traceback where the file is no database.
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            ours = db.execute("pragma application_id").fetchone()[0] == APPLICATION_ID
            version = db.execute("pragma user_version").fetchone()[0]
            tables = {row[0] for row in db.execute("select name from sqlite_master where type = 'table'")}
    except sqlite3.Error as error:
        raise RefusedError(f"archive.db is damaged or not an SQLite file ({error}).") from error
    if not tables:
        raise RefusedError(f"archive.db is empty: {_MAKE_ONE}.")
    if not ours or "articles" not in tables:
        raise RefusedError("archive.db is some other program's SQLite file, not an archive of Cổng Tin.")
    if version != SCHEMA_VERSION:
        raise RefusedError(
            f"archive.db has schema version {version}, this program needs {SCHEMA_VERSION}:"
            " open it once with a `scrapy crawl` or `scrapy ingest` of this version."
        )
    config_of(datasette)  # mistakes in the operator's settings shall show now, not with the first request
