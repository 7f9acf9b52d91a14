"""Words, numbers and marks of a text, each with a key that is equal for what only typography tells apart.

Typography is: Unicode form, the place of the tone mark (uỷ, ủy), i or y (lí, lý), eth for đ, and the kind of quotes,
dashes, ellipses and white space. Case, commas and full stops are not.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from scraper.vietnamese.fold import normal

_MARKS = "\u0300-\u036f"
_BLANK = r"\s\u00ad\u200b-\u200d\u2060\ufeff"
# A number keeps its separators: 5.738,9 and 573,89 are two words, not four.
_TOKEN = re.compile(rf"[0-9]+(?:[.,][0-9]+)*|(?:[^\W\d_][{_MARKS}]*)+|\.{{2,}}|[^{_BLANK}]")
# One form each for quotes, apostrophes, dashes, and eth, which old fonts wrote for đ.
_PLAIN = str.maketrans(
    dict.fromkeys("“”„‟«»″＂", '"')
    | dict.fromkeys("‘’‚‛′´`", "'")
    | dict.fromkeys("‐‑‒–—―−﹣－", "-")
    | {"Ð": "Đ", "ð": "đ"}
)
_ELLIPSES = ("…", "⋯")
# Tone marks: grave, acute, tilde, hook above, dot below (huyền, sắc, ngã, hỏi, nặng).
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VOWELS = re.compile(rf"(?:[aeiouyAEIOUY][{_MARKS}]*)+")
_TONE = re.compile(f"[{_TONES}]")
# y alone behind one of these consonants is written i as well: lý and lí, sỹ and sĩ.
_LONE_Y = re.compile(rf"(h|k|l|m|s|t|v|qu)(y)([{_TONES}]?)", re.IGNORECASE)
_GAP = re.compile(f"[{_BLANK}]+")
# White space that is not between two digits: it may come and go, but "5 738" and "5738" are two numbers and one.
_SQUEEZE = re.compile(rf"(?<![0-9])[{_BLANK}]+|[{_BLANK}]++(?![0-9])")


@lru_cache(maxsize=32768)
def key(token: str) -> str:
    """What `token` says, whatever its typography: equal for Uỷ and Ủy, lí and lý, – and -, NFC and NFD."""
    if token.isascii():
        return "..." if token.startswith("..") else _with_i(token.translate(_PLAIN))
    if token in _ELLIPSES:
        return "..."
    letters = normal("NFD", normal("NFC", token).translate(_PLAIN))
    return _with_i(_VOWELS.sub(_tone_last, letters))


def _with_i(letters: str) -> str:
    lone = _LONE_Y.fullmatch(letters)
    return f"{lone[1]}{'i' if lone[2] == 'y' else 'I'}{lone[3]}" if lone else letters


def _tone_last(vowels: re.Match[str]) -> str:
    """A group of vowels with its tone mark behind the last: hoà and hòa both become hoa and the mark."""
    # A syllable has one tone; two of them mean glued syllables, each of which keeps its own.
    tones = _TONE.findall(vowels[0])
    return vowels[0] if len(tones) != 1 else _TONE.sub("", vowels[0]) + tones[0]


@dataclass(frozen=True)
class Tokens:
    """The tokens of `text`: token n is `text[starts[n]:ends[n]]`; white space lies between them."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    keys: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def cuts(self) -> tuple[int, ...]:
        """Where each token's share of the text begins: it owns the white space after it, the first that before."""
        return (0, *self.starts[1:], len(self.text)) if self.starts else (0,)

    def share(self, first: int, last: int) -> str:
        """The text of tokens `first` to `last` (exclusive) with the white space they own."""
        return self.text[self.cuts[first] : self.cuts[last]] if self.keys else ""

    def phrase(self, first: int, last: int) -> str:
        """The text of tokens `first` to `last` (exclusive), no white space around it."""
        return self.text[self.starts[first] : self.ends[last - 1]] if first < last else ""


def tokenise(text: str) -> Tokens:
    """Split `text` into words, whole numbers and single marks; nothing but white space is left out."""
    found = list(_TOKEN.finditer(text))
    return Tokens(
        text,
        tuple(m.start() for m in found),
        tuple(m.end() for m in found),
        tuple(key(m.group()) for m in found),
    )


def squeezed(tokens: Tokens) -> str:
    """The keys of `tokens` in one string without white space, except between digits, where it tells numbers apart."""
    parts: list[str] = []
    last = ""
    for token in tokens.keys:
        if last[-1:].isdigit() and token[:1].isdigit():
            parts.append(" ")
        parts.append(token)
        last = token
    return "".join(parts)


def same_words(one: str, two: str) -> bool:
    """Whether `one` and `two` differ in typography only, or not at all: lost and found spaces count as typography."""
    if one == two or squeezed(tokenise(one)) == squeezed(tokenise(two)):
        return True
    return _tight(one) == _tight(two)


def _tight(text: str) -> str:
    """`text` without white space that may come and go, before it is cut into tokens: glued words have other tokens."""
    return _GAP.sub(" ", _SQUEEZE.sub("", normal("NFC", text).translate(_PLAIN)))
