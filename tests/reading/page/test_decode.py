"""Bytes of other people's pages: font encodings of before Unicode, double encoding, windows-1258 under another name."""

import gzip
import re
import unicodedata

import pytest

from scraper.reading.page.decode import decode, unpacked
from scraper.reading.page.page import Page

TEXT = (
    "Nhân dân xã Mẫu thu hoạch vụ lúa đông xuân, năng suất đạt khá. Ủy ban nhân dân huyện hỗ trợ giống, phân bón và "
    "cán bộ kỹ thuật. Đường liên thôn được mở rộng, trường học mới khánh thành trước ngày khai giảng."
)
HTML = "<html><head><title>Tin</title></head><body><p>{}</p></body></html>"


def test_utf8_that_was_encoded_twice_is_undone():
    twice = TEXT.encode().decode("cp1252", "replace")
    assert "\ufffd" in twice  # cp1252 has no letter for some bytes; those were lost before we came
    twice = "".join(
        chr(byte) if byte in {0x81, 0x8D, 0x8F, 0x90, 0x9D} else bytes([byte]).decode("cp1252")
        for byte in TEXT.encode()
    )
    found = decode(HTML.format(twice).encode(), "text/html; charset=utf-8")
    assert (found.text, found.mojibake) == (HTML.format(TEXT), True)


# Each encoding by its own table, written for this test from the letters of TEXT.
TCVN3 = dict(
    zip(
        "ăâêôơưđàảãáạằắặầấậèéẹềếệểễìíịòỏóọồốộổỗờớợởủùúụừứựữửỳýỵỷ",
        "¨©ª«¬\xad®µ¶·¸¹»¾ÆÇÊËÌÐÑÒÕÖÓÔ×ÝÞßáãäåèéæçêíîëñïóôõøùúûüÿ",
        strict=False,
    )
)
TCVN3.update(
    {
        "ứ": "ø",
        "ừ": "õ",
        "ử": "ö",
        "ữ": "÷",
        "ự": "ù",
        "ủ": "ñ",
        "ù": "ï",
        "ú": "ó",
        "ụ": "ô",
        "ỳ": "ú",
        "ỷ": "û",
        "ý": "ý",
        "ỵ": "þ",
    }
)


def as_vni(letter):
    plain = {
        "đ": "ñ",
        "Đ": "Ñ",
        "ơ": "ô",
        "Ơ": "Ô",
        "ư": "ö",
        "Ư": "Ö",
        "ỉ": "æ",
        "ĩ": "ó",
        "ị": "ò",
        "ỵ": "î",
        "í": "í",
        "ì": "ì",
    }
    if letter in plain:
        return plain[letter]
    tones = dict(zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True))
    circumflex = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
    breve = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
    base, *marks = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in marks if mark in tones), "")
    if "\u0302" in marks or "\u0306" in marks:
        return base + (circumflex if "\u0302" in marks else breve)[tone]
    if "\u031b" in marks:
        return {"o": "ô", "O": "Ô", "u": "ö", "U": "Ö"}[base] + tones.get(tone, "")
    return base + tones.get(tone, "")


@pytest.mark.parametrize("encode", ["tcvn3", "vni"])
def test_pages_in_font_encodings_are_decoded_to_what_readers_saw(encode):
    text = TEXT.replace("Ủ", "ủ").replace("Đ", "đ")
    shown = "".join(TCVN3.get(letter, letter) if encode == "tcvn3" else as_vni(letter) for letter in text)
    found = Page.from_bytes("https://xa-mau.example/", HTML.format(shown).encode(), content_type="text/html")
    assert re.search("<p>(.*)</p>", found.text)[1] == text
    assert found.flags == ("legacy_font",)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Le café où nous allions déjà était fermé ; c'est là qu'il a été élevé, près de la forêt, à côté du château.",
        "El niño pequeño soñó con una cigüeña. Mañana la señora enseñará español a los niños del pueblo, año tras año.",
        "© 2024 – ® « » Copyright, all rights reserved. Nothing else.",
    ],
)
def test_other_languages_and_unicode_stay_as_they_are(text):
    found = decode(HTML.format(text).encode(), "text/html; charset=utf-8")
    assert found == (HTML.format(text), False, False, False)


def test_windows_1258_under_a_western_name():
    text = "Đại hội đã bầu ban chấp hành mới; các xã vùng cao được hỗ trợ xây dựng cầu và đường, thủy lợi, trường học."
    marks = "\u0301\u0300\u0309\u0303\u0323"
    split = "".join(
        letter
        if letter in "đĐ"
        else unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", letter) if c not in marks))
        + "".join(c for c in unicodedata.normalize("NFD", letter) if c in marks)
        for letter in text
    )
    found = decode(HTML.format(split).encode("cp1258"), "text/html; charset=iso-8859-1")
    assert unicodedata.normalize("NFC", found.text) == HTML.format(text)


def test_a_bomb_of_gzip_is_cut_at_the_limit():
    bomb = gzip.compress(b"<urlset>" + b" " * 10_000_000, mtime=0)
    assert len(unpacked(bomb, 1000)) == 1001
