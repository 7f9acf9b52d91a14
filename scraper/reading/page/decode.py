"""Bytes of a page -> text, with an eye on what Vietnamese pages really send.

The order of trust is not that of browsers (https://html.spec.whatwg.org/#determining-the-character-encoding), who
believe the header: a server's default contradicts its pages often, and text that is UTF-8 throughout is never anything
else by accident.
"""

import codecs
import itertools
import re
import zlib
from collections import Counter
from typing import NamedTuple

from scraper.reading.page.legacy_fonts import decode_legacy_fonts

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*+=\s*+["']?+\s*+([\w.:-]{2,30})""", re.IGNORECASE
)
_HEADER = re.compile(r"""charset\s*=\s*["']?([\w.:-]{2,30})""", re.IGNORECASE)
# Browsers, too, read these as windows-1252 (Encoding Standard, section 4.2): that is what they hold where they differ.
_ALIASES = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
# In windows-1258 these bytes are combining marks, which stand after a vowel; in Latin-1 they are letters.
_MARKS = frozenset(b"\xcc\xd2\xde\xec\xf2")
_VOWELS = frozenset(b"aeiouyAEIOUY\xc2\xca\xd4\xe2\xea\xf4\xc3\xe3\xd5\xf5\xdd\xfd")
_UNDECODABLE = 0.02  # share of characters that could not be read, beyond which a text is none
_REPLACED = "\ufffd".encode()
_SAMPLE = 1024 * 1024  # bytes by which single-byte encodings are told apart, one by one
_MOST_STRAY = 200_000  # bytes that are read one by one, at a second a million
_FEWEST = 5  # letters that show an encoding: fewer are there by accident
# UTF-8 that was read as windows-1252 and encoded again: á»‹ was ị, Ã¡ was á, Ä‘ was đ, Æ° was ư.
_DOUBLE = re.compile("á[º»][\x80-\xbf‚-™ -¿]|Ã[\x80-\xbf¡-¿]|Ä[‘\x91ƒ]|Æ[°¡]")
_DOUBLE_SIGNS = ("á»", "áº", "Ã", "Ä", "Æ")
_DOUBLE_RUN = re.compile("[\x80-\xff‚-™Œ-ƒˆ˜–-†•…‰‹›€]{2,}")
_GZIP = b"\x1f\x8b\x08"  # RFC 1952, section 2.3.1
_TEXT_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<[?!\w]|https?://)")
_FEED_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,99}https?://|[^\0]{0,2000}?<(?:[\w-]{1,20}:)?(?:urlset|sitemapindex|rss|feed|rdf)[\s>]",
    re.IGNORECASE,
)


class Decoded(NamedTuple):
    """The `text` of a page, and what was found.

    `mojibake`: it held bytes of another encoding; `broken`: it cannot be read; `legacy_font`: its words stood in a
    font encoding of before Unicode, see `scraper.reading.page.legacy_fonts`.
    """

    text: str
    mojibake: bool = False
    broken: bool = False
    legacy_font: bool = False


def unpacked(body: bytes, limit: int) -> bytes:
    """`body`, or what it holds if it is a gzip file with markup or addresses, as sitemaps come; at most `limit` bytes.

    Other archives stay files: nothing but sitemaps and feeds is published so (https://www.sitemaps.org/protocol.html).
    A file that ends early is left packed.
    """
    if not body.startswith(_GZIP):
        return body
    packed = zlib.decompressobj(wbits=31)  # 16 for gzip, and the largest window
    try:
        plain = packed.decompress(body, limit + 1)
    except zlib.error:
        return body
    return plain if (packed.eof or len(plain) > limit) and is_markup(plain) else body


def is_markup(body: bytes) -> bool:
    """Whether `body` begins with a tag, or with the address that begins a sitemap of plain lines."""
    return bool(_TEXT_START.match(body))


def may_be_feed(body: bytes) -> bool:
    """Whether `body` begins like a feed or sitemap, which may be larger than any page; only its beginning is read."""
    return bool(_FEED_START.match(body[:2048]))


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """`body` as text: by its encoding, then with what was wrong before it was encoded undone.

    `content_type` is the header's value with its parameters. What is undone: words in font encodings of before
    Unicode, and UTF-8 that was taken for windows-1252 and encoded a second time.
    """
    found = _decode(body, content_type)
    if (text := decode_legacy_fonts(found.text)) is not None:
        return found._replace(text=text, legacy_font=True)
    # The signs first, which is much faster and nearly always enough.
    if any(sign in found.text for sign in _DOUBLE_SIGNS) and len(_DOUBLE.findall(found.text)) >= _FEWEST:
        return found._replace(text=_DOUBLE_RUN.sub(_undone, found.text), mojibake=True)
    return found


