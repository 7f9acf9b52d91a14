"""Pages for machines: robots.txt (RFC 9309), the sitemaps (sitemaps.org), and which database is served."""

from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from datasette import NotFound, Response

from scraper.site.datasette_065 import served_databases
from scraper.site.render import ARCHIVE

CHUNK = 40_000  # addresses of a sitemap, on the average; the limit is 50,000
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
# Searches and filters make endless address spaces; the articles are in the sitemaps.
_ROBOTS = """User-agent: *
Disallow: /*?
Disallow: /tim
Disallow: /archive
Disallow: /api/
Disallow: /-/

Sitemap: {sitemap}
"""


def routes() -> list[tuple[str, Callable[..., Any]]]:
    """The routes of this module for Datasette."""
    return [
        (r"^/robots\.txt$", robots),
        (r"^/sitemap\.xml$", sitemap_index),
        (r"^/sitemap-(?P<part>[0-9a-f]{0,4})\.xml$", sitemap),
        (r"^/-/databases\.json$", databases),
    ]


async def robots(datasette: Any, request: Any) -> Response:
    """`/robots.txt`. Has no parameters."""
    return Response.text(_ROBOTS.format(sitemap=datasette.absolute_url(request, datasette.urls.path("/sitemap.xml"))))


def digits(count: int) -> int:
    """How many first digits of the ids part `count` articles into sitemaps of at most `CHUNK`, on the average.

    Ids are hashes, so every beginning has about as many articles as every other, and an article stays in its sitemap.
    """
    found = 0
    while count > CHUNK * 16**found:
        found += 1
    return found


async def _digits(db: Any) -> int:
    # The largest rowid: counting a million rows takes longer than the page.
    return digits((await db.execute("select max(rowid) from articles")).first()[0] or 0)


async def sitemap_index(datasette: Any, request: Any) -> Response:
    """`/sitemap.xml`: the sitemaps, by the first digits of the ids. Has no parameters."""
    length = await _digits(datasette.get_database(ARCHIVE))
    parts = [f"{number:0{length}x}" if length else "" for number in range(16**length)]
    rows = (datasette.absolute_url(request, datasette.urls.path(f"/sitemap-{part}.xml")) for part in parts)
    entries = "".join(f"<sitemap><loc>{escape(row)}</loc></sitemap>\n" for row in rows)
    return _xml(f"<sitemapindex {_XMLNS}>\n{entries}</sitemapindex>")


async def sitemap(datasette: Any, request: Any) -> Response:
    """`/sitemap-<part>.xml`: the articles whose id begins with `part`. Has no parameters.

    Raises NotFound when the archive is parted otherwise.
    """
    db = datasette.get_database(ARCHIVE)
    part = request.url_vars["part"]
    if len(part) != await _digits(db):
        raise NotFound("There is no such sitemap")
    # A range and not `like`, which could not use the index; "g" comes after every digit.
    sql = "select id from articles where id >= :low and id < :high order by id limit 50000"
    rows = (await db.execute(sql, {"low": part, "high": part + "g"}, page_size=50_000, truncate=False)).rows
    base = escape(datasette.absolute_url(request, datasette.urls.path("/bai/")))
    return _xml(
        f"<urlset {_XMLNS}>\n" + "".join(f"<url><loc>{base}{row[0]}</loc></url>\n" for row in rows) + "</urlset>"
    )


def _xml(body: str) -> Response:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
    return Response(text, content_type="application/xml; charset=utf-8")


async def databases(datasette: Any) -> Response:
    """`/-/databases.json` as Datasette has it, without the path on the server. Has no parameters."""
    served = served_databases(datasette).items()
    return Response.json([{"name": name, "is_mutable": db.is_mutable, "hash": db.hash} for name, db in served])
