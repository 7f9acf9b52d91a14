"""What an edit of one paragraph changed: figures, dates, document numbers, names, wording or typography only."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scraper.changes.entities import Entity, find
from scraper.changes.match import Pair, match
from scraper.changes.model import Finding, Kind, Part
from scraper.changes.tokens import Tokens, same_words, tokenise
from scraper.changes.typography import differing_sentences, level_of, typography
from scraper.changes.words import stretches
from scraper.vietnamese.fold import normal

_ENTITY_KINDS: tuple[Kind, ...] = ("document_number", "date", "figure", "name_or_post")
_ROUNDS = 8  # of widening regions: each may touch entities that the next makes room for

# What stands on one side of a region only, by kind.
_Leftover = dict[Kind, tuple[list[Entity], list[Entity]]]
# Characters of both texts: what is longer and differs from end to end is not looked at word by word.
_LARGE = 60_000
_ISLAND = 2  # equal words between two changes that are shown as one


@dataclass(frozen=True, slots=True)
class _Region:
    """Tokens a0..a1 of one text that became tokens b0..b1 of the other."""

    a0: int
    a1: int
    b0: int
    b1: int


class _Marked:
    """A text's tokens with what was found in it, as token ranges."""

    def __init__(self, text: str) -> None:
        self.tokens: Tokens = tokenise(text)
        at = {start: n for n, start in enumerate(self.tokens.starts)}
        ends = {end: n + 1 for n, end in enumerate(self.tokens.ends)}
        # An entity that begins or ends inside a token (3triệu is two tokens, A4 one) has no place among them.
        self.entities: list[tuple[int, int, Entity]] = [
            (at[e.start], ends[e.end], e) for e in find(text) if e.start in at and e.end in ends
        ]


def classify(one: str, two: str) -> list[Finding]:
    """Findings for a paragraph `one` that became `two`, in the order of the text; [] when they are the same.

    Typography is reported once, for the place where it matters most.
    """
    if one == two:
        return []
    ours, theirs = normal("NFC", one), normal("NFC", two)
    if same_words(ours, theirs):
        return [typography(one, two)]
    if len(ours) + len(theirs) > _LARGE:
        ours, theirs = differing_sentences(ours, theirs)
        if len(ours) + len(theirs) > _LARGE:
            return [Finding("wording", Part(ours, 0, len(ours), ours), Part(theirs, 0, len(theirs), theirs))]
    a, b = _Marked(ours), _Marked(theirs)
    found: list[Finding] = []
    small: list[Finding] = []
    leftovers: list[tuple[_Region, _Leftover]] = []
    for region in _regions(a, b):
        before, after = _whole(a.tokens, region.a0, region.a1), _whole(b.tokens, region.b0, region.b1)
        if before and after and same_words(before.phrase, after.phrase):
            small.append(_set_otherwise(before, after))
        else:
            leftovers.append((region, _different(a, b, region)))
    _forget_carried(leftovers)
    for region, left in leftovers:
        found += _in_region(a, b, region, left)
    small += _set_differently(a.tokens, b.tokens)
    if small:
        found.append(max(small, key=lambda finding: finding.level))
    elif not found or (normal("NFC", one) == one) != (normal("NFC", two) == two):
        found.append(typography(one, two))
    return found


def _regions(a: _Marked, b: _Marked) -> list[_Region]:
    """The stretches that differ, widened so that no figure, date, number or name is cut in two."""
    pairs = match(a.tokens.keys, b.tokens.keys)
    partner, back = dict(pairs), {j: i for i, j in pairs}
    for _ in range(_ROUNDS):
        size = len(partner)
        for entities, mine, other in ((a.entities, partner, back), (b.entities, back, partner)):
            for first, last, _entity in entities:
                if _touched(mine, first, last):
                    for n in range(first, last):
                        if n in mine:
                            del other[mine.pop(n)]  # no longer a pair: both go into the region
        if len(partner) == size:
            break
    kept = _without_islands(a.tokens, sorted(partner.items()), len(a.tokens), len(b.tokens))
    return [
        _Region(i, k, j, m)
        for i, k, j, m, same in stretches(a.tokens, b.tokens, kept)
        if not same and (k > i or m > j)
    ]


def _touched(partner: dict[int, int], first: int, last: int) -> bool:
    """Whether tokens first..last are no longer there as they were, in one piece."""
    there = [partner.get(n) for n in range(first, last)]
    if None in there:
        return True
    return any(y != x + 1 for x, y in pairwise(n for n in there if n is not None))


def _without_islands(tokens: Tokens, pairs: list[Pair], ours: int, theirs: int) -> list[Pair]:
    """Drop one or two equal words between two larger changes: the change is easier to read whole."""
    runs: list[list[Pair]] = []
    for pair in pairs:
        if runs and runs[-1][-1] == (pair[0] - 1, pair[1] - 1):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    bounds = [[(-1, -1)], *runs, [(ours, theirs)]]
    kept: list[Pair] = []
    for before, run, after in zip(bounds, runs, bounds[2:], strict=False):
        gaps = [
            max(run[0][0] - before[-1][0], run[0][1] - before[-1][1]) - 1,
            max(after[0][0] - run[-1][0], after[0][1] - run[-1][1]) - 1,
        ]
        digits = any(tokens.keys[i][0].isdigit() for i, _ in run)
        if len(run) > _ISLAND or digits or min(gaps) <= len(run):
            kept += run
    return kept


