"""The typed changes from one version of an article to the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scraper.changes.align import Group, align
from scraper.changes.classify import classify, minor
from scraper.changes.model import MIRRORED, Change, Finding, Kind, Part, Place, Text
from scraper.changes.severity import severity
from scraper.changes.tokens import same_words
from scraper.reading.article.bylines import looks_like_byline

MOST = 1000  # changes kept for a pair of versions: the most severe
LONGEST = 4000  # characters of `before` and `after`
_AROUND = 80  # characters of context on each side
_BYLINE_LINES = 4  # at the end of the text
_BYLINE_LENGTH = 90


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a version: its text, where it stands, and its number in the body (None for the lead)."""

    text: str
    place: Place
    number: int | None


def compare(old: Text, new: Text) -> tuple[Change, ...]:
    """Every change from `old` to `new`, in the order of the text; () when they are the same.

    The reverse comparison gives the mirror image: before and after, added and removed change places. A pair of
    versions yields at most `MOST` changes; what is more is the least severe.
    """
    ours, theirs = (_key(text) for text in (old, new))
    if ours == theirs:
        return ()
    # Always worked out in one direction, so that undoing an edit gives its mirror image: of several best pairings the
    # table takes the first it meets, which depends on the direction.
    found = _findings(old, new) if ours < theirs else [_mirror(f) for f in _findings(new, old)]
    rated = sorted(((severity(f), n, f) for n, f in enumerate(found)), key=lambda r: (-r[0], r[1]))[:MOST]
    made = [(_order(f), n, _change(f, score)) for score, n, f in rated]
    return tuple(change for _, _, change in sorted(made, key=lambda m: m[:2]))


def _key(text: Text) -> tuple[str, str, str]:
    """What two versions are compared by; its order decides the direction."""
    return (text.title, text.lead or "", text.body)


def _mirror(finding: Finding) -> Finding:
    kind = MIRRORED.get(finding.kind, finding.kind)
    return replace(finding, kind=kind, a=finding.b, b=finding.a, at=finding.at[::-1])


def _order(finding: Finding) -> tuple[int, int]:
    """Where a finding stands in the text: title, lead, then the paragraphs of the new version, or of the old."""
    at = finding.at[1] if finding.b else finding.at[0]
    return ({"title": 0, "lead": 1}.get(finding.place, 2), -1 if at is None else at)


def _change(finding: Finding, score: int) -> Change:
    side, at = (finding.b, finding.at[1]) if finding.b else (finding.a, finding.at[0])
    assert side is not None
    return Change(
        kind=finding.kind,
        severity=score,
        place=finding.place,
        paragraph=at,
        before=_short(finding.a),
        after=_short(finding.b),
        context=_context(side),
    )


def _short(part: Part | None) -> str | None:
    """The phrase to show; a very long one is cut, as the versions hold all of it."""
    if part is None or len(part.phrase) <= LONGEST:
        return part.phrase if part else None
    return part.phrase[:LONGEST] + "…"


def _context(part: Part) -> str:
    """What stands around a change, whole words."""
    start, end = max(0, part.start - _AROUND), min(len(part.text), part.start + 2 * _AROUND, part.end + _AROUND)
    start = part.text.find(" ", start, part.start) + 1 if start else 0
    stop = part.text.rfind(" ", min(part.end, end), end) if end < len(part.text) else end
    end = stop if stop > start else end
    return f"{'…' if start else ''}{part.text[start:end].strip()}{'…' if end < len(part.text) else ''}"


def _findings(old: Text, new: Text) -> list[Finding]:
    """Everything that changed. Lead and body are aligned as one text, since the one may become part of the other."""
    found = _title(old.title, new.title)
    one, two = _lines(old), _lines(new)
    groups = align([line.text for line in one], [line.text for line in two])
    bylines: list[tuple[list[_Line], list[_Line]]] = []
    for group in groups:
        ours, theirs = [one[n] for n in group.a], [two[n] for n in group.b]
        if not group.moved and {line.place for line in (*ours, *theirs)} == {"byline"}:
            bylines.append((ours, theirs))
        else:
            found += _group(ours, theirs, group)
    found += _byline(bylines)
    return found or [_unseen(old, new)]


