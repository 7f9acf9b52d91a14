"""HTTP messages as bytes: cutting, reading, de-chunking and decoding them (RFC 9112, RFC 9110).

Lenient, as servers and other programs are: line ends without CR (RFC 9112, 2.2, allows a reader to take them), folded
header lines (5.2), encodings that are not what the header says. Nothing here raises for what a message holds.
"""

import re
import sys
import zlib
from collections.abc import Callable
from typing import Any

import brotli  # type: ignore[import-untyped]

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Headers = tuple[tuple[str, str], ...]

# Bytes: more than the largest sitemap that is read (MAX_FEED_BYTES in scraper/reading/page/page.py), so that what is
# cut here would have been too large to be read anyway.
MAX_DECODED = 64 * 1024 * 1024
_PIECE = 8 * 1024  # bytes that are inflated at once: a thousand times as many may come out
_GZIP = b"\x1f\x8b"
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/[\d.]+[ \t]+(\d{3})")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
# A header line with the lines that continue it (obsolete line folding, RFC 9112, 5.2).
_LINE = re.compile(rb"(?<![^\n])[^\n]*+\n(?:[ \t]++[^\n]*+\n)*+")
# Request fields that would hand a session or a password on with the capture.
_SECRET = re.compile(rb"(?:cookie|authorization|proxy-authorization)[ \t]*:", re.IGNORECASE)
_FRAMING = re.compile(rb"(?:transfer-encoding|content-length)[ \t]*:", re.IGNORECASE)
_TRANSFER = re.compile(rb"transfer-encoding[ \t]*:", re.IGNORECASE)


def text_of(raw: bytes) -> str:
    """Header or form bytes as text: UTF-8 where they are that, else Latin-1, in which every byte is a character."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def split_message(block: bytes) -> tuple[bytes, bytes]:
    """Head (with its blank line) and body of the HTTP message `block`; all is head when no blank line ends it."""
    end = _BLANK_LINE.search(block)
    return (block, b"") if end is None else (block[: end.end()], block[end.end() :])


def has_head(block: bytes) -> bool:
    """Whether `block` begins with a complete head."""
    return _BLANK_LINE.search(block) is not None


def status_of(head: bytes) -> int | None:
    """Status code of a response head (RFC 9112, section 4), or None when it has no status line."""
    found = _STATUS.match(head)
    return int(found[1]) if found else None


def headers_of(head: bytes) -> Headers:
    """Header fields of a head in order, duplicates kept; lines without a colon are left out."""
    first = head.find(b"\n") + 1
    lines = (line for line in _LINE.findall(head, first) if b":" in line)
    pairs = (text_of(b" ".join(line.split())).split(":", 1) for line in lines)
    return tuple((name.strip(), value.strip()) for name, value in pairs)


def header(headers: Headers, name: str) -> str | None:
    """First value of the field `name` (lower case), or None."""
    return next((value for key, value in headers if key.lower() == name), None)


def skip_interim(data: bytes) -> bytes:
    """`data` without interim responses before the answer itself: 100 Continue, 103 Early Hints (RFC 9110, 15.2)."""
    while (status := status_of(data)) is not None and 100 <= status < 200 and has_head(data):
        data = split_message(data)[1]
    return data


def without_secrets(head: bytes) -> bytes:
    """A request head without the lines that carry cookies or credentials; every other byte stays."""
    return b"".join(line for line in _LINE.findall(head) if not _SECRET.match(line))


def is_chunked(headers: Headers) -> bool:
    """Whether the body is framed in chunks (RFC 9112, 7.1)."""
    return (header(headers, "transfer-encoding") or "").lower() == "chunked"


def dechunk(data: bytes) -> tuple[bytes, bool]:
    """Entity body of a chunked message (RFC 9112, 7.1), and whether its last chunk came. Trailers are dropped.

    Data that do not begin with a chunk size are given back whole: some tools take off the framing and leave the
    header.
    """
    if data and not _CHUNK_SIZE.match(data):
        return data, True
    parts: list[bytes] = []
    at = 0
    while size := _CHUNK_SIZE.match(data, at):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(parts), True
        parts.append(data[size.end() : size.end() + length])
        at = size.end() + length
        at += 2 if data[at : at + 2] == b"\r\n" else 1  # the line end behind a chunk, with CR or without
    return b"".join(parts), False


def unframed_head(head: bytes, length: int) -> bytes:
    """The head of a chunked message for its de-chunked body of `length` bytes.

    Transfer-Encoding becomes Content-Length, in its place and with its line end. A Content-Length beside it is
    dropped: it does not count (RFC 9112, 6.3), and two of them would contradict each other.
    """
    kept = []
    for line in _LINE.findall(head):
        if not _FRAMING.match(line):
            kept.append(line)
        elif _TRANSFER.match(line):
            end = b"\r\n" if line.endswith(b"\r\n") else b"\n"
            kept.append(b"Content-Length: %d%s" % (length, end))
    return b"".join(kept)


def _inflate(wbits: int) -> Callable[[bytes, int], bytes]:
    """A decoder for zlib's window size `wbits`, which also names the wrapper: gzip, zlib or none.

    It keeps what came out before damage, so that an answer that broke off can be read as far as it goes.
    """

    def inflate(data: bytes, limit: int) -> bytes:
        out = bytearray()
        at = 0
        stream = zlib.decompressobj(wbits)
        while at < len(data) and len(out) < limit:
            try:
                out += stream.decompress(data[at : at + _PIECE])
            except zlib.error:
                if not out:
                    raise
                break
            at += min(_PIECE, len(data) - at) - len(stream.unused_data)
            if stream.eof:
                if not data.startswith(_GZIP, at):
                    break
                stream = zlib.decompressobj(wbits)  # a gzip body may have several members
        return bytes(out)

    return inflate


def _deflate(data: bytes, limit: int) -> bytes:
    try:
        return _inflate(zlib.MAX_WBITS)(data, limit)
    except zlib.error:  # some servers send it without the zlib wrapper (RFC 9110, 8.4.1.2)
        return _inflate(-zlib.MAX_WBITS)(data, limit)


def _brotli(data: bytes, limit: int) -> bytes:
    stream = brotli.Decompressor()
    out = bytes(stream.process(data, output_buffer_limit=limit))
    while len(out) < limit and not stream.is_finished():
        more = bytes(stream.process(b"", output_buffer_limit=limit))
        if not more:
            break
        out += more
    return out


def _zstd(data: bytes, limit: int) -> bytes:
    stream: Any = zstd.ZstdDecompressor()
    return bytes(stream.decompress(data, limit))


# Content codings of RFC 9110, section 8.4.1, and those registered since that browsers ask for. Each decoder takes the
# data and the number of bytes after which it may stop.
_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _inflate(16 + zlib.MAX_WBITS),
    "x-gzip": _inflate(16 + zlib.MAX_WBITS),
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}


def decode_content(body: bytes, encodings: str | None, limit: int = MAX_DECODED) -> bytes:
    """`body` with its content-encodings taken off, as far as that goes when it was cut short.

    `encodings` is the value of Content-Encoding (RFC 9110, 8.4), None when there is none. Decoding stops soon after
    `limit` bytes, so that a small answer cannot fill the memory. A body that is not what the header says (already
    decoded by the tool that saved it) is given back as it is.
    """
    # The field names the codings in the order in which they were applied.
    for name in reversed([part.strip().lower() for part in (encodings or "").split(",")]):
        decoder = _DECODERS.get(name)
        if decoder is None or not body:
            continue
        try:
            body = decoder(body, limit)
        except (zlib.error, brotli.error, zstd.ZstdError, EOFError):
            return body
    return body
