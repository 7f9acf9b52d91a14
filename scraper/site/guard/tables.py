"""What Datasette's own pages of tables do not look after: misspelt filters, and rows that are withheld."""

from typing import Any

from datasette.filters import FilterArguments, Filters
from datasette.utils.asgi import BadRequest

from scraper.site.texts import language, texts

# Whose rows are about an article, in a column that is not `article_id`; None: they are shown all the same.
_COLUMNS = {"articles": "id", "captures": "page_id", "withheld": None}
_LOOKUPS = {name for name, _, _ in Filters(()).lookups()}


async def table_filters(database: Any, table: str, request: Any) -> FilterArguments | None:
    """What is added to a look at a table or view; BadRequest when it is to be filtered by a column it has not.

    Datasette would take the name of an unknown column for a text, and find nothing.
    """
    columns = await database.table_columns(table)
    for name in request.args:
        if name.startswith("_") and "__" not in name:
            continue
        column, _, lookup = name.rpartition("__") if "__" in name else (name, "", "exact")
        if lookup not in _LOOKUPS or column not in (*columns, "rowid"):
            t = texts(language(request))
            raise BadRequest(t("guard.filter", table=table, name=name[:60], columns=", ".join(columns)))
    column = _COLUMNS.get(table, "article_id")
    if column not in columns or not (await database.execute("select 1 from withheld limit 1")).rows:
        return None
    return FilterArguments([f"[{column}] not in (select article_id from withheld)"])  # noqa: S608 - a known column
