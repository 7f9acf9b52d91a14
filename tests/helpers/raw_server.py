"""A server that answers byte for byte what a test says, and a crawl of it in a process of its own."""

import gzip
import json
import socket
import ssl
import subprocess
import sys
import threading
from pathlib import Path

from helpers.paths import ROOT
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
    root = ROOT
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
