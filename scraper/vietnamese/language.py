"""What the letters of a text tell: its language, and whether words run together in it. Pure."""

import re
from functools import lru_cache

# One after the other: each begins with something rare to look for.
_GLUED = tuple(map(re.compile, (r"\d[a-zà-ỹđ]{5,}", r"“(?<=[a-zà-ỹđ]“)[A-ZÀ-ỸĐ]", r",(?<=[a-zà-ỹđ],)\d{2}\b")))
_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
_TWO_SYLLABLES = re.compile(rf"[{_VOWELS}]+[^\W\d{_VOWELS}]+[{_VOWELS}]+", re.IGNORECASE)
# In UTF-8: ASCII without its letters, all bytes of a character but its first, and the first bytes of signs and quotes.
_NO_LETTERS = bytes(b for b in range(0xC0) if not (b < 0x80 and chr(b).isalpha())) + b"\xc2\xe2\xef"
_ASCII_LETTERS = bytes(b for b in range(0x80) if chr(b).isalpha())
_LATIN = _ASCII_LETTERS + b"\xc3\xc4\xc5\xc6\xcc\xe1"  # with which marked Latin letters, and marks, begin
_HAN = b"\xe3\xe4\xe5\xe6\xe7\xe8\xe9"
_LONG_TOKEN = re.compile(r"[^\W\d_]{5,}")
_ONE_SYLLABLE_G = re.compile(r"^(?:gi|qu)", re.IGNORECASE)


def language(text: str) -> str | None:
    """The language by the letters of the text, "vi", "en" or "zh"; None when they do not tell.

    Portals declare the wrong one, and those at the northern border have pages in Chinese.
    """
    letters = text[:4000].encode("utf-8", "ignore").translate(None, _NO_LETTERS)
    total = len(letters)
    if total < 20:
        return None
    other = letters.translate(None, _LATIN)
    if len(other) > total / 4:
        return "zh" if len(other.translate(None, _HAN)) < len(other) / 4 else None
    marked = len(letters.translate(None, _ASCII_LETTERS)) / total
    return "vi" if marked > 0.05 else "en" if marked < 0.01 else None


def has_glued_words(text: str) -> bool:
    """Whether words run together ("sửdụng", "34.122,3triệu"): a marked token of two syllables."""
    if any(glued.search(text) for glued in _GLUED):
        return True
    return any(map(_is_glued, {word for word in set(text.split()) if len(word) > 4 and not word.isascii()}))


@lru_cache(8192)
def _is_glued(word: str) -> bool:
    """Whether two syllables stand in one marked token of `word`; remembered, because a language has few syllables."""
    tokens = (token for token in _LONG_TOKEN.findall(word) if not token.isascii())
    return any(_TWO_SYLLABLES.search(_ONE_SYLLABLE_G.sub("g", token)) for token in tokens)
