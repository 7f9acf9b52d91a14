"""What the letters of a text tell: its language, and whether words run together in it.

Both are computed for every article, so they count bytes and look for few patterns instead of splitting the text.
"""

import re
from functools import lru_cache

# Words that run into a number, a quotation mark or a decimal. Three patterns, not one with alternatives: each begins
# with something rare, for which `re` searches fast.
_GLUED = tuple(map(re.compile, (r"\d[a-zà-ỹđ]{5,}", r"“(?<=[a-zà-ỹđ]“)[A-ZÀ-ỸĐ]", r",(?<=[a-zà-ỹđ],)\d{2}\b")))
_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
# One vowel on either side is enough: with runs of them, a token of nothing but vowels is searched in squares.
_TWO_SYLLABLES = re.compile(rf"[{_VOWELS}][^\W\d{_VOWELS}]+[{_VOWELS}]", re.IGNORECASE)
# In UTF-8, what is dropped so that one byte is left for each letter: ASCII without its letters, all bytes of a
# character but its first, and the first bytes of signs, dashes, quotation marks (U+00A0, U+2000) and full-width forms.
_NO_LETTERS = bytes(b for b in range(0xC0) if not (b < 0x80 and chr(b).isalpha())) + b"\xc2\xe2\xef"
_ASCII_LETTERS = bytes(b for b in range(0x80) if chr(b).isalpha())
_LATIN = _ASCII_LETTERS + b"\xc3\xc4\xc5\xc6\xcc\xe1"  # with which marked Latin letters, and marks, begin
# With which Chinese characters begin.
_HAN = b"\xe3\xe4\xe5\xe6\xe7\xe8\xe9"
_LONG_TOKEN = re.compile(r"[^\W\d_]{5,}")
# "gi" and "qu" are consonants: the vowel letter in them makes no syllable ("giữ", "quyền").
_ONE_SYLLABLE_G = re.compile(r"^(?:gi|qu)", re.IGNORECASE)


def language(text: str) -> str | None:
    """The language that the letters of `text` show, "vi", "en" or "zh"; None when they do not tell.

    Judged by the first 4,000 characters. What a page declares is not asked: portals declare the wrong language, and
    those at the northern border have pages in Chinese.
    """
    letters = text[:4000].encode("utf-8", "ignore").translate(None, _NO_LETTERS)
    total = len(letters)
    if total < 20:
        return None
    other = letters.translate(None, _LATIN)
    if len(other) > total / 4:
        return "zh" if len(other.translate(None, _HAN)) < len(other) / 4 else None
    # About three in ten letters of Vietnamese text bear marks; English has them in names only.
    marked = len(letters.translate(None, _ASCII_LETTERS)) / total
    return "vi" if marked > 0.05 else "en" if marked < 0.01 else None


def has_glued_words(text: str) -> bool:
    """Whether words of `text` run together ("sửdụng", "34.122,3triệu").

    A Vietnamese word is written syllable by syllable, so a token with marks and two syllables is two words. Unmarked
    tokens may be foreign names.
    """
    if any(glued.search(text) for glued in _GLUED):
        return True
    return any(map(_is_glued, {word for word in set(text.split()) if len(word) > 4 and not word.isascii()}))


@lru_cache(8192)
def _is_glued(word: str) -> bool:
    """Whether two syllables stand in one marked token of `word`; cached, because the same words come again."""
    tokens = (token for token in _LONG_TOKEN.findall(word) if not token.isascii())
    return any(_TWO_SYLLABLES.search(_ONE_SYLLABLE_G.sub("g", token)) for token in tokens)
