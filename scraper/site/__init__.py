"""The Datasette plugin: Cổng Tin's pages, its search rules on Datasette's own search, and the guard.

The entry point names this package, so that Datasette finds `templates/` and `static/` beside it.
"""

import json
import re
import sqlite3
from collections.abc import Callable
from typing import Any

import datasette.handle_exception
from datasette import hookimpl
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError
from markupsafe import Markup, escape

from scraper.site import api, guard, routes
from scraper.site import render as pages
from scraper.site.api.route import PREFIX
from scraper.site.pages import memento, robots_and_sitemaps
from scraper.site.query import fts
from scraper.site.texts import Texts, language, texts

# With rich installed (it is, for the crawl's progress line) Datasette prints every 404 with all local variables.
datasette.handle_exception.rich = None


@hookimpl
def startup(datasette: Any) -> None:
    """Refuse to serve anything but our archive."""
    guard.check_archive(datasette)


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """Put our query rules in the place of Datasette's, for `_search` on every page and in every format; set bounds."""
    conn.create_function("escape_fts", 1, fts.strict, deterministic=True)
    if database == pages.ARCHIVE:
        guard.limit(conn, datasette)


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """Our pages; ours come before Datasette's own."""
    return [*routes.PAGES, *api.routes(), *robots_and_sitemaps.routes()]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Filters, and Vietnamese texts where Datasette renders a page without a request."""
    env.filters["http_url"] = pages.http_url
    env.filters["adapt_table"] = adapt_table
    env.filters["capture_path"] = memento.capture_path
    env.filters["in_link"] = memento.in_link
    env.filters["short"] = pages.short
    env.filters["month_in_words"] = lambda month, t: t.month(month)
    env.globals["t"] = texts("vi")
    env.globals["other_language_url"] = None


@hookimpl
def extra_template_vars(request: Any) -> dict[str, Any]:
    """The reader's texts, and this page's address in the other language, for Datasette's own pages."""
    return pages.reader(request)


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[..., Any]:
    """Everything goes through the guard."""
    return lambda app: guard.Guard(app, datasette)


@hookimpl
def filters_from_request(datasette: Any, table: str, request: Any) -> Any:
    """Misspelt filters are refused, withheld articles are in no table either."""
    return lambda: guard.table_filters(datasette.get_database(pages.ARCHIVE), table, request)


@hookimpl
def forbidden(datasette: Any, request: Any) -> Any:
    """A refusal in the format asked for."""
    return guard.error_page(datasette, request, 403, texts(language(request))("error.403_text"))


_NOT_FOUND = re.compile(r"(?:404|\w+ not found(?:: .*)?)?", re.IGNORECASE)  # what Datasette itself says


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """Errors as our pages or as JSON; what went wrong inside is logged by Datasette and not told to the world."""
    t = texts(language(request))
    if isinstance(exception, DatasetteError):
        message = (
            str(exception.message) if not exception.message_is_html else re.sub("<[^>]+>", " ", exception.message)
        )
        # Raised on purpose for what a reader asked (`_sort=` of another column); some of them forget to say 400.
        return guard.error_page(datasette, request, 400 if exception.status == 500 else exception.status, message)
    if isinstance(exception, Base400):
        message = str(exception.args[0]) if exception.args else ""
        if exception.status == 404 and _NOT_FOUND.fullmatch(message):
            message = t("api.no_route" if request.path.startswith(PREFIX) else "error.404_text")
        return guard.error_page(datasette, request, exception.status, message)
    if isinstance(exception, QueryInterrupted):
        return guard.error_page(datasette, request, 400, t("search.too_broad"))
    if isinstance(exception, sqlite3.DatabaseError) and "sql" in request.args:
        return guard.error_page(datasette, request, 400, str(exception))
    if isinstance(exception, (json.JSONDecodeError, sqlite3.ProgrammingError)):
        # `_through=x`, or half of a key of two columns: Datasette 0.65 does not look before it uses them.
        return guard.error_page(datasette, request, 400, t("guard.raw"))
    return guard.error_page(datasette, request, 500, t("error.500_text"))


_COLUMNS = re.compile(r'<dl class="column-descriptions">.*?</dl>', re.DOTALL)
_FIELD = re.compile(r'<(?:select|input)\b[^>]*\bname="(_filter_column|_filter_op|_filter_value|_sort)(?:_\d+)?"')


def adapt_table(html: Markup, t: Texts) -> Markup:
    """Datasette's table page with a name for each filter field, and thirty column descriptions out of the way."""
    names = {"_filter_column": "raw.filter_column", "_filter_op": "raw.filter_op", "_filter_value": "raw.filter_value"}

    def label(match: re.Match[str]) -> str:
        return f'{match[0]} aria-label="{escape(t(names.get(match[1], "raw.sort")))}"'

    def fold_away(match: re.Match[str]) -> str:
        return f'<details class="columns"><summary>{escape(t("raw.columns"))}</summary>{match[0]}</details>'

    return Markup(_COLUMNS.sub(fold_away, _FIELD.sub(label, str(html)), count=1))  # noqa: S704 - rendered by Jinja
