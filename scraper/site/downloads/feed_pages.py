"""`/tim.atom`, `/tim.jsonfeed`, `/thay-doi.atom`, `/thay-doi.jsonfeed`: searches and changes to be followed."""

from html import escape
from typing import Any
from urllib.parse import urlencode

from datasette import Response

from scraper.site import rows
from scraper.site.downloads.feed_formats import Entry, Feed, response, rfc3339
from scraper.site.downloads.refusing import refusing
from scraper.site.edits.diff_view import blocks
from scraper.site.edits.request import edits_query_of
from scraper.site.edits.rows import changed
from scraper.site.query.highlight import snippet
from scraper.site.render import ARCHIVE, http_url, paragraphs
from scraper.site.search.hits import newest_hits
from scraper.site.search.in_words import in_words
from scraper.site.search.request import read_query, url_of
from scraper.site.search.search_query import Portals, SearchQuery
from scraper.site.texts import Texts, language, texts

ENTRIES = 50
EDITS = 25
_FIELDS = (
    "a.sort_key, a.id, a.url, a.title, a.lead, a.body, a.author, a.unit, a.category, a.portal_id, a.published_at,"
    " a.first_seen_at, a.changed_at, a.state, a.language"
)


@refusing
async def search_feed(datasette: Any, request: Any) -> Response:
    """`/tim.atom`, `/tim.jsonfeed`: the newest articles of a search.

    Parameters: those of a search (see scraper.site.search.search_query), of which the order `sap` changes nothing,
    and `lang`.
    """
    db = datasette.get_database(ARCHIVE)
    t = texts(language(request))
    query, _, portals = await read_query(db, request.query_string)
    found = await newest_hits(db, query, ENTRIES, fields=_FIELDS)
    feed = Feed(
        # The order is no part of the key: a feed is always by date, and stays one feed when somebody sorts the page.
        key="search:" + urlencode([pair for pair in query.params() if pair[0] != "sap"]),
        title=t("feed.search", what=in_words(query, portals, t)) if not query.empty else t("feed.all"),
        page=datasette.absolute_url(request, url_of(datasette, query)),
        here=datasette.absolute_url(request, request.full_path),
        lang=t.lang,
        entries=[_article(datasette, request, row, query, portals) for row in found],
    )
    return response(feed, request.url_vars["format"])


def _article(datasette: Any, request: Any, row: dict[str, Any], query: SearchQuery, portals: Portals) -> Entry:
    """The entry of an article: the whole text, for readers who read in their feed reader."""
    text = [*paragraphs(row["lead"]), *paragraphs(row["body"])]
    portal = portals.get(row["portal_id"])
    return Entry(
        key=f"article:{row['id']}",
        url=datasette.absolute_url(request, datasette.urls.path(f"/bai/{row['id']}")),
        title=row["title"],
        updated=row["changed_at"] or row["first_seen_at"],
        published=rfc3339(row["published_at"]),
        summary=snippet("\n".join(text), query.words).striptags(),
        html="".join(f"<p>{escape(line)}</p>" for line in text),
        original=row["url"] if http_url(row["url"]) else None,
        author=row["author"] or row["unit"] or (portal["name"] if portal else None),
        section=row["category"],
        lang=row["language"] or "vi",
        extra={"id": row["id"], "portal": row["portal_id"], "state": row["state"]},
    )


@refusing
async def changes_feed(datasette: Any, request: Any) -> Response:
    """`/thay-doi.atom`, `/thay-doi.jsonfeed`: the newest edits with the difference inside, and what is missing.

    Parameters as on `/thay-doi` (see scraper.site.pages.changes).
    """
    db = datasette.get_database(ARCHIVE)
    t = texts(language(request))
    portals = await rows.portals(db)
    found = await changed(db, edits_query_of(request, t, portals), EDITS)
    # Sorted, so that one list has one key whatever the order of its parameters.
    args = [(name, request.args[name]) for name in sorted(request.args) if name != "lang"]
    path = datasette.urls.path("/thay-doi") + ("?" + urlencode(args) if args else "")
    feed = Feed(
        key="changes:" + urlencode(args),
        title=t("feed.changes"),
        page=datasette.absolute_url(request, path),
        here=datasette.absolute_url(request, request.full_path),
        lang=t.lang,
        entries=[await _edit(datasette, request, row, t) for row in found.rows],
    )
    return response(feed, request.url_vars["format"])


