"""Where two texts are set differently though they say the same, and where they begin and cease to differ."""

from scraper.changes.model import Finding, Part
from scraper.changes.tokens import tokenise
from scraper.vietnamese.fold import normal

_LONGEST_PHRASE = 120  # characters: places further apart are not shown in one phrase


def typography(one: str, two: str) -> Finding:
    """The place where `one` and `two` are set differently, in whole words; the first when several are far apart."""
    first, last = common_ends(one, two)
    start = max(one.rfind(" ", 0, first), one.rfind("\n", 0, first)) + 1
    near = max(len(one), len(two)) - start - last <= _LONGEST_PHRASE
    parts = []
    for text in (one, two):
        after = max(len(text) - last, first) if near else first + 1
        end = min((n for c in " \n" if (n := text.find(c, after)) >= 0), default=len(text))
        parts.append(Part(text, start, end, text[start:end]))
    return Finding("typography", parts[0], parts[1], level=level_of(one, two))


def common_ends(one: str, two: str) -> tuple[int, int]:
    """How many characters `one` and `two` share at the beginning, and then, of the rest, at the end."""
    first = next((n for n, (x, y) in enumerate(zip(one, two, strict=False)) if x != y), min(len(one), len(two)))
    rest = min(len(one), len(two)) - first
    backwards = zip(reversed(one), reversed(two), strict=False)
    return first, next((n for n, (x, y) in enumerate(backwards) if x != y or n >= rest), rest)


def level_of(one: str, two: str) -> int:
    """The severity of the typography that tells `one` from `two`: see `scraper.changes.severity`."""
    if one.count("\n") != two.count("\n"):
        return 3
    if len(tokenise(one)) != len(tokenise(two)):
        return 3
    return 0 if normal("NFC", " ".join(one.split())) == normal("NFC", " ".join(two.split())) else 1


def differing_sentences(one: str, two: str) -> tuple[str, str]:
    """The paragraphs `one` and `two` without the sentences that they share at the beginning and at the end."""
    first, last = common_ends(one, two)
    start = one.rfind(". ", 0, first) + 1
    end = one.find(". ", len(one) - last)
    cut = len(one) - end if end >= 0 else 0
    return one[start : len(one) - cut].strip(), two[start : len(two) - cut].strip()
