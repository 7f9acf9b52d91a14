"""Reading exchanges back, from our own capture files and from anybody's WARC."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from scraper.capture.warc.exchange import (
    OURS,
    REQUEST_LENGTH,
    Exchange,
    Reference,
    answer_of,
    exchange_of,
    reference_of,
)
from scraper.capture.warc.message import decode_content
from scraper.capture.warc.records import Record, bare, digest, read_records, record_at
from scraper.capture.warc.wayback import unwrap
from scraper.capture.warc.writer import is_ours
from scraper.errors import CaptureError
from scraper.store.rows import Capture
from scraper.urls.canonical import request_key

__all__ = ["Exchange", "Reference", "Resolve", "read_exchange_at", "read_exchanges"]

PortalOf = Callable[[str], str | None]
# Where the record that a revisit refers to lies: path of its file and offset; None when it is not here (yet).
Resolve = Callable[[Reference], tuple[Path, int] | None]

_ANSWERS = {"response", "revisit", "resource"}
# Records between a response and its request in files of writers that work on several exchanges at once.
_PATIENCE = 16


class _Origin:
    """What a file's warcinfo says about who wrote it, and for which portal."""

    def __init__(self, path: Path, portal_of: PortalOf, resolve: Resolve | None) -> None:
        self.file = path.name.removesuffix(".open")
        self._portal_of = portal_of
        self._resolve = resolve
        self.own = False
        self._portal: str | None = None

    def learn(self, warcinfo: Record) -> None:
        """Take over the fields of a warcinfo record; those that follow it are its."""
        lines = warcinfo.block.decode("utf-8", "replace").splitlines()
        fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        self.own = is_ours(fields.get("software"))
        self._portal = fields.get("ispartof") if self.own else None

    def exchange(self, answer: Record, request: Record | None) -> Exchange:
        """The exchange of `answer`; in our own files its portal is the one that was crawled."""
        said = answer_of(answer)
        if not self.own or answer.type == "resource":  # of saved pages only the container is ours
            said = unwrap(said)
        portal = self._portal or self._portal_of(said.url)
        exchange = exchange_of(answer, said, request, file=self.file, portal_id=portal, own=self.own)
        if answer.type == "revisit" and self._resolve is not None:
            return with_body(exchange, reference_of(answer), self._resolve)
        return exchange


def with_body(exchange: Exchange, reference: Reference, resolve: Resolve) -> Exchange:
    """A revisit with the body that it refers to; as it is when that cannot be had, or is another body.

    A 304 takes over the head that the body came with, and stays a 304.
    """
    place = resolve(reference)
    try:
        record = record_at(*place) if place else None
    except CaptureError:  # its file is gone or damaged: `scrapy verify` names it
        record = None
    if record is None or record.type not in {"response", "resource"} or record.get("warc-truncated"):
        return exchange
    said = answer_of(record)
    entity = said.entity or b""
    claimed = reference.payload_digest
    if claimed and claimed not in {digest(entity), record.get("warc-payload-digest")}:
        return exchange
    if exchange.status in {None, 304}:
        return replace(
            exchange,
            status=exchange.status or said.status,
            headers=said.headers,
            content_type=said.content_type,
            body=said.body,
        )
    return replace(exchange, body=decode_content(entity, exchange.header("content-encoding")))


class _Pairing:
    """Finds the request of each response, whether it stands before or after it."""

    def __init__(self) -> None:
        self._requests: list[tuple[int, Record]] = []
        self._waiting: list[tuple[int, Record]] = []
        self._place = 0

    def add(self, record: Record) -> Iterator[tuple[Record, Record | None]]:
        """Take the next record of the file; yields the answers that are settled now, in their order."""
        self._place += 1
        if record.type == "request":
            self._requests.append((self._place, record))
        elif record.type in _ANSWERS and record.url.startswith(("http:", "https:")):
            self._waiting.append((self._place, record))
        yield from self._settled(self._place - _PATIENCE)
        self._requests = [(place, one) for place, one in self._requests if place > self._place - _PATIENCE]

    def rest(self) -> Iterator[tuple[Record, Record | None]]:
        """The answers whose request never came."""
        yield from self._settled(self._place + 1)

    def _settled(self, oldest: int) -> Iterator[tuple[Record, Record | None]]:
        while self._waiting:
            place, answer = self._waiting[0]
            request = self._request_of(place, answer)
            if request is None and place >= oldest and answer.type != "resource":
                return
            del self._waiting[0]
            yield answer, request

    def _request_of(self, place: int, answer: Record) -> Record | None:
        found = next((i for i, (_, one) in enumerate(self._requests) if _belong(one, answer)), None)
        if found is None:  # neighbours without a link between them
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
    return request.url == answer.url and (
        (answer.id is not None and answer.id in request.concurrent)
        or (request.id is not None and request.id in answer.concurrent)
    )


def read_exchanges(path: Path, portal_of: PortalOf, resolve: Resolve | None = None) -> Iterator[Exchange]:
    """Every exchange in the WARC file at `path`: responses, revisits and resources of web addresses.

    `portal_of` tells the portal of a URL, `resolve` where the body of a revisit lies; without it, or when it does
    not know (yet), the revisit's body is None. The file may be gzipped or not, ours or anybody's, finished or still
    `.open`. Raises CaptureError where it breaks off or is damaged, after everything whole before was yielded.
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
    """The exchange whose answer lies at `offset` of the file at `path`, as its row says; with the body of a revisit
    where `resolve` says.

    `row`, when it is known, spares a stranger's file being searched for the request: its key tells whether there
    was a form. Raises CaptureError when the file is missing or no such record is there.
    """
    answer = record_at(path, offset)
    if answer.type not in _ANSWERS:
        raise CaptureError(f"{path.name} has no answer at byte {offset}.")
    origin = _Origin(path, portal_of, resolve)
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
