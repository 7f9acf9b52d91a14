"""What lies in the WARC file is what went over the wire, byte for byte."""

import hashlib
import ssl
import zlib
from base64 import b32encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from helpers.raw_server import PAGE, SITE, ZIPPED, RawServer, crawl, requests_for, sized
from helpers.warc_checks import assert_valid

from scraper.capture.warc.exchange import Exchange
from scraper.capture.warc.reader import read_exchange_at, read_exchanges
from scraper.capture.warc.records import Record, read_records
from scraper.capture.warc.recovery import recover
from scraper.store.rows import Capture

BODY = {"/thuong": PAGE, "/nen": ZIPPED, "/khuc": ZIPPED, "/mat": "mất".encode(), "/cut": b"nua chung "}
TRUNCATED = {"/cut": "disconnect", "/cut-khuc": "disconnect", "/cham": "time", "/to": "length"}


class Crawled:
    def __init__(self, server: RawServer, captures: Path, trouble: str = "") -> None:
        self.server = server
        self.captures = captures
        self.rows, self.fates, self.reason, self.log = crawl(captures, requests_for(server.base), trouble)
        (self.file,) = captures.glob("*.warc.gz")
        self.records = list(read_records(self.file))

    def record(self, path: str, kind: str = "response") -> Record:
        (found,) = [r for r in self.records if r.type == kind and r.url == self.server.base + path]
        return found

    def row(self, path: str) -> Capture:
        (found,) = [row for row in self.rows if row.url == self.server.base + path]
        return found


@pytest.fixture(scope="module", params=["http", "https"])
def crawled(request, tmp_path_factory):
    server = RawServer(_context(tmp_path_factory.mktemp("tls")) if request.param == "https" else None)
    yield Crawled(server, tmp_path_factory.mktemp("captures"))
    server.close()


