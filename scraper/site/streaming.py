"""Responses that are sent while they are made."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

from datasette import Response


class Stream(Response):
    """A response whose body comes in `pieces`; Datasette's own stream takes text only.

    `headers` and `content_type` as in a response.
    """

    def __init__(self, pieces: AsyncIterator[bytes], headers: dict[str, str], content_type: str) -> None:
        super().__init__("", headers=headers, content_type=content_type)
        self.pieces = pieces

    async def asgi_send(self, send: Any) -> None:
        """Send the headers, and then each piece as soon as it is there."""
        headers = [(b"content-type", self.content_type.encode())]
        headers += [(name.encode(), value.encode("latin-1")) for name, value in self.headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        async for piece in self.pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def from_file(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """`pieces` that are read from a file, each read in a thread: the disk must not hold up other requests."""
    while piece := await asyncio.to_thread(next, pieces, None):
        yield piece
