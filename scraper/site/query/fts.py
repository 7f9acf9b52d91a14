"""Words as MATCH expressions of FTS5 (its query syntax: sqlite.org/fts5.html), for the four columns of the index.

They are `title, body, title_ascii, body_ascii` (scraper/store/schema/search_index.py).

Every token stands in double quotes and holds letters and digits only, so no text can become FTS5 syntax. No column is
named: marked words can only match the exact columns, unmarked words match all four, and a text that has
them unmarked matches twice and ranks higher.
"""

from functools import lru_cache

from scraper.site.query.query_tree import All, Node, Phrase
from scraper.site.query.rules import Words, parse
from scraper.vietnamese.fold import fold

NOTHING = '""'  # valid for FTS5, matches no row


def strict(text: str | None) -> str:
    """The MATCH expression for what a reader typed; `""` when it holds no word."""
    return _strict(str(text or ""))


@lru_cache(maxsize=512)
def _strict(text: str) -> str:
    return expression(parse(text))


def loose(text: str | None) -> str:
    """Like `strict`, all marks ignored."""
    return strict(fold(str(text or "")))


def expression(words: Words) -> str:
    """`words` as a MATCH expression."""
    if words.wanted is None:
        return NOTHING
    wanted = _write(words.wanted)
    if not words.unwanted:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(_write(node) for node in words.unwanted)})"


def _write(node: Node) -> str:
    if isinstance(node, Phrase):
        return _phrase(node)
    if isinstance(node, All):
        return "(" + " AND ".join(_write(part) for part in node.parts) + ")"
    return "(" + " OR ".join(_write(part) for part in node.parts) + ")"


def _phrase(phrase: Phrase) -> str:
    text = " ".join(phrase.tokens)
    star = " *" if phrase.prefix else ""
    if "đ" not in text:
        return f'"{text}"{star}'
    # Old pages have eth for đ. The index keeps it as it came.
    return f'("{text}"{star} OR "{text.replace("đ", "ð")}"{star})'
