"""`/tim.csv`, `/tim.xlsx`, `/tim.ndjson`: what a search finds as a table; `/nhung`: its newest hits for other sites.

Rows are read and sent in batches, newest first, so that neither memory nor a time limit bounds an export. One answer
holds at most `MAX_ROWS` articles (setting `export_rows` of the plugin); its Link header names the address that goes on
from there.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from datasette import Response

from scraper.site.datasette_065 import BadRequest
from scraper.site.downloads import tables
from scraper.site.downloads.refusing import refusing
from scraper.site.query.highlight import marked
from scraper.site.render import ARCHIVE, render
from scraper.site.search.hits import FIELDS, newest_hits, newest_keys
from scraper.site.search.in_words import in_words
from scraper.site.search.request import export_rows, read_query, url_of
from scraper.site.search.search_query import BadSearchError, Portals, SearchQuery
from scraper.site.streaming import Stream
from scraper.site.texts import Texts, language, texts

BATCH = 250  # articles read at once
EMBEDDED = 10  # hits in a frame of another site
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ndjson": "application/x-ndjson; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@refusing
async def export(datasette: Any, request: Any) -> Response:
    """`/tim.csv`, `/tim.xlsx`, `/tim.ndjson`: what a search finds, as a table, the newest first.

    Parameters: those of a search (see scraper.site.search.search_query), of which the order `sap` changes nothing;
    `truoc` (a sort_key): only what is older, which is how an export goes on; `lang`.
    """
    db = datasette.get_database(ARCHIVE)
    kind = request.url_vars["format"]
    t = texts(language(request))
    query, place, portals = await read_query(db, request.query_string)
    most = export_rows(datasette)
    keys = await newest_keys(db, query, most + 1, place.before)
    name = f"congtin-{datetime.now(UTC):%Y%m%d}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    following = None
    if len(keys) > most:
        following = datasette.absolute_url(request, url_of(datasette, query, f".{kind}", truoc=keys[most - 1]))
        headers["link"] = f'<{following}>; rel="next"'
    base = datasette.absolute_url(request, datasette.urls.path("/")).rstrip("/")
    batches = _records(db, query, portals, base, place.before, min(len(keys), most))
    if kind == "xlsx":
        notes = _notes(datasette, request, query, portals, t, min(len(keys), most), following)
        return Stream(_xlsx(batches, notes), headers, _TYPES[kind])
    return Stream(_text(batches, kind), headers, _TYPES[kind])


async def _records(
    db: Any, query: SearchQuery, portals: Portals, base: str, before: int | None, left: int
) -> AsyncIterator[list[dict[str, Any]]]:
    """Batches of the `left` newest hits older than the sort_key `before`."""
    while left > 0:
        rows = await newest_hits(db, query, min(BATCH, left), before, tables.SQL)
        if not rows:
            return
        yield [tables.record(row, portals, base) for row in rows]
        left -= len(rows)
        before = rows[-1]["sort_key"]


async def _text(batches: AsyncIterator[list[dict[str, Any]]], kind: str) -> AsyncIterator[bytes]:
    if kind == "csv":
        yield tables.csv_start().encode()
    async for records in batches:
        yield (tables.csv_rows if kind == "csv" else tables.ndjson_rows)(records).encode()


async def _xlsx(batches: AsyncIterator[list[dict[str, Any]]], notes: list[str]) -> AsyncIterator[bytes]:
    """An XLSX file in pieces, with `notes` on its second sheet."""
    # A zip file's parts are finished before its first byte can be sent, so it grows on the disk.
    with TemporaryDirectory(prefix="congtin-") as folder:
        path = Path(folder, "tin.xlsx")
        sheet = tables.Sheet(path)
        async for records in batches:
            await asyncio.to_thread(sheet.add, records)
        await asyncio.to_thread(sheet.close, notes)
        file = await asyncio.to_thread(path.open, "rb")
        with file:
            while piece := await asyncio.to_thread(file.read, 1 << 16):
                yield piece


def _notes(
    datasette: Any, request: Any, query: SearchQuery, portals: Portals, t: Texts, count: int, following: str | None
) -> list[str]:
    """The notes of an XLSX file: of which search, from where, when it was made, how many, and where more is."""
    notes = [
        t("site"),
        t("export.asked", what=in_words(query, portals, t) or t("feed.all")),
        datasette.absolute_url(request, url_of(datasette, query)),
        t("export.made", when=t.instant(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"), n=t.number(count)),
        t("export.cells", n=t.number(tables.MAX_CELL)),
    ]
    return [*notes, t("export.more", n=t.number(count), url=following)] if following else notes


async def embed(datasette: Any, request: Any) -> Response:
    """`/nhung`: the newest hits of a search as a small page without script that other sites may frame.

    Parameters: those of a search (see scraper.site.search.search_query), and `lang`.
    """
    db = datasette.get_database(ARCHIVE)
    t = texts(language(request))
    try:
        query, _, portals = await read_query(db, request.query_string)
    except BadSearchError as error:
        raise BadRequest(error.message(t)) from error
    rows = await newest_hits(db, query, EMBEDDED, fields=FIELDS)
    for row in rows:
        row["shown_title"] = marked(row["title"], query.words)
    context = {
        "rows": rows,
        "portals": portals,
        "what": in_words(query, portals, t) or t("feed.all"),
        "more_url": datasette.absolute_url(request, url_of(datasette, query)),
    }
    body = render(datasette, request, "embed", context)
    policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
    return Response.html(body, headers={"content-security-policy": policy})
