"""Vietnamese syllables as people really type them: tone placement, i or y, glued pairs, leading zeros.

Pure functions on single tokens: lower case, NFC, letters and digits only.
"""

import re
import unicodedata
from functools import lru_cache

from scraper.vietnamese.fold import fold

_TONES = "\u0300\u0301\u0303\u0309\u0323"
# The vowel pairs whose tone mark old and new spelling put on different letters (hòa, hoà). The rule is for open
# syllables, but old pages misplace it in closed ones as well (tòan for toàn).
_MOVING = re.compile(r"([^aeiouy]*)(?:(o)([ae])([cmnptioy]|ch|ng|nh)?|(u)(y)([nptu]|ch|nh)?)", re.DOTALL)
_MARKABLE = re.compile(r"[^b-cf-hj-np-tv-xz0-9]")
_LONE_I = re.compile(r"(h|k|l|m|s|t|v|qu)[iy]")
_ONSET = r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|[bcdghklmnprstvx])?"
_RHYME = (
    r"(?:a(?:ch?|i|m|nh?|ng|o|p|t|u|y)?|e(?:ch?|m|nh?|ng|o|p|t|u)?"
    r"|i(?:a|ch?|e[cmnptu]|eng|m|nh?|ng|p|t|u)?|o(?:a(?:ch?|i|m|nh?|ng|o|p|t|y)?|c|e[not]?|i|m|ng?|ong|oc|p|t)?"
    r"|u(?:a(?:n|ng|t|y)?|c|e(?:ch|nh)?|i|m|ng?|o(?:c|i|m|ng?|p|t|u)?|p|t|u|y(?:a|ch|en|et|nh|n|t|u|p)?)?"
    r"|y(?:e[mntu]|eng)?)"
)
_SYLLABLE = re.compile(
    rf"{_ONSET}{_RHYME}|qu(?:a(?:ch?|i|m|nh?|ng|o|p|t|u|y)?|e(?:ch?|n|nh|o|t)?|i(?:t|nh)?|o(?:c|t)?|y(?:en|et|nh|t|u)?)"
)
_MAX_SPLITS = 3  # more ways to read one word would be guesses


def is_marked(token: str) -> bool:
    """Whether `token` carries a Vietnamese mark (đ included), so that it must match exactly."""
    return fold(token) != token


def is_neutral(token: str) -> bool:
    """Whether no letter of `token` could carry a mark: digits and consonants but d (`2019`, `nq`, `tw`)."""
    return _MARKABLE.search(token) is None


@lru_cache(maxsize=8192)
def spellings(token: str) -> tuple[str, ...]:
    """`token` first, then its other accepted spellings: hòa/hoà, thúy/thuý, kỹ/kĩ, quý/quí, ky/ki."""
    return tuple(dict.fromkeys((token, *_tone_places(token), *_i_or_y(token))))


def _tone_places(token: str) -> tuple[str, ...]:
    """`token` with its tone mark on either letter of a vowel pair; none when it has no such pair or no single tone."""
    # NFD takes the tone mark off its letter, so that it can be put on another one.
    letters = unicodedata.normalize("NFD", token)
    tones = [c for c in letters if c in _TONES]
    if len(tones) != 1:
        return ()
    bare = "".join(c for c in letters if c not in _TONES)
    match = _MOVING.fullmatch(bare)
    if not match:
        return ()
    onset, first, second, coda = (match[1], match[2] or match[5], match[3] or match[6], match[4] or match[7] or "")
    forms = (f"{onset}{first}{tones[0]}{second}{coda}", f"{onset}{first}{second}{tones[0]}{coda}")
    return tuple(unicodedata.normalize("NFC", form) for form in forms)


def _i_or_y(token: str) -> tuple[str, ...]:
    """A syllable that ends in a lone i or y (kỹ, quý) with the other letter."""
    letters = unicodedata.normalize("NFD", token)
    base = "".join(c for c in letters if c not in _TONES)
    if not _LONE_I.fullmatch(base) or letters[: len(base) - 1] != base[:-1]:
        return ()
    other = letters.replace("i", "y") if "i" in letters else letters.replace("y", "i")
    return (unicodedata.normalize("NFC", other),)


@lru_cache(maxsize=8192)
def is_syllable(token: str) -> bool:
    """Whether `token` can be one Vietnamese syllable, marked or not."""
    tones = sum(c in _TONES for c in unicodedata.normalize("NFD", token))
    return tones <= 1 and _SYLLABLE.fullmatch(fold(token) or "") is not None


@lru_cache(maxsize=8192)
def splits(token: str) -> tuple[tuple[str, str], ...]:
    """The ways to read `token` as two glued syllables (`hạtầng` -> hạ tầng); none for a syllable or a short word.

    Unmarked words under five letters are left alone: too many foreign words (data, visa) would split.
    """
    if not token.isalpha() or len(token) > 14 or is_syllable(token) or (len(token) < 5 and not is_marked(token)):
        return ()
    halves = ((token[:cut], token[cut:]) for cut in range(1, len(token)))
    return tuple(pair for pair in halves if is_syllable(pair[0]) and is_syllable(pair[1]))[:_MAX_SPLITS]


def glued(left: str, right: str) -> str | None:
    """The one token that a text has when the space between two words was lost, or None when that is a word itself."""
    joined = left + right
    if not joined.isalpha() or is_syllable(joined):
        return None
    return joined if is_marked(left) == is_marked(right) else fold(joined)


def number_forms(token: str) -> tuple[str, ...]:
    """A number of a document or date with and without its leading zero: 5/05, 05/5, 2024."""
    if not token.isascii() or not token.isdigit() or len(token) > 4:
        return (token,)
    bare = token.lstrip("0") or "0"
    return tuple(dict.fromkeys((token, bare, bare.zfill(2))))
