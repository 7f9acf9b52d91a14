"""Rows that travel between the download handler, the WARC reader, intake/ and store/."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One exchange as it lies in a WARC file (WARC 1.1, ISO 28500): the row of table `captures`.

    `id` is the WARC-Record-ID of the response (or resource) record without angle brackets (`urn:uuid:...`). `url_key`
    is the ledger's key of the request, made of method, URL and form. `portal_id` is the portal that the address lies
    at, None for none. `captured_at` is its WARC-Date as written. `offset` and `length` are bytes in `file`, the file's
    final name inside the captures directory (without `.open`). `payload_digest` is `sha1:` + Base32 over the entity
    body as served, transfer-encoding removed, content-encoding kept; `payload_length` is that body's length in bytes.
    `location` is the absolute target of a redirect. `truncated` is the WARC-Truncated reason. `fidelity` is "wire"
    when header bytes are those of the wire, "foreign" for other people's files, "saved" for pages without HTTP
    headers, "reconstructed" when only Scrapy's public hooks were there. `refers_to` is the id of the capture that
    holds the body of a revisit record (`payload_length` is None then). `etag` and `last_modified` are the validators
    of a 200 as served (RFC 9110, section 8.8). `certificate` is "verified", or "not verified: " and why, for https;
    None where that is not known.
    """

    id: str
    url: str
    method: str
    url_key: str
    portal_id: str | None
    captured_at: str
    status: int | None
    mime: str | None
    payload_digest: str | None
    payload_length: int | None
    location: str | None
    ip: str | None
    truncated: str | None
    fidelity: Literal["wire", "foreign", "saved", "reconstructed"]
    file: str
    offset: int
    length: int
    refers_to: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    certificate: str | None = None
