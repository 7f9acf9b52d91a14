"""What a reader checks first in a text: document numbers, dates, figures, names and posts.

Text must be NFC. Everything found has a value that is equal for two ways of writing the same thing (`04/5/2024`,
`4/5/2024`; `01 – ĐA/TU`, `01-ĐA/TU`), so that only real changes count as such.

Numbers of documents are written as decree 30/2020/NĐ-CP on clerical work (appendix I) has it for the state, and as
the party's own rules have it for its organs; numbers and dates as Vietnamese does: "." groups thousands, "," is the
decimal sign, the day stands before the month. White space in the patterns is bounded, so that no text costs more than
its length.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from scraper.changes.people import names_and_posts
from scraper.changes.tokens import key

EntityKind = Literal["document_number", "date", "figure", "name_or_post"]

_S = r"\s{0,3}"  # white space that may stand where none belongs
_DASH = rf"{_S}[-‐‑–—]{_S}"
# Organ and kind of a document: "NQ", "UBND", "TTg", "QH13"; behind it more of them: "-HĐND", " - BTC".
_CODE = r"[A-ZĐ][A-ZĐa-zđ]{0,14}[0-9]{0,3}"
_SUFFIX = (
    rf"(?:[-‐‑–—]{_CODE}|\s{{1,3}}[-‐‑–—]{_S}[A-ZĐ]{{2,8}}[0-9]{{0,3}}|[-‐‑–—]\s{{1,3}}[A-ZĐ]{{2,8}}[0-9]{{0,3}})"
)
_YEAR = r"(?:19|20)[0-9]{2}"
_DOCUMENT_TYPE = (
    "nghị quyết(?: liên tịch)?|nghị định|quyết định|thông tư(?: liên tịch)?|thông báo|chỉ thị|kết luận|kế hoạch"
    "|công văn|luật|pháp lệnh|công điện|hướng dẫn|quy định|quy chế|tờ trình|báo cáo|chương trình|đề án|văn bản"
    "|giấy mời|thông tri"
)
_NUMBERED = "|".join(
    (
        rf"[0-9]{{1,5}}[a-zA-Z]?{_S}/{_S}{_YEAR}{_S}/{_S}{_CODE}{_SUFFIX}*",  # 01/2019/NQ-HĐND, 77/2015/QH13
        rf"[0-9]{{1,5}}[a-zA-Z]?{_S}/{_S}{_CODE}{_SUFFIX}+",  # 977/QĐ-TTg, 889/UBND-KT
        rf"[0-9]{{1,4}}[a-z]?{_DASH}{_CODE}{_S}/{_S}{_CODE}{_SUFFIX}*",  # 35-NQ/TW, 01 – ĐA/TU, 02-NQLT/ĐU-UBND
    )
)
_DOCUMENT = re.compile(
    rf"(?<![\w/.,])(?:(?P<type>(?i:{_DOCUMENT_TYPE}))\s{{1,3}})?(?:(?i:số)\s{{0,3}}:?\s{{0,3}})?(?P<number>{_NUMBERED})(?!\w)"
    # A type with a number and no code: "Thông báo số 15", "Quyết định số 20/QĐ".
    rf"|(?<!\w)(?P<type2>(?i:{_DOCUMENT_TYPE}))\s{{1,3}}số\s{{0,3}}:?\s{{0,3}}"
    rf"(?P<number2>[0-9]{{1,5}}(?:{_S}/{_S}{_CODE})?)(?![\w%]|[.,][0-9])"
)

# Day and month in digits; "sáng ngày 5", "mùng 1", "mồng 2" lead in a day that stands without its month.
_D, _M = r"(?:3[01]|[12][0-9]|0?[1-9])", r"(?:1[0-2]|0?[1-9])"
_PART = r"(?:sáng|trưa|chiều|tối|đêm)"
_LED = rf"(?:{_PART}\s{{1,3}})?(?:ngày|mùng|mồng)\s{{1,3}}"
# A number from 1900 to 2099 is a year only behind such a word; else it counts something.
_BEFORE_YEAR = "năm|đến|hết|cuối|đầu|từ|trước|sau|kế hoạch|giai đoạn|nhiệm kỳ|niên độ"
_QUARTER = r"(?:IV|I{1,3}|[1-4])"
_DATE = re.compile(
    "|".join(
        (
            rf"(?:{_LED})?{_D}/{_M}{_DASH}{_D}/{_M}/{_YEAR}",
            rf"(?:{_LED})?{_D}{_S}(?P<sep>[/.-]){_S}{_M}{_S}(?P=sep){_S}{_YEAR}",
            rf"{_LED}{_D}\s{{1,3}}tháng\s{{1,3}}{_M}(?:\s{{1,3}}năm\s{{1,3}}{_YEAR})?",
            rf"{_LED}{_D}(?:[/-]{_M})?",
            rf"(?:đến|tới)\s{{1,3}}{_D}/{_M}(?=\s{{0,3}}(?:[.,;)]|$))",
            rf"(?:{_PART}\s{{1,3}}(?:nay|qua|mai)?\s{{0,3}})?\({_D}/{_M}\)",
            rf"tháng\s{{1,3}}{_M}(?:\s{{0,3}}/\s{{0,3}}{_YEAR}|\s{{1,3}}năm\s{{1,3}}{_YEAR})?",
            rf"quý\s{{1,3}}{_QUARTER}(?:\s{{0,3}}/\s{{0,3}}{_YEAR}|\s{{1,3}}năm\s{{1,3}}{_YEAR})?",
            rf"{_YEAR}{_DASH}{_YEAR}",
            rf"{_M}/{_YEAR}",
            rf"(?:{_BEFORE_YEAR})\s{{1,3}}{_YEAR}(?:{_DASH}{_YEAR})?",
            r"(?:[01]?[0-9]|2[0-3])(?:\s{0,3}giờ(?:\s{1,3}[0-5]?[0-9](?:\s{1,3}phút)?)?|h[0-5][0-9]|:[0-5][0-9])",
        )
    ).join((r"(?<![\w/.,:-])(?:", r")(?![\w/:]|[.,][0-9])")),
    re.IGNORECASE,
)

_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_UNIT = (
    r"%|‰|°C|độ C"
    r"|(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?:\s{1,3}(?:nghìn|ngàn|triệu|tỷ|tỉ))*(?:\s{1,3}(?:đồng|VNĐ|VND|USD|NDT|EUR))?"
    r"|đồng|VNĐ|VND|USD|NDT|EUR|đ|phần trăm|điểm phần trăm|km2|km²|km|m2|m²|m3|m³|mm|cm|m|ha|kg|tấn|tạ|yến|lít|kWh|MWh"
    r"|MW|kW|GW|độ|lần|người|hộ|lượt|vụ|ca"
)
# Numbers in words, two at least: "hai mươi", "một trăm linh ba".
_WORD = "một|hai|ba|bốn|năm|lăm|sáu|bảy|bẩy|tám|chín|mười|mươi|trăm|nghìn|ngàn|triệu|tỷ|tỉ|linh|lẻ|rưỡi"
_LONE = ("hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")  # năm alone is a year, never counted alone
_FIGURE = re.compile(
    # A digit after a letter or a letter and a dash belongs to a name: A4, Covid-19.
    rf"(?<![\w.,])(?<![^\W\d_][-–])(?P<sign>(?<!\S)[-−])?(?P<number>{_NUMBER})(?:{_S}/{_S}(?P<of>{_NUMBER}))?"
    rf"(?:{_S}(?P<unit>(?i:{_UNIT})(?:/(?i:{_UNIT}))?)(?!\w))?"
    rf"|(?<!\w)(?P<words>(?:{_WORD})(?:\s(?:{_WORD}))+|{'|'.join(w for w in _LONE if w != 'năm')})(?!\w)"
    r"|(?<!\w)(?:lần thứ|khóa|khoá|thứ|kỳ họp thứ|hạng|loại|cấp)\s(?P<roman>[IVXLC]{1,7})(?!\w)"
)
# 41.207,6 and 41207,6; what has other groups is no number one can reckon with.
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Entity:
    """`text[start:end]` is of `kind`; `value` is what it says, whatever the spelling."""

    kind: EntityKind
    start: int
    end: int
    value: str


def find(text: str) -> list[Entity]:
    """Everything of interest in `text` (NFC), in order, without overlaps.

    What is part of a document number is no date and no figure; what is part of a date is no figure: the searches go in
    this order, and what one has found is masked for the next.
    """
    found: list[Entity] = []
    for search in (_documents, _dates, _figures, _people):
        masked = _mask(text, found)
        found += search(masked)
    return sorted(found, key=lambda entity: entity.start)


def amount(number: str) -> str:
    """`number` as a plain decimal: "." groups thousands and "," is the decimal sign, always; else as printed."""
    if len(number) > 30 or not _GROUPED.fullmatch(number):
        return number
    value = Decimal(number.replace(".", "").replace(",", "."))
    return f"{value.normalize():f}"


def _mask(text: str, found: list[Entity]) -> str:
    """`text` with NULs in place of what was found, so that places stay and no pattern matches across them."""
    if not found:
        return text
    parts, at = [], 0
    for entity in sorted(found, key=lambda e: e.start):
        parts += [text[at : entity.start], "\0" * (entity.end - entity.start)]
        at = entity.end
    return "".join((*parts, text[at:]))


def _documents(text: str) -> Iterator[Entity]:
    for match in _DOCUMENT.finditer(text):
        number = re.sub(r"\s", "", match["number"] or match["number2"])
        number = re.sub("[‐‑–—]", "-", number).upper().replace("Đ", "D").lstrip("0")
        kind = _plain(match["type"] or match["type2"] or "")
        yield Entity("document_number", match.start(), match.end(), f"{kind} {number}")


def _dates(text: str) -> Iterator[Entity]:
    for match in _DATE.finditer(text):
        shown_text = _plain(match.group())
        words = re.findall(r"sáng|trưa|chiều|tối|đêm|quý|giờ|h(?=[0-9])|:|\biv|\bi+", shown_text)
        # 8 giờ 30, 8h30 and 8:30 say the same.
        clock = ["@" if word in {"giờ", "h", ":"} else word for word in words]
        numbers = [str(int(n)) for n in re.findall("[0-9]+", shown_text)]
        yield Entity("date", match.start(), match.end(), " ".join((*clock, *numbers)))


def _figures(text: str) -> Iterator[Entity]:
    for match in _FIGURE.finditer(text):
        if match["words"]:
            words = match["words"]
            value = str(_LONE.index(words) + 2) if words in _LONE else words
        elif match["roman"]:
            value = match["roman"]
        else:
            of = f"/{amount(match['of'])}" if match["of"] else ""
            unit = " " + key_words(match["unit"]) if match["unit"] else ""
            value = f"{'-' if match['sign'] else ''}{amount(match['number'])}{of}{unit}"
        yield Entity("figure", match.start(), match.end(), value)


def _people(text: str) -> Iterator[Entity]:
    for start, end, value in names_and_posts(text):
        yield Entity("name_or_post", start, end, value)


def key_words(text: str) -> str:
    """The words of `text` by what they say: tỷ and tỉ, UỶ BAN and ủy ban are equal."""
    return " ".join(key(word) for word in text.casefold().split())


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
