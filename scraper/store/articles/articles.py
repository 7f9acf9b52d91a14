"""Tables `articles`, `versions`, `images` and `attachments`: storing articles so that captures may come in any order.

Every rule is a minimum, a maximum or a function of the set of rows ("Storing is commutative" in docs/design.md):
current text = that of the newest capture that could be read, first and last seen = earliest and latest capture; what
follows from other rows is in `derived`. Written with raw SQL: these are the rows of every page.
"""

import json
import sqlite3
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from scraper import __version__
from scraper.items import Article
from scraper.layout import layout_text
from scraper.store.articles.derived import derive_dates, derive_duplicates, publication
from scraper.store.articles.edits import derive_changes, forget_changes
from scraper.store.articles.sort_key import take_key, wanted_key
from scraper.store.rows import Capture
from scraper.urls.canonical import article_id, without_trackers


def text_hash(article: Article) -> str:
    """The SHA-256, in hex, that decides whether a text changed: of title, lead and body as stored, not of bytes.

    Counters and tokens change in every answer of a portal, words do not.
    """
    text = "\0".join((article.title, article.lead or "", article.body))
    return sha256(text.encode()).hexdigest()


def put_article(conn: sqlite3.Connection, capture: Capture, article: Article) -> str:
    """Store `article` as read from `capture`; return "stored" (it is new), "changed" (its text is) or "unchanged"."""
    identity = article_id(article_url(capture))
    digest = text_hash(article)
    known = conn.execute(
        "select last_seen_at, capture_id, portal_id, family_key from articles where id = ?", (identity,)
    ).fetchone()
    if known is None:
        _insert(conn, identity, capture, article, digest)
        derive_duplicates(conn, capture.portal_id, article.key)
        return "stored"
    # Two captures of one millisecond are told apart by their ids, so that the order in which they come does not count.
    newest = (capture.captured_at, capture.id) > (known["last_seen_at"], known["capture_id"])
    if newest:
        _replace(conn, identity, capture, article, digest)
    new_version = _put_version(conn, identity, capture, article, digest)
    derive_dates(conn, identity)
    derive_duplicates(conn, known["portal_id"], known["family_key"])
    if newest and (known["portal_id"], known["family_key"]) != (capture.portal_id, article.key):
        derive_duplicates(conn, capture.portal_id, article.key)
    return "changed" if new_version else "unchanged"


def forget_texts(conn: sqlite3.Connection, identity: str) -> None:
    """Delete the versions and edits of an article whose readings the caller stores again; its row stays."""
    for name in ("changes", "edits", "versions"):
        conn.execute(f"delete from {name} where article_id = ?", (identity,))
    conn.execute("update articles set last_seen_at = '' where id = ?", (identity,))  # the first to come is the newest


def article_url(capture: Capture) -> str:
    """The address that names the article: the one that answered, whatever rel=canonical or the page says.

    Without trackers; the capture keeps the address as it was asked for.
    """
    return without_trackers(capture.url)


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
        "layout": layout_text(article.layout),
    }


def _insert(conn: sqlite3.Connection, identity: str, capture: Capture, article: Article, digest: str) -> None:
    row = _columns(capture, article, digest)
    row |= {"id": identity, "first_seen_at": capture.captured_at}
    row |= publication(conn, identity, row)
    row["sort_key"] = take_key(conn, identity, wanted_key(identity, row["published_at"], capture.captured_at))
    names = ", ".join(row)
    conn.execute(f"insert into articles ({names}) values ({', '.join(f':{n}' for n in row)})", row)
    _insert_version(conn, identity, capture, article, digest)
    _put_media(conn, identity, article)


def _replace(conn: sqlite3.Connection, identity: str, capture: Capture, article: Article, digest: str) -> None:
    row = _columns(capture, article, digest)
    # Facts belong to a text, and those of another text are due again. Which article this one is a duplicate of belongs
    # to its key and portal; `derive_duplicates`, which the caller runs next, works it out anew.
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
    # An older capture of a known text is now the first that shows it: images and layout are those of the first one.
    if (capture.captured_at, capture.id) < (known["first_seen_at"], known["capture_id"]):
        conn.execute(
            "update versions set first_seen_at = ?, capture_id = ?, images = ?, layout = ?"
            " where article_id = ? and text_sha256 = ?",
            (capture.captured_at, capture.id, images_json(article), layout_text(article.layout), identity, digest),
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
        "insert into versions (article_id, text_sha256, title, lead, body, first_seen_at, last_seen_at, capture_id,"
        " images, layout) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(identity, digest, article.title, article.lead, article.body),
            *(capture.captured_at, capture.captured_at, capture.id, images_json(article)),
            layout_text(article.layout),
        ),
    )


def images_json(article: Article) -> str:
    """The images of an article as column `versions.images` keeps them: a JSON array of objects."""
    return json.dumps([asdict(image) for image in article.images], ensure_ascii=False)


def _put_media(conn: sqlite3.Connection, identity: str, article: Article) -> None:
    conn.executemany(
        "insert into images (article_id, position, src, caption, credit, file_id) values (?, ?, ?, ?, ?, ?)",
        [(identity, n, i.src, i.caption, i.credit, article_id(i.src)) for n, i in enumerate(article.images)],
    )
    conn.executemany(
        "insert into attachments (article_id, position, url, name, file_id) values (?, ?, ?, ?, ?)",
        [(identity, n, a.url, a.name, article_id(a.url)) for n, a in enumerate(article.attachments)],
    )
