"""Small real files without any source: PNG, JPEG and PDF, different for every address.

Written byte by byte after PNG (ISO/IEC 15948), baseline JPEG (ITU-T T.81) with a JFIF header, and PDF 1.4, so that no
library for images is needed and the bytes are the same everywhere.
"""

import struct
import zlib
from functools import cache
from hashlib import sha256

_WIDTH, _HEIGHT = 96, 64  # pixels


def _chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file: length, type, data, checksum of type and data."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@cache
def png(name: str) -> bytes:
    """A PNG of 96 x 64 pixels whose colours depend on `name`."""
    red, green, blue = sha256(name.encode()).digest()[:3]
    rows = b"".join(
        b"\0" + b"".join(bytes(((red + x) % 256, (green + 2 * y) % 256, blue)) for x in range(_WIDTH))
        for y in range(_HEIGHT)
    )
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    )


def _segment(marker: int, data: bytes) -> bytes:
    """A segment of a JPEG file: marker, length, data."""
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _scan(shades: list[int]) -> bytes:
    """Entropy-coded blocks of 8 x 8 pixels that hold only their mean shade, as the difference from the one before.

    By the Huffman tables of `jpeg`, DC sizes 0 to 11 have 4-bit codes, and "end of block" is 0.
    """
    bits, before = "", 0
    for shade in shades:
        step = shade - before
        before = shade
        size = abs(step).bit_length()
        bits += f"{size:04b}"
        if size:
            bits += f"{step if step > 0 else step + (1 << size) - 1:0{size}b}"
        bits += "0"
    bits += "1" * (-len(bits) % 8)
    # A byte 0xFF inside the data is followed by a zero, else it would begin a marker.
    return int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")


@cache
def jpeg(name: str) -> bytes:
    """A grey baseline JPEG of 96 x 64 pixels whose shades depend on `name`."""
    digest = sha256(name.encode()).digest()
    shades = [digest[i % 32] // 2 - 64 + i // 3 for i in range(_WIDTH // 8 * (_HEIGHT // 8))]
    tables = _segment(0xDB, b"\0" + b"\x08" * 64)
    frame = _segment(0xC0, struct.pack(">BHHBBBB", 8, _HEIGHT, _WIDTH, 1, 1, 0x11, 0))
    dc = _segment(0xC4, b"\x00" + bytes([0, 0, 0, 12]) + bytes(12) + bytes(range(12)))
    ac = _segment(0xC4, b"\x10" + bytes([1]) + bytes(15) + b"\0")
    scan = _segment(0xDA, bytes([1, 1, 0, 0, 63, 0]))
    jfif = _segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    return b"\xff\xd8" + jfif + tables + frame + dc + ac + scan + _scan(shades) + b"\xff\xd9"


@cache
def pdf(name: str) -> bytes:
    """A valid one-page PDF that says it is a sample."""
    text = f"BT /F1 12 Tf 40 100 Td (Synthetic sample document {sha256(name.encode()).hexdigest()[:8]}) Tj ET".encode()
    font = b"<< /Font << /F1 5 0 R >> >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 200] /Contents 4 0 R /Resources %s >>" % font,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % o for o in offsets)
    out += b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)
