"""Unicode forms for search: NFC, and the unmarked form that people type without a Vietnamese keyboard.

The search index holds both forms of every text, and its triggers call these functions for every row written.
"""

import re
import unicodedata
from functools import cache
from typing import Literal

# So many marks on one letter are in no language: 30 are the most that Unicode lets programs expect (UAX 15, section
# 13, "Stream-Safe Text Format"). The pattern knows marks by what they are not: letters, blanks, characters below them.
_MOST_MARKS = 100
_SHORT = 1000  # characters; below it even a pile takes no millisecond
_PILED_UP = re.compile(rf"[^\w\s\x00-\u02ff]{{{_MOST_MARKS},}}")


def nfc(text: str | None) -> str | None:
    """`text` in Unicode normalisation form C; None stays None."""
    return None if text is None else normal("NFC", text)


def normal(form: Literal["NFC", "NFD"], text: str) -> str:
    """`text` in the normalisation `form`, in time that grows with its length alone.

    `unicodedata` puts the marks of one letter in order one by one: 100,000 of them take minutes, in C, which nothing
    can stop. Such a pile is normalised in pieces.
    """
    if len(text) < _SHORT or text.isascii():
        return unicodedata.normalize(form, text)
    cuts = [at for pile in _PILED_UP.finditer(text) for at in range(pile.start(), pile.end(), _MOST_MARKS)[1:]]
    pieces = (text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True))
    return "".join(unicodedata.normalize(form, piece) for piece in pieces)


class _Table(dict[int, str]):
    """A table for `str.translate` that learns every other character as itself when it first meets it.

    For a character that a table lacks, `translate` catches a LookupError, which takes three times as long.
    """

    def __missing__(self, code: int) -> str:
        self[code] = chr(code)
        return self[code]


@cache
def _table() -> _Table:
    """Every precomposed letter with its base letter; one character for one, so that positions in the text stay."""
    # đ has no decomposition in Unicode. Eth (ð, Ð) stands for it on pages converted from old Vietnamese encodings.
    table = _Table({ord("đ"): "d", ord("Đ"): "D", 0xF0: "d", 0xD0: "D"})
    # Latin-1 Supplement to Latin Extended-B, and Latin Extended Additional: all blocks with Vietnamese letters.
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code):
            table.setdefault(code, base)
    return table


def fold(text: str | None) -> str | None:
    """`text` without Vietnamese marks, đ as d; None stays None.

    The result is as long as the NFC form of `text`, unless that has combining marks of their own: those are dropped.
    """
    if text is None:
        return None
    folded = normal("NFC", text).translate(_table())
    if folded.isascii():
        return folded
    # A text has few different characters: only those are looked up.
    marks = {ord(c): None for c in set(folded) if unicodedata.combining(c)}
    return folded.translate(marks) if marks else folded
