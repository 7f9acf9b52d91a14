"""Storing what pages say, so that captures may come in any order and give the same rows.

Every rule here is a minimum, a maximum or a function of the set of rows (DESIGN.md decision 9): current text =
newest good capture, first and last seen = earliest and latest capture, publication date = the page's own or
else that of the cards that mention the article.
"""

import json
import sqlite3
from datetime import datetime, timedelta, timezone
from hashlib import sha256

from scraper.items import Article, Card, Listing
from scraper.store.changes import settle_changes
from scraper.store.rows import Capture
from scraper.urls import article_id

VIETNAM = timezone(timedelta(hours=7))
EPOCH = datetime(1970, 1, 1, tzinfo=VIETNAM)

# Ids of addresses that led to the article by redirect: a card may name the old address.
_ALIASES = """
with recursive alias(id) as (
    select ? union select page_id from captures join alias on captures.location_id = alias.id
)"""


def text_hash(article: Article) -> str:
    """What decides whether a text changed: title, lead and body as stored, not bytes (decision 12)."""
    text = "\0".join((article.title, article.lead or "", article.body))
    return sha256(text.encode()).hexdigest()


def put_article(conn: sqlite3.Connection, capture: Capture, article: Article) -> str:
    """Store `article` as read from `capture`; return "stored", "changed" or "unchanged"."""
    identity = article_id(article_url(capture))
    digest = text_hash(article)
    known = conn.execute("select last_seen_at, capture_id from articles where id = ?", (identity,)).fetchone()
    if known is None:
        _insert(conn, identity, capture, article, digest)
    elif (capture.captured_at, capture.id) > (known["last_seen_at"], known["capture_id"]):
        _replace(conn, identity, capture, article, digest)
    new_version = _put_version(conn, identity, capture, article, digest)
    conn.execute(
        "update articles set first_seen_at = (select min(first_seen_at) from versions where article_id = ?1),"
        " version_count = (select count(*) from versions where article_id = ?1) where id = ?1",
        (identity,),
    )
    settle_date(conn, identity)
    _settle_duplicates(conn, capture.portal_id, article.key)
    if known is None:
        return "stored"
    return "changed" if new_version else "unchanged"


def article_url(capture: Capture) -> str:
    """The address that names the article: the one that answered."""
    return capture.url


def _columns(capture: Capture, article: Article, digest: str) -> dict[str, object]:
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
        "capture_id": capture.id,
    }


def _insert(conn: sqlite3.Connection, identity: str, capture: Capture, article: Article, digest: str) -> None:
    row = _columns(capture, article, digest)
    row |= {"id": identity, "first_seen_at": capture.captured_at}
    row["sort_key"] = free_sort_key(conn, identity, None, capture.captured_at)
    names = ", ".join(row)
    conn.execute(f"insert into articles ({names}) values ({', '.join(f':{n}' for n in row)})", row)
    _put_media(conn, identity, article)


def _replace(conn: sqlite3.Connection, identity: str, capture: Capture, article: Article, digest: str) -> None:
    row = _columns(capture, article, digest)
    # A row's portal and facts belong to its text; facts of another text are due again.
    changes = ", ".join(f"{name} = :{name}" for name in row)
    conn.execute(
        f"update articles set {changes},"
        " facts_version = case when text_sha256 = :text_sha256 then facts_version end where id = :id",
        row | {"id": identity},
    )
    _put_media(conn, identity, article)


def _put_version(conn: sqlite3.Connection, identity: str, capture: Capture, article: Article, digest: str) -> bool:
    """Widen the span in which this text was seen; True when the text is new."""
    known = conn.execute(
        "select first_seen_at, capture_id from versions where article_id = ? and text_sha256 = ?", (identity, digest)
    ).fetchone()
    if known is None:
        conn.execute(
            "insert into versions values (?, ?, ?, ?, ?, ?, ?, ?)",
            (identity, digest, article.title, article.lead, article.body, *[capture.captured_at] * 2, capture.id),
        )
        settle_changes(conn, identity)
        return True
    if (capture.captured_at, capture.id) < (known["first_seen_at"], known["capture_id"]):
        conn.execute(
            "update versions set first_seen_at = ?, capture_id = ? where article_id = ? and text_sha256 = ?",
            (capture.captured_at, capture.id, identity, digest),
        )
        settle_changes(conn, identity)
    conn.execute(
        "update versions set last_seen_at = max(last_seen_at, ?) where article_id = ? and text_sha256 = ?",
        (capture.captured_at, identity, digest),
    )
    return False


