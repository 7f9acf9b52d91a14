"""Anybody's WARC file is read, whatever its writer's habits; a torn one gives all that is whole."""

import gzip
import random
import zlib
from pathlib import Path

import brotli
import pytest
from backports import zstd
from helpers.foreign_warc import FOREIGN_PAGE, record, response
from helpers.paths import SHARED

from scraper.capture.warc.exchange import WireExchange
from scraper.capture.warc.message import MAX_DECODED, decode_content
from scraper.capture.warc.reader import read_exchange_at, read_exchanges
from scraper.capture.warc.records import digest
from scraper.capture.warc.writer import WarcSink
from scraper.capture.whole_files import fixity_of, import_file
from scraper.errors import CaptureError
from scraper.reading.page.page import MAX_BYTES
from scraper.urls.canonical import request_key

REAL = SHARED / "real" / "sotttt-hanoi-2022.warc.gz"


def read(path: Path):
    return list(read_exchanges(path, lambda url: "cua_" + url.split("/")[2]))


def only(tmp_path: Path, data: bytes):
    path = tmp_path / "x.warc"
    path.write_bytes(data)
    (exchange,) = read(path)
    assert read_exchange_at(path, exchange.capture.offset, lambda _: "cua_a.example") == exchange
    return exchange


def test_minimal_response(tmp_path):
    exchange = only(tmp_path, response(FOREIGN_PAGE))
    capture = exchange.capture
    assert (exchange.status, exchange.body, exchange.content_type) == (200, FOREIGN_PAGE, "text/html")
    assert (capture.method, capture.portal_id, capture.fidelity) == ("GET", "cua_a.example", "foreign")
    assert capture.captured_at == "2019-05-01T02:03:04Z"
    assert capture.url_key == request_key("GET", "http://a.example/tin")
    assert capture.payload_digest == digest(FOREIGN_PAGE)
    assert capture.file == "x.warc"


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.0 200\r\n",
        b"HTTP/2 200 \r\nX: y\r\n",
        b"HTTP/1.1 200 OK\r\nno colon here\r\n folded: line\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n",  # decoded by the tool that saved it
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n",  # the same with the framing
    ],
)
def test_odd_heads(tmp_path, head):
    exchange = only(tmp_path, response(FOREIGN_PAGE, head))
    assert (exchange.status, exchange.body) == (200, FOREIGN_PAGE)


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("name", "encode"),
    [
        ("gzip", gzip.compress),
        ("X-GZIP", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", _raw_deflate),
        ("br", brotli.compress),
        ("zstd", zstd.compress),
        ("identity", bytes),
        ("gzip", lambda data: gzip.compress(data[:999]) + gzip.compress(data[999:])),
        ("br, gzip", lambda data: gzip.compress(brotli.compress(data))),
    ],
)
@pytest.mark.parametrize("framed", [False, True])
def test_content_encodings(tmp_path, name, encode, framed):
    page = FOREIGN_PAGE * 500
    served = encode(page)
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(served), served) if framed else served
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {name}\r\n".encode()
    exchange = only(tmp_path, response(body, head + (b"Transfer-Encoding: Chunked\r\n" if framed else b"")))
    assert exchange.body == page
    assert exchange.capture.payload_digest == digest(served)
    assert exchange.capture.payload_length == len(served)


