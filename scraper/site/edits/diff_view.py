"""Two versions of an article side by side in one text: paragraphs that stayed, and word by word those that did not.

Paragraphs are matched first, so that the work grows with what changed, not with the article. Very long changed
stretches are shown as taken out and put in as a whole, and cut.

Matching equal paragraphs and the difference of words come from scraper.changes. Which changed paragraph became which
is worked out here, in the order of the texts: scraper.changes.align, which names the changes, also finds paragraphs
that moved, split or merged, and a page that shows both texts as one cannot show those.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from scraper.changes import word_diff
from scraper.changes.match import match
from scraper.changes.words import stretches

LONGEST = 60_000  # characters of both sides together that are compared word by word
MOST_PAIRED = 60  # changed paragraphs of a side that are paired one by one
SHOWN = 20_000  # characters that are shown of a stretch too long to compare

_SAME_PARAGRAPH = 0.35  # share of common words from which two paragraphs are one before and after an edit

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
    for first, last, start, stop, same in stretches(ours, theirs, match(ours, theirs)):
        if same:
            found.append(Block(True, tuple((Piece("same", line),) for line in theirs[start:stop])))
        else:
            found += [_changed(*pair) for pair in _pairs(ours[first:last], theirs[start:stop])]
    return found


def line_pieces(old: str, new: str) -> tuple[Piece, ...]:
    """How the line `old`, such as a title, became the line `new`."""
    found = blocks(old.replace("\n", " "), new.replace("\n", " "))
    return tuple(piece for block in found for paragraph in block.paragraphs for piece in paragraph)


def _pairs(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Which changed paragraph became which, in order: the pairing that keeps most words; "" for no counterpart."""
    if max(len(ours), len(theirs)) > MOST_PAIRED:  # every paragraph would be compared with every other
        yield "\n".join(ours), "\n".join(theirs)
        return
    # best[i][j]: how much the best pairing of ours[i:] with theirs[j:] keeps.
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
    """What became of one or more paragraphs; either may be ""."""
    if len(old) + len(new) > LONGEST:
        pieces = [Piece("del", old[:SHOWN])] if old else []
        pieces += [Piece("ins", new[:SHOWN])] if new else []
        return Block(False, _paragraphs(pieces), cut=max(len(old), len(new)) > SHOWN)
    pieces = []
    for segment in word_diff(old, new):
        if segment.op in {"equal", "typography"}:
            # White space alone, as before a full stop that was a comma, shows nothing on the page.
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
