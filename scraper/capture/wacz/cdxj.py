"""CDXJ: the index that replay tools look captures up in, one line a capture, sorted by SURT key and time."""

import gzip
import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote, unquote_plus, urlsplit

BLOCK_LINES = 1024  # lines of one compressed block, as other writers choose
_WWW = re.compile(r"^www\d*\.")
_SESSION = re.compile(r"(?:jsessionid|phpsessid|sid|aspsessionid[a-z]{8})=[0-9a-z]{24,32}")
_SAFE = "%!$&'()*+,/:;=?@[]~|^`{}\"<>\\"  # all that is ASCII stays, but for the space
_PORTS = {"http": 80, "https": 443}


def surt(url: str) -> str:
    """The sort-friendly key of `url`: host reversed, lower case, query sorted (`vn,gov,hanoi)/tin?a=1&b=2`).

    The rule that replay tools use to find a page under http or https, with `www.` or without, whatever the case
    and the order of its query.
    """
    parts = urlsplit(url)
    host = _WWW.sub("", parts.hostname or "")
    key = ",".join(reversed(host.split(".")))
    try:
        port = parts.port
    except ValueError:
        port = None
    if port and port != _PORTS.get(parts.scheme):
        key += f":{port}"
    path = _plain_path(quote(parts.path.lower(), safe=_SAFE).lower())
    fields = quote(parts.query.lower(), safe=_SAFE).lower().split("&") if parts.query else []
    query = "&".join(sorted(one for one in fields if not _SESSION.fullmatch(one)))
    return f"{key}){path}" + (f"?{query}" if query else "")


def _plain_path(path: str) -> str:
    """A path without `.` and `..` segments, empty segments and the slash at its end."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            kept[-1:] = []
        elif segment not in {"", "."}:
            kept.append(segment)
    return "/" + "/".join(kept)


def with_form(url: str, method: str, body: bytes, content_type: str) -> str:
    """The address under which replay tools look for the answer to a request that is no GET: its form is added."""
    if method in {"GET", "HEAD"}:
        return url
    query = ""
    if body and content_type.lower().startswith("application/x-www-form-urlencoded"):
        try:
            query = "&" + unquote_plus(body.decode("utf-8"))
        except UnicodeDecodeError:
            query = "&__wb_post_data=" + b64encode(body).decode("ascii")
    elif body:
        query = "&__wb_post_data=" + b64encode(body).decode("ascii")
    return f"{url}{'&' if '?' in url else '?'}__wb_method={method}{query}"


def stamp(date: str) -> str:
    """The 14 digits of a WARC-Date."""
    return re.sub(r"\D", "", date)[:14]


def line(key: str, date: str, fields: dict[str, str]) -> str:
    """One line of the index, without its end."""
    return f"{key} {stamp(date)} {json.dumps(fields, ensure_ascii=False)}"


@dataclass(frozen=True, slots=True)
class Block:
    """One compressed block of the index: its gzip member, and its line in the list of blocks."""

    data: bytes
    entry: str


def blocks(lines: Iterable[str], filename: str) -> Iterator[Block]:
    """The sorted `lines` as gzip members that can be read alone, with the entries of `index.idx`."""
    offset = 0
    rest = iter(lines)
    while some := list(islice(rest, BLOCK_LINES)):
        data = gzip.compress("".join(f"{one}\n" for one in some).encode("utf-8"), mtime=0)
        first = " ".join(some[0].split(" ", 2)[:2])
        about = {
            "offset": offset,
            "length": len(data),
            "digest": f"sha256:{hashlib.sha256(data).hexdigest()}",
            "filename": filename,
        }
        yield Block(data, f"{first} {json.dumps(about)}")
        offset += len(data)
