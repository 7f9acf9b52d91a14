"""Columns of `articles` that follow from other rows: dates, place in time, number of versions, duplicates.

A card may be read before its article or long after it, and a redirect that joins the two may come last. So these
columns are computed anew from all rows that bear on them whenever one of those is written.
"""

import sqlite3
from typing import Any

from scraper.store.articles.sort_key import move_key, wanted_key

# Ids of addresses that led to the article by redirect: a card may name the old address. `union`, not `union all`:
# redirects may go in circles.
_ALIASES = """
with recursive alias(id) as (
    select ? union select page_id from captures join alias on captures.location_id = alias.id
)"""
# Ids of the addresses that an address leads to by redirect, over any number of steps.
_TARGETS = """
with recursive target(id) as (
    select location_id from captures where page_id = ?1 and location_id is not null
    union select location_id from captures join target on captures.page_id = target.id where location_id is not null
)"""


def derive_redirected(conn: sqlite3.Connection, page_id: str) -> None:
    """Derive the dates of the articles that the address with id `page_id` redirects to, over any number of steps."""
    for row in conn.execute(_TARGETS + " select id from target where id <> ?1", (page_id,)).fetchall():
        derive_dates(conn, row["id"])


def derive_dates(conn: sqlite3.Connection, identity: str) -> None:
    """Derive from versions and cards when an article was first seen and published, and its place in time.

    `identity` is the id of an article; nothing is done when there is none.
    """
    article = conn.execute(
        "select id, page_date, page_date_source, page_date_precision, first_seen_at, version_count, published_at,"
        " published_source, published_precision, sort_key from articles where id = ?",
        (identity,),
    ).fetchone()
    if article is None:
        return
    first_seen, versions = conn.execute(
        "select min(first_seen_at), count(*) from versions where article_id = ?", (identity,)
    ).fetchone()
    row = {"first_seen_at": first_seen, "version_count": versions, **publication(conn, identity, dict(article))}
    if all(article[name] == value for name, value in row.items()):
        return
    wanted = wanted_key(identity, row["published_at"], first_seen)
    key = article["sort_key"]
    # Compared with the key that was wanted, not with the one it has: an article that made way stays where it is.
    if wanted != wanted_key(identity, article["published_at"], article["first_seen_at"]):
        key = move_key(conn, identity, key, wanted)
    conn.execute(
        f"update articles set {', '.join(f'{name} = :{name}' for name in row)}, sort_key = :sort_key where id = :id",
        row | {"sort_key": key, "id": identity},
    )


def publication(conn: sqlite3.Connection, identity: str, row: dict[str, Any]) -> dict[str, Any]:
    """The columns of the publication date: the page's own, else that of a card that names the article, else the URL's.

    `identity` is the article's id; `row` holds its `page_date`, `page_date_source` and `page_date_precision`.
    """
    value, source, precision = row["page_date"], row["page_date_source"], row["page_date_precision"]
    if source != "page":
        # Lists first: they print the day that readers see, while a sitemap's lastmod is that of the last change
        # (protocol of sitemaps.org). The rest of the order makes the choice the same in whatever order the cards came.
        card = conn.execute(
            _ALIASES + " select date, source, date_precision from cards where article_id in alias and date is not null"
            " order by case source when 'listing' then 0 when 'feed' then 1 else 2 end,"
            " captured_at, capture_id, position limit 1",
            (identity,),
        ).fetchone()
        if card:
            value, source, precision = card
    return {"published_at": value, "published_source": source or "none", "published_precision": precision}


def derive_duplicates(conn: sqlite3.Connection, portal_id: str | None, key: str | None) -> None:
    """Among articles of one portal that share the family's own `key`, the first seen is the article."""
    if key is None:
        return
    twins = conn.execute(
        "select id, duplicate_of from articles where portal_id is ? and family_key = ? order by first_seen_at, id",
        (portal_id, key),
    ).fetchall()
    for twin in twins:
        first = None if twin["id"] == twins[0]["id"] else twins[0]["id"]
        if twin["duplicate_of"] != first:
            conn.execute("update articles set duplicate_of = ? where id = ?", (first, twin["id"]))
