"""The sample portals over HTTP/1.1 on the loopback interface, chosen by the Host field.

A stand-in for real servers: keep-alive connections, gzip, validators and 304, wrong methods and unknown hosts. Only
127.0.0.1 is listened to, and no request reads a file.
"""

import gzip
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from itertools import count
from typing import Any, Self
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from scraper.sample.edits import Edition
from scraper.sample.model import Answer, SampleRequest, Site
from scraper.sample.sites import SITES

_GZIP_FROM = 400  # bytes; real servers leave tiny answers uncompressed
_LONGEST_FORM = 64 * 1024  # bytes
# Families whose servers send validators, as they do in the wild.
_VALIDATED = {"wordpress": "ETag", "drupal": "Last-Modified"}

Render = Callable[[Edition, SampleRequest], Answer | None]


class SampleServer:
    """Serves `sites` until it is closed; a context manager. `port` 0 takes any free port.

    Tests may change a portal while it is served: `overrides[host, path]` (path with its query, as requested) answers
    instead of the portal until it is deleted; `editions[host]` edits, deletes and moves articles. `log` lists every
    request as (host, method, path). Raises OSError when the port is taken.
    """

    def __init__(self, port: int = 0, sites: Iterable[Site] = SITES) -> None:
        self.overrides: dict[tuple[str, str], Answer] = {}
        self.log: list[tuple[str, str, str]] = []
        self.editions = {site.host: Edition(site) for site in sites}
        self._renders: dict[str, Render] = {
            site.host: import_module(f"scraper.sample.markup.{site.family}").respond
            for site in (edition.site for edition in self.editions.values())
        }
        self._hits = count(1)  # of all portals together; `next` on it is atomic, which threads need
        self._http = _Http(("127.0.0.1", port), _Handler, self)
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port at which it listens."""
        return int(self._http.server_address[1])

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._http.shutdown()
        if self._thread:
            self._thread.join()
        self.close()

    def serve(self) -> None:
        """Serve in this thread until interrupted, then close."""
        with suppress(KeyboardInterrupt):
            self._http.serve_forever()
        self.close()

    def close(self) -> None:
        """Let others have the port."""
        self._http.server_close()

    def answer(self, host: str, target: str, method: str = "GET", form: dict[str, str] | None = None) -> Answer:
        """What the portal at `host` answers to a request with this `method`.

        `target` is path and query as in a request line, `form` what a POST sends.
        """
        self.log.append((host, method, target))
        override = self.overrides.get((host, target))
        if override is not None:
            return override
        if host not in self.editions:
            return Answer(b"No sample portal has this name.\n", "text/plain; charset=utf-8", 404)
        parts = urlsplit(target)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        request = SampleRequest(host, unquote(parts.path), query, method, form or {}, next(self._hits))
        return self._renders[host](self.editions[host], request) or Answer(
            "<!DOCTYPE html><html lang='vi'><head><title>404</title></head>"
            "<body><h1>Không tìm thấy trang</h1></body></html>".encode(),
            status=404,
        )

    def validator(self, host: str) -> tuple[str, str] | None:
        """Name and value of the field by which the portal at `host` lets clients ask for changes, or None.

        One for the whole portal: it changes with every edit anywhere, as on systems that print a list on every page.
        """
        edition = self.editions.get(host)
        name = _VALIDATED.get(edition.site.family) if edition else None
        if edition is None or name is None:
            return None
        day = f"Fri, 20 Jun 2025 01:{edition.revision // 60 % 60:02}:{edition.revision % 60:02} GMT"
        return (name, f'"{edition.revision}"') if name == "ETag" else (name, day)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # kept-alive connections of a finished client must not hold up a test
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], portals: SampleServer) -> None:
        self.portals = portals
        super().__init__(address, handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error; anything else is ours and is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SamplePortal/1"
    sys_version = ""
    timeout = 30
    wbufsize = -1  # buffered, so that head and body leave in one packet
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name is the base class's
        """Say nothing: `SampleServer.log` keeps the requests."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """A fixed Date header: every run is the same."""
        return "Fri, 20 Jun 2025 01:15:00 GMT"

    def do_GET(self) -> None:
        self._serve("GET")

    def do_HEAD(self) -> None:
        self._serve("HEAD")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > _LONGEST_FORM:
            self.close_connection = True
            self._send(Answer(b"Form too long\n", "text/plain; charset=utf-8", 413))
            return
        body = self.rfile.read(int(length)).decode("utf-8", "replace")
        self._serve("POST", dict(parse_qsl(body, keep_blank_values=True)))

    def _refuse(self) -> None:
        self.close_connection = True  # a body, if any, is not read
        allowed = (("Allow", "GET, HEAD, POST"),)
        self._send(Answer(b"Method not allowed\n", "text/plain; charset=utf-8", 405, allowed))

    do_PUT = do_DELETE = do_PATCH = do_OPTIONS = _refuse  # noqa: N815

    def _serve(self, method: str, form: dict[str, str] | None = None) -> None:
        host = self.headers.get("Host", "").partition(":")[0].lower().removeprefix("www.")
        if host.endswith(".localhost"):  # what a browser can open without our resolver (RFC 6761, 6.3)
            host = host.removesuffix(".localhost") + ".example"
        assert isinstance(self.server, _Http)
        # Bytes that clients should have escaped: overrides and log have them escaped.
        target = quote(self.path, safe="/?&=%#+:;,@!$'()*~.-_[]")
        answer = self.server.portals.answer(host, target, method, form)
        validator = self.server.portals.validator(host)
        # An override is another page than the one that the validator is of.
        if answer.status == 200 and validator and (host, target) not in self.server.portals.overrides:
            answer = replace(answer, headers=(*answer.headers, validator))
            asked = self.headers.get("If-None-Match" if validator[0] == "ETag" else "If-Modified-Since")
            if asked == validator[1]:
                answer = replace(answer, body=b"", status=304)
        self._send(answer)

    def _send(self, answer: Answer) -> None:
        body = answer.body
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        textual = answer.content_type.startswith(("text/", "application/xml", "application/rss"))
        if textual and len(body) >= _GZIP_FROM:
            self.send_header("Vary", "Accept-Encoding")
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                body = gzip.compress(body, 5, mtime=0)
                self.send_header("Content-Encoding", "gzip")
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
