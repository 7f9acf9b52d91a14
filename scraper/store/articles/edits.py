"""Tables `changes` and `edits`: what each version of an article changed against the one before, and its summary.

Versions follow each other by (first_seen_at, text_sha256). Captures come in any order, so the chain may be cut and
joined anew by every version; the rows are a function of the set of versions (DESIGN.md decision 9).
"""

import json
import sqlite3
from itertools import pairwise

from scraper.changes import Text, compare, image_changes
from scraper.items import Image

_TABLES = ("changes", "edits")
_PAIR = "article_id = ? and from_sha256 = ? and to_sha256 = ?"


def derive_changes(conn: sqlite3.Connection, article_id: str) -> None:
    """Make the article's rows those of its chain of versions. Pairs that stay neighbours keep their rows."""
    chain = conn.execute(
        "select text_sha256, first_seen_at from versions where article_id = ? order by first_seen_at, text_sha256",
        (article_id,),
    ).fetchall()
    wanted = {(a["text_sha256"], b["text_sha256"]): b["first_seen_at"] for a, b in pairwise(chain)}
    stored = {
        (row["from_sha256"], row["to_sha256"]): row["seen_at"]
        for row in conn.execute(
            "select from_sha256, to_sha256, seen_at from edits where article_id = ?", (article_id,)
        )
    }
    for pair in stored.keys() - wanted.keys():
        for table in _TABLES:
            conn.execute(f"delete from {table} where {_PAIR}", (article_id, *pair))
    for pair, seen_at in wanted.items():
        if pair not in stored:
            _insert(conn, article_id, pair, seen_at)
        elif stored[pair] != seen_at:
            for table in _TABLES:
                conn.execute(f"update {table} set seen_at = ? where {_PAIR}", (seen_at, article_id, *pair))
    # Typography is no change of what was said.
    last = "(select max(seen_at) from changes where article_id = ?1 and kind <> 'typography')"
    conn.execute(f"update articles set changed_at = {last} where id = ?1 and changed_at is not {last}", (article_id,))


def _insert(conn: sqlite3.Connection, article_id: str, pair: tuple[str, str], seen_at: str) -> None:
    old, new = (_version(conn, article_id, digest) for digest in pair)
    found = (*compare(old[0], new[0]), *image_changes(old[1], new[1]))
    conn.executemany(
        "insert into changes (article_id, from_sha256, to_sha256, position, kind, severity, place, paragraph,"
        " before, after, context, seen_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (article_id, *pair, n, c.kind, c.severity, c.place, c.paragraph, c.before, c.after, c.context, seen_at)
            for n, c in enumerate(found)
        ],
    )
    kinds = "," + "".join(f"{kind}," for kind in sorted({c.kind for c in found}))
    conn.execute(
        "insert into edits (article_id, from_sha256, to_sha256, portal_id, seen_at, severity, kinds, change_count)"
        " values (?1, ?2, ?3, (select portal_id from articles where id = ?1), ?4, ?5, ?6, ?7)",
        (article_id, *pair, seen_at, max((c.severity for c in found), default=0), kinds, len(found)),
    )


def forget_changes(conn: sqlite3.Connection, article_id: str, digest: str) -> None:
    """Delete what was worked out from a version that is to be known otherwise; `derive_changes` makes it anew."""
    for table in _TABLES:
        conn.execute(
            f"delete from {table} where article_id = ?1 and (from_sha256 = ?2 or to_sha256 = ?2)", (article_id, digest)
        )


def _version(conn: sqlite3.Connection, article_id: str, digest: str) -> tuple[Text, list[Image]]:
    row = conn.execute(
        "select title, lead, body, images from versions where article_id = ? and text_sha256 = ?", (article_id, digest)
    ).fetchone()
    return Text(row["title"], row["lead"], row["body"]), [Image(**image) for image in json.loads(row["images"])]
