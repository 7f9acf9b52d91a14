"""Tables `changes` and `edits`: what each version of an article changed against the one before, and its summary.

Versions follow each other by (first_seen_at, text_sha256). Captures come in any order, so a version may come between
two that were neighbours; the rows are a function of the set of versions ("Storing is
commutative" in docs/design.md).
"""

import json
import sqlite3
from itertools import pairwise
from typing import Any

from scraper.changes import Text, compare, image_changes
from scraper.items import Image
from scraper.store.tables import table

_TABLES = ("changes", "edits")
_PAIR = "article_id = ? and from_sha256 = ? and to_sha256 = ?"


def derive_changes(conn: sqlite3.Connection, article_id: str) -> None:
    """Make the rows of an article those of its chain of versions."""
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
        for name in _TABLES:
            conn.execute(f"delete from {name} where {_PAIR}", (article_id, *pair))
    # Pairs that stay neighbours keep their rows: comparing two texts is what costs time here.
    for pair, seen_at in wanted.items():
        if pair not in stored:
            _insert(conn, article_id, pair, seen_at)
        elif stored[pair] != seen_at:
            for name in _TABLES:
                conn.execute(f"update {name} set seen_at = ? where {_PAIR}", (seen_at, article_id, *pair))
    # Typography does not change what an article says. "is not" spares the search index: every update of the column
    # runs its trigger.
    last = "(select max(seen_at) from changes where article_id = ?1 and kind <> 'typography')"
    conn.execute(f"update articles set changed_at = {last} where id = ?1 and changed_at is not {last}", (article_id,))


def _insert(conn: sqlite3.Connection, article_id: str, pair: tuple[str, str], seen_at: str) -> None:
    old, new = (_version(conn, article_id, digest) for digest in pair)
    found = (*compare(old[0], new[0]), *image_changes(old[1], new[1]))
    key: dict[str, Any] = {"article_id": article_id, "from_sha256": pair[0], "to_sha256": pair[1], "seen_at": seen_at}
    table(conn, "changes").insert_all(
        key
        | {
            "position": position,
            "kind": change.kind,
            "severity": change.severity,
            "place": change.place,
            "paragraph": change.paragraph,
            "before": change.before,
            "after": change.after,
            "context": change.context,
        }
        for position, change in enumerate(found)
    )
    (portal_id,) = conn.execute("select portal_id from articles where id = ?", (article_id,)).fetchone()
    table(conn, "edits").insert(
        key
        | {
            "portal_id": portal_id,
            "severity": max((change.severity for change in found), default=0),
            # A comma on both sides of every kind, so that a kind is found as ",kind,", never as part of another.
            "kinds": "," + "".join(f"{kind}," for kind in sorted({change.kind for change in found})),
            "change_count": len(found),
        }
    )


def forget_changes(conn: sqlite3.Connection, article_id: str, digest: str) -> None:
    """Delete the rows that compare a version whose images are about to change; `derive_changes` makes them anew.

    `digest` is the version's `text_sha256`.
    """
    for name in _TABLES:
        conn.execute(
            f"delete from {name} where article_id = ?1 and (from_sha256 = ?2 or to_sha256 = ?2)", (article_id, digest)
        )


def _version(conn: sqlite3.Connection, article_id: str, digest: str) -> tuple[Text, list[Image]]:
    row = conn.execute(
        "select title, lead, body, images from versions where article_id = ? and text_sha256 = ?", (article_id, digest)
    ).fetchone()
    return Text(row["title"], row["lead"], row["body"]), [Image(**image) for image in json.loads(row["images"])]
