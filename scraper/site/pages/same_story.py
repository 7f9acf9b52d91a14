"""The same story elsewhere: other addresses and other portals that carry the same or nearly the same text.

The rule, bounded so that it costs the same at any size of the archive: candidates are articles within `DAYS` of this
one that have a stretch of `STRETCH` words of its title in theirs, or one from the middle of its first long paragraph,
word for word (marks and case aside), in the search index, the oldest `CANDIDATES` of them. A stretch is the one with
the longest words, which are the rarest; every word more costs a walk along the index. A candidate is the same story
when its folded title is equal, or when at least half of the shorter text's runs of five words are in the other text.
Copies that the portal itself numbers alike (`duplicate_of`) are always among them.
"""

import re
from typing import Any

from scraper.site.search.spans import KEYS_OF_DAY
from scraper.vietnamese.fold import fold

DAYS = 45
STRETCH = 5  # words
_MIDDLE = 18  # words of a paragraph, away from stock beginnings and ends
_LONG = 27  # words from which a paragraph is long enough
CANDIDATES = 20
SHOWN = 8  # articles on the page
_SHORTEST_TITLE = 4  # words; "Thông báo" and "Lịch công tác" are titles of hundreds of different texts
_RUN = 5  # words
_ALIKE = 0.5  # share of the shorter text's runs
_READ = 6_000  # characters of a text that are compared
_WORD = re.compile(r"[^\W_]+")
_FIELDS = (
    "id, title, lead, substr(body, 1, 6000) as body, portal_id, url, published_at, published_precision,"
    " first_seen_at, state, duplicate_of, sort_key"
)


async def same_story(db: Any, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Articles that tell the story of the article `row` elsewhere, the oldest first, at most `SHOWN`.

    Each has `how`, what they are known by: duplicate, title or text.
    """
    copies = await _copies(db, row)
    known = {row["id"], *(copy["id"] for copy in copies)}
    title = _words(row["title"])
    runs: set[tuple[str, ...]] = set()
    found = copies
    for other in await _candidates(db, row, title):
        if other["id"] in known:
            continue
        if len(title) >= _SHORTEST_TITLE and _words(other["title"]) == title:
            found.append({**other, "how": "title"})
            continue
        # The article's own runs are worked out once, and only when a title did not tell.
        runs = runs or _runs(_words(f"{row['lead'] or ''} {row['body'][:_READ]}"))
        if _alike(runs, _runs(_words(f"{other['lead'] or ''} {other['body']}"))):
            found.append({**other, "how": "text"})
    return sorted(found, key=lambda other: other["sort_key"])[:SHOWN]


async def _copies(db: Any, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Articles of the same portal with the same key of the family, such as a number in the address."""
    if row["family_key"] is None:
        return []
    sql = (
        f"select {_FIELDS}, 'duplicate' as how from articles where portal_id is :portal and family_key = :key"  # noqa: S608
        " and id <> :id and id not in (select article_id from withheld) limit :limit"
    )
    at = {"portal": row["portal_id"], "key": row["family_key"], "id": row["id"], "limit": SHOWN}
    return [dict(found) for found in (await db.execute(sql, at)).rows]


async def _candidates(db: Any, row: dict[str, Any], title: list[str]) -> list[dict[str, Any]]:
    """Articles near `row` in time that share a stretch of the title, or of a paragraph, with it."""
    phrases = []
    if len(title) >= _SHORTEST_TITLE:
        phrases.append(f'title_ascii : "{" ".join(_rarest(title))}"')
    stretch = _stretch(row["body"])
    if stretch:
        phrases.append(f'body_ascii : "{" ".join(stretch)}"')
    if not phrases:
        return []
    sql = f"""
        with hits as (
            select rowid as sort_key from articles_fts where articles_fts match :match
            and rowid between :low and :high order by rowid limit {CANDIDATES}
        )
        select {_FIELDS} from hits cross join articles using (sort_key)
        where id not in (select article_id from withheld)
    """  # noqa: S608 - constants
    low, high = row["sort_key"] - DAYS * KEYS_OF_DAY, row["sort_key"] + DAYS * KEYS_OF_DAY
    at = {"match": " OR ".join(phrases), "low": low, "high": high}
    return [dict(found) for found in (await db.execute(sql, at)).rows]


def _words(text: str) -> list[str]:
    return _WORD.findall((fold(text) or "").lower())


def _stretch(body: str) -> list[str]:
    """Some words from the middle of the first paragraph that is long enough."""
    for line in body[:_READ].split("\n"):
        words = _words(line)
        if len(words) >= _LONG:
            start = (len(words) - _MIDDLE) // 2
            return _rarest(words[start : start + _MIDDLE])
    return []


def _rarest(words: list[str]) -> list[str]:
    """The stretch of `words` with the most letters, the first of several; all when there are no more."""
    starts = range(max(1, len(words) - STRETCH + 1))
    best = max(starts, key=lambda start: sum(map(len, words[start : start + STRETCH])))
    return words[best : best + STRETCH]


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    """Every `_RUN` words in a row: what two copies of a text share even where one was shortened."""
    return {tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}


def _alike(one: set[tuple[str, ...]], two: set[tuple[str, ...]]) -> bool:
    small = min(len(one), len(two))
    return small >= _RUN and len(one & two) >= _ALIKE * small
