"""What Datasette's own pages of tables do not check: misspelt filters, and rows that are withheld."""

from typing import Any

from datasette.filters import FilterArguments

from scraper.site.datasette_065 import LOOKUPS, BadRequest
from scraper.site.texts import language, texts

# Whose rows are about an article, in a column that is not `article_id`; None: they are shown all the same.
_COLUMNS = {"articles": "id", "captures": "page_id", "withheld": None}


async def table_filters(database: Any, table: str, request: Any) -> FilterArguments | None:
    """What is added to the SQL of the page of `table` (or view) that `request` asks for.

    Raises BadRequest for a filter by a column that the table has not: SQLite would take the unknown name in double
    quotes for a text, and find nothing.
    """
    columns = await database.table_columns(table)
    for name in request.args:
        if name.startswith("_") and "__" not in name:  # `_size` and the like are Datasette's
            continue
        column, _, lookup = name.rpartition("__") if "__" in name else (name, "", "exact")
        if lookup not in LOOKUPS or column not in (*columns, "rowid"):
            t = texts(language(request))
            raise BadRequest(t("guard.filter", table=table, name=name[:60], columns=", ".join(columns)))
    column = _COLUMNS.get(table, "article_id")
    # Nearly every archive withholds nothing; then its tables are read without one more condition.
    if column not in columns or not (await database.execute("select 1 from withheld limit 1")).rows:
        return None
    return FilterArguments([f"[{column}] not in (select article_id from withheld)"])  # noqa: S608 - a known column