def _different(a: _Marked, b: _Marked, region: _Region) -> _Leftover:
    """What stands on one side of the region only, by kind."""
    ours, theirs = _within(a, region.a0, region.a1), _within(b, region.b0, region.b1)
    same = match([(e.kind, e.value) for e in ours], [(e.kind, e.value) for e in theirs])
    ours_same, theirs_same = {i for i, _ in same}, {j for _, j in same}
    found: _Leftover = {}
    for kind in _ENTITY_KINDS:
        gone = [e for n, e in enumerate(ours) if e.kind == kind and n not in ours_same]
        new = [e for n, e in enumerate(theirs) if e.kind == kind and n not in theirs_same]
        if gone and Counter(e.value for e in gone) == Counter(e.value for e in new):
            # The same ones in another order: what stood in each place became what stands there now.
            gone, new = ([e for e in side if e.kind == kind] for side in (ours, theirs))
        if gone or new:
            found[kind] = (gone, new)
    return found


def _within(side: _Marked, first: int, last: int) -> list[Entity]:
    return [entity for start, end, entity in side.entities if first <= start and end <= last]


def _forget_carried(leftovers: Iterable[tuple[_Region, _Leftover]]) -> None:
    """A figure that left one place and came to another, nothing in its stead, was carried with its words."""
    gone: dict[tuple[Kind, str], list[tuple[list[Entity], Entity]]] = {}
    for _, left in leftovers:
        for kind, (ours, theirs) in left.items():
            if not theirs:
                for entity in ours:
                    gone.setdefault((kind, entity.value), []).append((ours, entity))
    for _, left in leftovers:
        for kind, (ours, theirs) in left.items():
            for entity in [] if ours else list(theirs):
                if waiting := gone.get((kind, entity.value)):
                    home, lost = waiting.pop()
                    home.remove(lost)
                    theirs.remove(entity)


def _in_region(a: _Marked, b: _Marked, region: _Region, left: _Leftover) -> list[Finding]:
    """What changed in a region: entities pair by pair where each has its counterpart, then the wording around them."""
    found = []
    for kind, (gone, new) in left.items():
        if len(gone) == len(new):
            pairs = [(x, y) for x, y in zip(gone, new, strict=True) if x.value != y.value]
            found += [Finding(kind, _part(a, [x]), _part(b, [y])) for x, y in pairs]
        elif gone or new:
            found.append(Finding(kind, _part(a, gone), _part(b, new)))
    ours, theirs = _residue(a, region.a0, region.a1), _residue(b, region.b0, region.b1)
    is_minor = _plain(ours) == _plain(theirs)
    if not (found and is_minor):
        found.append(
            Finding(
                "wording",
                _whole(a.tokens, region.a0, region.a1),
                _whole(b.tokens, region.b0, region.b1),
                minor=is_minor,
            )
        )
    return found


def _part(side: _Marked, entities: Sequence[Entity]) -> Part | None:
    if not entities:
        return None
    text = side.tokens.text
    phrase = "; ".join(text[e.start : e.end] for e in entities)
    return Part(text, entities[0].start, entities[-1].end, phrase)


def _whole(tokens: Tokens, first: int, last: int) -> Part | None:
    return _span(tokens, first, last) if first < last else None


def _span(tokens: Tokens, first: int, last: int) -> Part:
    return Part(tokens.text, tokens.starts[first], tokens.ends[last - 1], tokens.phrase(first, last))


def _residue(side: _Marked, first: int, last: int) -> list[str]:
    """The words of a region that belong to nothing found there."""
    taken = {n for start, end, _ in side.entities if first <= start and end <= last for n in range(start, end)}
    return [side.tokens.keys[n] for n in range(first, last) if n not in taken]


def _plain(words: Sequence[str]) -> str:
    """Words without case, spaces and marks: what is left when only these differ is the same."""
    return "".join(w for w in "".join(words).casefold() if w.isalnum() or w > "\u02ff")


def minor(one: str, two: str) -> bool:
    """Whether `one` and `two` differ in case and marks only."""
    return _plain(tokenise(normal("NFC", one)).keys) == _plain(tokenise(normal("NFC", two)).keys)


def _set_differently(one: Tokens, two: Tokens) -> list[Finding]:
    """The first word, and the first space, that are set differently although the words are the same."""
    pairs = match(one.keys, two.keys)
    found = next((p for p in pairs if one.phrase(p[0], p[0] + 1) != two.phrase(p[1], p[1] + 1)), None)
    spaced = next(
        (p for p, q in pairwise(pairs) if (p[0] + 1, p[1] + 1) == q and _space(one, p[0]) != _space(two, p[1])), None
    )
    spans = ((found, 1), (spaced, 2))
    return [_set_otherwise(_span(one, p[0], p[0] + width), _span(two, p[1], p[1] + width)) for p, width in spans if p]


def _set_otherwise(ours: Part, theirs: Part) -> Finding:
    return Finding("typography", ours, theirs, level=level_of(ours.phrase, theirs.phrase))


def _space(tokens: Tokens, n: int) -> str:
    return tokens.text[tokens.ends[n] : tokens.starts[n + 1]]
