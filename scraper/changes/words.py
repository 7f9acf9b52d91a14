"""The word-level difference of two texts, for a page that shows both."""

from collections.abc import Sized
from dataclasses import dataclass
from typing import Literal

from scraper.changes.match import Pair, match
from scraper.changes.tokens import same_words, tokenise

Op = Literal["equal", "typography", "replace", "delete", "insert"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of two texts, and what became of it.

    `op` is "equal" for the very same characters, "typography" for the same words set otherwise, else as in difflib.
    """

    op: Op
    text_a: str
    text_b: str


def word_diff(a: str, b: str) -> list[Segment]:
    """How `a` became `b`, word by word; joining all `text_a` gives `a`, joining all `text_b` gives `b`.

    Numbers are compared whole with their separators. Words keep the white space that follows them. Cost grows with
    the length of the texts, not with its square: very large and very different stretches come as one `replace`.
    """
    if a == b:
        return [Segment("equal", a, b)] if a else []
    one, two = tokenise(a), tokenise(b)
    if not one.keys or not two.keys:
        return [_changed(a, b)]
    found: list[Segment] = []
    for first, last, start, stop, same in stretches(one, two, match(one.keys, two.keys)):
        if same:
            for i, j in zip(range(first, last), range(start, stop), strict=True):
                ours, theirs = one.share(i, i + 1), two.share(j, j + 1)
                _append(found, Segment("equal" if ours == theirs else "typography", ours, theirs))
        else:
            _append(found, _changed(one.share(first, last), two.share(start, stop)))
    return found


def stretches(one: Sized, two: Sized, pairs: list[Pair]) -> list[tuple[int, int, int, int, bool]]:
    """Token ranges (first, last, start, stop, same?) that cover `one` and `two`, alternating as far as they can.

    `pairs` are the tokens that both have, in order; `first` to `last` are tokens of `one`, `start` to `stop` of `two`.
    """
    found: list[tuple[int, int, int, int, bool]] = []
    i = j = 0
    for k, m in [*pairs, (len(one), len(two))]:
        if k > i or m > j:
            found.append((i, k, j, m, False))
        if k < len(one):
            if found and found[-1][4] and found[-1][1] == k:
                first, _, start, _, _ = found.pop()
                found.append((first, k + 1, start, m + 1, True))
            else:
                found.append((k, k + 1, m, m + 1, True))
        i, j = k + 1, m + 1
    return found


def _changed(ours: str, theirs: str) -> Segment:
    if same_words(ours, theirs):
        return Segment("equal" if ours == theirs else "typography", ours, theirs)
    if not ours:
        return Segment("insert", ours, theirs)
    return Segment("replace" if theirs else "delete", ours, theirs)


def _append(found: list[Segment], segment: Segment) -> None:
    """Add `segment`, joined to the one before where that is of the same kind."""
    if found and found[-1].op == segment.op:
        last = found.pop()
        segment = Segment(segment.op, last.text_a + segment.text_a, last.text_b + segment.text_b)
    found.append(segment)
