"""Which paragraphs of two versions belong together: kept, edited, split, merged, moved, added or removed.

Like the sentence alignment of translations (Gale and Church 1993, https://aclanthology.org/J93-1004/): a table of the
best way to pair what is left in order, where one paragraph may stand for several. Likeness is words in common.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from scraper.changes.match import match
from scraper.changes.tokens import same_words, squeezed, tokenise

_CELLS = 2500  # pairs of paragraphs that are weighed against each other in one stretch
_ALIKE = 0.5  # share of words in common from which two paragraphs are one before and after an edit
_MOVED = 0.8  # from which a removed and an added one are the same, moved
_SHORT = 8  # words; of shorter paragraphs a share says nothing
_MOST_PARTS = 3  # paragraphs that one is split into

# Words with the number of their occurrence, so that sets of them intersect as multisets do.
Bag = frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Group:
    """Paragraphs `a` of one version that stand for paragraphs `b` of the other; either may be empty."""

    a: tuple[int, ...]
    b: tuple[int, ...]
    moved: bool = False


class _Side:
    """The paragraphs of one version; what comparing needs of each is worked out when it is asked for, and kept."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.texts = paragraphs

    def key(self, n: int) -> str:
        """What paragraph `n` says, whatever its typography."""
        return _read(self.texts[n])[0]

    def bag(self, n: int) -> Bag:
        """The words of paragraph `n`."""
        return _read(self.texts[n])[1]

    def join(self, indexes: Sequence[int]) -> str:
        return "\n".join(self.texts[n] for n in indexes)


@lru_cache(maxsize=512)
def _read(paragraph: str) -> tuple[str, Bag]:
    tokens = tokenise(paragraph)
    return squeezed(tokens), _bag(tokens.keys)


def _bag(keys: Sequence[str]) -> Bag:
    """`keys` of words as a multiset."""
    seen: Counter[str] = Counter()
    bag = []
    for word in keys:
        word = word.casefold()  # noqa: PLW2901 - the one form that counts here
        bag.append((word, seen[word]))
        seen[word] += 1
    return frozenset(bag)


def align(one: Sequence[str], two: Sequence[str]) -> list[Group]:
    """Groups that cover every paragraph of `one` and `two` once, in the order of `two`; removed ones stay put."""
    ours, theirs = _Side(one), _Side(two)
    groups: list[Group] = []
    # Most paragraphs are the very same: only the others are looked at word by word.
    for (i, j), (k, m) in pairwise([(-1, -1), *match(one, two), (len(one), len(two))]):
        if i >= 0:
            groups.append(Group((i,), (j,)))
        groups += _unlike(ours, theirs, range(i + 1, k), range(j + 1, m))
    return _with_moves(ours, theirs, groups)


def _unlike(ours: _Side, theirs: _Side, a: range, b: range) -> list[Group]:
    """Groups within a stretch where no paragraph is the very same."""
    if not a or not b:
        return _between(ours, theirs, a, b)
    groups: list[Group] = []
    same = match([ours.key(n) for n in a], [theirs.key(n) for n in b])
    for (i, j), (k, m) in pairwise([(-1, -1), *same, (len(a), len(b))]):
        if i >= 0:
            groups.append(Group((a[i],), (b[j],)))
        groups += _between(ours, theirs, a[i + 1 : k], b[j + 1 : m])
    return groups


def _between(ours: _Side, theirs: _Side, a: range, b: range) -> list[Group]:
    """Groups within a stretch that has no paragraph in common."""
    if not a or not b:
        return [*(Group((n,), ()) for n in a), *(Group((), (n,)) for n in b)]
    if same_words(ours.join(a), theirs.join(b)):
        return [Group(tuple(a), tuple(b))]
    # One short line in the place of another is its edit, however little they share: a byline, a caption, a heading.
    if len(a) == len(b) == 1 and max(len(ours.bag(a[0])), len(theirs.bag(b[0]))) <= _SHORT:
        return [Group((a[0],), (b[0],))]
    # So long a stretch was written anew.
    if max(len(a), len(b)) > _CELLS:
        return [Group(tuple(a), ()), Group((), tuple(b))]
    return _Table(ours, theirs, a, b).groups()


