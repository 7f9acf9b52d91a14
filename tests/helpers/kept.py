"""An archive with a capture file that a test writes exchange by exchange."""

from pathlib import Path

from helpers.raw_server import PAGE
from scraper.capture.warc.exchange import WireExchange
from scraper.capture.warc.reader import read_exchanges
from scraper.capture.warc.writer import WarcSink
from scraper.intake.bodies import resolver
from scraper.store.archive import Archive
from scraper.store.captures.originals import CaptureStore


def exchange(path="/tin", body=PAGE, head=b"", status=b"200 OK", at="2026-11-22T06:17:19.123Z", **more):
    return WireExchange(
        url=f"http://langson.example{path}",
        date=at,
        request=f"GET {path} HTTP/1.1\r\nHost: langson.example\r\n\r\n".encode(),
        response=b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\n%s\r\n%s" % (status, head, body),
        ip="192.0.2.1",
        **more,
    )


def not_modified(path="/tin", at="2026-12-01T00:00:00.000Z"):
    return exchange(path, b"", b'ETag: "a1"\r\n', b"304 Not Modified", at)


class Kept:
    """An archive, its captures, and a sink of one portal."""

    def __init__(self, home: Path, portal: str = "lang_son") -> None:
        self.captures = home / "captures"
        self.archive = Archive.open(home / "archive.db", create=True)
        self.store = CaptureStore(self.archive)
        self.portal = portal
        self.sink = WarcSink(self.captures, portal, info={})

    def write(self, wire, original=None):
        row = self.sink.write(wire, original)
        self.store.add_capture(row)
        return row

    def again(self, row):
        """The capture that a second answer with the body of `row` would refer to."""
        return self.store.same_body(self.portal, row.payload_digest, row.payload_length or len(PAGE))

    def read(self, path):
        return list(read_exchanges(path, lambda _: None, resolver(self.archive.conn, self.captures)))

    def close(self):
        self.sink.close()
        self.archive.close()
