"""Text of a page, never its markup: white space, and the lines that a fragment of HTML shows.

The rule of the archive: Unicode NFC and white space only. Words, dashes, quotes, typos and glued words stay
as they were published.
"""

import re
import unicodedata

# Nothing is shown for these: soft hyphen, zero-width space and non-joiner, word joiner, byte order mark. A zero-width
# joiner counts only inside an emoji.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff]|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])")
_ODD = re.compile("[\x80-\x9f\u00ad\u200b-\u200d\u2060\ufeff]")
_WORDS = re.compile(r"\w+")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Browsers show the C1 controls of old pages (&#150;) as the Windows-1252 characters they were meant to be.
_C1 = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}


def clean(text: str | None) -> str:
    """`text` on one line: NFC, white space of every kind collapsed to one space, trimmed."""
    if not text:
        return ""
    if text.isprintable():  # then blanks are its only white space, and nothing odd is in it
        line = (" ".join(text.split()) if "  " in text else text).strip()
        return line if line.isascii() else unicodedata.normalize("NFC", line)
    line = " ".join(text.split())
    if line.isascii():
        return line
    if line.isprintable() and "\x85" not in text:  # at a third of the cost of looking for what is odd
        return unicodedata.normalize("NFC", line)
    if _ODD.search(text):
        text = _INVISIBLE.sub("", text.translate(_C1))
    return " ".join(unicodedata.normalize("NFC", text).split())


def squeeze(text: str) -> str:
    """`text` without any white space, for comparing what two texts say."""
    return clean(text).replace(" ", "")


def words(text: str) -> str:
    """`text` as lower-case words separated by single spaces, for comparing titles."""
    return " ".join(_WORDS.findall(clean(text).casefold()))