async def _edit(datasette: Any, request: Any, row: dict[str, Any], t: Texts) -> Entry:
    """The entry of an edit, or of an article that is missing."""
    if row["event"] == "missing":
        return _missing(datasette, request, row, t)
    db = datasette.get_database(ARCHIVE)
    sql = "select text_sha256, title, lead, body from versions where article_id = :id and text_sha256 in (:old, :new)"
    params = {"id": row["id"], "old": row["from_sha256"], "new": row["to_sha256"]}
    versions = {version["text_sha256"]: dict(version) for version in (await db.execute(sql, params)).rows}
    old, new = (versions.get(row[name]) for name in ("from_sha256", "to_sha256"))
    kinds = ", ".join(t.known("kind", kind) for kind in row["kinds"])
    between = f"/so-sanh?tu={row['from_sha256'][:12]}&den={row['to_sha256'][:12]}"
    return Entry(
        key=f"edit:{row['id']}:{row['from_sha256']}:{row['to_sha256']}",
        url=datasette.absolute_url(request, datasette.urls.path(f"/bai/{row['id']}") + between),
        title=row["title"],
        updated=row["seen_at"],
        published=row["seen_at"],
        summary=kinds,
        html=f"<p>{escape(kinds)}</p>" + (diff_html(_text(old), _text(new)) if old and new else ""),
        original=row["url"] if http_url(row["url"]) else None,
        lang=row["language"] or "vi",
        extra={"id": row["id"], "portal": row["portal_id"], "kinds": row["kinds"], "state": row["state"]},
    )


def _missing(datasette: Any, request: Any, row: dict[str, Any], t: Texts) -> Entry:
    """The entry of an article that is missing: its state in words, since when, and when it was last seen."""
    state = row["kinds"][0]
    since = t("changes.missing_since", when=t.instant(row["state_since"])) + " " if row["state_since"] else ""
    named = t.known("state", state)
    seen = t("article.last_seen", when=t.instant(row["last_seen_at"]))
    summary = f"{named[:1].upper()}{named[1:]}. {since}{seen}"
    return Entry(
        # With the state and the time: an article that comes back and vanishes again is news again.
        key=f"missing:{row['id']}:{state}:{row['seen_at']}",
        url=datasette.absolute_url(request, datasette.urls.path(f"/bai/{row['id']}")),
        title=row["title"],
        updated=row["seen_at"],
        published=row["seen_at"],
        summary=summary,
        html=f"<p>{escape(summary)}</p>",
        original=row["url"] if http_url(row["url"]) else None,
        lang=row["language"] or "vi",
        extra={"id": row["id"], "portal": row["portal_id"], "kinds": row["kinds"], "state": row["state"]},
    )


def _text(version: dict[str, Any]) -> str:
    return "\n".join(filter(None, (version["title"], version["lead"], version["body"])))


def diff_html(old: str, new: str) -> str:
    """The paragraphs that changed, word by word with `<del>` and `<ins>`; those that stayed are left out.

    Typography is not marked: readers of feeds have no style sheet of ours to tell it from a change of words.
    """
    tags = {"del": ("<del>", "</del>"), "ins": ("<ins>", "</ins>")}
    found = []
    for block in blocks(old, new):
        if block.same:
            continue
        for paragraph in block.paragraphs:
            pieces = ((*tags.get(piece.op, ("", "")), escape(piece.text)) for piece in paragraph)
            found.append("<p>" + "".join(before + text + after for before, after, text in pieces) + "</p>")
    return "".join(found)
