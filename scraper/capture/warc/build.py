"""The WARC records of one exchange: request and response; a revisit where the body is one that is kept already.

After WARC 1.1 (ISO 28500:2017). All records of an exchange bear the date at which it began (5.4) and name each other
in WARC-Concurrent-To (5.7).
"""

from dataclasses import dataclass
from uuid import uuid4

from scraper.capture.warc.answer import IDENTICAL, NOT_MODIFIED, PROFILES
from scraper.capture.warc.exchange import CERTIFICATE, FIDELITY, REQUEST_LENGTH, WireExchange
from scraper.capture.warc.message import split_message, status_of
from scraper.capture.warc.records import Record, digest, member
from scraper.store.rows import Capture

_Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Built:
    """The records of an exchange, and the same as gzip members in the order of the file.

    `before` are the members that stand before the answer's: the head of a 304, if there is one, and the request.
    """

    request: Record
    answer: Record
    before: bytes
    answer_member: bytes


def payload_of(exchange: WireExchange) -> tuple[int | None, bytes]:
    """Status and body as served of the response of `exchange`."""
    head, body = split_message(exchange.response)
    return status_of(head), body


def build(exchange: WireExchange, warcinfo_id: str, original: Capture | None) -> Built:
    """The records of `exchange`. With `original`, the capture that holds the same body, the answer is a revisit.

    `warcinfo_id` is the id of the warcinfo record of the file. A 304 becomes a revisit without a block, as 6.7.3
    allows: with the head of the 304 as its block, replay tools show readers an empty page. That head is kept in a
    metadata record before it.
    """
    answer_id, request_id = uuid4().urn, uuid4().urn
    request = _record("request", request_id, answer_id, exchange, exchange.request, warcinfo_id)
    # Packed first: its length goes into the head of the answer, so that the request can be found from there.
    request_member = member(request.headers, request.block)
    extra = [(REQUEST_LENGTH, str(len(request_member)))]
    extra += [(FIDELITY, "reconstructed")] if exchange.reconstructed else []
    extra += [(CERTIFICATE, exchange.certificate)] if exchange.certificate else []
    before = b""
    if original is None:
        answer = _record("response", answer_id, request_id, exchange, exchange.response, warcinfo_id, extra)
    else:
        status, _ = payload_of(exchange)
        if status == 304:
            before = _head_kept(exchange, answer_id, warcinfo_id)
        answer = _revisit(exchange, answer_id, request_id, warcinfo_id, original, status, extra)
    return Built(request, answer, before + request_member, member(answer.headers, answer.block))


def _record(
    kind: str,
    record_id: str,
    partner: str,
    exchange: WireExchange,
    block: bytes,
    warcinfo_id: str,
    extra: _Fields | None = None,
    payload_digest: str | None = None,
) -> Record:
    """A record of WARC-Type `kind`; `partner` is the id of the other record of the exchange."""
    message = "request" if kind == "request" else "response"
    headers = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", f"<{record_id}>"),
        ("WARC-Date", exchange.date),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Warcinfo-ID", f"<{warcinfo_id}>"),
        ("WARC-Concurrent-To", f"<{partner}>"),
        ("WARC-Payload-Digest", payload_digest or digest(split_message(block)[1])),
        ("WARC-Block-Digest", digest(block)),
        ("Content-Type", f"application/http; msgtype={message}"),
    ]
    if exchange.ip:
        headers.append(("WARC-IP-Address", exchange.ip))
    if exchange.truncated and kind == "response":
        headers.append(("WARC-Truncated", exchange.truncated))
    return Record((*headers, *(extra or [])), block)


def _revisit(
    exchange: WireExchange,
    record_id: str,
    partner: str,
    warcinfo_id: str,
    original: Capture,
    status: int | None,
    extra: _Fields,
) -> Record:
    """A revisit record (6.7) that refers to `original` by id, address and date, as 6.7.2 recommends."""
    profile = NOT_MODIFIED if status == 304 else IDENTICAL
    block = b"" if status == 304 else split_message(exchange.response)[0]
    fields = [
        ("WARC-Profile", PROFILES + profile),
        ("WARC-Refers-To", f"<{original.id}>"),
        ("WARC-Refers-To-Target-URI", original.url),
        ("WARC-Refers-To-Date", original.captured_at),
    ]
    # 6.7.2: a block that leaves out the body says so.
    fields += [("WARC-Truncated", "length")] if block else []
    return _record(
        "revisit", record_id, partner, exchange, block, warcinfo_id, fields + extra, original.payload_digest
    )


def _head_kept(exchange: WireExchange, answer_id: str, warcinfo_id: str) -> bytes:
    """A metadata record (6.6) with the head of a 304 as it came.

    Its lines are written as WARC fields: no replay tool takes a block of that type for a page.
    """
    block = b"status-line: " + split_message(exchange.response)[0].rstrip(b"\r\n") + b"\r\n"
    headers = [
        ("WARC-Type", "metadata"),
        ("WARC-Record-ID", f"<{uuid4().urn}>"),
        ("WARC-Date", exchange.date),
        ("WARC-Target-URI", exchange.url),
        ("WARC-Warcinfo-ID", f"<{warcinfo_id}>"),
        ("WARC-Concurrent-To", f"<{answer_id}>"),
        ("WARC-Block-Digest", digest(block)),
        ("Content-Type", "application/warc-fields"),
    ]
    return member(headers, block)
