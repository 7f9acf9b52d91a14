"""What stands between the open internet and Datasette: the start-up check, refusals, headers, error pages."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import click
from datasette.utils import StartupError
from datasette.utils.asgi import Request, Response

from scraper.site.api.problem import problem
from scraper.site.pages import ARCHIVE, page
from scraper.site.search_page import MAX_QUERY
from scraper.site.texts import COOKIE, LANGUAGES, language, texts
from scraper.store.schema import APPLICATION_ID, SCHEMA_VERSION

_MAKE_ONE = "make one first with `make run` or `scrapy crawl PORTAL`"
# Datasette's own pages need their inline scripts and styles; ours have none.
_RAW_CSP = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_OWN_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
_HEADERS = {b"x-content-type-options": b"nosniff", b"referrer-policy": b"no-referrer"}
_RAW = ("/archive", "/-/", "/_")  # Datasette's own pages


class RefusedError(StartupError, click.ClickException):
    """Datasette must not start; raised at start-up. A ClickException too, so that the shell shows one sentence."""

    def __init__(self, message: str) -> None:
        click.ClickException.__init__(self, message)


def check_archive(datasette: Any) -> None:
    """Refuse to start on anything but our archive at our schema, alone. Raises RefusedError."""
    served = [name for name in datasette.databases if name not in {"_internal", "_memory"}]
    if ARCHIVE not in served:
        raise RefusedError(
            f"There is no archive.db here: {_MAKE_ONE}, then start `datasette .` in the project folder."
        )
    others = [name for name in datasette.databases if name not in {"_internal", ARCHIVE}]
    if others:
        raise RefusedError(
            f"Only archive.db may be served here, but Datasette was also given: {', '.join(others)}."
            " Move other database files out of this folder."
        )
    path = datasette.databases[ARCHIVE].path
    try:
        with closing(sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)) as db:
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


def refusal(query_string: bytes, t: Any) -> str | None:
    """Why a request must not reach Datasette, or None.

    `_search_<column>` ignores fts_pk in 0.65 and would give wrong rows; `_fts_table` and `_fts_pk` let anybody choose
    what is searched.
    """
    for name, value in parse_qsl(query_string.decode("latin-1"), keep_blank_values=True):
        if name.startswith("_search_") or name in {"_fts_table", "_fts_pk"}:
            return str(t("search.column"))
        if name == "_search" and len(value) > MAX_QUERY:
            return str(t("search.too_long", n=t.number(MAX_QUERY)))
    return None


async def error_page(datasette: Any, request: Any, status: int, message: str) -> Any:
    """An error in the format asked for: JSON under `.json`, else our page."""
    t = texts(language(request))
    if request.path.startswith("/api/v1"):
        return problem(t, status, message)
    if request.path.partition("?")[0].endswith(".json"):
        body = {"ok": False, "error": message, "status": status, "title": t(f"error.{_kind(status)}")}
        return Response.json(body, status=status)
    context = {"heading": t(f"error.{_kind(status)}"), "message": message}
    return await page(datasette, request, "error", context, status=status)


def _kind(status: int) -> int:
    return status if status in {400, 403, 404} else 500 if status >= 500 else 400


def guarded(app: Callable[..., Awaitable[None]], datasette: Any) -> Callable[..., Awaitable[None]]:
    """`app` behind the guard: refused requests never reach it, every answer gets its headers."""

    async def guard(scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        request = Request(scope, receive)
        sender = _with_headers(send, request)
        if any(byte > 127 for byte in scope.get("raw_path") or b""):
            await Response.text("Bad request: the path is not percent-encoded.", status=400).asgi_send(sender)
            return
        reason = refusal(scope.get("query_string") or b"", texts(language(request)))
        if reason:
            await datasette.invoke_startup()
            request.scope = {**scope, "csrftoken": lambda: ""}  # Datasette sets it further in; templates ask for it
            await (await error_page(datasette, request, 400, reason)).asgi_send(sender)
            return
        await app(scope, receive, sender)

    return guard


def _with_headers(send: Any, request: Request) -> Any:
    own = not request.path.startswith(_RAW)

    async def sender(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            names = {name.lower() for name, _ in headers}
            wanted = {**_HEADERS, b"content-security-policy": (_OWN_CSP if own else _RAW_CSP).encode()}
            headers += [(name, value) for name, value in wanted.items() if name not in names]
            if request.args.get("lang") in LANGUAGES:
                headers = [pair for pair in headers if pair[0].lower() != b"cache-control"]
                headers += [(b"set-cookie", _cookie(request.args["lang"])), (b"cache-control", b"private, no-store")]
            message = {**message, "headers": headers}
        await send(message)

    return sender


def _cookie(lang: str) -> bytes:
    cookie = SimpleCookie({COOKIE: lang})
    for name, value in (("path", "/"), ("max-age", str(365 * 86400)), ("samesite", "Lax"), ("httponly", "true")):
        cookie[COOKIE][name] = value
    return cookie[COOKIE].OutputString().encode()
