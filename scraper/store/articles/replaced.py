"""Which of the texts that an address showed are its article: the others are never stored as edits of it.

Texts that share title or text (`changes.is_same_article`) belong together, also over others between them. The article
is the group that the address showed first. Only where nothing vouches for that one, no date of its own and no title in
a list, the first group that a list of the portal names by its title is it: what came first was an error in words that
nobody knew. Captures of the other groups are marked `replaced`; their texts stand in no row.

All of that follows from the captures and cards of an address, in whatever order they come ("Storing is commutative" in
docs/design.md). A capture that may regroup the others therefore has them all read again, which is rare: an address
must have shown something else before, or an older capture of something else comes in.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field

from scraper.changes import Text, is_same_article
from scraper.items import Article, Other, Reading
from scraper.store.articles.articles import article_url, forget_texts, put_article, text_hash
from scraper.store.rows import Capture
from scraper.urls.canonical import article_id

# Reads a stored capture again; None when its bytes are not here.
ReadAgain = Callable[[Capture], Reading | None]
REPLACED = "replaced"
_CAPTURE = ", ".join(Capture.__dataclass_fields__)


def put_or_replace(conn: sqlite3.Connection, capture: Capture, article: Article, read_again: ReadAgain) -> str:
    """Store `article` as read from `capture` if it is the article of its address; regroup what it showed if need be.

    Returns "stored", "changed" or "unchanged", as `put_article`, or "replaced" when it is something else. `capture` is
    marked as read in `conn`; `read_again` reads the others of the address.
    """
    known = conn.execute(
        "select id, page_date from articles where id = ?", (article_id(article_url(capture)),)
    ).fetchone()
    if known is None or _is_version(conn, known["id"], article):
        return put_article(conn, capture, article)
    alike = any(is_same_article(_text(article), Text(*row)) for row in _versions(conn, known["id"]))
    if alike:
        regroups = _has_replaced(conn, known["id"])
    else:
        first = (capture.captured_at, capture.id) < _first(conn, known["id"])
        regroups = first or (known["page_date"] is None and _is_named(conn, known["id"], article.title))
    if regroups and (outcome := _regroup(conn, known["id"], read_again, (capture, article))):
        return outcome
    if alike:
        return put_article(conn, capture, article)
    _mark(conn, capture.id, REPLACED)
    return REPLACED


def something_else(reading: Reading) -> Other:
    """What a reading that was not stored counts as: neither its links nor its files are those of an article."""
    title = reading.title if isinstance(reading, Article) else None
    return Other(url=reading.url, family=reading.family, reason=REPLACED, detail=title)


def regroup_named(conn: sqlite3.Connection, capture_id: str, read_again: ReadAgain) -> list[str]:
    """After the cards of a list came in: look again at articles that get a new title by them; returns their ids.

    `capture_id` is the capture of the list; `read_again` reads those of the articles.
    """
    rows = conn.execute(
        "select distinct a.id from cards join articles a on a.id = cards.article_id"
        " where cards.capture_id = ? and a.page_date is null and not exists (select 1 from cards k"
        "  where k.article_id = cards.article_id and k.title = cards.title and k.capture_id <> cards.capture_id)"
        f" and exists (select 1 from captures c where c.page_id = a.id and c.read_as = '{REPLACED}')",
        (capture_id,),
    ).fetchall()
    for row in rows:
        _regroup(conn, row["id"], read_again, None)
    return [row["id"] for row in rows]


@dataclass(slots=True)
class _Group:
    """Readings that belong together, the oldest first."""

    readings: list[tuple[Capture, Article]] = field(default_factory=list)
    texts: dict[str, Text] = field(default_factory=dict)

    def is_alike(self, digest: str, text: Text) -> bool:
        return digest in self.texts or any(is_same_article(text, known) for known in self.texts.values())


def _regroup(
    conn: sqlite3.Connection, identity: str, read_again: ReadAgain, now: tuple[Capture, Article] | None
) -> str | None:
    """Read all captures of an article's address again and store those of its article; what became of `now`, if given.

    None, and nothing done, when one of them cannot be read (any more) as the article that it was.
    """
    readings: list[tuple[Capture, Article]] = []
    for capture in _captures(conn, identity):
        reading = now[1] if now and capture.id == now[0].id else read_again(capture)
        if not isinstance(reading, Article):
            return None
        readings.append((capture, reading))
    groups = _groups(readings)
    main = _main(conn, identity, groups)
    forget_texts(conn, identity)
    outcomes = {capture.id: put_article(conn, capture, article) for capture, article in main.readings}
    for capture, _ in readings:
        _mark(conn, capture.id, "article" if capture.id in outcomes else REPLACED)
    return outcomes.get(now[0].id, REPLACED) if now else None


def _groups(readings: list[tuple[Capture, Article]]) -> list[_Group]:
    """Readings, the oldest first, by what belongs together; groups in the order of their first captures."""
    groups: list[_Group] = []
    for capture, article in readings:
        digest, text = text_hash(article), _text(article)
        alike = [group for group in groups if group.is_alike(digest, text)]
        group = alike[0] if alike else _Group()
        if not alike:
            groups.append(group)
        for other in alike[1:]:  # this text is like both: they were one all along
            group.readings += other.readings
            group.texts |= other.texts
            groups.remove(other)
        group.readings.append((capture, article))
        group.texts[digest] = text
    for group in groups:
        group.readings.sort(key=lambda reading: (reading[0].captured_at, reading[0].id))
    return groups


def _main(conn: sqlite3.Connection, identity: str, groups: list[_Group]) -> _Group:
    """The group that is the article of the address."""

    def is_named(group: _Group) -> bool:
        return any(_is_named(conn, identity, text.title) for text in group.texts.values())

    first = groups[0]
    if any(article.published for _, article in first.readings):
        return first
    return next((group for group in groups if is_named(group)), first)


def _is_named(conn: sqlite3.Connection, identity: str, title: str) -> bool:
    """Whether a list names the address with (nearly) this title."""
    rows = conn.execute("select distinct title from cards where article_id = ? and title <> ''", (identity,))
    return any(is_same_article(Text(title), Text(row["title"])) for row in rows)


def _text(article: Article) -> Text:
    return Text(article.title, article.lead, article.body)


def _versions(conn: sqlite3.Connection, identity: str) -> list[sqlite3.Row]:
    """Title, lead and body of every version, the newest first: an edit is most like the text before it."""
    sql = "select title, lead, body from versions where article_id = ? order by last_seen_at desc, text_sha256"
    return conn.execute(sql, (identity,)).fetchall()


def _is_version(conn: sqlite3.Connection, identity: str, article: Article) -> bool:
    sql = "select 1 from versions where article_id = ? and text_sha256 = ?"
    return conn.execute(sql, (identity, text_hash(article))).fetchone() is not None


def _captures(conn: sqlite3.Connection, identity: str) -> list[Capture]:
    """Captures of the address that were read as an article, whether it is its own or not, the oldest first."""
    sql = f"select {_CAPTURE} from captures where page_id = ? and read_as in ('article', '{REPLACED}')"
    return [Capture(**dict(row)) for row in conn.execute(f"{sql} order by captured_at, id", (identity,))]


def _first(conn: sqlite3.Connection, identity: str) -> tuple[str, str]:
    """Time and id of the first capture that shows the article."""
    sql = "select first_seen_at, capture_id from versions where article_id = ? order by 1, 2 limit 1"
    return tuple(conn.execute(sql, (identity,)).fetchone())


def _has_replaced(conn: sqlite3.Connection, identity: str) -> bool:
    sql = f"select 1 from captures where page_id = ? and read_as = '{REPLACED}' limit 1"
    return conn.execute(sql, (identity,)).fetchone() is not None


def _mark(conn: sqlite3.Connection, capture_id: str, read_as: str) -> None:
    conn.execute("update captures set read_as = ?1 where id = ?2 and read_as is not ?1", (read_as, capture_id))
