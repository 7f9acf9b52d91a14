"""Scrapy's requests, made out of the leases that the ledger hands out."""

from collections.abc import Callable, Iterator
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.crawl.public_hosts import PUBLIC_ONLY
from scraper.portals.portal import Portal
from scraper.portals.portal_map import PortalMap
from scraper.store.archive import Archive
from scraper.store.captures.captures import newest_validators
from scraper.store.ledger.queue import Lease

OnAnswer = Callable[[Response], Iterator[Any]]
OnFailure = Callable[[Failure], None]


class RequestMaker:
    """Makes the requests of the crawl of `portal`.

    `archive` holds the captures whose validators are sent; `portals` says whose an address is. With `full` no
    validators are sent: every page is asked for whole.
    """

    def __init__(self, archive: Archive, portals: PortalMap, portal: Portal, *, full: bool) -> None:
        self._archive = archive
        self._portals = portals
        self._portal = portal
        self._full = full

    def request_for(self, lease: Lease, on_answer: OnAnswer, on_failure: OnFailure) -> Request:
        """The request of `lease`; Scrapy calls `on_answer` with its response, or else `on_failure`.

        Its meta carries `url_key`, the request's key in the ledger, and `validated_by`, the id of the capture whose
        validators it sends: the download handler makes a revisit of that capture of a 304.
        """
        validators, validated_by = self._validators(lease)
        return Request(
            lease.request.url,
            method=lease.request.method,
            body=lease.request.body or b"",
            headers=dict(lease.request.headers) | validators,
            callback=on_answer,
            errback=on_failure,
            dont_filter=True,  # whether a request is asked once or again, the ledger has decided
            meta={"url_key": lease.key, "validated_by": validated_by} | self._bounds(lease),
        )

    def _bounds(self, lease: Lease) -> dict[str, object]:
        """How large a file may get, beyond which it is cut off and kept as truncated; and where it may lie."""
        if lease.kind != "file":
            return {}
        # Hosts of portals were chosen by the operator and may lie in the operator's own network.
        elsewhere = self._portals.id_of(lease.request.url) is None
        return {"download_maxsize": self._portal.max_file_bytes, PUBLIC_ONLY: elsewhere}

    def _validators(self, lease: Lease) -> tuple[dict[str, str], str | None]:
        """The fields that let the portal answer 304 (RFC 9110, 13.1.2 and 13.1.3), and the capture they are from.

        None are sent on a second attempt: so a crawl gets past a portal that answers 304 without reason, and past a
        capture that is lost.
        """
        if lease.request.method != "GET" or lease.attempts or self._full:
            return {}, None
        known = newest_validators(self._archive.conn, lease.request.url, lease.key)
        if known is None:
            return {}, None
        fields = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in fields.items() if value}, known.id
