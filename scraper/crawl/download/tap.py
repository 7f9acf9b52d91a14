"""The wire tap: the bytes of one exchange, taken from Twisted's connection as they pass.

Scrapy's public hooks lose the status line, header case, order and duplicates, the request, and every answer that
breaks off. So the connections of a pool are wrapped. Two names that Twisted and Scrapy do not promise are used:
the `_pool` of Scrapy's handler (by our handler) and the pool's `_factory` (here). When they are gone `tap` raises
AttributeError, and the handler falls back to the public hooks.

How a recording reaches its connection: the download handler puts it into the context variable `current`, the pool
binds it to the connection that it hands out (`_Bound`), that hands it to the request, and the request to the protocol
which really sends it. Twisted may send a request again on a new connection when a kept-alive one turns out closed; the
recording then starts anew.
"""

from contextvars import ContextVar
from typing import Any

from scraper.capture.warc.message import (
    dechunk,
    has_head,
    header,
    headers_of,
    is_chunked,
    skip_interim,
    split_message,
    status_of,
    unframed_head,
    without_secrets,
)
from scraper.crawl.download.certificate import Judge

# The recording of the request that the running coroutine is about to send.
current: ContextVar["Recording | None"] = ContextVar("recording", default=None)

_judge = Judge()  # one for the process: a host's certificate is judged once, not for every connection


class Recording:
    """What went over the wire for one request to `host`.

    `ip` is the address that was connected to, `certificate` the verdict of `scraper.crawl.download.certificate`; both
    are None until they are known.
    """

    def __init__(self, host: str = "") -> None:
        self.ip: str | None = None
        self.certificate: str | None = None
        self._host = host
        self._transport: Any = None
        self._sent: list[bytes] = []
        self._received: list[bytes] = []

    def begin(self, transport: Any) -> None:
        """Start with `transport`, a connection that is about to send the request."""
        self._sent.clear()
        self._received.clear()
        self.ip = getattr(transport.getPeer(), "host", None)
        self._transport = transport

    def sent(self, data: bytes) -> None:
        """Note bytes of the request."""
        self._sent.append(data)

    def received(self, data: bytes) -> None:
        """Note bytes of the response."""
        if not self._received:  # no sooner: the first request is written before the TLS handshake is done
            self.certificate = _judge.verdict_for(self._transport, self._host)
        self._received.append(data)

    def messages(self) -> tuple[bytes, bytes, bool | None] | None:
        """Request, response and whether the response is whole; None when not even its head came.

        It is None, too, whether it is whole when only the end of the connection shows that. The request is without
        cookies and credentials, the response without interim answers and chunked framing.
        """
        received = skip_interim(b"".join(self._received))
        request = b"".join(self._sent)
        if not has_head(received) or not has_head(request):
            return None
        request_head, form = split_message(request)
        head, body, whole = _whole(request_head.startswith(b"HEAD "), received)
        return without_secrets(request_head) + form, head + body, whole


def _whole(no_body: bool, received: bytes) -> tuple[bytes, bytes, bool | None]:
    """Head, entity body and completeness of a response, after RFC 9112, section 6.3.

    What stands behind the body, on a connection that is kept alive, is no part of it.
    """
    head, body = split_message(received)
    headers = headers_of(head)
    if no_body or status_of(head) in {204, 304}:
        return head, b"", True
    if is_chunked(headers):
        entity, whole = dechunk(body)
        return unframed_head(head, len(entity)), entity, whole
    length = header(headers, "content-length")
    if length is not None and length.isascii() and length.isdigit():
        return head, body[: int(length)], len(body) >= int(length)
    return head, body, None


class _TappedTransport:
    """A transport that notes what is written to it; everything else is that of the real one."""

    def __init__(self, transport: Any, recording: Recording) -> None:
        self._transport = transport
        self._recording = recording

    def write(self, data: bytes) -> None:
        self._recording.sent(data)
        self._transport.write(data)

    def writeSequence(self, data: list[bytes]) -> None:  # noqa: N802 (Twisted's name)
        parts = list(data)
        self._recording.sent(b"".join(parts))
        self._transport.writeSequence(parts)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class _Bound:
    """A connection of the pool, bound to the recording of the one request it was handed out for."""

    def __init__(self, connection: Any, recording: Recording | None) -> None:
        self._connection = connection
        self._recording = recording

    def request(self, request: Any) -> Any:
        """Send `request`, which carries its recording to whichever connection really sends it."""
        recording = request.recording = self._recording
        if recording is not None:
            write = request.writeTo
            request.writeTo = lambda transport: write(_TappedTransport(transport, recording))
        return self._connection.request(request)


def _tap_connection(protocol: Any) -> Any:
    """Wrap the methods of a new connection by which requests go out and bytes come in."""
    send, receive = protocol.request, protocol.dataReceived
    # One request at a time: Twisted does not pipeline.
    running: list[Recording | None] = [None]

    def request(request: Any) -> Any:
        recording = running[0] = getattr(request, "recording", None)
        if recording is not None:
            recording.begin(protocol.transport)
        return send(request)

    def data_received(data: bytes) -> None:
        if running[0] is not None:
            running[0].received(data)
        receive(data)

    protocol.request, protocol.dataReceived = request, data_received
    return protocol


def tap(pool: Any) -> None:
    """Make every connection of `pool`, a Twisted HTTPConnectionPool, note its bytes in the `current` recording.

    Raises AttributeError when the pool is built differently from that of Twisted 26.
    """
    make_factory, get_connection = pool._factory, pool.getConnection  # noqa: SLF001 (see the module's docstring)

    def tapped_factory(*args: Any, **kwargs: Any) -> Any:
        factory = make_factory(*args, **kwargs)
        build = factory.buildProtocol
        factory.buildProtocol = lambda address: _tap_connection(build(address))
        return factory

    def bound_connection(key: Any, endpoint: Any) -> Any:
        recording = current.get()  # called at once, in the coroutine that asks
        return get_connection(key, endpoint).addCallback(_Bound, recording)

    pool._factory = tapped_factory  # noqa: SLF001
    pool.getConnection = bound_connection
