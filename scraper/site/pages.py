"""The pages people read: home, article, portal, about. The search page is in `scraper.site.search_page`."""

import json
from typing import Any
from urllib.parse import unquote, urlsplit

from datasette.utils.asgi import NotFound, Response

from scraper.site import reading
from scraper.site.texts import language, texts

ARCHIVE = "archive"


def http_url(url: str | None) -> bool:
    """Whether `url` may become a link: only web addresses do, archived pages hold anything."""
    try:
        return urlsplit(url or "").scheme in {"http", "https"}
    except ValueError:
        return False


async def page(datasette: Any, request: Any, template: str, context: dict[str, Any], status: int = 200) -> Any:
    """One of our templates as a response. Texts and the language switch come from `extra_template_vars`."""
    body = await datasette.render_template(f"congtin/{template}.html", context, request=request)
    return Response.html(body, status=status)


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a stored text."""
    return [line for line in (text or "").split("\n") if line.strip()]


def _teaser(row: dict[str, Any], width: int = 220) -> str:
    text = (row["lead"] or row["body"] or "").replace("\n", " ")
    if len(text) <= width:
        return text
    return text[: max(text.rfind(" ", 0, width), width // 2)] + " …"


async def gaps(db: Any) -> dict[str, int]:
    """What the archive knows to be missing, for the sentence on the home and about pages."""
    rows = await reading.counts(db)
    with_articles = {row["portal_id"] for row in rows}
    return {
        "total": sum(row["articles"] for row in rows),
        "undated": sum(row["articles"] - row["dated"] for row in rows),
        "failures": await reading.failure_count(db),
        "empty_portals": sum(portal not in with_articles for portal in await reading.portals(db)),
    }


async def home(datasette: Any, request: Any) -> Any:
    """`/`: search, newest dated articles, portals with counts, what is missing."""
    db = datasette.get_database(ARCHIVE)
    portals = await reading.portals(db)
    crawls = await reading.last_crawls(db)
    rows: list[dict[str, Any]] = [
        {**row, "portal": portals.get(row["portal_id"]), "crawl": crawls.get(row["portal_id"])}
        for row in await reading.counts(db)
    ]
    counted = {row["portal_id"] for row in rows}
    for key, crawl in crawls.items():
        if key not in counted and key in portals:
            rows.append({"portal": portals[key], "articles": 0, "oldest": None, "newest": None, "crawl": crawl})
    rows.sort(key=lambda row: (row["portal"] is None, row["portal"]["name"] if row["portal"] else ""))
    newest = await reading.newest(db, [key for key in counted if key is not None])
    if None in counted:
        newest = sorted(
            newest + await reading.newest_without_portal(db), key=lambda row: row["published_at"], reverse=True
        )[:12]
    for row in newest:
        row["shown_text"] = _teaser(row)
    context = {
        "portals": portals,
        "rows": rows,
        "newest": newest,
        "last": await reading.last_capture(db),
        **await gaps(db),
    }
    return await page(datasette, request, "home", context)


async def article(datasette: Any, request: Any) -> Any:
    """`/bai/<id>`: the text as published, with its provenance. `?ban=` shows an earlier version by its hash."""
    db = datasette.get_database(ARCHIVE)
    row = await reading.article(db, unquote(request.url_vars["id"]))
    if row is None:
        raise NotFound(texts(language(request))("error.404_text"))
    found = await reading.parts(db, row["id"])
    old = _chosen(request, row, found["versions"])
    shown = old or row
    portal = (await reading.portals(db)).get(row["portal_id"])
    context = {
        "row": row,
        "shown": shown,
        "old": old,
        "portal": portal,
        "language": row["language"] or "vi",
        "lead": paragraphs(shown["lead"]),
        "body": paragraphs(shown["body"]),
        "raw_url": datasette.urls.row(ARCHIVE, "articles", row["id"]),
        "json_ld": json_ld(row, portal),
        **found,
        **await reading.neighbours(db, row),
    }
    return await page(datasette, request, "article", context)


def _chosen(request: Any, row: dict[str, Any], versions: list[dict[str, Any]]) -> dict[str, Any] | None:
    wish = request.args.get("ban")
    if not wish:
        return None
    fitting = [version for version in versions if len(wish) >= 8 and version["text_sha256"].startswith(wish)]
    if not fitting:
        raise NotFound(texts(language(request))("error.404_text"))
    return None if fitting[0]["text_sha256"] == row["text_sha256"] else fitting[0]


def json_ld(row: dict[str, Any], portal: dict[str, Any] | None) -> dict[str, Any]:
    """What machines are told about an article: the original, not our copy, is the work."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": row["title"],
        "url": row["url"],
        "inLanguage": row["language"] or "vi",
        "identifier": row["id"],
    }
    optional = {
        "datePublished": row["published_at"],
        "dateModified": row["updated_at"],
        "articleSection": row["category"],
        "author": row["author"] and {"@type": "Person", "name": row["author"]},
        "publisher": portal and {"@type": "Organization", "name": portal["owner"] or portal["name"]},
    }
    return {**said, **{key: value for key, value in optional.items() if value}}


async def portal(datasette: Any, request: Any) -> Any:
    """`/cong/<id>`: who owns the portal, what of it is here, its crawls."""
    db = datasette.get_database(ARCHIVE)
    key = unquote(request.url_vars["id"])
    row = (await reading.portals(db)).get(key)
    if row is None:
        raise NotFound(texts(language(request))("error.404_text"))
    count = next((c for c in await reading.counts(db) if c["portal_id"] == key), {"articles": 0, "dated": 0})
    newest = await reading.newest_of(db, key, 20)
    for item in newest:
        item["shown_text"] = _teaser(item)
    context = {
        "portal": row,
        "count": count,
        "newest": newest,
        "starts": _urls(row["start_urls"]),
        "crawls": await reading.crawls_of(db, key),
    }
    return await page(datasette, request, "portal", context)


def _urls(stored: str | None) -> list[str]:
    try:
        found = json.loads(stored or "[]")
    except ValueError:
        return [stored] if stored else []
    return [str(url) for url in found] if isinstance(found, list) else [str(found)]


async def about(datasette: Any, request: Any) -> Any:
    """`/gioi-thieu`: what this is and what it is not."""
    return await page(datasette, request, "about", {"section": "about", **await gaps(datasette.get_database(ARCHIVE))})
