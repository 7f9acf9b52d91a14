"""One exchange as the rest of the house sees it, and the one rule that makes its row from its WARC records."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5

from w3lib.url import safe_url_string

from scraper.capture.message import (
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
from scraper.capture.records import Record, digest
from scraper.store.rows import Capture
from scraper.urls import request_key

Fidelity = Literal["wire", "foreign", "saved", "reconstructed"]

# Fields of our own in a WARC head; the standard lets readers skip fields they do not know.
FIDELITY = "Congtin-Fidelity"  # "reconstructed" when the wire could not be tapped
REQUEST_LENGTH = "Congtin-Request-Length"  # bytes of the request's gzip member, which ends where the response begins

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


@dataclass(frozen=True, slots=True)
class Answer:
    """What a response, revisit or resource record holds; `entity` is the body as served, without framing."""

    status: int | None
    headers: Headers
    content_type: str | None
    entity: bytes | None


def answer_of(record: Record) -> Answer:
    """Read the block of a record."""
    if record.type == "resource" or (record.type == "response" and not record.block.startswith(b"HTTP/")):
        return Answer(None, (), record.get("content-type"), record.block)
    head, entity = split_message(record.block)
    headers = headers_of(head)
    content_type = header(headers, "content-type")
    if record.type == "revisit":
        return Answer(status_of(head), headers, content_type, None)
    if is_chunked(headers):
        entity, _ = dechunk(entity)
    return Answer(status_of(head), headers, content_type, entity)


def location_of(url: str, answer: Answer) -> str | None:
    """Absolute target of a redirect, or None."""
    target = header(answer.headers, "location")
    if answer.status not in _REDIRECTS or not target:
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
    url = record.url
    method, body = request_of(request)
    entity = answer.entity
    claimed = record.get("warc-payload-digest")
    payload_digest = claimed if entity is None else digest(entity)
    date = record.get("warc-date") or ""
    fidelity: Fidelity = "foreign"
    if record.type == "resource":
        fidelity = "saved"
    elif own:
        fidelity = "reconstructed" if record.get(FIDELITY.lower()) else "wire"
    mime = (answer.content_type or "").split(";")[0].strip().lower()
    return Capture(
        id=record.id or uuid5(NAMESPACE_URL, f"{url} {date} {payload_digest}").urn,
        url=url,
        method=method,
        url_key=request_key(method, url, body),
        portal_id=portal_id,
        captured_at=date,
        status=answer.status,
        mime=mime or None,
        payload_digest=payload_digest,
        payload_length=None if entity is None else len(entity),
        location=location_of(url, answer),
        ip=record.get("warc-ip-address"),
        truncated=record.get("warc-truncated"),
        fidelity=fidelity,
        file=file.removesuffix(".open"),
        offset=record.offset,
        length=record.length,
    )


def exchange_of(record: Record, request: Record | None, *, file: str, portal_id: str | None, own: bool) -> Exchange:
    """The exchange that a response, revisit or resource record holds, with the request that led to it."""
    answer = answer_of(record)
    body = answer.entity
    if body is not None:
        body = decode_content(body, header(answer.headers, "content-encoding"))
    asked = request_of(request)[1]
    return Exchange(
        capture=capture_of(record, answer, request, file=file, portal_id=portal_id, own=own),
        status=answer.status,
        headers=answer.headers,
        content_type=answer.content_type,
        request_body=text_of(asked) if asked else None,
        body=body,
    )
