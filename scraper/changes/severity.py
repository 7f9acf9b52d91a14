"""How much a change matters to somebody who wants to know what was altered, as a number from 0 to 100.

figure                80; 90 when it at least doubled or halved, or its unit changed
document_number       85
name_or_post          85
date                  70
  (these without a counterpart on the other side: 10 less)
paragraph_removed     50, and 1 more for every two words, up to 90
title                 60; 20 when only case or marks differ
lead                  50; 10 when it only became a paragraph of the body, or the reverse
paragraph_added       30, and 1 more for every three words, up to 70
wording               25, and 1 more a word, up to 50; 65 when it says the opposite (không, chưa, tăng, giảm ...)
                      10 when only case, marks or the way of writing a value differ
image                 40; 20 when only its caption is another (see `scraper.changes.images`)
byline                30
paragraph_moved       15
typography            3 for words glued or parted and paragraphs split or merged, 1 for letters
                          and marks, 0 for what no reader sees
"""

import re

from scraper.changes.entities import find
from scraper.changes.model import Finding, Kind

_FIXED: dict[Kind, int] = {
    "figure": 80,
    "document_number": 85,
    "name_or_post": 85,
    "date": 70,
    "title": 60,
    "lead": 50,
    "byline": 30,
    "paragraph_moved": 15,
}
_MINOR: dict[Kind, int] = {"title": 20, "byline": 10}
_ONE_SIDED: frozenset[Kind] = frozenset(("figure", "document_number", "name_or_post", "date"))
_REVERSING = re.compile(r"\b(?:không|chưa|chẳng|tăng|giảm|cấm|ngừng|dừng|hủy|huỷ|bãi bỏ|đồng ý|từ chối|vượt|hụt)\b")
_SHORT_PHRASE = 12  # words
_VALUE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def severity(finding: Finding) -> int:
    """The severity of `finding`, by the table above."""
    kind = finding.kind
    if kind == "typography":
        return finding.level
    if finding.minor:
        return _MINOR.get(kind, 10)
    if kind == "paragraph_removed":
        return min(90, 50 + _words(finding) // 2)
    if kind == "paragraph_added":
        return min(70, 30 + _words(finding) // 3)
    if kind == "wording":
        return 65 if _reverses(finding) else min(50, 25 + _words(finding))
    score = _FIXED[kind]
    if kind in _ONE_SIDED and (finding.a is None or finding.b is None):
        return score - 10
    return 90 if kind == "figure" and _jumps(finding) else score


def _words(finding: Finding) -> int:
    return max(len(part.phrase.split()) for part in (finding.a, finding.b) if part)


def _reverses(finding: Finding) -> bool:
    """Whether only one side has a word that turns the meaning round; in a long phrase it may be about a part of it."""
    sides = [_REVERSING.findall(part.phrase.casefold()) if part else [] for part in (finding.a, finding.b)]
    return sides[0] != sides[1] and _words(finding) <= _SHORT_PHRASE


def _jumps(finding: Finding) -> bool:
    """Whether the value at least doubled or halved, or is counted in another unit."""
    if finding.a is None or finding.b is None:
        return False
    ours, theirs = ([e.value for e in find(p.phrase) if e.kind == "figure"] for p in (finding.a, finding.b))
    if len(ours) != 1 or len(theirs) != 1:
        return False
    (one, unit), (two, other_unit) = (value.partition(" ")[::2] for value in (ours[0], theirs[0]))
    if unit != other_unit:
        return True
    if not (_VALUE.fullmatch(one) and _VALUE.fullmatch(two)):
        return False
    small, large = sorted((abs(float(one)), abs(float(two))))
    return large >= 2 * small or one.startswith("-") != two.startswith("-")
