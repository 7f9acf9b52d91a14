"""The tree that typed words become, and the alternatives that one phrase has: pure values, no SQL."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations, groupby, islice, product

from scraper.site.query import spelling
from scraper.vietnamese.fold import fold

MAX_VARIANTS = 24
MAX_NUMBER = 12  # tokens: what is longer is no number of a document


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that stand side by side; with `prefix` the last one may go on."""

    tokens: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every one of `parts` must be in the text."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of `parts` is enough."""

    parts: tuple["Node", ...]


Node = Phrase | All | Either


def either(parts: Iterable[Node]) -> Node:
    """The alternatives `parts`, each once; a single one stands for itself."""
    flat = chain.from_iterable(part.parts if isinstance(part, Either) else (part,) for part in parts)
    kept = tuple(dict.fromkeys(flat))
    return kept[0] if len(kept) == 1 else Either(kept)


def every(parts: Iterable[Node]) -> Node:
    """All of `parts`, each once; a single one stands for itself."""
    flat = chain.from_iterable(part.parts if isinstance(part, All) else (part,) for part in parts)
    kept = tuple(dict.fromkeys(flat))
    return kept[0] if len(kept) == 1 else All(kept)


def leaves(node: Node) -> Iterator[Phrase]:
    """Every phrase of the tree, in reading order."""
    if isinstance(node, Phrase):
        yield node
    else:
        for part in node.parts:
            yield from leaves(part)


def literal(tokens: tuple[str, ...], *, prefix: bool = False) -> Node:
    """`tokens` as one phrase: marked tokens exactly, unmarked ones with any marks; with `prefix` the last may go on.

    FTS5 looks for a phrase inside one column, and marked and unmarked forms lie in different columns. A phrase
    that mixes both is therefore the unmarked phrase, and each run of marked words exactly.
    """
    marks = [spelling.is_marked(token) for token in tokens]
    exact = [marked or spelling.is_neutral(token) for token, marked in zip(tokens, marks, strict=True)]
    if all(exact) or not any(marks):
        return Phrase(tokens, prefix)
    parts: list[Node] = [Phrase(tuple(fold(token) or token for token in tokens), prefix)]
    for is_exact, run in groupby(range(len(tokens)), key=exact.__getitem__):
        places = list(run)
        if is_exact and any(marks[i] for i in places):
            parts.append(Phrase(tuple(tokens[i] for i in places), prefix and places[-1] == len(tokens) - 1))
    return every(parts)


def combos(choices: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Combinations of the spellings `choices` of each token, at most `MAX_VARIANTS`, which bounds the expression.

    As typed first, then all changed (people spell one way throughout), then those with the fewest changes.
    """
    return islice(dict.fromkeys(_combos(choices)), MAX_VARIANTS)


def _combos(choices: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """All combinations in the order of `combos`, some of them twice; it ends itself, for they may be millions."""
    typed = tuple(choice[0] for choice in choices)
    yield typed
    yield tuple(choice[-1] for choice in choices)
    open_places = [i for i, choice in enumerate(choices) if len(choice) > 1]
    found = 0
    for changed in range(1, len(open_places) + 1):
        for places in combinations(open_places, changed):
            for picks in product(*(choices[i][1:] for i in places)):
                changes = dict(zip(places, picks, strict=True))
                yield tuple(changes.get(i, token) for i, token in enumerate(typed))
                found += 1
                if found > MAX_VARIANTS:
                    return


def phrase(tokens: tuple[str, ...], *, prefix: bool = False, numbers: bool = False, glue: bool = True) -> Node:
    """`tokens` as a phrase in all accepted spellings; with `prefix` the last token may go on.

    `numbers`: leading zeros do not count (documents, dates). `glue`: one pair may have lost its space.
    """
    choices = [
        spelling.number_forms(token)
        if numbers and token.isdigit() and len(tokens) <= MAX_NUMBER
        else spelling.spellings(token)
        for token in tokens
    ]
    found = [literal(combo, prefix=prefix) for combo in combos(choices)]
    if glue and not prefix:
        for i in range(len(tokens) - 1):
            joined = spelling.glued(tokens[i], tokens[i + 1])
            if joined:
                found.append(literal((*tokens[:i], joined, *tokens[i + 2 :])))
    return either(found)
