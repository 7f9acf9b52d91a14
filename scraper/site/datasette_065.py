"""What the site uses of Datasette 0.65 beyond its documentation for plugins. No other module of the site may.

Documented names are imported where they are used: `hookimpl`, `Response`, `NotFound` and `Forbidden` of `datasette`,
`FilterArguments` of `datasette.filters`. Everything else stands here, so that moving to Datasette 1.0 is work on this
file; tests/site/test_datasette_065.py names each dependency and says which of them broke.

What changes with 1.0 (documentation and source of 1.0a37), and where it is met:

- settings.json and `queries:` of metadata.yml are ignored without a word; both move to a new file, datasette.yaml.
- `metadata()` and `table_metadata()` are gone; awaitable `get_database_metadata()`, `get_column_metadata()` and the
  like take their place (`allows_sql`, `licence`, `column_descriptions`).
- `jinja_env` becomes `get_jinja_environment()` (`synchronous_templates`).
- `_internal` is no longer among `databases`, but behind `get_internal_database()` (`served_databases`).
- `StartupError` and `BadRequest` become documented names.
- An error may bring its text twice, as `message` and as `plain_message`, and JSON errors have another form
  (`failure_of`).
- Base, row and table pages are written anew: our templates base.html, row.html and table.html, `adapt_table` and
  `RAW_CSP` follow their markup.
- SQL of readers lies under /archive/-/query. Whether `_search_<column>` respects fts_pk has to be tried
  (`COLUMN_SEARCH`).

Not used through Python, but just as much a property of 0.65: `datasette .` reads metadata.yml, settings.json and every
database file of the folder ("configuration directory mode"); a folder with inspect-data.json is served as immutable
(scraper/publish/ writes one); a route's function gets the parts of its address percent-encoded; a NotFound error of an
address with `%` or a slash at its end becomes a redirect.
"""

import json
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from datasette import handle_exception as default_handler
from datasette.database import QueryInterrupted
from datasette.filters import Filters
from datasette.utils import StartupError
from datasette.utils.asgi import BadRequest, Base400, Request
from datasette.views.base import DatasetteError
from jinja2 import Environment
from markupsafe import Markup, escape

from scraper.site.texts import Texts

__all__ = ["BadRequest", "Base400", "QueryInterrupted", "Request", "StartupError"]  # for other modules of the site

# How a filter of a table page may compare, as in `title__contains=`.
LOOKUPS = frozenset(name for name, _, _ in Filters(()).lookups())

# `_search_<column>` ignores fts_pk in 0.65 and finds the wrong rows; the others let anybody choose what is searched.
COLUMN_SEARCH = "_search_"
MISLEADING_PARAMETERS = frozenset({"_fts_table", "_fts_pk"})

# Datasette's own pages, which need their inline scripts and styles.
RAW_PATHS = ("/archive", "/-/", "/_", "/.")
RAW_CSP = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

# What Datasette asks SQLite about the schema, and FTS5 about its own file.
PRAGMAS = frozenset(
    "table_info table_xinfo index_list index_info index_xinfo foreign_key_list database_list schema_version"
    " data_version page_size page_count".split()
)

_INTERNAL = "_internal"  # a database in memory that Datasette keeps for itself


def silence_rich() -> None:
    """Keep Datasette's own handler of errors, which runs also where ours has answered, from printing local variables.

    It prints them with every 404 as soon as rich is installed, and rich draws the progress line of a crawl.
    """
    default_handler.rich = None


def served_databases(datasette: Any) -> dict[str, Any]:
    """The databases that Datasette serves, by name."""
    return {name: database for name, database in datasette.databases.items() if name != _INTERNAL}


def path_of(database: Any) -> Path:
    """The file of a database."""
    return Path(database.path)


def own_connection(database: Any) -> sqlite3.Connection:
    """A new connection for reading, opened as Datasette opens those of its threads, but without any plugin's hook."""
    return database.connect()  # type: ignore[no-any-return]


async def wait_for_startup(datasette: Any) -> None:
    """Run the plugins' hook `startup`, once. Datasette itself does so only behind the wrappers of its application."""
    await datasette.invoke_startup()


def allows_sql(datasette: Any, database: str) -> bool:
    """Whether anybody may run SQL of their own on `database`."""
    allowed = datasette.metadata("allow_sql", database=database)
    return bool(datasette.setting("default_allow_sql")) if allowed is None else allowed is not False


