"""Two versions of an article side by side in one text: paragraphs that stayed, and word by word those that did not.

Paragraphs are matched first, so that the work grows with what changed, not with the article. Very long changed
stretches are shown as taken out and put in as a whole, and cut.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from scraper.changes import word_diff

LONGEST = 60_000  # characters of both sides together that are compared word by word
MOST_LINES = 2_000  # paragraphs of a side that are matched; a text with more is one stretch
SHOWN = 20_000  # characters that are shown of a stretch too long to compare

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
        elif one or two:
            found.append(_changed("\n".join(one), "\n".join(two)))
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


def _changed(old: str, new: str) -> Block:
    if len(old) + len(new) > LONGEST:
        pieces = [Piece(op, text[:SHOWN]) for op, text in (("del", old), ("ins", new)) if text]  # type: ignore[arg-type]
        return Block(False, _paragraphs(pieces), cut=max(len(old), len(new)) > SHOWN)
    pieces = []
    for segment in word_diff(old, new):
        if segment.op in {"equal", "typography"}:
            pieces.append(Piece("same" if segment.op == "equal" else "typography", segment.text_b))
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
