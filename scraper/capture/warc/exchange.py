"""An exchange with a portal, a request and its answer, and the one rule that makes its row from its WARC records.

`WireExchange` is an exchange on its way into a file, `Exchange` one that was read from a file. The row (table
`captures`) is made by `capture_of` both times: so a rebuild gives the rows that the crawl gave.
"""

from dataclasses import dataclass
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from scraper.capture.warc.answer import Answer, redirect_target, reference_of, request_of
from scraper.capture.warc.message import Headers, header, text_of
from scraper.capture.warc.records import Record, digest
from scraper.store.rows import Capture
from scraper.urls.canonical import request_key

Fidelity = Literal["wire", "foreign", "saved", "reconstructed"]
OURS: tuple[Fidelity, ...] = ("wire", "reconstructed")  # of captures in files that this program wrote
Truncated = Literal["disconnect", "time", "length", "unspecified"]  # the reasons of WARC-Truncated (WARC 1.1, 5.15)

# Fields of our own in a WARC head; readers skip fields that they do not know (WARC 1.1, 5.1).
FIDELITY = "Congtin-Fidelity"  # "reconstructed" when the wire could not be tapped
CERTIFICATE = "Congtin-Certificate"  # "verified", or "not verified: " and why; 6.3.2 leaves open where to put it
REQUEST_LENGTH = "Congtin-Request-Length"  # bytes of the request's gzip member, which ends where the response begins


@dataclass(frozen=True, slots=True, kw_only=True)
class WireExchange:
    """One exchange ready for its WARC records.

    `url` is the address asked for, `date` the WARC-Date at which that began. `request` and `response` are whole
    messages; the response's transfer-encoding is already removed. `ip` is the IP address that answered. `truncated`
    is why the response is not whole, None when it is. `reconstructed` says that the bytes are not those of the wire.
    `certificate` is the verdict of `scraper.crawl.download.certificate` on the server's certificate.
    """

    url: str
    date: str
    request: bytes
    response: bytes
    ip: str | None = None
    truncated: Truncated | None = None
    reconstructed: bool = False
    certificate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its answer as they were read from a file, with their row `capture`.

    `body` is content-decoded; None for a revisit, whose body lies elsewhere. `request_body` is the form of a POST.
    `status` is None and `headers` are empty for saved pages. `content_type` is the full value of that field.
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


def exchange_of(
    record: Record, answer: Answer, request: Record | None, *, file: str, portal_id: str | None, own: bool
) -> Exchange:
    """The exchange that a response, revisit or resource record holds, with the request that led to it.

    The parameters are those of `capture_of`: `record`, `answer`, `request`, `file`, `portal_id` and `own`.
    """
    form = request_of(request)[1]
    return Exchange(
        capture=capture_of(record, answer, request, file=file, portal_id=portal_id, own=own),
        status=answer.status,
        headers=answer.headers,
        content_type=answer.content_type,
        request_body=text_of(form) if form else None,
        body=answer.body,
    )


def capture_of(
    record: Record, answer: Answer, request: Record | None, *, file: str, portal_id: str | None, own: bool
) -> Capture:
    """The row of an exchange, from its records alone: the same when it is written and whenever it is read.

    `record` is the record of the answer; `answer` what it holds, as the portal gave it (see `wayback.unwrap`);
    `request` the record of the request, None when the file has none. `file` is the name of the file; `portal_id` the
    portal that the exchange is filed under. `own` says that this program wrote the file.
    """
    method, body = request_of(request)
    entity = answer.entity
    revisit = record.type == "revisit"
    # Validators of a redirect or an error page say nothing about the page that a later 304 would stand for.
    served = answer.status == 200
    mime = (answer.content_type or "").split(";")[0].strip().lower()
    return Capture(
        id=capture_id(record, answer),
        url=answer.url,
        method=method,
        url_key=request_key(method, answer.url, body),
        portal_id=portal_id,
        captured_at=answer.date,
        status=answer.status,
        mime=mime or None,
        payload_digest=payload_digest(record, answer),
        payload_length=None if entity is None else len(entity),
        location=redirect_target(answer.url, answer.status, header(answer.headers, "location")),
        ip=record.get("warc-ip-address"),
        # A revisit is cut short by its nature, and has to say so (6.7.2); its body is whole, elsewhere.
        truncated=None if revisit else record.get("warc-truncated"),
        fidelity=_fidelity(record, own=own),
        file=file.removesuffix(".open"),
        offset=record.offset,
        length=record.length,
        refers_to=reference_of(record).id if revisit else None,
        etag=header(answer.headers, "etag") if served else None,
        last_modified=header(answer.headers, "last-modified") if served else None,
        # A stranger's file may hold a field of this name too: only our own verdicts count.
        certificate=record.get(CERTIFICATE.lower()) if own else None,
    )


def _fidelity(record: Record, *, own: bool) -> Fidelity:
    if record.type == "resource":
        return "saved"
    if not own:
        return "foreign"
    return "reconstructed" if record.get(FIDELITY.lower()) else "wire"


def payload_digest(record: Record, answer: Answer) -> str | None:
    """Digest of the body as served; what the record claims when the body lies elsewhere."""
    return record.get("warc-payload-digest") if answer.entity is None else digest(answer.entity)


def capture_id(record: Record, answer: Answer) -> str:
    """The record's own id; one made from what it holds for the few that have none."""
    return record.id or uuid5(NAMESPACE_URL, f"{answer.url} {answer.date} {payload_digest(record, answer)}").urn
