"""Keeping what an archive has of captures whose bytes are gone: damage to a file never takes a text from the archive.

`old` is the archive before a rebuild, `new` the rebuilt one, inside the caller's transaction.
"""

import sqlite3
from collections.abc import Collection, Iterator

from scraper.store.articles.articles import forget_texts
from scraper.store.articles.derived import derive_dates, derive_duplicates, derive_redirected
from scraper.store.articles.edits import derive_changes, forget_changes
from scraper.store.articles.replaced import REPLACED
from scraper.store.articles.sort_key import take_key, wanted_key
from scraper.store.copies.columns import copy_rows, shared_columns
from scraper.store.ledger.capture_checks import derive_capture_checks
from scraper.store.rows import Capture
from scraper.store.tables import table

# Columns of articles that follow from other rows: `derived` has worked them out in the new archive.
_DERIVED_COLUMNS = (
    "id",
    "sort_key",
    "first_seen_at",
    "version_count",
    "published_at",
    "published_source",
    "published_precision",
)
_CAPTURE = ", ".join(Capture.__dataclass_fields__)


def captures_missing(old: sqlite3.Connection, new: sqlite3.Connection) -> Iterator[Capture]:
    """Captures that the archive had and that were not met in the files, by file and offset."""
    for row in old.execute(f"select {_CAPTURE} from captures order by file, offset"):
        if new.execute("select 1 from captures where id = ?", (row["id"],)).fetchone() is None:
            yield Capture(**dict(row))


def read_before(old: sqlite3.Connection, new: sqlite3.Connection) -> list[str]:
    """Ids of captures that `old` has read and `new` could not, because their bodies are gone; they count as read."""
    found = []
    for row in new.execute("select id from captures where read = 0").fetchall():
        known = old.execute("select read_as from captures where id = ? and read = 1", (row["id"],)).fetchone()
        if known:
            new.execute("update captures set read = 1, read_as = ? where id = ?", (known["read_as"], row["id"]))
            found.append(row["id"])
    return found


def keep_hashes(old: sqlite3.Connection, new: sqlite3.Connection) -> list[str]:
    """Keep what is known of files since they were finished; returns one sentence for each that is gone or changed.

    The hash in `warc_files` stays that of the finished file: it is what proves that the bytes are others now.
    """
    changed = []
    for row in old.execute("select * from warc_files order by name").fetchall():
        sql = "select size, sha256 from warc_files where name = ?"
        now = new.execute(sql, (row["name"],)).fetchone()
        if now is None or tuple(now) != (row["size"], row["sha256"]):
            changed.append(
                f"{row['name']}: {'is gone' if now is None else 'its bytes are not those that were finished'}"
            )
            new.execute("delete from warc_files where name = ?", (row["name"],))
            copy_rows(old, new, "warc_files", "name = ?", row["name"])
        else:
            new.execute("update warc_files set source = ? where name = ?", (row["source"], row["name"]))
    return changed


def carry_lost(old: sqlite3.Connection, new: sqlite3.Connection, lost: Collection[str]) -> None:
    """Keep what was read from the captures with the ids `lost`, whose bytes are gone."""
    for identity in lost:
        for name, key in (("captures", "id"), ("listings", "capture_id"), ("cards", "capture_id")):
            copy_rows(old, new, name, f"{key} = ?", identity)
    # In a second pass: dates follow from all cards and redirects, also of other lost captures.
    for identity in lost:
        for row in old.execute("select distinct article_id from cards where capture_id = ?", (identity,)):
            derive_dates(new, row["article_id"])
            derive_redirected(new, row["article_id"])
        page = old.execute("select page_id from captures where id = ?", (identity,)).fetchone()["page_id"]
        derive_redirected(new, page)
        if _showed_others(old, page):
            _keep_whole(old, new, page)
            continue
        _keep_current(old, new, page, identity)
        _keep_versions(old, new, page, identity)


def _keep_current(old: sqlite3.Connection, new: sqlite3.Connection, article: str, lost: str) -> None:
    """Put an article's text back if the lost capture was its newest."""
    if old.execute("select 1 from articles where id = ? and capture_id = ?", (article, lost)).fetchone():
        _put_back(old, new, article)


def _put_back(old: sqlite3.Connection, new: sqlite3.Connection, article: str) -> None:
    """Make the present text of an article, which `old` has, that of `old`."""
    names = shared_columns(old, new, "articles")
    row = dict(old.execute(f"select {', '.join(names)} from articles where id = ?", (article,)).fetchone())
    if new.execute("select 1 from articles where id = ?", (article,)).fetchone():
        read = [name for name in names if name not in _DERIVED_COLUMNS]
        new.execute(f"update articles set {', '.join(f'{name} = :{name}' for name in read)} where id = :id", row)
    else:
        row["sort_key"] = take_key(new, article, wanted_key(article, row["published_at"], row["first_seen_at"]))
        table(new, "articles").insert(row)
    for name in ("images", "attachments"):
        new.execute(f"delete from {name} where article_id = ?", (article,))
        copy_rows(old, new, name, "article_id = ?", article)
    derive_duplicates(new, row["portal_id"], row["family_key"])


def _showed_others(old: sqlite3.Connection, article: str) -> bool:
    """Whether the address of an article showed something else, too."""
    sql = f"select 1 from captures c join articles a on a.id = c.page_id where a.id = ? and read_as = '{REPLACED}'"
    return old.execute(sql, (article,)).fetchone() is not None


def _keep_whole(old: sqlite3.Connection, new: sqlite3.Connection, article: str) -> None:
    """Keep an article wholly as it was: without the lost capture, what stood in its place would be taken for it."""
    _put_back(old, new, article)
    forget_texts(new, article)
    copy_rows(old, new, "versions", "article_id = ?", article)
    new.executemany(
        "update captures set read_as = ? where id = ?",
        map(tuple, old.execute("select read_as, id from captures where page_id = ? and read = 1", (article,))),
    )
    seen = old.execute("select last_seen_at from articles where id = ?", (article,)).fetchone()
    new.execute("update articles set last_seen_at = ? where id = ?", (*seen, article))
    derive_changes(new, article)
    derive_dates(new, article)
    derive_capture_checks(new, article)


def _keep_versions(old: sqlite3.Connection, new: sqlite3.Connection, article: str, lost: str) -> None:
    """Put back the versions that the lost capture was the first to show, and the time in which all were seen."""
    which = "article_id = ? and text_sha256 = ?"
    for row in old.execute("select * from versions where article_id = ?", (article,)).fetchall():
        key = (article, row["text_sha256"])
        known = new.execute(f"select last_seen_at from versions where {which}", key).fetchone()
        if row["capture_id"] == lost:
            new.execute(f"delete from versions where {which}", key)
            copy_rows(old, new, "versions", which, *key)
            forget_changes(new, *key)
        seen = max(row["last_seen_at"], known["last_seen_at"]) if known else row["last_seen_at"]
        new.execute(f"update versions set last_seen_at = ? where {which}", (seen, *key))
    derive_changes(new, article)
    derive_dates(new, article)
