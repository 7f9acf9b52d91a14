"""What a reader typed, cut into items: quotes, minus, prefix, document numbers in any spacing. Pure text work."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scraper.vietnamese.fold import fold, nfc

# A token as FTS5's unicode61 sees it: letters and digits, with the combining marks that NFC could not compose.
TOKEN = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_QUOTE = '"“”„«»'
_PIECES = re.compile(rf"(?P<minus>(?<!\S)[-−])?[{_QUOTE}](?P<inside>[^{_QUOTE}]*)(?:[{_QUOTE}](?P<star>\*)?|$)")
_LINK = re.compile(r"(\s*)([-‐‑‒–—−/])(\s*)([^\W_]+)")
_NUMBER_START = re.compile(r"(?<![^\W_])\d+(?![^\W_])")
# Signs that part words even without a space; a comma or stop between digits belongs to the number.
_BREAKS = re.compile(r"[;:!?()\[\]{}<>|…]+|,(?!\d)|(?<!\d),")
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)*")
_AMOUNT_UNIT = re.compile(r"(\d+(?:[.,]\d+)*)([^\W\d_]+)")
# Type codes of documents: after one of them a dash goes on with the office, whatever the spacing.
CODES = frozenset(
    "nd nq qd tt ct kl kh hd tb bc da ttr cv ttlt nqlt vbhn ctr pa qc qyd tl bb cd gm ld ctrh hdlt dan".split()
)
# Offices that end a number typed without its signs: 57 NQ TW, 404 QĐ UBND.
_OFFICES = frozenset("tw tu cp ttg ubnd hdnd ubtvqh vpcp".split())
_UNSIGNED = re.compile(r"(?<![^\W_])(\d{1,5})\s+((?:(?:19|20)\d\d\s+)?)([^\W\d_]+)\s+([^\W\d_]+)(?![^\W_])")
_GLUED_CODE = re.compile(r"(?<![^\W_])(\d{1,5})([^\W\d_]{2,5})(?=\s*[-‐‑‒–—−/])")
_CODE_NUMBER = re.compile(r"([^\W\d_]+)(\d{1,5})")

# Units that follow a number, without marks.
UNITS = frozenset(
    "trieu ty ti nghin ngan dong vnd usd ndt eur euro ha km m m2 m3 km2 kg tan ta yen lit lo nguoi ho vu luot kwh mw"
    " gb mb gio phut ngay thang nam".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that was typed: a word, a chunk held together by signs (`covid-19`), or a quoted phrase.

    `excluded`: behind a minus. `prefix`: the last of `tokens` may go on (`*`). `document`: tokens joined by dashes or
    slashes with a digit among them, as in the number of a document. `amount`: a number in running text.
    """

    tokens: tuple[str, ...]
    quoted: bool = False
    excluded: bool = False
    prefix: bool = False
    document: bool = False
    amount: bool = False

    @property
    def plain(self) -> bool:
        """A word that rules for running text may join with its neighbours."""
        return not (self.quoted or self.excluded or self.prefix)


def normal(text: str) -> str:
    """`text` as tokens are compared: NFC, lower case, eth as đ."""
    lowered = (nfc(text) or "").lower().replace("ð", "đ")
    return nfc(lowered) or ""


def items_of(text: str) -> list[Item]:
    """The items of `text` in the order they were typed."""
    text = normal(text)
    found: list[Item] = []
    end = 0
    for match in _PIECES.finditer(text):
        found.extend(_free(text[end : match.start()]))
        found.extend(_quoted(match))
        end = match.end()
    found.extend(_free(text[end:]))
    return found


def _quoted(match: re.Match[str]) -> Iterator[Item]:
    """The item of a quoted phrase; none when nothing stands between the quotes."""
    inside = match["inside"]
    tokens = tuple(TOKEN.findall(inside))
    if tokens:
        yield Item(
            tokens=tokens,
            quoted=True,
            excluded=bool(match["minus"]),
            prefix=bool(match["star"]) and len(tokens[-1]) > 1,
            document=_is_document(inside),
        )


def _free(text: str) -> Iterator[Item]:
    """The items of text outside of quotes."""
    for chunk in join_documents(_GLUED_CODE.sub(_signed_code, _UNSIGNED.sub(_signed, text))).split():
        excluded = chunk[0] in "-−" and TOKEN.match(chunk, 1) is not None
        for piece in _BREAKS.split(chunk):
            yield from _piece(piece, excluded=excluded)


def _piece(piece: str, *, excluded: bool) -> Iterator[Item]:
    """The item of text without white space; two for a number with its unit glued on (120ha)."""
    tokens = tuple(TOKEN.findall(piece))
    if not tokens:
        return
    glued_unit = _AMOUNT_UNIT.fullmatch(piece.strip(".,"))
    if glued_unit and not excluded and fold(glued_unit[2]) in UNITS:
        yield Item(tokens=tuple(TOKEN.findall(glued_unit[1])), amount=True)
        yield Item(tokens=(glued_unit[2],))
        return
    star = re.search(r"[^\W_]\*\W*$", piece) is not None
    yield Item(
        tokens=tokens,
        excluded=excluded,
        prefix=star and len(tokens[-1]) > 1,  # a prefix of one letter would read a third of the index
        document=_is_document(piece),
        amount=_AMOUNT.fullmatch(piece.strip(".,%()")) is not None,
    )


def _is_document(text: str) -> bool:
    return any(c.isdigit() for c in text) and re.search(r"[^\W_]\s*[-‐‑‒–—−/]\s*[^\W_]", text) is not None


def _signed(match: re.Match[str]) -> str:
    """A document's number that was typed without its signs (57 NQ TW), with them; other words as they are."""
    if fold(match[3]) not in CODES or fold(match[4]) not in _OFFICES:
        return match[0]
    return "-".join(match[0].split())


def _signed_code(match: re.Match[str]) -> str:
    """A document's number with the sign behind its digits put in where it was lost (57NQ/TW)."""
    return f"{match[1]}-{match[2]}" if fold(match[2]) in CODES else match[0]


def code_and_number(token: str) -> tuple[str, str] | None:
    """The type and the number of a document that were typed as one word (NQ57), None for other words."""
    match = _CODE_NUMBER.fullmatch(token)
    return (match[1], match[2]) if match and len(match[1]) > 1 and fold(match[1]) in CODES else None


def join_documents(text: str) -> str:
    """`text` with the spaces inside document numbers and number ranges taken out: `01 – ĐA / TU` -> `01-ĐA/TU`."""
    out: list[str] = []
    end = 0
    for start in _NUMBER_START.finditer(text):
        if start.start() < end:
            continue
        last, place, joined = start[0], start.end(), [start[0]]
        while (link := _LINK.match(text, place)) and _goes_on(last, link):
            last, place = link[4], link.end()
            joined += ["/" if link[2] == "/" else "-", last]
        out += [text[end : start.start()], "".join(joined)]
        end = place
    return "".join((*out, text[end:]))


def _goes_on(last: str, link: re.Match[str]) -> bool:
    """Whether the number of a document goes on behind its part `last` with the sign and the part of `link`."""
    before, sign, after, segment = link.groups()
    if sign == "/" or not (before or after):
        return True
    if last.isdigit():
        return segment.isdigit() or fold(segment) in CODES
    return fold(last) in CODES
