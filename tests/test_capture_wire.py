"""Issue 2, issue 4: what lies in the WARC file is what went over the wire, byte for byte."""

import gzip
import hashlib
import json
import socket
import ssl
import subprocess
import sys
import threading
import zlib
from base64 import b32encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from warcio.checker import Checker

from scraper.capture.warc.exchange import Exchange
from scraper.capture.warc.reader import read_exchange_at, read_exchanges
from scraper.capture.warc.records import Record, read_records
from scraper.capture.warc.recovery import recover
from scraper.store.rows import Capture

PAGE = "<html><body><p>Ủy ban nhân dân huyện Đồng Đăng họp thường kỳ.</p></body></html>".encode()
ZIPPED = gzip.compress(PAGE, mtime=0)


def chunked(body: bytes, size: int = 7) -> bytes:
    parts = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x;ghi-chu\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\nX-Trailer: a\r\n\r\n"


def sized(body: bytes, extra: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n%sContent-Length: %d\r\n\r\n%s" % (
        extra,
        len(body),
        body,
    )


# path -> what the server sends; it closes the connection afterwards when the value is a tuple, "hold" keeps it open.
SITE: dict[str, bytes | tuple[bytes, str]] = {
    "/thuong": sized(
        PAGE, b"sErVeR: l\xe1\xba\xa1\r\nSet-Cookie: a=1\r\nX-Odd:   two  spaces \r\nset-cookie: b=2\r\n"
    ),
    "/nen": sized(ZIPPED, b"Content-Encoding: gzip\r\n"),
    "/khuc": b"HTTP/1.1 200 Fine Thanks\r\nContent-Encoding: gzip\r\ntransfer-Encoding: chunked\r\nX-Sau: 1\r\n\r\n"
    + chunked(ZIPPED),
    "/trong": b"HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n",
    "/chuyen": b"HTTP/1.1 302 Found\r\nLocation: /tin/\xc4\x90\xe1\xbb\x93ng?x=1#dau\r\nContent-Length: 0\r\n\r\n",
    "/mat": "HTTP/1.1 404 Không tìm thấy\r\nContent-Length: 5\r\n\r\nmất".encode(),
    "/tiep": b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + sized(b"sau"),
    "/dong": (b"HTTP/1.0 200 OK\nServer: cu\n\ndong ket noi", "close"),
    "/form?a=1": sized(b"tra loi"),
    "/cut": (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nnua chung ", "close"),
    "/cut-khuc": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nnua c\r\n9\r\nhung", "close"),
    "/cham": (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nmoi bat dau", "hold"),
    "/to": (b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b"x" * 2000, "hold"),
    "/cam": (b"HTTP/1.1 200 OK\r\nContent-Le", "close"),
    "/robots.txt": sized(b"User-agent: *\nAllow: /\n"),
}
# Served, but not in the list of what is crawled by default.
NOT_MODIFIED = b'HTTP/1.1 304 Not Modified\r\neTag: "a1"\r\nX-Moi: 1\r\nX-Moi: 2\r\n\r\n'
MORE = {
    "/cu": sized(ZIPPED, b'Content-Encoding: gzip\r\nETag: "a1"\r\nLast-Modified: Fri, 02 Jan 2026 03:04:05 GMT\r\n'),
    "/ban-sao": sized(ZIPPED, b"Content-Encoding: gzip\r\nX-Khac: 1\r\n"),
}
BODY = {"/thuong": PAGE, "/nen": ZIPPED, "/khuc": ZIPPED, "/mat": "mất".encode(), "/cut": b"nua chung "}
TRUNCATED = {"/cut": "disconnect", "/cut-khuc": "disconnect", "/cham": "time", "/to": "length"}


class RawServer:
    """Answers from SITE over plain sockets and notes every byte it received and sent."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.received: dict[str, bytes] = {}
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._held: list[socket.socket] = []
        self.base = f"http{'s' if context else ''}://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        if self._context:
            connection = self._context.wrap_socket(connection, server_side=True)
        with connection:
            while request := self._read(connection):
                path = request.split(b" ", 2)[1].decode()
                self.received[path] = request
                answer = (SITE | MORE)[path]
                if path == "/cu" and b"If-None-Match" in request:
                    answer = NOT_MODIFIED
                connection.sendall(answer[0] if isinstance(answer, tuple) else answer)
                if isinstance(answer, tuple):
                    if answer[1] == "hold":
                        self._read(connection)  # until the client gives up
                    return

    @staticmethod
    def _read(connection: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data or (b"POST" in data[:5] and not data.endswith(b"het")):
            try:
                more = connection.recv(65536)
            except OSError:
                return b""
            if not more:
                return b""
            data += more
        return data

    def close(self) -> None:
        self._listener.close()


SCRIPT = """
import errno, json, sys
from dataclasses import asdict
import scrapy
from scrapy.crawler import CrawlerProcess
from scraper.capture.warc import writer
from scraper.crawl.download import handler

plan = json.load(sys.stdin)
rows, fates = [], {}

class FakeArchive:
    def add_capture(self, capture):
        if plan["trouble"] == "archive":
            raise RuntimeError("no row")
        rows.append(asdict(capture))

    def same_body(self, portal_id, payload_digest, payload_length):
        return None

    def validated(self, portal_id, capture_id):
        return None

class Handler(handler.WarcDownloadHandler):
    def open_archive(self):
        return FakeArchive()

if plan["trouble"] == "untapped":
    def gone(pool):
        raise AttributeError("_factory")
    handler.tap = gone
if plan["trouble"] == "disk":
    def full(descriptor, data):
        raise OSError(errno.ENOSPC, "No space left on device")
    writer.os.fdatasync = lambda descriptor: setattr(writer.os, "write", full)  # after the first exchange

class Portal(scrapy.Spider):
    name = "thu_nghiem"

    async def start(self):
        for url, more in plan["requests"]:
            yield scrapy.Request(url, callback=self.came, errback=self.lost, **more)

    def came(self, response):
        capture = response.meta["capture"]
        fates[response.url] = [asdict(capture), None, response.body.decode("latin-1")]

    def lost(self, failure):
        capture = failure.request.meta.get("capture")
        fates[failure.request.url] = [capture and asdict(capture), type(failure.value).__name__, None]

if plan["trouble"] == "real archive":
    Handler = handler.WarcDownloadHandler

process = CrawlerProcess({
    "DOWNLOAD_HANDLERS": {"http": Handler, "https": Handler}, "ARCHIVE_DB": plan["captures"] + "/log/archive.db",
    "CAPTURES_DIR": plan["captures"], "HOST_DELAY": 0, "CONTACT": "mailto:ai@congtin.example",
    "USER_AGENT": "CongTin/test", "ROBOTSTXT_OBEY": True, "COOKIES_ENABLED": False, "RETRY_ENABLED": False, "REDIRECT_ENABLED": False,
    "HTTPERROR_ALLOW_ALL": True, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    "LOG_LEVEL": "WARNING",
})
crawler = process.create_crawler(Portal)
process.crawl(crawler)
process.start()
json.dump({"rows": rows, "fates": fates, "reason": crawler.stats.get_value("finish_reason")}, sys.stdout)
"""


def crawl(captures: Path, requests: list[tuple[str, dict[str, object]]], trouble: str = ""):
    plan = {"captures": str(captures), "requests": requests, "trouble": trouble}
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        timeout=30,
        cwd=root,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    out = json.loads(done.stdout)
    return [Capture(**row) for row in out["rows"]], out["fates"], out["reason"], done.stderr


def requests_for(base: str) -> list[tuple[str, dict[str, object]]]:
    more: dict[str, dict[str, object]] = {
        "/form?a=1": {"method": "POST", "body": "trang=2&het", "headers": {"Authorization": "Basic x"}},
        "/cham": {"meta": {"download_timeout": 0.4}},
        "/to": {"meta": {"download_maxsize": 1000}},
        "/thuong": {"headers": {"Cookie": "phien=bi-mat"}},
    }
    return [(base + path, more.get(path, {})) for path in SITE if path != "/robots.txt"]


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
    """Issue 2: robots.txt, redirects, errors and broken-off bodies included."""
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
    checker = Checker(_Args([str(crawled.file)]))
    checker.process_all()
    assert checker.exit_value == 0
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


class _Args:
    verbose = True

    def __init__(self, inputs: list[str]) -> None:
        self.inputs = inputs


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
    """Issue 4: disk full stops cleanly."""
    crawled = Crawled(server, tmp_path, trouble="disk")
    assert crawled.reason == "disk_full"
    assert len(crawled.rows) == 1
    assert [e.capture for e in read_exchanges(crawled.file, lambda _: None)] == crawled.rows
    assert {error for _, error, _ in crawled.fates.values()} >= {"DiskFullError"}


def test_captures_without_a_row_wait_for_recovery(server, tmp_path):
    """Issue 2: a kept capture is never forgotten, whatever keeps its row from the archive."""
    path = server.base + "/thuong"
    rows, fates, _, _ = crawl(tmp_path, [(path, {})], "archive")
    assert rows == []
    assert fates[path][0] is None
    assert not list(tmp_path.glob("*.warc.gz"))
    found = [e.capture.url for done in recover(tmp_path) for e in read_exchanges(done.path, lambda _: None)]
    assert sorted(found) == sorted([path, server.base + "/robots.txt"])


def test_public_hooks_take_over_when_the_private_names_are_gone(server, tmp_path):
    """Issue 4: then captures are marked reconstructed, and still readable."""
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
