"""Unicode forms for search: NFC, and the unmarked form that people type without a Vietnamese keyboard."""

import unicodedata
from functools import cache


def nfc(text: str | None) -> str | None:
    """`text` in Unicode normalisation form C; None stays None."""
    return None if text is None else unicodedata.normalize("NFC", text)


class _Table(dict[int, str]):
    """Learns every other character as itself: to find none costs `translate` three times as much."""

    def __missing__(self, code: int) -> str:
        self[code] = chr(code)
        return self[code]


@cache
def _table() -> _Table:
    """Map every precomposed letter to its base letter; one character to one, so that offsets stay."""
    table = _Table({ord("đ"): "d", ord("Đ"): "D", 0xF0: "d", 0xD0: "D"})  # eth is typed for đ on old pages
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code):
            table.setdefault(code, base)
    return table


def fold(text: str | None) -> str | None:
    """`text` without Vietnamese marks, đ as d; same length as its NFC form unless marks stand alone."""
    if text is None:
        return None
    folded = unicodedata.normalize("NFC", text).translate(_table())
    if folded.isascii():
        return folded
    # A text has few different characters: only those are looked up.
    marks = {ord(c): None for c in set(folded) if unicodedata.combining(c)}
    return folded.translate(marks) if marks else folded