@pytest.mark.parametrize("encode", [gzip.compress, zlib.compress, brotli.compress, zstd.compress])
def test_a_cut_body_is_decoded_as_far_as_it_goes(tmp_path, encode):
    names = {gzip.compress: "gzip", zlib.compress: "deflate", brotli.compress: "br", zstd.compress: "zstd"}
    page = random.Random(1).randbytes(400_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {names[encode]}\r\n".encode()
    exchange = only(tmp_path, response(encode(page)[:-1000], head, WARC_Truncated="length"))
    assert exchange.capture.truncated == "length"
    assert page.startswith(exchange.body)


@pytest.mark.parametrize(("name", "encode"), [("gzip", gzip.compress), ("zstd", zstd.compress)])
def test_a_decompression_bomb_costs_little_more_than_the_limit(name, encode):
    """Memory stays flat: nothing beyond the largest page is worth decoding."""
    served = encode(bytes(2 * MAX_DECODED))
    assert MAX_BYTES < len(decode_content(served, name)) <= 1.3 * MAX_DECODED


def test_a_damaged_gzip_body_gives_what_came_before(tmp_path):
    page = random.Random(1).randbytes(400_000)
    served = gzip.compress(page)[:-8] + b"\0" * 8  # a wrong checksum
    exchange = only(tmp_path, response(served, b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"))
    assert len(exchange.body) > 300_000
    assert page.startswith(exchange.body)


def test_files_put_together_keep_their_portals(tmp_path):
    parts = []
    for name in ("mot", "hai"):
        sink = WarcSink(tmp_path / name, name, info={})
        block = b"POST / HTTP/1.1\r\n\r\na=1" if name == "hai" else b"GET / HTTP/1.1\r\n\r\n"
        answer = b"HTTP/1.1 200 OK\r\n\r\n" + name.encode()
        sink.write(WireExchange(url="http://a.example/", date="2026-01-01T00:00:00Z", request=block, response=answer))
        sink.close()
        parts += [path.read_bytes() for path in (tmp_path / name).iterdir()]
    path = tmp_path / "ca-hai.warc.gz"
    path.write_bytes(b"".join(parts))
    exchanges = read(path)
    assert [(e.capture.portal_id, e.capture.method) for e in exchanges] == [("mot", "GET"), ("hai", "POST")]
    for exchange in exchanges:
        assert read_exchange_at(path, exchange.capture.offset, lambda _: None) == exchange
        assert read_exchange_at(path, exchange.capture.offset, lambda _: None, exchange.capture) == exchange


def test_redirect_target_is_absolute(tmp_path):
    head = "HTTP/1.1 301 Moved\r\nLocation: ../tin mới?a=1\r\n".encode()
    assert only(tmp_path, response(b"", head)).capture.location == "http://a.example/tin%20m%E1%BB%9Bi?a=1"
    broken = b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n"
    assert only(tmp_path, response(b"", broken)).capture.location is None


def post(number: int, **fields: str) -> bytes:
    block = b"POST /tin HTTP/1.1\r\nHost: a.example\r\nContent-Length: 7\r\n\r\ntrang=%d" % number
    return record("request", block, **fields)


def test_request_stands_before_or_after_or_far_or_nowhere(tmp_path):
    parts = [
        post(1, WARC_Record_ID="<urn:q1>"),
        response(b"1", WARC_Record_ID="<urn:p1>", WARC_Concurrent_To="<urn:q1>"),  # before
        response(b"2", WARC_Record_ID="<urn:p2>"),
        post(2, WARC_Record_ID="<urn:q2>", WARC_Concurrent_To="<urn:p2>"),  # after
        response(b"3", WARC_Record_ID="<urn:p3>"),
        response(b"4", WARC_Record_ID="<urn:p4>"),
        post(4, WARC_Record_ID="<urn:q4>", WARC_Concurrent_To="<urn:p4>"),
        post(3, WARC_Record_ID="<urn:q3>", WARC_Concurrent_To="<urn:p3>"),  # interleaved
        response(b"5", WARC_Record_ID="<urn:p5>"),
        post(5, WARC_Record_ID="<urn:q5>"),  # neighbours without a link
        record("metadata", b"via: x"),
        response(b"0", WARC_Target_URI="http://a.example/khac"),  # nowhere
    ]
    path = tmp_path / "x.warc.gz"
    path.write_bytes(b"".join(gzip.compress(part, mtime=0) for part in parts))
    found = [(e.body, e.capture.method, e.request_body) for e in read(path)]
    assert found == [(b"%d" % n, "POST", f"trang={n}") for n in range(1, 6)] + [(b"0", "GET", None)]
    for exchange in read(path):
        assert read_exchange_at(path, exchange.capture.offset, lambda _: "cua_a.example") == exchange
        again = read_exchange_at(path, exchange.capture.offset, lambda _: "cua_a.example", exchange.capture)
        assert again == exchange


def test_other_records_and_schemes_are_passed_over(tmp_path):
    path = tmp_path / "x.warc"
    revisit = record("revisit", b"HTTP/1.1 304 Not Modified\r\n\r\n", WARC_Payload_Digest="sha1:AAAA")
    path.write_bytes(
        record("warcinfo", b"software: Heritrix\r\nisPartOf: khac\r\n", WARC_Target_URI="")
        + record("response", b"20190501 a.example. 60 IN A 1.2.3.4", WARC_Target_URI="dns:a.example")
        + record("conversion", b"text")
        + record("resource", FOREIGN_PAGE, Content_Type="text/html", WARC_Target_URI="<http://a.example/luu trang>")
        + record("resource", b"{}", WARC_Target_URI="urn:pageinfo:x")
        + revisit
    )
    saved, again = read(path)
    assert (saved.status, saved.body, saved.content_type) == (None, FOREIGN_PAGE, "text/html")
    assert saved.capture.fidelity == "saved"
    assert saved.capture.url == "http://a.example/luu%20trang"
    assert (again.status, again.body) == (304, None)
    assert again.capture.payload_digest == "sha1:AAAA"
    assert again.capture.portal_id == "cua_a.example"


@pytest.mark.parametrize("packing", ["plain", "members", "one member", "pairs"])
def test_every_way_of_packing_gives_the_same_and_is_found_by_offset(tmp_path, packing):
    parts = [response(FOREIGN_PAGE * n, WARC_Record_ID=f"<urn:{n}>") for n in range(1, 41)]
    data = {
        "plain": b"".join(parts),
        "members": b"".join(gzip.compress(part) for part in parts),
        "one member": gzip.compress(b"".join(parts)),
        "pairs": b"".join(gzip.compress(a + b) for a, b in zip(parts[::2], parts[1::2], strict=True)),
    }[packing]
    path = tmp_path / "x.warc.gz"
    path.write_bytes(data)
    exchanges = read(path)
    assert [e.body for e in exchanges] == [FOREIGN_PAGE * n for n in range(1, 41)]
    for exchange in exchanges:
        row = exchange.capture
        assert read_exchange_at(path, row.offset, lambda _: "cua_a.example", row) == exchange
    with pytest.raises(CaptureError):
        read_exchange_at(path, exchanges[5].capture.offset + 1, lambda _: None)
    assert fixity_of(path).records == 40


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("zipped", [True, False])
def test_a_torn_file_gives_what_is_whole_and_one_sentence(tmp_path, seed, zipped):
    """A WARC that ends in the middle."""
    parts = [response(FOREIGN_PAGE * n) for n in range(1, 12)]
    if zipped:
        parts = [gzip.compress(part, mtime=0) for part in parts]
    cut = random.Random(seed).randrange(1, sum(map(len, parts)))
    path = tmp_path / "rach.warc.gz"
    path.write_bytes(b"".join(parts)[:cut])
    ends = [sum(map(len, parts[: n + 1])) for n in range(len(parts))]
    whole = sum(end <= cut for end in ends)
    bodies, error = _until_damage(path)
    if error:
        assert "rach.warc.gz is damaged at byte" in error
        assert f"{len(bodies)} whole records" in error
    else:
        assert not zipped or cut in ends
    # A plain record is whole without the empty lines behind it.
    assert len(bodies) in ({whole} if zipped else {whole, whole + 1})
    assert bodies == [FOREIGN_PAGE * n for n in range(1, len(bodies) + 1)]
    assert fixity_of(path).records == len(bodies)


def _until_damage(path: Path) -> tuple[list[bytes], str]:
    bodies = []
    try:
        for exchange in read_exchanges(path, lambda _: None):
            bodies.append(exchange.body)  # noqa: PERF401 (what came before the error counts)
    except CaptureError as error:
        return bodies, str(error)
    return bodies, ""


@pytest.mark.parametrize(
    "data", [b"", b"<html>khong phai</html>", gzip.compress(b"khong phai", mtime=0), b"\x1f\x8b rac", b"\0" * 99]
)
def test_files_that_are_no_warc(tmp_path, data):
    path = tmp_path / "la.warc.gz"
    path.write_bytes(data)
    with pytest.raises(CaptureError, match=r"^la\.warc\.gz .*\.$"):
        read(path)
    with pytest.raises(CaptureError):
        import_file(path, tmp_path / "captures")
    assert not (tmp_path / "captures").exists()
    assert fixity_of(path).records == 0


def test_missing_files_are_named(tmp_path):
    with pytest.raises(CaptureError, match=r"mat\.warc\.gz is missing"):
        read(tmp_path / "mat.warc.gz")
    with pytest.raises(CaptureError, match="cannot be read"):
        read(tmp_path)


def test_import_keeps_names_and_copies_once(tmp_path):
    captures = tmp_path / "captures"
    first, second = tmp_path / "a" / "x.warc.gz", tmp_path / "b" / "x.warc.gz"
    for number, path in enumerate((first, second)):
        path.parent.mkdir()
        path.write_bytes(gzip.compress(response(b"%d" % number), mtime=0))
    assert import_file(first, captures) == captures / "x.warc.gz"
    assert import_file(first, captures) == captures / "x.warc.gz"
    other = import_file(second, captures)
    assert other.name.startswith("x-")
    assert other.name.endswith(".warc.gz")
    assert import_file(second, captures) == import_file(other, captures) == other
    assert sorted(p.name for p in captures.iterdir() if p.is_file()) == sorted(["x.warc.gz", other.name])
    assert list((captures / "work").iterdir()) == []
    assert (captures / "x.warc.gz").read_bytes() == first.read_bytes()


@pytest.mark.skipif(not REAL.exists(), reason="the real capture file is not on this machine")
def test_the_real_file():
    exchanges = read(REAL)
    assert len(exchanges) == 321
    assert {e.status for e in exchanges} == {200}
    assert len({e.capture.id for e in exchanges}) == 321
    for exchange in exchanges[::40]:
        row = exchange.capture
        assert read_exchange_at(REAL, row.offset, lambda _: "cua_sotttt.hanoi.gov.vn", row) == exchange