class _Table:
    """The best way to pair the paragraphs of one stretch in order: as many words as possible find their like.

    Dynamic programming: the best from places `i` and `j` on is one step (drop, add, pair, split, merge) and the best
    from there.
    """

    def __init__(self, ours: _Side, theirs: _Side, a: range, b: range) -> None:
        self.ours, self.theirs, self.a, self.b = ours, theirs, a, b
        # Long stretches are compared only near the diagonal, so that the table has no more than _CELLS of them.
        self.band = max(1, _CELLS // max(len(a), len(b)))
        self.common: dict[tuple[int, int], int] = {}
        self.joined: dict[tuple[bool, range], Bag] = {}

    def groups(self) -> list[Group]:
        """Fill the table from the end, then walk it from the start."""
        n, m = len(self.a), len(self.b)
        # Place -> words in common from there on, and how many paragraphs of each side the best step takes.
        best: dict[tuple[int, int], tuple[float, int, int]] = {}
        for i in range(n, -1, -1):
            middle = i * m // n
            for j in range(min(m, middle + self.band), max(0, middle - self.band) - 1, -1):
                best[i, j] = self._best(best, i, j)
        found: list[Group] = []
        i = j = 0
        while (step := best.get((i, j), (0.0, 0, 0)))[1] or step[2]:
            p, q = step[1], step[2]
            if p and q:
                found.append(Group(tuple(self.a[i : i + p]), tuple(self.b[j : j + q])))
            else:
                found += [Group((k,), ()) for k in self.a[i : i + p]] + [Group((), (k,)) for k in self.b[j : j + q]]
            i, j = i + p, j + q
        return found + [Group((k,), ()) for k in self.a[i:]] + [Group((), (k,)) for k in self.b[j:]]

    def _best(self, best: dict[tuple[int, int], tuple[float, int, int]], i: int, j: int) -> tuple[float, int, int]:
        choices = [(best[i + p, j + q][0], p, q) for p, q in ((1, 0), (0, 1)) if (i + p, j + q) in best]
        for p, q in self._shapes(i, j) if i < len(self.a) and j < len(self.b) else ():
            if (i + p, j + q) in best and (shared := self._shared(i, j, p, q)):
                choices.append((best[i + p, j + q][0] + shared, p, q))
        return max(choices, key=lambda choice: choice[0], default=(0.0, 0, 0))

    def _shapes(self, i: int, j: int) -> list[tuple[int, int]]:
        """How many paragraphs of each side may stand for each other from `i` and `j` on.

        A split or merge counts only when its last part lies mostly in the whole: that asks for no joined text.
        """
        shapes = [(1, 1)]
        for parts in range(2, _MOST_PARTS + 1):
            if j + parts <= len(self.b) and self._part_of(i, j + parts - 1, whole="a"):
                shapes.append((1, parts))
            if i + parts <= len(self.a) and self._part_of(i + parts - 1, j, whole="b"):
                shapes.append((parts, 1))
        return shapes

    def _part_of(self, i: int, j: int, *, whole: str) -> bool:
        """Whether most words of the one paragraph stand in the other (`whole`)."""
        part = self.theirs.bag(self.b[j]) if whole == "a" else self.ours.bag(self.a[i])
        return 2 * self._common(i, j) > len(part)

    def _common(self, i: int, j: int) -> int:
        if (i, j) not in self.common:
            self.common[i, j] = len(self.ours.bag(self.a[i]) & self.theirs.bag(self.b[j]))
        return self.common[i, j]

    def _bag(self, side: _Side, paragraphs: range) -> Bag:
        """The words of neighbouring paragraphs taken as one."""
        if len(paragraphs) == 1:
            return side.bag(paragraphs[0])
        known = (side is self.ours, paragraphs)
        if known not in self.joined:
            self.joined[known] = _bag(tokenise(side.join(paragraphs)).keys)
        return self.joined[known]

    def _shared(self, i: int, j: int, p: int, q: int) -> float:
        """Words in common, when the two are alike enough to be one text before and after an edit; else 0."""
        if (p, q) == (1, 1):
            one, two, common = self.ours.bag(self.a[i]), self.theirs.bag(self.b[j]), self._common(i, j)
        else:
            one, two = self._bag(self.ours, self.a[i : i + p]), self._bag(self.theirs, self.b[j : j + q])
            common = len(one & two) - p - q  # two plain pairs are better than one group when they explain as much
        return float(common) if 2 * common >= _ALIKE * (len(one) + len(two)) and common > 0 else 0.0


def _with_moves(ours: _Side, theirs: _Side, groups: list[Group]) -> list[Group]:
    """A paragraph removed here and added there, the same or nearly so, was moved."""
    removed = {group.a[0]: group for group in groups if len(group.a) == 1 and not group.b}
    added = {group.b[0]: group for group in groups if len(group.b) == 1 and not group.a}
    places: dict[str, list[int]] = {}
    for n in removed:
        places.setdefault(ours.key(n), []).append(n)
    came_from: dict[int, int] = {}  # paragraph of `theirs` -> the one of `ours` that it was
    for n in added:
        if places.get(theirs.key(n)):
            came_from[n] = places[theirs.key(n)].pop(0)
    known = set(came_from.values())
    free_a, free_b = [n for n in removed if n not in known], [n for n in added if n not in came_from]
    if len(free_a) * len(free_b) <= _CELLS:
        for n in free_b:
            likest = max(free_a, key=lambda k: _likeness(ours.bag(k), theirs.bag(n)), default=None)
            if likest is not None and _likeness(ours.bag(likest), theirs.bag(n)) >= _MOVED:
                came_from[n] = likest
                free_a.remove(likest)
    gone = {removed[n] for n in came_from.values()}
    found: list[Group] = []
    for group in groups:
        origin = came_from.get(group.b[0]) if len(group.b) == 1 and not group.a else None
        if origin is not None:
            found.append(Group((origin,), group.b, moved=True))
        elif group not in gone:
            found.append(group)
    return found


def _likeness(one: Bag, two: Bag) -> float:
    """Share of words in common, from 0 to 1 (Sørensen-Dice); 0 for short paragraphs."""
    if min(len(one), len(two)) < _SHORT:
        return 0.0
    return 2 * len(one & two) / (len(one) + len(two))
