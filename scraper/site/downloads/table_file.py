"""What a search finds as one file, without a server: the rows of `/tim.csv` and its like, all of them.

For `scrapy export`. There is no Datasette here: `conn` is a plain connection to the archive.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from scraper.site.downloads import tables
from scraper.site.query.fts import NOTHING
from scraper.site.search.hits import span_params, walk_sql
from scraper.site.search.search_query import Args, BadSearchError, Portals, SearchQuery, query_of

BATCH = 500  # articles in memory at once
MAX_SHEET = 1_048_575  # rows below the names of the columns that an XLSX sheet can hold


def read_query(conn: sqlite3.Connection, args: Args) -> tuple[SearchQuery, Portals]:
    """The search that `args` stand for, and all portals by id.

    Raises BadSearchError for what cannot be meant, also for a section that no article has.
    """
    cursor = conn.execute("select * from portals order by name, id")
    names = [column[0] for column in cursor.description]
    portals = {row[names.index("id")]: dict(zip(names, row, strict=True)) for row in cursor}
    query = query_of(args, portals)
    for name in query.given.get("muc", ()):
        match = SearchQuery(given={"muc": (name,)}).match()
        if conn.execute("select 1 from articles_fts where articles_fts match ? limit 1", (match,)).fetchone() is None:
            raise BadSearchError("search.bad_section", value=name)
    return query, portals


def _records(
    conn: sqlite3.Connection, query: SearchQuery, portals: Portals, base: str, most: int
) -> Iterator[list[dict[str, Any]]]:
    """The newest `most` hits in batches, all when it is negative (as SQLite reads a limit)."""
    match = query.match()
    if match == NOTHING:
        return
    cursor = conn.execute(walk_sql(tables.SQL, most), span_params(query, match))
    names = [column[0] for column in cursor.description]
    rows = (tables.record(dict(zip(names, row, strict=True)), portals, base) for row in cursor)
    while batch := list(islice(rows, BATCH)):
        yield batch


def write_table(
    conn: sqlite3.Connection,
    query: SearchQuery,
    portals: Portals,
    kind: str,
    target: Path,
    *,
    base: str = "",
    limit: int = -1,
) -> int:
    """Write the hits of `query`, newest first, from `conn` to `target` as `kind` (csv, xlsx, ndjson); return how many.

    At most `limit`, if it is not negative; at most `MAX_SHEET` in XLSX. The file appears whole or not at all.
    `portals` are all portals by id, `base` the address under which the archive is served, for column `page`. Raises
    OSError when the file cannot be written.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    most = limit if kind != "xlsx" else min(limit, MAX_SHEET) if limit >= 0 else MAX_SHEET
    batches = _records(conn, query, portals, base, most)
    try:
        count = _write_sheet(draft, batches) if kind == "xlsx" else _write_text(draft, batches, kind)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return count


def _write_sheet(path: Path, batches: Iterable[list[dict[str, Any]]]) -> int:
    path.touch()  # XlsxWriter would find out only at the end that it cannot write here
    sheet = tables.Sheet(path)
    for batch in batches:
        sheet.add(batch)
    sheet.close([f"Cổng Tin: {sheet.count} tin / articles"])
    return sheet.count


def _write_text(path: Path, batches: Iterable[list[dict[str, Any]]], kind: str) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        if kind == "csv":
            file.write(tables.csv_start())
        for batch in batches:
            file.write(tables.csv_rows(batch) if kind == "csv" else tables.ndjson_rows(batch))
            count += len(batch)
    return count
