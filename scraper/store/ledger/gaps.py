"""Where a portal's articles have holes: articles by month, and ranges of its own numbers that were never seen.

Counted for one portal when a crawl or an ingest has ended; reading all articles whenever somebody looks would take a
minute at a million of them. Views `gaps_by_month` and `gaps_by_number` say what the counts mean. Months are written
with raw SQL: one statement counts and writes them all.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from scraper.store.archive import Archive
from scraper.store.tables import table

KEPT = 1000  # widest ranges kept of each portal

# `12345`, or `list/12345`; a slug that happens to end in digits is no number.
_NUMBERED = re.compile(r"(|.*/)(\d{1,15})", re.DOTALL)


class NumberGap(NamedTuple):
    """A range of `numbers` numbers between two that are known, of one family.

    `series` is what stands before the number in the family's key; `usual_step` is the mean step from one known number
    to the next.
    """

    family: str
    series: str
    first_number: int
    last_number: int
    numbers: int
    usual_step: float


def keep_all_gaps(archive: Archive) -> None:
    """Count months and missing numbers of every portal anew, after an ingest: a crawl counts those of its portal."""
    names = [row[0] for row in archive.rows("select distinct portal_id from articles where portal_id is not null")]
    for name in names:
        with archive.transaction() as conn:
            keep_gaps(conn, name)


def keep_gaps(conn: sqlite3.Connection, portal_id: str) -> None:
    """Count a portal's months and missing numbers anew. Runs inside the caller's transaction."""
    conn.execute("delete from article_months where portal_id = ?", (portal_id,))
    # No portal is older than 1990: an earlier date is a slip, and would make centuries of months without articles.
    conn.execute(
        "insert into article_months (portal_id, month, articles)"
        " select portal_id, substr(published_at, 1, 7) as month, count(*) from articles"
        " where portal_id = ? and published_at >= '1990' group by month",
        (portal_id,),
    )
    keys = conn.execute(
        "select family, family_key from articles where portal_id = ? and family_key is not null", (portal_id,)
    )
    conn.execute("delete from number_gaps where portal_id = ?", (portal_id,))
    gaps = missing_numbers((row["family"] or "", row["family_key"]) for row in keys)
    table(conn, "number_gaps").insert_all({"portal_id": portal_id} | gap._asdict() for gap in gaps)


def missing_numbers(keys: Iterable[tuple[str, str]]) -> list[NumberGap]:
    """The `KEPT` widest ranges between the numbers in `keys`, pairs of family and family key; the widest first.

    Each comes with the usual step, because a system that numbers pictures too has holes everywhere.
    """
    series: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for family, key in keys:
        if found := _NUMBERED.fullmatch(key):
            series[family, found[1]].add(int(found[2]))
    gaps = []
    for (family, name), numbers in series.items():
        usual = (max(numbers) - min(numbers)) / max(len(numbers) - 1, 1)
        gaps += [
            NumberGap(family, name, before + 1, after - 1, after - before - 1, round(usual, 2))
            for before, after in pairwise(sorted(numbers))
            if after - before > 1
        ]
    gaps.sort(key=lambda gap: (-gap.numbers, gap))
    return gaps[:KEPT]
