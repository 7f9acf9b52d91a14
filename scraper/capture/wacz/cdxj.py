"""CDXJ: the index that replay tools look captures up in, one line a capture, sorted by SURT key and time.

The format is CDXJ 0.1.0 of the Webrecorder project, compressed in blocks as pywb's ZipNum cluster: `index.cdx.gz` is
cut into gzip members, and `index.idx` has one line for each, so that a reader unpacks only the block it needs. Keys
must be the same that replay tools make when they look something up; where the specification is silent, pywb's way is
followed.
"""

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
# www, www2 ... are one site to replay tools.
_WWW = re.compile(r"^www\d*\.")
# Session ids that replay tools drop from keys.
_SESSION = re.compile(r"(?:jsessionid|phpsessid|sid|aspsessionid[a-z]{8})=[0-9a-z]{24,32}")
_SAFE = "%!$&'()*+,/:;=?@[]~|^`{}\"<>\\"  # all ASCII signs stay as they are, but for the space
_PORTS = {"http": 80, "https": 443}


def surt(url: str) -> str:
    """The sort-friendly key of `url` (SURT): host reversed, lower case, query sorted (`vn,gov,hanoi)/tin?a=1&b=2`).

    So replay tools find a page under http or https, with `www.` or without, whatever the case and the order of its
    query. Raises ValueError for the few addresses that `urlsplit` refuses.
    """
    parts = urlsplit(url)
    host = _WWW.sub("", parts.hostname or "")
    key = ",".join(reversed(host.split(".")))
    try:
        port = parts.port
    except ValueError:  # no number, or too large: then the address was never asked at such a port
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
    """The address under which replay tools look for the answer to a request with this `method`.

    For all but GET and HEAD, method and form are added to `url` as parameters: `body` as text when its `content_type`
    is that of a form in UTF-8, else in Base64. The rule is the IIPC's guideline "CDX for non-GET requests", which
    describes pywb.
    """
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
    """The first 14 digits of the WARC-Date `date`, down to the second."""
    return re.sub(r"\D", "", date)[:14]


def line(key: str, date: str, fields: dict[str, str]) -> str:
    """One line of the index, without its line end: the `key`, the digits of `date`, and `fields` as JSON."""
    return f"{key} {stamp(date)} {json.dumps(fields, ensure_ascii=False)}"


@dataclass(frozen=True, slots=True)
class Block:
    """One compressed block of the index: its gzip member, and its line `entry` in `index.idx`."""

    data: bytes
    entry: str


def blocks(lines: Iterable[str], filename: str) -> Iterator[Block]:
    """The sorted `lines` as gzip members that can be read alone, with the entries of `index.idx`.

    `filename` is the name of the file that the blocks make up.
    """
    offset = 0
    rest = iter(lines)
    while some := list(islice(rest, BLOCK_LINES)):
        # Without a time, so that the same captures give the same file.
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
