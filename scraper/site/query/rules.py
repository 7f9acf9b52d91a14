"""What a reader typed, as a tree: the rules of Vietnamese search, without any SQL.

Marked words match exactly, unmarked words match any marks; variants of spelling, abbreviations, document numbers,
glued words and units are alternatives of a word. `scraper.site.query.fts` writes the tree for FTS5,
`scraper.site.query.highlight` finds it in a text.
"""

import re
from dataclasses import dataclass, replace

from scraper.site.query import spelling
from scraper.site.query.query_tree import Node, Phrase, either, every, literal, phrase
from scraper.site.query.synonyms import Form, synonyms_at
from scraper.site.query.typed import UNITS, Item, code_and_number, items_of
from scraper.vietnamese.fold import fold

# A number with separators that is typed without a unit is also found glued to one of these: `5.738,9tỷ`.
COMMON_UNITS = ("trieu", "ty", "ti", "nghin", "dong", "usd", "tan", "ha", "km", "m2")
_COUNTED = frozenset({"so", "ngay", "thang"})  # number, day, month: words before a number, without marks
MAX_TOKENS = 64  # a pasted paragraph; more words would only cost time
_FIGURES = re.compile(r"(?:(?:0?[1-9]|[12]\d|3[01])/)?(?:0?[1-9]|1[0-2])/(?:19|20)\d\d")
_MONTH_SPELLED = re.compile(r"(?:tháng|thang) (0?[1-9]|1[0-2]) (?:năm|nam) ((?:19|20)\d\d)")
_DAY_SPELLED = re.compile(rf"(0?[1-9]|[12]\d|3[01]) {_MONTH_SPELLED.pattern}")


@dataclass(frozen=True, slots=True)
class Words:
    """`wanted` must be in the text, None when there is no wanted word; none of `unwanted` may be in it.

    `cut`: words after the first `MAX_TOKENS` were dropped.
    """

    wanted: Node | None
    unwanted: tuple[Node, ...] = ()
    cut: bool = False


def parse(text: str) -> Words:
    """The words of `text` as it was typed. Any text has a meaning: there are no syntax errors.

    A minus excludes only beside something wanted.
    """
    items, cut = _first(items_of(text))
    wanted = [item for item in items if not item.excluded]
    unwanted = tuple(dict.fromkeys(_alone(item) for item in items if item.excluded))
    if not wanted:
        return Words(None, (), cut)
    return Words(every(_joined(wanted)), unwanted, cut)


def _first(items: list[Item]) -> tuple[list[Item], bool]:
    """The items that the first `MAX_TOKENS` tokens make, and whether there were more."""
    left, kept = MAX_TOKENS, []
    for item in items:
        if left > 0:
            kept.append(item if len(item.tokens) <= left else replace(item, tokens=item.tokens[:left]))
        left -= len(item.tokens)
    return kept, left < 0


def as_phrase(text: str) -> Node | None:
    """The words of `text` side by side when it is two plain words or more, else None: a name typed without quotes."""
    items = items_of(text)
    if not 2 <= len(items) <= MAX_TOKENS or not all(item.plain and not item.document for item in items):
        return None
    return parse('"' + " ".join(token for item in items for token in item.tokens) + '"').wanted


def _joined(items: list[Item]) -> list[Node]:
    """Nodes of the wanted items, with the rules that look at neighbours."""
    nodes: list[Node] = []
    place = 0
    while place < len(items):
        # A date comes first: in `tháng 6 năm 2025` there is also a number with a unit, `6 năm`.
        taken, others = synonyms_at(items, place)
        dated = _spelled_date(items, place)
        if dated:
            taken, date = dated
            nodes.append(date)
        elif taken:
            own = every(_word(items, i) for i in range(place, place + taken))
            nodes.append(either([own, *(_other_form(form) for form in others)]))
        elif _has_unit(items, place):
            taken = 2
            nodes.append(_amount(items, place))
        else:
            taken = 1
            nodes.append(_word(items, place))
        place += taken
    return nodes


def _other_form(form: Form) -> Node:
    # A one-word abbreviation is also printed without its đ (HDND); longer forms stay exact: `đ c` is not `D.C.`
    if len(form) == 1:
        return Phrase((fold(form[0]) or form[0],))
    return either(Phrase(other) for other in _spelled(form))


def _spelled(form: Form) -> list[Form]:
    """`form` with the first of its tokens that has several spellings in each of them; more would be too many."""
    places = [i for i, token in enumerate(form) if len(spelling.spellings(token)) > 1]
    if not places:
        return [form]
    first = places[0]
    return [(*form[:first], other, *form[first + 1 :]) for other in spelling.spellings(form[first])]


