"""One exchange as the rest of the house sees it, and the one rule that makes its row from its WARC records."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5

from w3lib.url import safe_url_string

from scraper.capture.warc.message import (
    Headers,
    dechunk,
    decode_content,
    header,
    headers_of,
    is_chunked,
    split_message,
    status_of,
    text_of,
)
from scraper.capture.warc.records import Record, bare, digest
from scraper.store.rows import Capture
from scraper.urls.canonical import request_key

Fidelity = Literal["wire", "foreign", "saved", "reconstructed"]
OURS: tuple[Fidelity, ...] = ("wire", "reconstructed")  # of captures in files that this program wrote

# Fields of our own in a WARC head; the standard lets readers skip fields they do not know.
FIDELITY = "Congtin-Fidelity"  # "reconstructed" when the wire could not be tapped
CERTIFICATE = "Congtin-Certificate"  # "verified", or "not verified: " and why
REQUEST_LENGTH = "Congtin-Request-Length"  # bytes of the request's gzip member, which ends where the response begins

# WARC-Profile of a revisit: the body is the same as one kept before, or the portal answered 304.
PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
IDENTICAL = "identical-payload-digest"
NOT_MODIFIED = "server-not-modified"

_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and what came back. `body` is content-decoded; None for a revisit, whose body lies elsewhere.

    `status` is None and `headers` are empty for saved pages. `content_type` is the full header value.
    """

    capture: Capture
    status: int | None
    headers: Headers
    content_type: str | None
    request_body: str | None
    body: bytes | None

    def header(self, name: str) -> str | None:
        """First value of a response header, by its lower-case name."""
        return header(self.headers, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a response, revisit or resource record holds.

    `url` and `date` are those of the exchange. `entity` is the body as served, without framing but with its
    content-encodings, which `encodings` names; None when it lies in another record.
    """

    url: str
    date: str
    status: int | None
    headers: Headers
    content_type: str | None
    encodings: str | None
    entity: bytes | None

    @property
    def body(self) -> bytes | None:
        """The entity without its content-encodings."""
        return None if self.entity is None else decode_content(self.entity, self.encodings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a revisit record says about the record that holds its body; foreign ones leave out much of it."""

    id: str | None
    url: str | None
    date: str | None
    payload_digest: str | None


def reference_of(record: Record) -> Reference:
    """Where the body of a revisit record is to be found."""
    return Reference(
        id=bare(record.get("warc-refers-to")),
        url=bare(record.get("warc-refers-to-target-uri")),
        date=record.get("warc-refers-to-date"),
        payload_digest=record.get("warc-payload-digest"),
    )


def answer_of(record: Record) -> Answer:
    """Read the block of a record."""
    url, date = record.url, record.get("warc-date") or ""
    if record.type == "resource" or (record.type == "response" and not record.block.startswith(b"HTTP/")):
        kind = record.get("content-type")
        return Answer(
            url=url, date=date, status=None, headers=(), content_type=kind, encodings=None, entity=record.block
        )
    head, body = split_message(record.block)
    headers = headers_of(head)
    entity: bytes | None = dechunk(body)[0] if is_chunked(headers) else body
    status = status_of(head)
    if record.type == "revisit":
        entity = None
        if (record.get("warc-profile") or "").endswith(NOT_MODIFIED):
            status = 304
    return Answer(
        url=url,
        date=date,
        status=status,
        headers=headers,
        content_type=header(headers, "content-type"),
        encodings=header(headers, "content-encoding"),
        entity=entity,
    )


def location_of(url: str, answer: Answer) -> str | None:
    """Absolute target of a redirect, or None."""
    return redirect_target(url, answer.status, header(answer.headers, "location"))


def redirect_target(url: str, status: int | None, target: str | None) -> str | None:
    """Absolute form of `target`, the Location of an answer with `status`; None when it leads nowhere."""
    if status not in _REDIRECTS or not target:
        return None
    try:
        return urljoin(url, safe_url_string(target))
    except ValueError:  # such as "http://[": nowhere to go
        return None


def request_of(record: Record | None) -> tuple[str, bytes]:
    """Method and body of a request record; GET when there is none."""
    if record is None:
        return "GET", b""
    head, body = split_message(record.block)
    method = head.split(None, 1)[0].decode("ascii", "replace").upper() if head.strip() else "GET"
    return method, dechunk(body)[0] if is_chunked(headers_of(head)) else body


def capture_of(
    record: Record, answer: Answer, request: Record | None, *, file: str, portal_id: str | None, own: bool
) -> Capture:
    """The row of an exchange, from its records alone: the same when it is written and whenever it is read.

    `own` says that this program wrote the file.
    """
    url = answer.url
    method, body = request_of(request)
    entity = answer.entity
    revisit = record.type == "revisit"
    served = answer.status == 200
    fidelity: Fidelity = "foreign"
    if record.type == "resource":
        fidelity = "saved"
    elif own:
        fidelity = "reconstructed" if record.get(FIDELITY.lower()) else "wire"
    mime = (answer.content_type or "").split(";")[0].strip().lower()
    return Capture(
        id=capture_id(record, answer),
        url=url,
        method=method,
        url_key=request_key(method, url, body),
        portal_id=portal_id,
        captured_at=answer.date,
        status=answer.status,
        mime=mime or None,
        payload_digest=payload_digest(record, answer),
        payload_length=None if entity is None else len(entity),
        location=location_of(url, answer),
        ip=record.get("warc-ip-address"),
        # A revisit is cut short by its nature, and has to say so; its body is whole, elsewhere.
        truncated=None if revisit else record.get("warc-truncated"),
        fidelity=fidelity,
        file=file.removesuffix(".open"),
        offset=record.offset,
        length=record.length,
        refers_to=reference_of(record).id if revisit else None,
        etag=header(answer.headers, "etag") if served else None,
        last_modified=header(answer.headers, "last-modified") if served else None,
        certificate=record.get(CERTIFICATE.lower()) if own else None,
    )


def payload_digest(record: Record, answer: Answer) -> str | None:
    """Digest of the body as served; what the record claims when the body lies elsewhere."""
    return record.get("warc-payload-digest") if answer.entity is None else digest(answer.entity)


def capture_id(record: Record, answer: Answer) -> str:
    """The record's own id; one made from what it holds for the few that have none."""
    return record.id or uuid5(NAMESPACE_URL, f"{answer.url} {answer.date} {payload_digest(record, answer)}").urn


def exchange_of(
    record: Record, answer: Answer, request: Record | None, *, file: str, portal_id: str | None, own: bool
) -> Exchange:
    """The exchange that a response, revisit or resource record holds, with the request that led to it."""
    asked = request_of(request)[1]
    return Exchange(
        capture=capture_of(record, answer, request, file=file, portal_id=portal_id, own=own),
        status=answer.status,
        headers=answer.headers,
        content_type=answer.content_type,
        request_body=text_of(asked) if asked else None,
        body=answer.body,
    )


Truncated = Literal["disconnect", "time", "length", "unspecified"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WireExchange:
    """One exchange ready for its WARC records.

    `request` and `response` are whole messages; the response's transfer-encoding is already removed. `date` is
    the WARC-Date. `certificate` is what `scraper.crawl.download.certificate` says of the server's.
    """

    url: str
    date: str
    request: bytes
    response: bytes
    ip: str | None = None
    truncated: Truncated | None = None
    reconstructed: bool = False
    certificate: str | None = None