def _undone(found: re.Match[str]) -> str:
    """A run of letters that were UTF-8 read as windows-1252, as the letters they were."""
    try:
        return b"".join(_byte(letter) for letter in found[0]).decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return found[0]


def _byte(letter: str) -> bytes:
    return letter.encode("latin-1") if ord(letter) < 256 else letter.encode("cp1252")


def _decode(body: bytes, content_type: str | None) -> Decoded:
    """Decode `body`: byte order mark, then UTF-8 where it fits, then what header or meta declare, then a fallback.

    The fallback reads the bytes that are not UTF-8 one by one as windows-1258 or Latin-1, whichever makes sense
    for the page; in a page that claims to be UTF-8 that is `mojibake`.
    """
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return _checked(body[len(bom) :].decode(encoding, "replace"))
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:  # bytes are searched faster than text
        return _checked(text) if b"\0" in body or _REPLACED in body else Decoded(text)
    codec = _codec(body, content_type)
    if codec == "cp1252" and _is_cp1258(body):  # what Vietnamese Windows wrote under a Western name
        return _checked(body.decode("cp1258", "replace"))
    if codec not in {None, "utf-8"}:
        try:
            return _checked(body.decode(codec or "utf-8", "strict"))
        except UnicodeDecodeError:
            pass
    if _is_utf16(body):
        return _checked(body.decode("utf-16-be" if body[:1] == b"\0" else "utf-16-le", "replace"))
    single = _single_byte(body)
    if codec is None and not _has_utf8_letters(body):
        return _checked(body.decode(single, "replace"))
    if len(body) - len(body.decode("utf-8", "ignore").encode()) > _MOST_STRAY:
        return _checked(body.decode(single, "replace"), mojibake=True)
    # UTF-8 with stray bytes: a page put together from several sources, each of which was right by itself.
    text = body.decode("utf-8", _STRAY[single])
    return _checked(text, mojibake=True)


def declared(body: bytes, content_type: str | None) -> tuple[str | None, str | None]:
    """The encodings that the header `content_type` and the beginning of `body` name, as written; None for none."""
    header = _HEADER.search(content_type or "")
    meta = _META.search(body[:4096])
    return header[1] if header else None, meta[1].decode("ascii") if meta else None


def _codec(body: bytes, content_type: str | None) -> str | None:
    """Python's name of the first declared encoding that it knows; None when there is none."""
    for name in declared(body, content_type):
        if name:
            try:
                found = codecs.lookup(name).name
            except LookupError:
                continue
            return _ALIASES.get(found, _ALIASES.get(name.lower(), "cp1252" if found == "iso8859-1" else found))
    return None


def _checked(text: str, *, mojibake: bool = False) -> Decoded:
    bad = text.count("\ufffd") + text.count("\0")
    return Decoded(text.replace("\0", ""), mojibake, bad > _UNDECODABLE * (len(text) + 1))


def _is_utf16(body: bytes) -> bool:
    """Whether every other byte is mostly zero, as in UTF-16 of Latin letters and markup."""
    return max(body[:2000:2].count(0), body[1:2000:2].count(0)) > 300


def _has_utf8_letters(body: bytes) -> bool:
    """Whether Vietnamese letters as UTF-8 writes them are among the bytes: U+00C0-01BF, and U+1E80-1EFF."""
    return bool(re.search(rb"[\xc3-\xc6][\x80-\xbf]|\xe1[\xba\xbb][\x80-\xbf]", body))


def _is_cp1258(body: bytes) -> bool:
    """Whether combining marks of windows-1258 stand behind vowels, of more kinds than words of Latin-1 explain."""
    marks: Counter[int] = Counter()
    other = 0
    for before, here in itertools.pairwise(body[:_SAMPLE]):
        if here in _MARKS:
            if before in _VOWELS:
                marks[here] += 1
            else:
                other += 1
    return len(marks) >= 3 and marks.total() > 4 * other and marks.total() >= _FEWEST


def _single_byte(body: bytes) -> str:
    """windows-1258 when its combining marks stand where marks stand, else windows-1252."""
    after_vowel = other = 0
    for before, here in itertools.pairwise(body[:_SAMPLE]):
        if here in _MARKS:
            if before in _VOWELS:
                after_vowel += 1
            else:
                other += 1
    return "cp1258" if after_vowel > other else "cp1252"


def _stray_handler(encoding: str) -> str:
    """Register the error handler that reads stray bytes as `encoding`; gives its name."""
    name = f"congtin.{encoding}"

    def handler(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        return error.object[error.start : error.end].decode(encoding, "replace"), error.end

    codecs.register_error(name, handler)
    return name


_STRAY = {encoding: _stray_handler(encoding) for encoding in ("cp1252", "cp1258")}
