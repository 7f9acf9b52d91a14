"""What a reader typed, as a tree: the query rules of Vietnamese search, without any SQL.

Marked words match exactly, unmarked words match any marks; variants of spelling, abbreviations, document numbers,
glued words and units are alternatives of a word. `scraper.site.fts` writes the tree for FTS5,
`scraper.site.highlight` finds it in a text.
"""

from dataclasses import dataclass

from scraper.fold import fold
from scraper.site import spelling
from scraper.site.synonyms import Form, synonyms_at
from scraper.site.tree import Node, Phrase, either, every, literal, phrase
from scraper.site.typed import UNITS, Item, items_of

# Tried as lost spaces after a number that is typed without a unit.
COMMON_UNITS = ("trieu", "ty", "ti", "nghin", "dong", "usd", "tan", "ha", "km", "m2")
_COUNTED = frozenset({"so", "ngay", "thang"})
MAX_ITEMS = 64  # a pasted paragraph; more words would only cost time


@dataclass(frozen=True, slots=True)
class Query:
    """`wanted` must be in the text, none of `unwanted` may be. `wanted` is None when nothing was asked for."""

    wanted: Node | None
    unwanted: tuple[Node, ...] = ()
    cut: bool = False


def parse(text: str) -> Query:
    """Read `text` as a query. Any text is a query: there are no syntax errors.

    A minus excludes only beside something wanted; `cut` says that words after the first `MAX_ITEMS` were dropped.
    """
    items = items_of(text)
    cut = len(items) > MAX_ITEMS
    wanted = [item for item in items[:MAX_ITEMS] if not item.excluded]
    unwanted = tuple(dict.fromkeys(_alone(item) for item in items[:MAX_ITEMS] if item.excluded))
    if not wanted:
        return Query(None, (), cut)
    return Query(every(_joined(wanted)), unwanted, cut)


def as_phrase(text: str) -> Node | None:
    """The words of `text` side by side, when it is two plain words or more: what a name typed without quotes means."""
    items = items_of(text)
    if not 2 <= len(items) <= MAX_ITEMS or not all(item.plain and not item.document for item in items):
        return None
    return parse('"' + " ".join(token for item in items for token in item.tokens) + '"').wanted


def _joined(items: list[Item]) -> list[Node]:
    """Nodes of the wanted items, with the rules that look at neighbours."""
    nodes: list[Node] = []
    place = 0
    while place < len(items):
        taken, others = synonyms_at(items, place)
        if taken:
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
    places = [i for i, token in enumerate(form) if len(spelling.spellings(token)) > 1]
    if not places:
        return [form]
    first = places[0]
    return [(*form[:first], other, *form[first + 1 :]) for other in spelling.spellings(form[first])]


def _has_unit(items: list[Item], place: int) -> bool:
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
    return Phrase(tokens)


def _spellings_of(token: str) -> Node:
    return either(Phrase((form,)) for form in spelling.spellings(token))


def _alone(item: Item) -> Node:
    """An item by itself: its spellings, nothing that depends on neighbours."""
    if len(item.tokens) == 1:
        return either(Phrase((form,), item.prefix) for form in spelling.spellings(item.tokens[0]))
    return phrase(item.tokens, prefix=item.prefix, numbers=item.document, glue=item.quoted)


def _word(items: list[Item], place: int) -> Node:
    """The item at `place` with what a lost or added space makes of it."""
    item = items[place]
    found = [_number(items, place) if item.plain and item.amount else _alone(item)]
    if item.plain and item.amount and len(item.tokens) > 1:
        *head, last = item.tokens
        found += [Phrase((*head, last + unit)) for unit in COMMON_UNITS]
    if item.plain and len(item.tokens) == 1:
        token = item.tokens[0]
        found += [phrase(pair, glue=False) for pair in spelling.splits(token)]
        for left, right in ((place - 1, place), (place, place + 1)):
            joined = _glued(items, left, right)
            if joined:
                found.append(Phrase((joined,)))
    return either(found)


def _glued(items: list[Item], left: int, right: int) -> str | None:
    if left < 0 or right >= len(items):
        return None
    pair = (items[left], items[right])
    if not all(item.plain and len(item.tokens) == 1 for item in pair):
        return None
    words = [item.tokens[0] for item in pair]
    if not all(map(spelling.is_syllable, words)) and not all(fold(word) in UNITS for word in words):
        return None
    return spelling.glued(pair[0].tokens[0], pair[1].tokens[0])
