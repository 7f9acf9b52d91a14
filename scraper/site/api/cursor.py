"""Cursors: where a list goes on, opaque to its reader and checked when it comes back.

A cursor is bound to its list and to the filters of it. Its check sum finds broken and foreign cursors; it is no
secret, since all it could lead to is public.
"""

import base64
import binascii
import json
from hashlib import sha256
from typing import Any

LONGEST = 600  # characters
Position = list[int | str]


def _sum(scope: str, text: str) -> str:
    return sha256(f"congtin-1\0{scope}\0{text}".encode()).hexdigest()[:10]


def scope_of(operation: str, values: dict[str, Any]) -> str:
    """What a cursor is bound to: the list, by its operation, and its filters among `values`, the parameters.

    Size and columns of a page may change on the way.
    """
    filters = {name: value for name, value in values.items() if name not in {"cursor", "limit", "fields", "lang"}}
    return f"{operation}?{json.dumps(filters, sort_keys=True, default=str)}"


def write(scope: str, position: Position) -> str:
    """The cursor for `position`, the sort values of the last row, in the list of `scope`."""
    text = json.dumps(position, separators=(",", ":"))
    return base64.urlsafe_b64encode(f"{_sum(scope, text)}{text}".encode()).decode().rstrip("=")


def read(scope: str, cursor: str, kinds: tuple[type, ...]) -> Position:
    """The position in a cursor, values of the types `kinds`.

    Raises ValueError when it is broken, or was made for another list than that of `scope`.
    """
    if len(cursor) > LONGEST or not cursor.isascii():
        raise ValueError("cursor")
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError("cursor") from error
    text = raw[10:]
    if raw[:10] != _sum(scope, text):
        raise ValueError("cursor")
    position = json.loads(text)
    if type(position) is not list or [type(value) for value in position] != list(kinds):
        raise ValueError("cursor")
    # A number that SQLite cannot hold would be an error of ours; no sort value comes near.
    if any(type(value) is int and not 0 <= value < 2**53 for value in position):
        raise ValueError("cursor")
    return list(position)
