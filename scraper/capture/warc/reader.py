"""Reading exchanges back, from our own capture files and from anybody's WARC.

In our files a request stands right before its answer. Other programs write the two in either order, with records of
other exchanges between them, and not always with a link (WARC-Concurrent-To; WARC 1.1, 5.7); so they are paired here.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from scraper.capture.warc.answer import ANSWERS, Reference, answer_of, reference_of
from scraper.capture.warc.exchange import OURS, REQUEST_LENGTH, Exchange, exchange_of
from scraper.capture.warc.message import decode_content
from scraper.capture.warc.records import Record, bare, digest, read_records, record_at
from scraper.capture.warc.wayback import unwrap
from scraper.capture.warc.writer import is_ours
from scraper.errors import CaptureError
from scraper.store.rows import Capture
from scraper.urls.canonical import request_key

PortalOf = Callable[[str], str | None]
# Where the record that a revisit refers to lies: path of its file and offset; None when it is not here (yet).
Resolve = Callable[[Reference], tuple[Path, int] | None]

# How many records a response and its request may be apart: some programs write several exchanges at once.
_MOST_APART = 16


class _Origin:
    """Where exchanges come from: the file, and what its warcinfo record (6.2) says about who wrote it."""

    def __init__(self, path: Path, portal_of: PortalOf, resolve: Resolve | None) -> None:
        self.file = path.name.removesuffix(".open")
        self._portal_of = portal_of
        self._resolve = resolve
        self.own = False
        self._portal: str | None = None

    def learn(self, warcinfo: Record) -> None:
        """Take over the fields of `warcinfo`. They hold for the records after it, up to the next warcinfo record."""
        lines = warcinfo.block.decode("utf-8", "replace").splitlines()
        fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        self.own = is_ours(fields.get("software"))
        self._portal = fields.get("ispartof") if self.own else None

    def exchange(self, answer: Record, request: Record | None) -> Exchange:
        """The exchange of the records `answer` and `request`; in our files its portal is the one that was crawled."""
        content = answer_of(answer)
        # Saved pages may be somebody's download from the Wayback Machine even where we wrote the file around them.
        if not self.own or answer.type == "resource":
            content = unwrap(content)
        portal = self._portal or self._portal_of(content.url)
        exchange = exchange_of(answer, content, request, file=self.file, portal_id=portal, own=self.own)
        if answer.type == "revisit" and self._resolve is not None:
            return with_body(exchange, reference_of(answer), self._resolve)
        return exchange


def with_body(exchange: Exchange, reference: Reference, resolve: Resolve) -> Exchange:
    """The revisit `exchange` with the body that it refers to; unchanged when that is not here, or is another body.

    `resolve` says where the record of `reference` lies. A 304 takes over the head that the body came with, and stays
    a 304.
    """
    place = resolve(reference)
    try:
        record = record_at(*place) if place else None
    except CaptureError:  # its file is gone or damaged: `scrapy verify` names it
        record = None
    if record is None or record.type not in {"response", "resource"} or record.get("warc-truncated"):
        return exchange
    original = answer_of(record)
    entity = original.entity or b""
    claimed = reference.payload_digest
    # Compared with what the record claims, too: programs make digests over chunked bodies, or in other algorithms.
    if claimed and claimed not in {digest(entity), record.get("warc-payload-digest")}:
        return exchange
    if exchange.status in {None, 304}:
        return replace(
            exchange,
            status=exchange.status or original.status,
            headers=original.headers,
            content_type=original.content_type,
            body=original.body,
        )
    return replace(exchange, body=decode_content(entity, exchange.header("content-encoding")))


class _Pairing:
    """Finds the request of each answer, whether it stands before or after it in the file.

    Records are kept with their place, counted from the beginning of the file, until they are paired or too far apart.
    """

    def __init__(self) -> None:
        self._requests: list[tuple[int, Record]] = []
        self._answers: list[tuple[int, Record]] = []
        self._place = 0

    def add(self, record: Record) -> Iterator[tuple[Record, Record | None]]:
        """Take the next record of the file; yields the answers whose request is decided now, in their order."""
        self._place += 1
        if record.type == "request":
            self._requests.append((self._place, record))
        elif record.type in ANSWERS and record.url.startswith(("http:", "https:")):
            self._answers.append((self._place, record))
        yield from self._decided(self._place - _MOST_APART)
        self._requests = [(place, one) for place, one in self._requests if place > self._place - _MOST_APART]

    def rest(self) -> Iterator[tuple[Record, Record | None]]:
        """The answers that still wait at the end of the file, with their requests as far as there are any."""
        yield from self._decided(self._place + 1)

    def _decided(self, oldest: int) -> Iterator[tuple[Record, Record | None]]:
        """Answers with their requests, up to the first from place `oldest` on whose request may still come."""
        while self._answers:
            place, answer = self._answers[0]
            request = self._request_of(place, answer)
            # Resources have no request to wait for: they are files without their protocol (6.4).
            if request is None and place >= oldest and answer.type != "resource":
                return
            del self._answers[0]
            yield answer, request

    def _request_of(self, place: int, answer: Record) -> Record | None:
        found = next((i for i, (_, one) in enumerate(self._requests) if _belong(one, answer)), None)
        if found is None:  # neighbours of the same address, without a link on either side
            found = next(
                (
                    i
                    for i, (other, one) in enumerate(self._requests)
                    if abs(other - place) == 1 and one.url == answer.url and not (one.concurrent or answer.concurrent)
                ),
                None,
            )
        return None if found is None else self._requests.pop(found)[1]


def _belong(request: Record, answer: Record) -> bool:
    """Whether one of the two names the other; a link on one side is enough (5.7)."""
    return request.url == answer.url and (
        (answer.id is not None and answer.id in request.concurrent)
        or (request.id is not None and request.id in answer.concurrent)
    )


def read_exchanges(path: Path, portal_of: PortalOf, resolve: Resolve | None = None) -> Iterator[Exchange]:
    """Every exchange in the WARC file at `path`: responses, revisits and resources of web addresses.

    `portal_of` gives the portal of an address, `resolve` the place where the body of a revisit lies; without it, or
    when it does not know (yet), the revisit's body is None. The file may be gzipped or not, ours or anybody's,
    finished or still `.open`. Records of other types are skipped (WARC 1.1, 5.5). Raises CaptureError where the file
    breaks off or is damaged, after everything whole before was yielded.
    """
    origin = _Origin(path, portal_of, resolve)
    pairing = _Pairing()
    try:
        for record in read_records(path):
            if record.type == "warcinfo":
                origin.learn(record)
                continue
            for answer, request in pairing.add(record):
                yield origin.exchange(answer, request)
    except CaptureError:
        for answer, request in pairing.rest():
            yield origin.exchange(answer, request)
        raise
    for answer, request in pairing.rest():
        yield origin.exchange(answer, request)


def read_exchange_at(
    path: Path, offset: int, portal_of: PortalOf, row: Capture | None = None, resolve: Resolve | None = None
) -> Exchange:
    """The exchange whose answer lies at `offset` of the file at `path`.

    `portal_of` and `resolve` are those of `read_exchanges`. `row` is the row of the capture, when it is known: the
    exchange is given with it as it stands, and a stranger's file need not be searched for the request of a plain GET.
    Raises CaptureError when the file is missing or no such record is there.
    """
    answer = record_at(path, offset)
    if answer.type not in ANSWERS:
        raise CaptureError(f"{path.name} has no answer at byte {offset}.")
    origin = _Origin(path, portal_of, resolve)
    # The key of a request with a form is another: then the request record is needed for the form.
    if row is not None and request_key("GET", row.url) == row.url_key:
        origin.own = row.fidelity in OURS
        return replace(origin.exchange(answer, None), capture=row)
    first = record_at(path, 0)
    if first.type == "warcinfo" and bare(answer.get("warc-warcinfo-id")) == first.id:
        origin.learn(first)
        before = answer.get(REQUEST_LENGTH.lower())
        if origin.own and before and before.isdigit():
            return origin.exchange(answer, record_at(path, offset - int(before)))
    # A stranger's request may stand anywhere near: only reading the file as a whole gives the same answer always.
    for exchange in read_exchanges(path, portal_of, resolve):
        if exchange.capture.offset == offset:
            return exchange
    raise CaptureError(f"{path.name} has no answer at byte {offset}.")
