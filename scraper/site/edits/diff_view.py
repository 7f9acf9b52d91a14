"""Two versions of an article side by side in one text: paragraphs that stayed, and word by word those that did not.

Paragraphs are matched first, so that the work grows with what changed, not with the article. Very long changed
stretches are shown as taken out and put in as a whole, and cut.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from scraper.changes import word_diff

LONGEST = 60_000  # characters of both sides together that are compared word by word
MOST_LINES = 2_000  # paragraphs of a side that are matched; a text with more is one stretch
MOST_PAIRED = 60  # changed paragraphs of a side that are paired one by one
SHOWN = 20_000  # characters that are shown of a stretch too long to compare

_SAME_PARAGRAPH = 0.35

Op = Literal["same", "typography", "del", "ins"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text within a paragraph: it stayed, changed its typography only, was taken out or put in."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs that stayed (`same`), or what became of those that did not; `cut` when not all is shown."""

    same: bool
    paragraphs: tuple[tuple[Piece, ...], ...]
    cut: bool = False


def blocks(old: str, new: str) -> list[Block]:
    """How the paragraphs of `old` became those of `new`."""
    ours, theirs = ([line for line in text.split("\n") if line.strip()] for text in (old, new))
    found: list[Block] = []
    for same, one, two in _stretches(ours, theirs):
        if same:
            found.append(Block(True, tuple((Piece("same", line),) for line in two)))
        else:
            found += [_changed(*pair) for pair in _pairs(one, two)]
    return found


def line_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The same for one line, such as a title."""
    found = blocks(old.replace("\n", " "), new.replace("\n", " "))
    return tuple(piece for block in found for paragraph in block.paragraphs for piece in paragraph)


def _stretches(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    start = 0
    while start < min(len(ours), len(theirs)) and ours[start] == theirs[start]:
        start += 1
    end = 0
    while end < min(len(ours), len(theirs)) - start and ours[-1 - end] == theirs[-1 - end]:
        end += 1
    if start:
        yield True, ours[:start], theirs[:start]
    one, two = ours[start : len(ours) - end], theirs[start : len(theirs) - end]
    if max(len(one), len(two)) > MOST_LINES:
        yield False, one, two
    else:
        for op, i, k, j, m in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
            yield op == "equal", one[i:k], two[j:m]
    if end:
        yield True, ours[-end:], theirs[-end:]


def _pairs(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Which changed paragraph became which, in order: the pairing that keeps most words; "" for no counterpart."""
    if max(len(ours), len(theirs)) > MOST_PAIRED:
        yield "\n".join(ours), "\n".join(theirs)
        return
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    alike = [[_alike(one, two) for two in theirs] for one in ours]
    for i in range(len(ours) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            paired = best[i + 1][j + 1] + alike[i][j] if alike[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(ours) or j < len(theirs):
        if i < len(ours) and (j == len(theirs) or best[i][j] == best[i + 1][j]):
            yield ours[i], ""
            i += 1
        elif j < len(theirs) and (i == len(ours) or best[i][j] == best[i][j + 1]):
            yield "", theirs[j]
            j += 1
        else:
            yield ours[i], theirs[j]
            i, j = i + 1, j + 1


def _alike(one: str, two: str) -> float:
    """The share of words that two paragraphs have in common; 0 when they are too different to be the same one."""
    ours, theirs = one.lower().split(), two.lower().split()
    common = sum((Counter(ours) & Counter(theirs)).values())
    share = 2 * common / (len(ours) + len(theirs))
    return share if share >= _SAME_PARAGRAPH else 0.0


def _changed(old: str, new: str) -> Block:
    if len(old) + len(new) > LONGEST:
        pieces = [Piece("del", old[:SHOWN])] if old else []
        pieces += [Piece("ins", new[:SHOWN])] if new else []
        return Block(False, _paragraphs(pieces), cut=max(len(old), len(new)) > SHOWN)
    pieces = []
    for segment in word_diff(old, new):
        if segment.op in {"equal", "typography"}:
            # White space alone, as before a full stop that was a comma, is nothing to see.
            seen = segment.text_a.split() != segment.text_b.split()
            pieces.append(Piece("typography" if seen else "same", segment.text_b))
        else:
            if segment.text_a:
                pieces.append(Piece("del", segment.text_a))
            if segment.text_b:
                pieces.append(Piece("ins", segment.text_b))
    return Block(False, _paragraphs(pieces))


def _paragraphs(pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """`pieces` cut where a paragraph ends: at every line break of what is there now or was taken out whole."""
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        for n, line in enumerate(piece.text.split("\n")):
            if n and found[-1]:
                found.append([])
            if line:
                found[-1].append(Piece(piece.op, line))
    return tuple(tuple(paragraph) for paragraph in found if paragraph)
