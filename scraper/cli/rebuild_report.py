"""What a rebuild would change, in lines to print: counts by table, then article by article the fields that differ."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice, zip_longest

from scraper.store.copies.carry_over import DERIVED
from scraper.store.copies.differences import Difference, count_rows, differences

LISTED = 20  # articles shown in full
WIDTH = 70  # characters of a value that are shown
# What follows from other fields, and so is named without its values.
_FOLLOWS = ("sort_key", "text_sha256", "word_count", "version_count", "capture_id", "first_seen_at", "last_seen_at")
_PARTS = ("images", "attachments")  # tables whose rows belong to articles


def lines(old: sqlite3.Connection, new: sqlite3.Connection, listed: int = LISTED) -> Iterator[str]:
    """What differs between the archives `old` and `new`, line by line, `listed` articles with their fields."""
    yield f"{'table':<12} {'now':>10} {'rebuilt':>10} {'new':>8} {'gone':>8} {'changed':>8}"
    all_kinds = Counter[str]()
    for table in DERIVED:
        kinds = Counter(difference.kind for difference in differences(old, new, table))
        all_kinds += kinds
        counts = (kinds["new"], kinds["gone"], kinds["changed"])
        counted = "".join(f" {count:>8,}" for count in counts)
        yield f"{table:<12} {count_rows(old, table):>10,} {count_rows(new, table):>10,}{counted}"
    if not all_kinds:
        yield "Nothing would change."
        return
    yield from _portals(old, new)
    yield from _articles(old, new, listed)


def _portals(old: sqlite3.Connection, new: sqlite3.Connection) -> Iterator[str]:
    """Articles that differ, portal by portal."""
    portals: dict[str, Counter[str]] = defaultdict(Counter)
    for one in differences(old, new, "articles"):
        portals[str((one.new or one.old or {})["portal_id"] or "no portal")][one.kind] += 1
    for portal in sorted(portals):
        yield f"{portal}: articles " + ", ".join(
            f"{count:,} {kind}" for kind, count in sorted(portals[portal].items())
        )


def _articles(old: sqlite3.Connection, new: sqlite3.Connection, listed: int) -> Iterator[str]:
    parts = _parts(old, new)
    # One pass: the articles beyond those shown are counted, not kept.
    found = (one for one in differences(old, new, "articles"))
    shown = set()
    for one in islice(found, listed):
        shown.add(one.key[0])
        yield ""
        yield from _article(one, parts.get(str(one.key[0]), []))
    rest = sum(1 for _ in found)
    only_parts = [key for key in parts if key not in shown]
    if rest:
        yield f"... and {rest:,} more articles"
    elif only_parts and listed > len(shown):
        for key in only_parts[: listed - len(shown)]:
            url = new.execute("select url from articles where id = ?", (key,)).fetchone()
            yield from ("", f"changed: {url[0] if url else key}", *parts[key])
        if len(only_parts) > listed - len(shown):
            yield f"... and {len(only_parts) - listed + len(shown):,} more articles"


def _parts(old: sqlite3.Connection, new: sqlite3.Connection) -> dict[str, list[str]]:
    """Images and attachments that differ: a line for each table, by article."""
    found: dict[str, list[str]] = defaultdict(list)
    for table in _PARTS:
        per_article: dict[str, list[Difference]] = defaultdict(list)
        for one in differences(old, new, table):
            per_article[str(one.key[0])].append(one)
        for article, ones in per_article.items():
            kinds = Counter(one.kind for one in ones)
            found[article].append(f"  {table}: " + ", ".join(f"{count} {kind}" for kind, count in kinds.items()))
    return found


def _article(one: Difference, parts: list[str]) -> Iterator[str]:
    row = one.new or one.old or {}
    yield f"{one.kind}: {row['url']} ({row['id']})"
    if one.kind != "changed":
        yield f"  title: {_short(str(row['title']))}"
        return
    assert one.old
    assert one.new
    for name in one.fields:
        if name not in _FOLLOWS:
            before, after = _where_they_differ(_text(one.old[name]), _text(one.new[name]))
            yield from (f"  {name}:", f"    - {before}", f"    + {after}")
    yield from parts
    if follows := [name for name in one.fields if name in _FOLLOWS]:
        yield f"  and what follows: {', '.join(follows)}"


def _text(value: object) -> str:
    return "(none)" if value is None else str(value).replace("\n", " ⏎ ")


def _where_they_differ(before: str, after: str) -> tuple[str, str]:
    """Both values, shortened to the place where they begin to differ."""
    if max(len(before), len(after)) <= WIDTH:
        return before, after
    same = next(n for n, (a, b) in enumerate(zip_longest(before, after)) if a != b)
    start = max(0, same - WIDTH // 3)
    front = "…" if start else ""
    return front + _short(before[start:]), front + _short(after[start:])


def _short(text: str) -> str:
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"
