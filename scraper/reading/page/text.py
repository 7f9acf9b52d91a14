"""Text of a page as strings: white space, comparable forms, numbers.

The rule of the archive: Unicode NFC (https://www.unicode.org/reports/tr15/) and white space only. Words, dashes,
quotes, typos and glued words stay as they were published.
"""

import re

from scraper.vietnamese.fold import normal

# Nothing is shown for these: soft hyphen, zero-width space and non-joiner, word joiner, byte order mark. A zero-width
# joiner counts only inside an emoji.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff]|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])")
_ODD = re.compile("[\x80-\x9f\u00ad\u200b-\u200d\u2060\ufeff]")
_WORDS = re.compile(r"\w+")
# Browsers show the C1 controls of old pages (&#150;) as the Windows-1252 characters they were meant to be
# (https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state).
_C1 = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
_MOST_DIGITS = 18  # no page has more; Python refuses to convert thousands of them


def clean(text: str | None) -> str:
    """`text` on one line: NFC, white space of every kind collapsed to one space, trimmed; "" for None.

    The first branches give what the last line would give, for the texts that are most of all, at a third of its cost.
    """
    if not text:
        return ""
    if text.isprintable():  # then blanks are its only white space, and nothing odd is in it
        line = (" ".join(text.split()) if "  " in text else text).strip()
        return line if line.isascii() else normal("NFC", line)
    line = " ".join(text.split())
    if line.isascii():
        return line
    # split() takes U+0085 for white space; on old pages it is an ellipsis.
    if line.isprintable() and "\x85" not in text:
        return normal("NFC", line)
    if _ODD.search(text):
        text = _INVISIBLE.sub("", text.translate(_C1))
    return " ".join(normal("NFC", text).split())


def squeeze(text: str) -> str:
    """`text` without any white space, to tell whether two texts are the same but for it."""
    return clean(text).replace(" ", "")


def words(text: str) -> str:
    """`text` as lower-case words separated by single spaces, for comparing titles."""
    return " ".join(_WORDS.findall(clean(text).casefold()))


def whole_number(value: object) -> int | None:
    """The number that `value` writes in decimal digits alone; None for any other text, and for None."""
    digits = str(value)
    # isdecimal, not isdigit: "²" is a digit that int() does not read.
    return int(digits) if digits.isdecimal() and len(digits) <= _MOST_DIGITS else None
