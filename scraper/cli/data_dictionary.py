"""docs/data-dictionary.md: every table, view, column and canned query, as metadata.yml and the schema say."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import yaml
from sqlite_utils import Database

from scraper.store.schema.migrations import migrations
from scraper.vietnamese.fold import fold, nfc

_HEAD = """# Data dictionary

Written by `scrapy dictionary > docs/data-dictionary.md` from `metadata.yml` and the schema; do not edit. Texts are
Vietnamese / English. All times are capture times in UTC unless a column says otherwise; a missing value is empty,
never guessed.

Tables for facts (citations, figures, people, event dates, places) do not exist yet; queries about who is mentioned
most or figures by quarter wait for them.

"""


def markdown(metadata: Path) -> str:
    """The whole page, from the file `metadata` (metadata.yml), which Datasette shows as well."""
    archive = yaml.safe_load(metadata.read_text("utf-8"))["databases"]["archive"]
    shown = {name: table for name, table in archive["tables"].items() if not table.get("hidden")}
    kinds = _columns(shown)
    parts = [_HEAD, "## Tables\n", *(f"- [{name}](#{name}): {table['title']}\n" for name, table in shown.items())]
    parts += [_table(name, table, kinds[name]) for name, table in shown.items()]
    parts.append("\n## Canned queries\n\nAt `/archive/NAME`, also as `.json` and `.csv`.\n")
    parts += [_query(name, query) for name, query in archive["queries"].items()]
    return "".join(parts)


def _columns(names: Any) -> dict[str, dict[str, str]]:
    """Type and key of every column of the tables and views `names`, from an empty archive.

    Table -> column -> such as "text, key".
    """
    conn = sqlite3.connect(":memory:")
    try:
        # Migrations and triggers of the schema call these two.
        for function in (nfc, fold):
            conn.create_function(function.__name__, 1, function, deterministic=True)
        migrations.apply(Database(conn, execute_plugins=False))
        found = {}
        for name in names:
            rows = conn.execute(f"pragma table_info([{name}])").fetchall()
            found[name] = {row[1]: (row[2].lower() or "any") + (", key" if row[5] else "") for row in rows}
        return found
    finally:
        conn.close()


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _table(name: str, table: dict[str, Any], kinds: dict[str, str]) -> str:
    lines = [
        f"\n### {name}\n",
        f"**{table['title']}.** {table['description']}\n",
        "| column | type | meaning |",
        "|---|---|---|",
    ]
    lines += [f"| `{column}` | {kinds.get(column, '')} | {_cell(text)} |" for column, text in table["columns"].items()]
    return "\n".join(lines) + "\n"


def _query(name: str, query: dict[str, Any]) -> str:
    sql = re.sub(r"'[^']*'", "", query["sql"])  # a colon inside a text begins no parameter
    parameters = list(dict.fromkeys(re.findall(r":([a-z_]+)", sql)))
    named = f" Parameters: {', '.join(f'`{parameter}`' for parameter in parameters)}." if parameters else ""
    return f"\n### {name}\n\n**{query['title']}.** {query['description']}{named}\n"