def _context(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tin.example")])
    now = datetime.now(UTC)
    certificate = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    certificate = certificate.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    pem = certificate.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "cert.pem").write_bytes(pem + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem")
    return context


def _sha1(data: bytes) -> str:
    return "sha1:" + b32encode(hashlib.sha1(data).digest()).decode()


@pytest.mark.parametrize(
    "path", ["/thuong", "/nen", "/trong", "/chuyen", "/mat", "/form?a=1", "/robots.txt", "/dong", "/cut", "/cham"]
)
def test_response_is_what_the_server_sent(crawled, path):
    answer = SITE[path]
    assert crawled.record(path).block == (answer[0] if isinstance(answer, tuple) else answer)


def test_interim_answers_are_left_out(crawled):
    assert crawled.record("/tiep").block == sized(b"sau")


def test_chunked_framing_is_removed_and_declared_by_content_length(crawled):
    head = b"HTTP/1.1 200 Fine Thanks\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\nX-Sau: 1\r\n\r\n" % len(
        ZIPPED
    )
    assert crawled.record("/khuc").block == head + ZIPPED
    assert crawled.record("/cut-khuc").block == b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nnua chung"


@pytest.mark.parametrize("path", ["/khuc", "/nen", "/cut", "/robots.txt", "/chuyen"])
def test_request_is_what_the_server_received(crawled, path):
    assert crawled.record(path, "request").block == crawled.server.received[path]


def test_cookies_and_credentials_are_never_stored(crawled):
    for path, secret in (("/thuong", b"Cookie: phien=bi-mat\r\n"), ("/form?a=1", b"Authorization: Basic x\r\n")):
        sent = crawled.server.received[path]
        assert secret in sent
        assert crawled.record(path, "request").block == sent.replace(secret, b"")
    assert b"bi-mat" not in b"".join(record.block for record in crawled.records)


def test_every_exchange_with_a_head_is_there_and_has_its_row(crawled):
    """robots.txt, redirects, errors and broken-off bodies included."""
    expected = {crawled.server.base + path for path in SITE if path != "/cam"}
    assert {row.url for row in crawled.rows} == expected
    assert {r.url for r in crawled.records if r.type == "response"} == expected
    assert {row.fidelity for row in crawled.rows} == {"wire"}
    assert {row.ip for row in crawled.rows} == {"127.0.0.1"}
    assert crawled.fates[crawled.server.base + "/cam"][0] is None


def test_rows_say_what_was_kept(crawled):
    for path, body in BODY.items():
        row = crawled.row(path)
        assert row.payload_digest == _sha1(body), path
        assert row.payload_length == len(body)
    assert {path: crawled.row(path).truncated for path in SITE if path != "/cam"} == {
        path: TRUNCATED.get(path) for path in SITE if path != "/cam"
    }
    assert crawled.row("/thuong").mime == "text/html"
    assert crawled.row("/form?a=1").method == "POST"
    assert crawled.row("/mat").status == 404
    assert crawled.row("/chuyen").location == crawled.server.base + "/tin/%C4%90%E1%BB%93ng?x=1#dau"
    assert {row.portal_id for row in crawled.rows} == {"thu_nghiem"}


def test_spider_gets_the_row_and_the_decoded_page(crawled):
    capture, error, body = crawled.fates[crawled.server.base + "/khuc"]
    assert error is None
    assert body.encode("latin-1") == PAGE
    assert Capture(**capture) == crawled.row("/khuc")
    assert crawled.fates[crawled.server.base + "/cham"][0]["truncated"] == "time"


def test_reading_back_gives_the_same_rows_and_bodies(crawled):
    exchanges: dict[str, Exchange] = {e.capture.url: e for e in read_exchanges(crawled.file, lambda _: "khac")}
    assert [e.capture for e in exchanges.values()] == crawled.rows
    for url, (_, error, body) in crawled.fates.items():
        if error is None:
            assert exchanges[url].body == body.encode("latin-1")
    assert exchanges[crawled.server.base + "/form?a=1"].request_body == "trang=2&het"
    for row in crawled.rows:
        assert read_exchange_at(crawled.file, row.offset, lambda _: None) == exchanges[row.url]


def test_warcio_finds_nothing_wrong(crawled):
    assert_valid(crawled.file)
    assert crawled.records[0].type == "warcinfo"
    info = crawled.records[0].block.decode()
    for field in (
        "software: congtin/",
        "conformsTo: ",
        "operator: mailto:ai@congtin.example",
        "robots: obey",
        "isPartOf: thu_nghiem",
    ):
        assert field in info


def test_every_record_is_a_gzip_member_of_its_own_and_linked(crawled):
    data = crawled.file.read_bytes()
    info = crawled.records[0].id
    for record in crawled.records[1:]:
        member = zlib.decompress(data[record.offset : record.offset + record.length], 31)
        assert member.startswith(b"WARC/1.1\r\n")
        assert record.get("warc-warcinfo-id") == f"<{info}>"
        (partner,) = [other for other in crawled.records if other.id in record.concurrent]
        assert partner.concurrent == {record.id}
        assert partner.url == record.url
        assert len(record.get("warc-date")) == len("2026-11-22T06:17:19.123Z")


@pytest.fixture
def server():
    server = RawServer()
    yield server
    server.close()


def test_a_full_disk_closes_the_spider_and_leaves_a_whole_file(server, tmp_path):
    """Disk full stops cleanly."""
    crawled = Crawled(server, tmp_path, trouble="disk")
    assert crawled.reason == "disk_full"
    assert len(crawled.rows) == 1
    assert [e.capture for e in read_exchanges(crawled.file, lambda _: None)] == crawled.rows
    assert {error for _, error, _ in crawled.fates.values()} >= {"DiskFullError"}


def test_captures_without_a_row_wait_for_recovery(server, tmp_path):
    """A kept capture is never forgotten, whatever keeps its row from the archive."""
    path = server.base + "/thuong"
    rows, fates, _, _ = crawl(tmp_path, [(path, {})], "archive")
    assert rows == []
    assert fates[path][0] is None
    assert not list(tmp_path.glob("*.warc.gz"))
    found = [e.capture.url for done in recover(tmp_path) for e in read_exchanges(done.path, lambda _: None)]
    assert sorted(found) == sorted([path, server.base + "/robots.txt"])


def test_public_hooks_take_over_when_the_private_names_are_gone(server, tmp_path):
    """Then captures are marked reconstructed, and still readable."""
    crawled = Crawled(server, tmp_path, trouble="untapped")
    assert "reconstructed" in crawled.log
    assert {row.fidelity for row in crawled.rows} == {"reconstructed"}
    exchanges = list(read_exchanges(crawled.file, lambda _: None))
    assert [e.capture for e in exchanges] == crawled.rows
    bodies = {e.capture.url.removeprefix(server.base): e for e in exchanges}
    assert bodies["/khuc"].body == PAGE
    assert bodies["/khuc"].capture.payload_digest == _sha1(ZIPPED)
    assert bodies["/mat"].status == 404
    assert [v for n, v in bodies["/thuong"].headers if n == "Set-Cookie"] == ["a=1", "b=2"]
    assert b"bi-mat" not in b"".join(record.block for record in crawled.records)
