"""Vietnamese in the font encodings of before Unicode: TCVN3 (ABC, fonts .Vn*) and VNI (fonts VNI-*).

Such pages hold Latin letters and signs that only their font drew as Vietnamese, even where the page itself is Unicode.
They are decoded to what readers saw, which changes no word; the capture keeps the bytes. TCVN3 is the third table of
TCVN 5712:1993; VNI is its vendor's table for Windows.
"""

import re
from itertools import islice
from typing import Final

from scraper.vietnamese.fold import normal

_TCVN3: Final = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
# VNI writes the mark of a vowel behind it: circumflex and breve, alone and with each tone.
_VNI_VOWELS: Final = dict(
    zip(
        "âáàåãäêéèúüë",
        (mark + tone for mark in "\u0302\u0306" for tone in ("", *"\u0301\u0300\u0309\u0303\u0323")),
        strict=True,
    )
)
_VNI_LETTERS: Final = dict(zip("ñÑôÔöÖæÆóÓòÒîÎ", "đĐơƠưƯỉỈĩĨịỊỵỴ", strict=True))
_WORD = re.compile(r"[A-Za-z\xa1-\xff]+")
_SIGNS = frozenset("©®§«»·¸¬\xad°±")  # by themselves they are signs in any text
_UNICODE = re.compile("[ăđơưĂĐƠƯạ-ỹẠ-Ỹ]")
_TEXT_IN_UNICODE = re.compile(">[^<>]*?[ăđơưĂĐƠƯạ-ỹẠ-Ỹ]")
# What only these encodings write: đ before a letter, ư and ơ inside a word; a vowel with its mark behind it.
_TCVN3_WORD = re.compile('(?:^|(?<=[\\s(>"]))[®§][a-z\xa1-\xff]|[a-z][\xad«¬®µ·¸¹¶][a-z]|[\xad«][a-z]', re.IGNORECASE)
_VNI_WORD = re.compile('(?:^|(?<=[\\s(>"]))[ñÑ][a-zöô]|[aeouyöô][ùøûõï]|[ao][âåä][a-z]', re.IGNORECASE)
_FEWEST = 5  # words that show the encoding: fewer are there by accident
_SHARE = 0.04  # of the words of the page
_MOST = 400_000  # characters that are looked at


def decode_legacy_fonts(text: str) -> str | None:
    """`text` with its words in TCVN3 or VNI as Unicode; None when there are hardly any."""
    if text.isascii():
        return None
    # Nearly every page: its first texts show it, so that the rest need not be looked at.
    if len(list(islice(_TEXT_IN_UNICODE.finditer(text), _FEWEST + 1))) > _FEWEST:
        return None
    shown = re.sub(r"<[^<>]*>", " ", text[:_MOST])
    if len(_UNICODE.findall(shown)) > _FEWEST:  # the page knows better
        return None
    words = max(1, len(_WORD.findall(shown)))
    tcvn3, vni = len(_TCVN3_WORD.findall(shown)), len(_VNI_WORD.findall(shown))
    if max(tcvn3, vni) < max(_FEWEST, _SHARE * words):
        return None
    return _WORD.sub(_from_tcvn3 if tcvn3 >= vni else _from_vni, text)


def _from_tcvn3(found: re.Match[str]) -> str:
    word = found[0]
    if word.isascii() or (len(word) == 1 and word in _SIGNS):
        return word
    return "".join(_TCVN3.get(letter, letter) for letter in word)


def _from_vni(found: re.Match[str]) -> str:
    word = found[0]
    if word.isascii() or word in _SIGNS:
        return word
    out: list[str] = []
    for letter in word:
        small = letter.lower()
        before = out[-1][-1:].lower() if out else ""
        if small in _TONES and before and before in "aeouyơư":
            out.append(_TONES[small])
        elif small in _VNI_VOWELS and before and before in "aeo":
            out.append(_VNI_VOWELS[small])
        else:
            out.append(_VNI_LETTERS.get(letter, letter))
    return normal("NFC", "".join(out))
