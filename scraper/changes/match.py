"""Which elements of two sequences are the same, in order, in bounded time whatever the sequences are.

Not difflib: its SequenceMatcher takes quadratic time in the worst case, and gives other pairs when the sequences
change places.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import pairwise

_LARGEST_TABLE = 60_000  # cells of one table
_CELLS = 250_000  # of all tables of a call
_DEPTH = 12  # levels on which anchors are looked for within stretches between anchors

Pair = tuple[int, int]
Range = tuple[int, int, int, int]


def match(one: Sequence[Hashable], two: Sequence[Hashable]) -> list[Pair]:
    """Pairs (index in `one`, index in `two`) of equal elements, both indexes rising.

    Common ends first, then elements that occur once on both sides (as patience diff does,
    https://bramcohen.livejournal.com/73318.html), then the longest common subsequence of what is left. Where that
    table would grow too large nothing more is paired: texts of hostile size cost time in proportion to their length.
    """
    pairs: list[Pair] = []
    budget = _CELLS
    todo: list[tuple[Range, int]] = [((0, len(one), 0, len(two)), 0)]
    while todo:
        whole, depth = todo.pop()
        left, right, (a0, a1, b0, b1) = _ends(one, two, whole)
        pairs += left
        pairs += right
        if a0 == a1 or b0 == b1:
            continue
        anchors = _anchors(one, two, (a0, a1, b0, b1)) if depth < _DEPTH else []
        if anchors:
            bounds = [(a0 - 1, b0 - 1), *anchors, (a1, b1)]
            pairs += anchors
            todo += [((i + 1, k, j + 1, m), depth + 1) for (i, j), (k, m) in pairwise(bounds)]
            continue
        cells = (a1 - a0) * (b1 - b0)
        if cells <= min(_LARGEST_TABLE, budget):
            budget -= cells
            pairs += _longest(one, two, (a0, a1, b0, b1))
    return sorted(pairs)


def _ends(one: Sequence[Hashable], two: Sequence[Hashable], within: Range) -> tuple[list[Pair], list[Pair], Range]:
    """Pairs at the beginning and at the end of a range, and what is left of it."""
    a0, a1, b0, b1 = within
    left, right = [], []
    while a0 < a1 and b0 < b1 and one[a0] == two[b0]:
        left.append((a0, b0))
        a0, b0 = a0 + 1, b0 + 1
    while a0 < a1 and b0 < b1 and one[a1 - 1] == two[b1 - 1]:
        a1, b1 = a1 - 1, b1 - 1
        right.append((a1, b1))
    return left, right, (a0, a1, b0, b1)


def _anchors(one: Sequence[Hashable], two: Sequence[Hashable], within: Range) -> list[Pair]:
    """The longest rising chain of elements that occur exactly once on both sides, by patience sorting (n log n)."""
    a0, a1, b0, b1 = within
    ours, theirs = Counter(one[a0:a1]), Counter(two[b0:b1])
    places = {two[j]: j for j in range(b0, b1) if theirs[two[j]] == 1}
    single = [(i, places[one[i]]) for i in range(a0, a1) if ours[one[i]] == 1 and one[i] in places]
    ends: list[int] = []  # length - 1 -> the lowest place in `two` at which a chain of that length ends
    chain: list[int] = []  # length - 1 -> which of `single` that is
    before: list[int] = []  # of each of `single`, the one before it in its chain; -1 for the first
    for n, (_, j) in enumerate(single):
        at = bisect_left(ends, j)
        before.append(chain[at - 1] if at else -1)
        ends[at : at + 1] = [j]
        chain[at : at + 1] = [n]
    found: list[Pair] = []
    n = chain[-1] if chain else -1
    while n >= 0:
        found.append(single[n])
        n = before[n]
    return found[::-1]


def _longest(one: Sequence[Hashable], two: Sequence[Hashable], within: Range) -> list[Pair]:
    """Longest common subsequence by the textbook table."""
    a0, a1, b0, b1 = within
    width = b1 - b0
    table = [[0] * (width + 1)]
    for i in range(a1 - 1, a0 - 1, -1):
        below, row = table[-1], [0] * (width + 1)
        for j in range(width - 1, -1, -1):
            row[j] = below[j + 1] + 1 if one[i] == two[b0 + j] else max(below[j], row[j + 1])
        table.append(row)
    table.reverse()
    found: list[Pair] = []
    i = j = 0
    while i < a1 - a0 and j < width:
        if one[a0 + i] == two[b0 + j]:
            found.append((a0 + i, b0 + j))
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