def licence(datasette: Any) -> str | None:
    """The licence that metadata.yml names for everything."""
    return datasette.metadata("license")  # type: ignore[no-any-return]


def column_descriptions(datasette: Any, database: str, table: str) -> dict[str, str]:
    """What metadata.yml says of the columns of a table, by name."""
    return datasette.table_metadata(database, table).get("columns", {})  # type: ignore[no-any-return]


def synchronous_templates(datasette: Any) -> Environment:
    """Datasette's templates, filters and loaders, but rendered by plain functions.

    Datasette renders as coroutines and asks of every call in a template whether it has to be awaited, which doubles
    the time of a page.
    """
    return datasette.jinja_env.overlay(enable_async=False)  # type: ignore[no-any-return]


def replace_escape_fts(conn: sqlite3.Connection, rewrite: Callable[[str | None], str]) -> None:
    """Let `rewrite` make the MATCH expression of a table page's `_search`, on a connection of Datasette's.

    Datasette's own SQL calls a function `escape_fts`, which Datasette registers in its own hook `prepare_connection`.
    The last to register a name wins, so this must run after it (`trylast`). The canned queries of metadata.yml call
    the same function.
    """
    conn.create_function("escape_fts", 1, rewrite, deterministic=True)


Cause = Literal["stated", "unknown address", "too slow", "unusable parameter", "ours"]


@dataclass(frozen=True, slots=True)
class Failure:
    """What an exception means for whoever sent the request.

    Only where `cause` is "stated" may `message` be shown: it was written for readers by Datasette, by SQLite about the
    reader's own SQL, or by our own pages. "ours" is everything that should not have happened.
    """

    status: int
    cause: Cause
    message: str = ""


_NOT_FOUND = re.compile(r"(?:404|\w+ not found(?:: .*)?)?", re.IGNORECASE)  # Datasette's own words, in English only
_TAG = re.compile(r"<[^<>]+>")


def failure_of(exception: Exception, *, own_sql: bool) -> Failure:
    """What `exception`, which reached Datasette's handler, means; `own_sql`: the request brought SQL of its own."""
    if isinstance(exception, DatasetteError):
        message = str(exception.message)
        # Raised on purpose about the request (`_sort=` of another column); some of them forget to say 400.
        status = 400 if exception.status == 500 else exception.status
        return Failure(status, "stated", _TAG.sub(" ", message) if exception.message_is_html else message)
    if isinstance(exception, Base400):
        message = str(exception.args[0]) if exception.args else ""
        if exception.status == 404 and _NOT_FOUND.fullmatch(message):
            return Failure(404, "unknown address")
        return Failure(exception.status, "stated", message)
    if isinstance(exception, QueryInterrupted):
        return Failure(400, "too slow")
    if isinstance(exception, sqlite3.DatabaseError) and own_sql:
        return Failure(400, "stated", str(exception))
    if isinstance(exception, (json.JSONDecodeError, sqlite3.ProgrammingError)):
        # `_through=x`, or half of a key of two columns: Datasette 0.65 does not look before it uses them.
        return Failure(400, "unusable parameter")
    return Failure(500, "ours")


_COLUMNS = re.compile(r'<dl class="column-descriptions">.*?</dl>', re.DOTALL)
_FIELD = re.compile(r'<(?:select|input)\b[^>]*\bname="(_filter_column|_filter_op|_filter_value|_sort)(?:_\d+)?"')
_FIELD_NAMES = {
    "_filter_column": "raw.filter_column",
    "_filter_op": "raw.filter_op",
    "_filter_value": "raw.filter_value",
    "_sort": "raw.sort",
}


def adapt_table(html: Markup, t: Texts) -> Markup:
    """Datasette's table page with a name for each filter field, and thirty column descriptions folded away.

    The rendered `html` is rewritten because the template offers no block around either, and a copy of the whole
    template would have to follow every release.
    """

    def label(match: re.Match[str]) -> str:
        return f'{match[0]} aria-label="{escape(t(_FIELD_NAMES[match[1]]))}"'

    def fold_away(match: re.Match[str]) -> str:
        return f'<details class="columns"><summary>{escape(t("raw.columns"))}</summary>{match[0]}</details>'

    return Markup(_COLUMNS.sub(fold_away, _FIELD.sub(label, str(html)), count=1))  # noqa: S704 - rendered by Jinja