def _put_media(conn: sqlite3.Connection, identity: str, article: Article) -> None:
    conn.execute("delete from images where article_id = ?", (identity,))
    conn.execute("delete from attachments where article_id = ?", (identity,))
    conn.executemany(
        "insert into images values (?, ?, ?, ?, ?)",
        [(identity, n, i.src, i.caption, i.credit) for n, i in enumerate(article.images)],
    )
    conn.executemany(
        "insert into attachments values (?, ?, ?, ?)",
        [(identity, n, a.url, a.name) for n, a in enumerate(article.attachments)],
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
        settle_date(conn, identity)
        settle_redirected(conn, identity)


def settle_redirected(conn: sqlite3.Connection, page_id: str) -> None:
    """Settle the date of the article that the address `page_id` now redirects to, if there is one."""
    rows = conn.execute(
        "select distinct location_id from captures where page_id = ? and location_id is not null", (page_id,)
    ).fetchall()
    for row in rows:
        if row["location_id"] != page_id:
            settle_date(conn, row["location_id"])


def settle_date(conn: sqlite3.Connection, identity: str) -> None:
    """Work out published_at from the page's own date and the cards, and give the article its place in time."""
    article = conn.execute("select * from articles where id = ?", (identity,)).fetchone()
    if article is None:
        return
    value, source, precision = article["page_date"], article["page_date_source"], article["page_date_precision"]
    if source != "page":
        card = conn.execute(
            _ALIASES + " select date, source, date_precision from cards where article_id in alias and date is not null"
            " order by case source when 'listing' then 0 when 'feed' then 1 else 2 end,"
            " captured_at, capture_id, position limit 1",
            (identity,),
        ).fetchone()
        if card:
            value, source, precision = card
    source = source or "none"
    key = article["sort_key"]
    if key >> 24 != _minutes(value, article["first_seen_at"]):
        key = free_sort_key(conn, identity, value, article["first_seen_at"])
    conn.execute(
        "update articles set published_at = ?, published_source = ?, published_precision = ?, sort_key = ?"
        " where id = ?",
        (value, source, precision, key, identity),
    )


def _minutes(published: str | None, first_seen: str) -> int:
    """The minute an article is sorted under: its publication in Viet Nam, else its first capture."""
    moment = datetime.fromisoformat(published or first_seen)
    moment = moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else moment.astimezone(VIETNAM)
    return (moment - EPOCH).days * 2048 + moment.hour * 60 + moment.minute


def free_sort_key(conn: sqlite3.Connection, identity: str, published: str | None, first_seen: str) -> int:
    """The article's sort_key (decision 4): day, minute, then 24 bits of its id; the next free number if taken."""
    key = (_minutes(published, first_seen) << 24) + int(identity[:6], 16)
    while conn.execute("select 1 from articles where sort_key = ? and id <> ?", (key, identity)).fetchone():
        key += 1
    return key


def _settle_duplicates(conn: sqlite3.Connection, portal_id: str | None, key: str | None) -> None:
    """Among articles of one portal that share the family's own key, the first seen is the article."""
    if key is None:
        return
    conn.execute(
        "with twins as (select id, first_value(id) over (order by first_seen_at, id) as first"
        " from articles where portal_id is ?1 and family_key = ?2)"
        " update articles set duplicate_of = (select nullif(first, id) from twins where twins.id = articles.id)"
        " where portal_id is ?1 and family_key = ?2",
        (portal_id, key),
    )
