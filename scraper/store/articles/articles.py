"""Storing what pages say, so that captures may come in any order and give the same rows.

Every rule here is a minimum, a maximum or a function of the set of rows (DESIGN.md decision 9): current text =
newest good capture, first and last seen = earliest and latest capture, publication date = the page's own or
else that of the cards that mention the article.
"""

import json
import sqlite3
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from scraper import __version__
from scraper.items import Article, Card, Listing
from scraper.store.articles.edits import derive_changes, forget_changes
from scraper.store.articles.sort_key import move_key, take_key, wanted_key
from scraper.store.rows import Capture
from scraper.urls.canonical import article_id

# Ids of addresses that led to the article by redirect: a card may name the old address.
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


def text_hash(article: Article) -> str:
    """What decides whether a text changed: title, lead and body as stored, not bytes (decision 12)."""
    text = "\0".join((article.title, article.lead or "", article.body))
    return sha256(text.encode()).hexdigest()


def put_article(conn: sqlite3.Connection, capture: Capture, article: Article) -> str:
    """Store `article` as read from `capture`; return "stored", "changed" or "unchanged"."""
    identity = article_id(article_url(capture))
    digest = text_hash(article)
    known = conn.execute(
        "select last_seen_at, capture_id, portal_id, family_key from articles where id = ?", (identity,)
    ).fetchone()
    if known is None:
        _insert(conn, identity, capture, article, digest)
        derive_duplicates(conn, capture.portal_id, article.key)
        return "stored"
    newest = (capture.captured_at, capture.id) > (known["last_seen_at"], known["capture_id"])
    if newest:
        _replace(conn, identity, capture, article, digest)
    new_version = _put_version(conn, identity, capture, article, digest)
    derive_dates(conn, identity)
    derive_duplicates(conn, known["portal_id"], known["family_key"])
    if newest and (known["portal_id"], known["family_key"]) != (capture.portal_id, article.key):
        derive_duplicates(conn, capture.portal_id, article.key)
    return "changed" if new_version else "unchanged"


def article_url(capture: Capture) -> str:
    """The address that names the article: the one that answered."""
    return capture.url


def _columns(capture: Capture, article: Article, digest: str) -> dict[str, Any]:
    stamp = article.published
    return {
        "portal_id": capture.portal_id,
        "family": article.family,
        "family_key": article.key,
        "url": article_url(capture),
        "title": article.title,
        "lead": article.lead,
        "body": article.body,
        "author": article.author,
        "unit": article.unit,
        "category": article.category,
        "page_date": stamp.value if stamp else None,
        "page_date_source": stamp.source if stamp else None,
        "page_date_precision": stamp.precision if stamp else None,
        "updated_at": article.updated_at,
        "last_seen_at": capture.captured_at,
        "text_sha256": digest,
        "word_count": len(f"{article.title} {article.lead or ''} {article.body}".split()),
        "language": article.language,
        "flags": json.dumps(article.flags, ensure_ascii=False),
        "attachment_count": len(article.attachments),
        "capture_id": capture.id,
        "parser_version": __version__,
    }


def _insert(conn: sqlite3.Connection, identity: str, capture: Capture, article: Article, digest: str) -> None:
    row = _columns(capture, article, digest)
    row |= {"id": identity, "first_seen_at": capture.captured_at}
    published = _published(conn, identity, row)
    row |= published
    wanted = wanted_key(identity, published["published_at"], capture.captured_at)
    row["sort_key"] = take_key(conn, identity, wanted)
    names = ", ".join(row)
    conn.execute(f"insert into articles ({names}) values ({', '.join(f':{n}' for n in row)})", row)
    _insert_version(conn, identity, capture, article, digest)
    _put_media(conn, identity, article)


def _replace(conn: sqlite3.Connection, identity: str, capture: Capture, article: Article, digest: str) -> None:
    row = _columns(capture, article, digest)
    # A row's portal and facts belong to its text; facts of another text are due again.
    changes = ", ".join(f"{name} = :{name}" for name in row)
    conn.execute(
        f"update articles set {changes},"
        " facts_version = case when text_sha256 = :text_sha256 then facts_version end,"
        " duplicate_of = case when portal_id is :portal_id and family_key is :family_key then duplicate_of end"
        " where id = :id",
        row | {"id": identity},
    )
    conn.execute("delete from images where article_id = ?", (identity,))
    conn.execute("delete from attachments where article_id = ?", (identity,))
    _put_media(conn, identity, article)


