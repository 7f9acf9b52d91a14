"""metadata.yml describes every table, view and column of the schema, in both languages, and nothing else."""

import json
import re
import sqlite3

import yaml
from datasette.app import DEFAULT_SETTINGS
from helpers.written_archive import ROOT, create
from sqlite_utils import Database

from scraper.store.schema import migrations as schema

METADATA = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))
ARCHIVE = METADATA["databases"]["archive"]
HIDDEN = {name for name, table in ARCHIVE["tables"].items() if table.get("hidden")}


def tables():
    script = "".join(schema.SCRIPTS)
    names = re.findall(r"create (?:table|view) (\w+)", script)
    db = sqlite3.connect(":memory:")
    schema.migrations.apply(Database(db, execute_plugins=False))
    found = {name: [row[1] for row in db.execute(f"pragma table_info({name})")] for name in names}
    db.close()
    return found


def test_every_table_and_column_is_described():
    described = {name: table for name, table in ARCHIVE["tables"].items() if name not in HIDDEN}
    assert set(described) == set(tables())
    for name, columns in tables().items():
        assert list(described[name]["columns"]) == columns, name
        for text in (described[name]["title"], described[name]["description"], *described[name]["columns"].values()):
            assert text.count(" / ") >= 1, (name, text)


def test_the_data_dictionary_is_current():
    """docs/data-dictionary.md says what metadata.yml and the schema say."""
    from scraper.cli.data_dictionary import markdown

    written = (ROOT / "docs/data-dictionary.md").read_text("utf-8")
    assert written == markdown(ROOT / "metadata.yml"), "write it anew: scrapy dictionary > docs/data-dictionary.md"


def test_licence_and_source_at_every_level():
    levels = [METADATA, ARCHIVE, *(table for name, table in ARCHIVE["tables"].items() if name not in HIDDEN)]
    for level in levels:
        assert {"license", "license_url", "source", "source_url"} <= set(level)


def test_search_index_and_internals_are_closed(tmp_path):
    db = create(tmp_path / "archive.db")
    shadows = {
        row[0]
        for row in db.execute("select name from sqlite_master where name like 'articles_fts%' and type = 'table'")
    }
    db.close()
    assert shadows | {"_sqlite_migrations"} == HIDDEN
    assert all(ARCHIVE["tables"][name]["allow"] is False for name in HIDDEN)
    articles = ARCHIVE["tables"]["articles"]
    assert (articles["fts_table"], articles["fts_pk"], articles["sort_desc"]) == (
        "articles_fts",
        "sort_key",
        "sort_key",
    )


def test_facets_stand_on_an_index():
    """A facet without an index reads every article."""
    indexed = set(re.findall(r"create index \w+ on articles\((\w+)", schema.TABLES))
    assert set(ARCHIVE["tables"]["articles"]["facets"]) <= indexed


def test_settings_are_safe_for_the_public():
    settings = json.loads((ROOT / "settings.json").read_text())
    assert set(settings) <= set(DEFAULT_SETTINGS)
    assert settings["default_allow_sql"] is False
    assert settings["allow_download"] is False
    assert settings["suggest_facets"] is False
    assert METADATA["allow_sql"] is False
    assert ARCHIVE["allow_sql"] is False


def test_nothing_at_the_root_shadows_the_plugin():
    """templates/ at the root would win over the plugin's; a second database would be published."""
    for name in ("templates", "static", "plugins", "config.json", "inspect-data.json"):
        assert not (ROOT / name).exists()
    others = [p.name for p in ROOT.iterdir() if p.suffix in {".db", ".sqlite", ".sqlite3"} and p.name != "archive.db"]
    assert others == []
