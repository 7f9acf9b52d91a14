"""What a WARC record of an answer holds: a response, a revisit or a resource record, and the request it belongs to.

Record types are those of WARC 1.1 (ISO 28500:2017): response (6.3), resource (6.4), request (6.5), revisit (6.7).
"""

from dataclasses import dataclass
from urllib.parse import urljoin

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
)
from scraper.capture.warc.records import Record, bare

# WARC-Profile of a revisit: the body is the same as one kept before (6.7.2), or the portal answered 304 (6.7.3).
PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
IDENTICAL = "identical-payload-digest"
NOT_MODIFIED = "server-not-modified"

ANSWERS = {"response", "revisit", "resource"}  # types of the records that hold an answer

_REDIRECTS = {301, 302, 303, 307, 308}  # RFC 9110, section 15.4; 300 and 304 lead nowhere by themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a response, revisit or resource record holds.

    `url` and `date` are those of the exchange. `status` is None and `headers` are empty for resource records, which
    keep no HTTP head. `content_type` is the full value of that field. `entity` is the body as served, without its
    transfer-encoding but with its content-encodings, which `encodings` names; None when it lies in another record.
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
    """What a revisit record says about the record that holds its body; other programs leave out much of it.

    `id`, `url` and `date` are WARC-Refers-To (5.11), WARC-Refers-To-Target-URI (5.12) and WARC-Refers-To-Date (5.13).
    """

    id: str | None
    url: str | None
    date: str | None
    payload_digest: str | None


def reference_of(record: Record) -> Reference:
    """Where the body of the revisit `record` is to be found."""
    return Reference(
        id=bare(record.get("warc-refers-to")),
        url=bare(record.get("warc-refers-to-target-uri")),
        date=record.get("warc-refers-to-date"),
        payload_digest=record.get("warc-payload-digest"),
    )


def answer_of(record: Record) -> Answer:
    """The answer that the block of `record` holds.

    A response record without an HTTP head (some tools write them) is taken as a resource record. Bodies that are
    still chunked, as other programs store them, are de-chunked: the payload has no transfer-encoding.
    """
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
        # By the end of the URI only: 1.0 and 1.1 of the standard have profiles of their own, which mean the same.
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


def redirect_target(url: str, status: int | None, target: str | None) -> str | None:
    """Absolute form of `target`, the Location of an answer to `url` with `status`; None when it leads nowhere."""
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