def _has_unit(items: list[Item], place: int) -> bool:
    """Whether a number stands at `place` and a unit behind it."""
    if place + 1 >= len(items) or not items[place].amount or not items[place].plain:
        return False
    unit = items[place + 1]
    return unit.plain and len(unit.tokens) == 1 and fold(unit.tokens[0]) in UNITS


def _amount(items: list[Item], place: int) -> Node:
    """A number and its unit, also with the space between them lost."""
    *head, last = items[place].tokens
    unit = items[place + 1].tokens[0]
    joined = _glued(items, place + 1, place + 2)  # 120 triệuUSD
    written = either([_spellings_of(unit), *([Phrase((joined,))] if joined else [])])
    own = every([_number(items, place), written])
    return either([own, *(literal((*head, last + form)) for form in spelling.spellings(unit))])


def _number(items: list[Item], place: int) -> Node:
    """A number in running text; after `số`, `ngày`, `tháng` its leading zero does not count."""
    tokens = items[place].tokens
    before = items[place - 1].tokens[-1] if place else ""
    if len(tokens) == 1 and fold(before) in _COUNTED:
        return either(Phrase((form,)) for form in spelling.number_forms(tokens[0]))
    grouped = _grouped(tokens) if items[place].amount else None
    return either([Phrase(tokens), Phrase(grouped)]) if grouped else Phrase(tokens)


def _grouped(tokens: tuple[str, ...]) -> tuple[str, ...] | None:
    """A large number typed without points, in its groups of three (5738,9, 278718); a year has none."""
    digits, *rest = tokens
    if len(digits) < (4 if rest else 5) or not digits.isdigit():
        return None
    first = len(digits) % 3 or 3
    return (digits[:first], *(digits[i : i + 3] for i in range(first, len(digits), 3)), *rest)


def _spellings_of(token: str) -> Node:
    return either(Phrase((form,)) for form in spelling.spellings(token))


def _alone(item: Item) -> Node:
    """An item by itself: its spellings, nothing that depends on neighbours."""
    if len(item.tokens) == 1:
        return either(Phrase((form,), item.prefix) for form in spelling.spellings(item.tokens[0]))
    return phrase(item.tokens, prefix=item.prefix, numbers=item.document, glue=item.quoted)


def _spelled_date(items: list[Item], place: int) -> tuple[int, Node] | None:
    """`3 tháng 6 năm 2025` or `tháng 6 năm 2025` at `place`: how many items it takes, and the date as such."""
    for length, pattern in ((5, _DAY_SPELLED), (4, _MONTH_SPELLED)):
        taken = items[place : place + length]
        if len(taken) == length and all(item.plain and len(item.tokens) == 1 for item in taken):
            match = pattern.fullmatch(" ".join(item.tokens[0] for item in taken))
            if match:
                words = tuple(item.tokens[0] for item in taken)
                figures = phrase(match.groups(), numbers=True, glue=False)
                return length, either([phrase(words, numbers=True), figures])
    return None


def _date(tokens: tuple[str, ...]) -> list[Node]:
    """`3/6/2025` and `6/2025` as they are written out."""
    if not _FIGURES.fullmatch("/".join(tokens)):
        return []
    written = ("tháng", tokens[-2], "năm", tokens[-1])
    return [phrase((*tokens[:-2], *written), numbers=True, glue=False)]


def _word(items: list[Item], place: int) -> Node:
    """The item at `place` with what a lost or added space makes of it."""
    item = items[place]
    found = [_number(items, place) if item.plain and item.amount else _alone(item)]
    if item.plain and len(item.tokens) > 1:
        dates = _date(item.tokens) if item.document or len(item.tokens) == 3 else []
        found += [*dates, phrase(item.tokens, numbers=True)] if dates else []
    if item.plain and item.amount and len(item.tokens) > 1:
        *head, last = item.tokens
        found += [Phrase((*head, last + unit)) for unit in COMMON_UNITS]
    if item.plain and len(item.tokens) == 1:
        token = item.tokens[0]
        named = code_and_number(token)
        if named:
            found.append(every(_joined([Item(tokens=named[:1]), Item(tokens=named[1:], amount=True)])))
        found += [phrase(pair, glue=False) for pair in spelling.splits(token)]
        for left, right in ((place - 1, place), (place, place + 1)):
            joined = _glued(items, left, right)
            if joined:
                found.append(Phrase((joined,)))
    return either(found)


def _glued(items: list[Item], left: int, right: int) -> str | None:
    """Two neighbours that have lost the space between them as one token, or None where that is not plausible."""
    if left < 0 or right >= len(items):
        return None
    pair = (items[left], items[right])
    if not all(item.plain and len(item.tokens) == 1 for item in pair):
        return None
    words = [item.tokens[0] for item in pair]
    if not all(map(spelling.is_syllable, words)) and not all(fold(word) in UNITS for word in words):
        return None
    return spelling.glued(pair[0].tokens[0], pair[1].tokens[0])
