"""`/bai/<id>`: one article as published, what proves it, and how to cite it."""

import json
from asyncio import gather
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from datasette import Response

from scraper.site import rows
from scraper.site.pages import cite
from scraper.site.pages.memento import capture_path
from scraper.site.pages.same_story import same_story
from scraper.site.pages.set_text import set_text
from scraper.site.render import ARCHIVE, not_found, page, paragraphs
from scraper.site.texts import Texts, language, texts

_CITATIONS: dict[str, tuple[Callable[[cite.Source], str], str]] = {
    "bib": (cite.bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (cite.ris, "application/x-research-info-systems; charset=utf-8"),
}


async def article(datasette: Any, request: Any) -> Any:
    """`/bai/<id>`: the text as published, with its provenance.

    Parameters: `ban`, at least 8 digits of the text hash of an earlier version, shows that one; `lang`.
    """
    db = datasette.get_database(ARCHIVE)
    row = await article_row(db, request)
    # Together: the three read independently, each on a thread of Datasette's.
    found, near, elsewhere = await gather(rows.parts(db, row), rows.neighbours(db, row), same_story(db, row))
    old = chosen(request, row, found["versions"])
    shown = old or row
    elsewhere = [] if old else elsewhere  # who else has the story was found by the current text
    portals = await rows.portals(db, {row["portal_id"], *(other["portal_id"] for other in elsewhere)})
    portal = portals.get(row["portal_id"])
    source = _source(datasette, request, row, old, portal)
    t = texts(language(request))
    context = {
        "row": row,
        "shown": shown,
        "old": old,
        "proof": _proof(old or row),
        "certificate": _certificate(old or row, t),
        "portal": portal,
        "language": row["language"] or "vi",
        "lead": paragraphs(shown["lead"]),
        "body": paragraphs(shown["body"]),
        "set_text": set_text(shown, _images(old, found["images"])),
        "raw_url": datasette.urls.row(ARCHIVE, "articles", row["id"]),
        "json_ld": json_ld(row, shown, portal, source),
        "citations": {"vietnamese": cite.vietnamese(source), "chicago": cite.chicago(source)},
        "cite_query": f"?ban={old['text_sha256'][:12]}" if old else "",
        "elsewhere": elsewhere,
        "portals": portals,
        "denials": [denial | {"shown": _shown(denial, t)} for denial in await rows.denials(db, row["id"])],
        "last_edit": await rows.last_edit(db, row["id"]) if row["version_count"] > 1 else None,
        **found,
        **near,
    }
    return await page(datasette, request, "article", context)


async def citation(datasette: Any, request: Any) -> Any:
    """`/bai/<id>.bib` and `/bai/<id>.ris`: the citation as a file.

    Parameters: `ban` as on the page of the article, for the citation of an earlier version.
    """
    db = datasette.get_database(ARCHIVE)
    row = await article_row(db, request)
    old = chosen(request, row, await rows.versions(db, row["id"]))
    portal = (await rows.portals(db, {row["portal_id"]})).get(row["portal_id"])
    write, content_type = _CITATIONS[request.url_vars["format"]]
    name = f"congtin-{row['id']}.{request.url_vars['format']}"
    return Response(
        write(_source(datasette, request, row, old, portal)),
        content_type=content_type,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


async def article_row(db: Any, request: Any) -> dict[str, Any]:
    """The article that the address of `request` names. Raises NotFound when there is none."""
    row = await rows.article(db, unquote(request.url_vars["id"]))
    if row is None:
        raise not_found(request)
    return row


def chosen(request: Any, row: dict[str, Any], versions: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The version of the article `row` that parameter `ban` names by at least 8 digits of its text hash.

    None for the current one. Raises NotFound when it is none of `versions`.
    """
    digits = request.args.get("ban")
    if not digits:
        return None
    fitting = [version for version in versions if len(digits) >= 8 and version["text_sha256"].startswith(digits)]
    if not fitting:
        raise not_found(request)
    return None if fitting[0]["text_sha256"] == row["text_sha256"] else fitting[0]


def _images(old: dict[str, Any] | None, current: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The images of the version `old`; those of the `current` text when it is None.

    The archive knows by the current images which of them it keeps.
    """
    if old is None:
        return current
    kept = {image["src"]: image["capture_id"] for image in current}
    return [{**image, "capture_id": kept.get(image["src"])} for image in json.loads(old["images"])]


def _proof(shown: dict[str, Any]) -> dict[str, Any]:
    """The capture that the shown text was read from, for the box of provenance, and the address where it is shown."""
    proof = {name.removeprefix("capture_"): value for name, value in shown.items() if name.startswith("capture_")}
    return {**proof, "path": capture_path(proof["id"]) if proof.get("at") else None}


def _certificate(shown: dict[str, Any], t: Texts) -> str:
    """Whether the server's certificate was valid when the page was fetched, as one sentence."""
    recorded = shown["capture_certificate"]
    if recorded == "verified":
        return t("tls.verified")
    if recorded:
        return t("tls.not_verified", why=recorded.partition(":")[2].strip() or recorded)
    return t("tls.plain" if (shown["capture_url"] or "").startswith("http:") else "tls.not_recorded")


def _shown(denial: dict[str, Any], t: Texts) -> str:
    """What stood at the address when a check did not find the article there, in words."""
    read_as = denial["read_as"]
    if denial["result"] == "replaced" and t.has("shown", read_as):
        return t.known("shown", read_as)
    if denial["result"] in {"soft404", "unreachable"} and t.has("reason", read_as):
        return t.known("reason", read_as)
    return t.known("check", denial["result"])


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
    """The article `row` in the version `shown` as data for search engines (JSON-LD, schema.org's NewsArticle).

    The original, not our copy, is the work: `url` is the portal's, `publisher` the owner of `portal`; where we keep it
    comes from `source`.
    """
    found: dict[str, Any] = {
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
    return {**found, **{key: value for key, value in optional.items() if value}}
