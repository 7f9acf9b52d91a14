"""What is different between two archives, table by table and article by article; read-only."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge

from scraper.store.copies.columns import shared_columns

Row = tuple[object, ...]
IGNORED = ("parser_version",)  # every reading writes its own


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that only one of two archives has, or that differs in `fields`.

    `key` are the values of its primary key; `old` and `new` map column to value, None where there is no such row.
    """

    key: Row
    old: dict[str, object] | None
    new: dict[str, object] | None

    @property
    def kind(self) -> str:
        """One of "new", "gone" and "changed"."""
        return "new" if self.old is None else "gone" if self.new is None else "changed"

    @property
    def fields(self) -> list[str]:
        """Columns whose values differ, in the order of the table; none unless both have the row."""
        if self.old is None or self.new is None:
            return []
        return [name for name, value in self.old.items() if self.new[name] != value]


def count_rows(conn: sqlite3.Connection, table: str) -> int:
    """How many rows a table has."""
    return int(conn.execute(f"select count(*) from {table}").fetchone()[0])


def differences(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> Iterator[Difference]:
    """Every row of `table` that is not the same in both, in the order of its primary key.

    Both archives are read side by side, so that memory holds two rows of tables of any size.
    """
    names = [name for name in shared_columns(old, new, table) if name not in IGNORED]
    rows = "select name from pragma_table_info(?) where pk > 0 order by pk"
    keys = [row[0] for row in new.execute(rows, (table,))]
    sql = f"select {', '.join(keys)}, {', '.join(names)} from {table} order by {', '.join(keys)}"

    def walk(conn: sqlite3.Connection, side: int) -> Iterator[tuple[Row, int, Row]]:
        for row in conn.execute(sql):
            yield tuple(row[: len(keys)]), side, tuple(row[len(keys) :])

    waiting: tuple[Row, Row] | None = None
    for key, side, row in merge(walk(old, 0), walk(new, 1), key=lambda one: one[:2]):
        if side and waiting and waiting[0] == key:
            if waiting[1] != row:
                yield Difference(key, _named(names, waiting[1]), _named(names, row))
            waiting = None
            continue
        if waiting:
            yield Difference(waiting[0], _named(names, waiting[1]), None)
        waiting = None if side else (key, row)
        if side:
            yield Difference(key, None, _named(names, row))
    if waiting:
        yield Difference(waiting[0], _named(names, waiting[1]), None)


def _named(names: list[str], row: Row) -> dict[str, object]:
    return dict(zip(names, row, strict=True))
