"""`/bai/<id>`: one article as published, what proves it, and how to cite it."""

from asyncio import gather
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from datasette.utils.asgi import Response

from scraper.site import rows as reading
from scraper.site.pages import cite
from scraper.site.pages.memento import capture_path
from scraper.site.pages.same_story import same_story
from scraper.site.render import ARCHIVE, not_found, page, paragraphs
from scraper.site.texts import Texts, language, texts

_CITATIONS: dict[str, tuple[Callable[[cite.Source], str], str]] = {
    "bib": (cite.bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (cite.ris, "application/x-research-info-systems; charset=utf-8"),
}


async def article(datasette: Any, request: Any) -> Any:
    """`/bai/<id>`: the text as published, with its provenance. `?ban=` shows an earlier version by its hash."""
    db = datasette.get_database(ARCHIVE)
    row = await article_row(db, request)
    found, near, elsewhere = await gather(reading.parts(db, row), reading.neighbours(db, row), same_story(db, row))
    old = chosen(request, row, found["versions"])
    shown = old or row
    elsewhere = [] if old else elsewhere
    portals = await reading.portals(db, {row["portal_id"], *(other["portal_id"] for other in elsewhere)})
    portal = portals.get(row["portal_id"])
    source = _source(datasette, request, row, old, portal)
    context = {
        "row": row,
        "shown": shown,
        "old": old,
        "proof": _proof(old or row),
        "certificate": _certificate(old or row, texts(language(request))),
        "portal": portal,
        "language": row["language"] or "vi",
        "lead": paragraphs(shown["lead"]),
        "body": paragraphs(shown["body"]),
        "raw_url": datasette.urls.row(ARCHIVE, "articles", row["id"]),
        "json_ld": json_ld(row, shown, portal, source),
        "citations": {"vietnamese": cite.vietnamese(source), "chicago": cite.chicago(source)},
        "cite_query": f"?ban={old['text_sha256'][:12]}" if old else "",
        "elsewhere": elsewhere,
        "portals": portals,
        "last_edit": await reading.last_edit(db, row["id"]) if row["version_count"] > 1 else None,
        **found,
        **near,
    }
    return await page(datasette, request, "article", context)


async def citation(datasette: Any, request: Any) -> Any:
    """`/bai/<id>.bib` and `/bai/<id>.ris`: the citation as a file, of the version that `?ban=` names."""
    db = datasette.get_database(ARCHIVE)
    row = await article_row(db, request)
    old = chosen(request, row, await reading.versions(db, row["id"]))
    portal = (await reading.portals(db, {row["portal_id"]})).get(row["portal_id"])
    write, content_type = _CITATIONS[request.url_vars["format"]]
    name = f"congtin-{row['id']}.{request.url_vars['format']}"
    return Response(
        write(_source(datasette, request, row, old, portal)),
        content_type=content_type,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


async def article_row(db: Any, request: Any) -> dict[str, Any]:
    """The article that the address names; raises NotFound."""
    row = await reading.article(db, unquote(request.url_vars["id"]))
    if row is None:
        raise not_found(request)
    return row


def chosen(request: Any, row: dict[str, Any], versions: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The earlier version that `?ban=` asks for by at least 8 digits of its hash; None for the current one."""
    query = request.args.get("ban")
    if not query:
        return None
    fitting = [version for version in versions if len(query) >= 8 and version["text_sha256"].startswith(query)]
    if not fitting:
        raise not_found(request)
    return None if fitting[0]["text_sha256"] == row["text_sha256"] else fitting[0]


def _proof(shown: dict[str, Any]) -> dict[str, Any]:
    """What the provenance box says of the capture that the shown text was read from, and where to see it."""
    proof = {name.removeprefix("capture_"): value for name, value in shown.items() if name.startswith("capture_")}
    return {**proof, "path": capture_path(proof["id"]) if proof.get("at") else None}


def _certificate(shown: dict[str, Any], t: Texts) -> str:
    """What the server's certificate was worth when the page was fetched."""
    said = shown["capture_certificate"]
    if said == "verified":
        return t("tls.verified")
    if said:
        return t("tls.not_verified", why=said.partition(":")[2].strip() or said)
    return t("tls.plain" if (shown["capture_url"] or "").startswith("http:") else "tls.not_recorded")


def _source(
    datasette: Any, request: Any, row: dict[str, Any], old: dict[str, Any] | None, portal: dict[str, Any] | None
) -> cite.Source:
    shown = old or row
    # The address names the version: what was cited stays what was read, also after the next edit.
    path = datasette.urls.path(f"/bai/{row['id']}?ban={shown['text_sha256'][:12]}")
    captured = shown["capture_at"] or shown["last_seen_at"]
    return cite.source_of(row, shown, portal, datasette.absolute_url(request, path), captured)


def json_ld(
    row: dict[str, Any], shown: dict[str, Any], portal: dict[str, Any] | None, source: cite.Source
) -> dict[str, Any]:
    """What machines are told about an article: the original, not our copy, is the work."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": shown["title"],
        "url": row["url"],
        "inLanguage": row["language"] or "vi",
        "identifier": row["id"],
        "archivedAt": source.archive_url,
    }
    optional = {
        "datePublished": row["published_at"],
        "dateModified": row["updated_at"],
        "articleSection": row["category"],
        "author": row["author"] and {"@type": "Person", "name": row["author"]},
        "publisher": portal and {"@type": "Organization", "name": portal["owner"] or portal["name"]},
    }
    return {**said, **{key: value for key, value in optional.items() if value}}