def _lines(text: Text) -> list[_Line]:
    """Lead and paragraphs; the last lines that name the writer are the byline."""
    numbered = [(n, line) for n, line in enumerate(text.body.split("\n")) if line.strip()]
    count = 0
    while count < min(_BYLINE_LINES, len(numbered) - 1) and _is_byline(numbered[-1 - count][1]):
        count += 1
    lead = [_Line(text.lead, "lead", None)] if text.lead and text.lead.strip() else []
    edge = len(numbered) - count
    return lead + [_Line(line, "body" if at < edge else "byline", n) for at, (n, line) in enumerate(numbered)]


def _is_byline(line: str) -> bool:
    return len(line) <= _BYLINE_LENGTH and looks_like_byline(line)


def _all(text: str) -> Part | None:
    return Part(text, 0, len(text), text) if text.strip() else None


def _title(old: str, new: str) -> list[Finding]:
    found = _placed(classify(old, new), "title", (None, None))
    if not found or same_words(old, new):
        return found
    # A title is read whole: its wording is one change, figures and names in it are further ones.
    whole = Finding("title", _all(old), _all(new), minor=minor(old, new), place="title")
    return [whole, *(f for f in found if f.kind != "wording")]


def _placed(found: Iterable[Finding], place: Place, at: tuple[int | None, int | None]) -> list[Finding]:
    return [replace(finding, place=place, at=at) for finding in found]


def _group(ours: Sequence[_Line], theirs: Sequence[_Line], group: Group) -> list[Finding]:
    """What happened to paragraphs that stand for each other."""
    a, b = "\n".join(line.text for line in ours), "\n".join(line.text for line in theirs)
    at = (ours[0].number if ours else None, theirs[0].number if theirs else None)
    places = {line.place for line in (*ours, *theirs)}
    if "lead" in places:
        return _lead(a, b, at, became_body=places != {"lead"} and same_words(a, b))
    place: Place = "byline" if places == {"byline"} else "body"
    if not ours or not theirs:
        kind: Kind = "paragraph_removed" if ours else "paragraph_added"
        return [Finding(kind, _all(a), _all(b), place=place, at=at)]
    found = _placed(classify(a, b), place, at)
    if group.moved:
        found.insert(0, Finding("paragraph_moved", _all(a), _all(b), place=place, at=at))
    return found


def _lead(a: str, b: str, at: tuple[int | None, int | None], *, became_body: bool) -> list[Finding]:
    if became_body:  # or the body the lead
        return [
            Finding("lead", _all(a), _all(b), minor=True, place="lead", at=at),
            *_placed(classify(a, b), "lead", at),
        ]
    if not a or not b:
        return [Finding("lead", _all(a), _all(b), place="lead", at=at)]
    found = _placed(classify(a, b), "lead", at)
    if not found or same_words(a, b):
        return found
    whole = Finding("lead", _all(a), _all(b), minor=minor(a, b), place="lead", at=at)
    return [whole, *(f for f in found if f.kind != "wording")]


def _byline(bylines: Sequence[tuple[list[_Line], list[_Line]]]) -> list[Finding]:
    """One change for all lines that name the writer."""
    changed = [(ours, theirs) for ours, theirs in bylines if [x.text for x in ours] != [x.text for x in theirs]]
    gone, new = [x for ours, _ in changed for x in ours], [x for _, theirs in changed for x in theirs]
    a, b = "\n".join(x.text for x in gone), "\n".join(x.text for x in new)
    if a == b:
        return []
    at = (gone[0].number if gone else None, new[0].number if new else None)
    if same_words(a, b):
        return _placed(classify(a, b), "byline", at)
    return [Finding("byline", _all(a), _all(b), minor=minor(a, b), place="byline", at=at)]


def _unseen(old: Text, new: Text) -> Finding:
    """Versions that differ in blank lines or the like only."""
    place: Place = "title" if old.title != new.title else "lead" if (old.lead or "") != (new.lead or "") else "body"
    a, b = ((t.title, t.lead or "", t.body)[("title", "lead", "body").index(place)] for t in (old, new))
    return Finding("typography", Part(a, 0, len(a), a[:_AROUND]), Part(b, 0, len(b), b[:_AROUND]), place=place)
