"""Where a portal's articles have holes: articles by month, and ranges of its own numbers that were never seen.

Counted for one portal when a crawl or an ingest has ended; reading all articles at every look would take a minute at a
million of them. What they mean is said by views `gaps_by_month` and `gaps_by_number`.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from scraper.store.archive import Archive

KEPT = 1000  # widest ranges kept of each portal

# `12345`, or `list/12345`; a slug that happens to end in digits is no number.
_NUMBERED = re.compile(r"(|.*/)(\d{1,15})", re.DOTALL)


def keep_all_gaps(archive: Archive) -> None:
    """Count months and missing numbers of every portal anew, after something else than a crawl has put articles in."""
    names = [row[0] for row in archive.rows("select distinct portal_id from articles where portal_id is not null")]
    for name in names:
        with archive.transaction() as conn:
            keep_gaps(conn, name)


def keep_gaps(conn: sqlite3.Connection, portal_id: str) -> None:
    """Count a portal's months and missing numbers anew. Runs inside the caller's transaction."""
    conn.execute("delete from article_months where portal_id = ?", (portal_id,))
    conn.execute(
        "insert into article_months select portal_id, substr(published_at, 1, 7) as month, count(*) from articles"
        " where portal_id = ? and published_at >= '1990' group by month",
        (portal_id,),
    )
    keys = conn.execute(
        "select family, family_key from articles where portal_id = ? and family_key is not null", (portal_id,)
    )
    conn.execute("delete from number_gaps where portal_id = ?", (portal_id,))
    conn.executemany(
        "insert into number_gaps values (?, ?, ?, ?, ?, ?, ?)",
        [(portal_id, *gap) for gap in missing_numbers((row[0] or "", row[1]) for row in keys)],
    )


def missing_numbers(keys: Iterable[tuple[str, str]]) -> list[tuple[str, str, int, int, int, float]]:
    """The `KEPT` widest ranges of numbers between those that (family, family key) pairs hold.

    Each is family, series (what stands before the number), first and last missing number, how many they are, and
    the usual step from one number to the next: a system that numbers pictures too has holes everywhere.
    """
    series: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for family, key in keys:
        if found := _NUMBERED.fullmatch(key):
            series[family, found[1]].add(int(found[2]))
    gaps = []
    for (family, name), numbers in series.items():
        usual = (max(numbers) - min(numbers)) / max(len(numbers) - 1, 1)
        gaps += [
            (family, name, before + 1, after - 1, after - before - 1, round(usual, 2))
            for before, after in pairwise(sorted(numbers))
            if after - before > 1
        ]
    gaps.sort(key=lambda gap: (-gap[4], gap))
    return gaps[:KEPT]
