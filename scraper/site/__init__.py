"""The Datasette plugin: Cổng Tin's pages, API and downloads, its search rules on Datasette's own search, a guard.

Requests enter through `guard/`, are answered by `pages/`, `downloads/` and `api/` (or by Datasette's own pages of
tables), and leave as pages, feeds, files or JSON. The site reads archive.db and the capture files and writes neither.
It may import urls, vietnamese, times, the store's schema, what reads WARC files in capture, and the pure functions of
changes and reading; never Scrapy. What is peculiar to Datasette 0.65 stands in `datasette_065`.

This file holds the hooks only. The entry point in pyproject.toml names this package, so that Datasette finds
`templates/` and `static/` beside it.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import hookimpl

from scraper.site import api, datasette_065, errors, guard, render, routes
from scraper.site.pages import robots_and_sitemaps, template_filters
from scraper.site.query import fts


@hookimpl
def startup(datasette: Any) -> None:
    """Refuse to serve anything but our archive."""
    datasette_065.silence_rich()
    guard.check_archive(datasette)


@hookimpl(trylast=True)  # after Datasette's own, whose `escape_fts` is to be replaced
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """Put our query rules in the place of Datasette's, for `_search` on every page and in every format; set bounds."""
    datasette_065.replace_escape_fts(conn, fts.strict)
    if database == render.ARCHIVE:
        guard.limit(conn, datasette)


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """Our pages. Datasette tries them before its own."""
    return [*routes.PAGES, *api.routes(), *robots_and_sitemaps.routes()]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """What our templates may call, and Vietnamese texts where Datasette renders a page without a request."""
    env.filters.update(template_filters.FILTERS)
    env.globals.update(render.reader_context(None))


@hookimpl
def extra_template_vars(request: Any) -> dict[str, Any]:
    """The reader's texts, and this page's address in the other language, for Datasette's own pages."""
    return render.reader_context(request)


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[..., Any]:
    """Every request goes through the guard."""
    return lambda app: guard.Guard(app, datasette)


@hookimpl
def filters_from_request(datasette: Any, table: str, request: Any) -> Any:
    """On pages of tables: refuse misspelt filters, leave out withheld articles."""
    return lambda: guard.table_filters(datasette.get_database(render.ARCHIVE), table, request)


@hookimpl
def forbidden(datasette: Any, request: Any) -> Any:
    """Answer what Datasette's permissions refuse."""
    return errors.forbidden_page(datasette, request)


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """Answer what went wrong, without telling more than the sender may know; Datasette logs the rest."""
    return errors.exception_page(datasette, request, exception)