def _put_version(conn: sqlite3.Connection, identity: str, capture: Capture, article: Article, digest: str) -> bool:
    """Widen the span in which this text was seen; True when the text is new."""
    known = conn.execute(
        "select first_seen_at, capture_id, images from versions where article_id = ? and text_sha256 = ?",
        (identity, digest),
    ).fetchone()
    if known is None:
        _insert_version(conn, identity, capture, article, digest)
        derive_changes(conn, identity)
        return True
    if (capture.captured_at, capture.id) < (known["first_seen_at"], known["capture_id"]):
        conn.execute(
            "update versions set first_seen_at = ?, capture_id = ?, images = ?"
            " where article_id = ? and text_sha256 = ?",
            (capture.captured_at, capture.id, images_json(article), identity, digest),
        )
        if known["images"] != images_json(article):
            forget_changes(conn, identity, digest)
        derive_changes(conn, identity)
    conn.execute(
        "update versions set last_seen_at = max(last_seen_at, ?) where article_id = ? and text_sha256 = ?",
        (capture.captured_at, identity, digest),
    )
    return False


def _insert_version(conn: sqlite3.Connection, identity: str, capture: Capture, article: Article, digest: str) -> None:
    conn.execute(
        "insert into versions values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(identity, digest, article.title, article.lead, article.body),
            *(capture.captured_at, capture.captured_at, capture.id, images_json(article)),
        ),
    )


def images_json(article: Article) -> str:
    """The images of an article as a version keeps them."""
    return json.dumps([asdict(image) for image in article.images], ensure_ascii=False)


def _put_media(conn: sqlite3.Connection, identity: str, article: Article) -> None:
    conn.executemany(
        "insert into images values (?, ?, ?, ?, ?, ?)",
        [(identity, n, i.src, i.caption, i.credit, article_id(i.src)) for n, i in enumerate(article.images)],
    )
    conn.executemany(
        "insert into attachments values (?, ?, ?, ?, ?)",
        [(identity, n, a.url, a.name, article_id(a.url)) for n, a in enumerate(article.attachments)],
    )


def put_listing(conn: sqlite3.Connection, capture: Capture, listing: Listing) -> None:
    """Store what a list page promised, and pass its dates to the articles it names."""
    following = listing.next.url if listing.next else None
    conn.execute(
        "insert into listings values (?, ?, ?, ?, ?, ?, ?, ?) on conflict(capture_id) do nothing",
        (
            capture.id,
            capture.portal_id,
            capture.url,
            listing.source,
            capture.captured_at,
            len(listing.cards),
            listing.total,
            following,
        ),
    )
    for position, card in enumerate(listing.cards):
        _put_card(conn, capture, position, card, listing.source)


def _put_card(conn: sqlite3.Connection, capture: Capture, position: int, card: Card, source: str) -> None:
    identity = article_id(card.url)
    stamp = card.date
    conn.execute(
        "insert into cards values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict(capture_id, position) do nothing",
        (
            capture.id,
            position,
            identity,
            card.url,
            card.title,
            stamp.value if stamp else None,
            stamp.precision if stamp else None,
            source,
            card.summary,
            capture.captured_at,
        ),
    )
    if stamp:
        derive_dates(conn, identity)
        derive_redirected(conn, identity)


def derive_redirected(conn: sqlite3.Connection, page_id: str) -> None:
    """Settle the articles that the address `page_id` now redirects to, over any number of steps."""
    for row in conn.execute(_TARGETS + " select id from target where id <> ?1", (page_id,)).fetchall():
        derive_dates(conn, row["id"])


def derive_dates(conn: sqlite3.Connection, identity: str) -> None:
    """Work out what follows from versions and cards: first seen, published_at and the article's place in time."""
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
    row = {"first_seen_at": first_seen, "version_count": versions, **_published(conn, identity, dict(article))}
    if all(article[name] == value for name, value in row.items()):
        return
    wanted = wanted_key(identity, row["published_at"], first_seen)
    key = article["sort_key"]
    if wanted != wanted_key(identity, article["published_at"], article["first_seen_at"]):
        key = move_key(conn, identity, key, wanted)
    conn.execute(
        f"update articles set {', '.join(f'{name} = :{name}' for name in row)}, sort_key = :sort_key where id = :id",
        row | {"sort_key": key, "id": identity},
    )


def _published(conn: sqlite3.Connection, identity: str, row: dict[str, Any]) -> dict[str, Any]:
    """The publication date: the page's own, else that of the first card that names the article, else the address's."""
    value, source, precision = row["page_date"], row["page_date_source"], row["page_date_precision"]
    if source != "page":
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
    """Among articles of one portal that share the family's own key, the first seen is the article."""
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
