"""canonical_v1: the one frozen rule that makes ids and ledger keys from URLs.

Frozen at release 0.1: a URL must give the same id for ever, on every machine, so nothing here may change and no
library that might change is used. `tests/urls/test_canonical.py` pins it with vectors. A better rule would be
canonical_v2 beside it.
"""

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

_DEFAULT_PORTS = {":80", ":443"}
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|gidzl|zarsrc|zalo_\w+|_ga|_gl|mc_[ce]id"  # who sent the reader
    r"|jsessionid|phpsessid|aspsessionid\w*|cfid|cftoken"  # sessions
    r"|redirect|inheritredirect|returnurl|_returnurl|replytocom",  # where to go back to
    re.IGNORECASE,
)
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
# Liferay's language links append /en or /vi to a finished file name, again and again, and never end.
_LANGUAGE_SUFFIX = re.compile(r"(\.(?:html?|aspx))(?:/(?:en|vi))+/?$", re.IGNORECASE)
_PAGES_FOLDER = re.compile(r"/pages(?=/)", re.IGNORECASE)


def bare_host(netloc: str) -> str:
    """Host of `netloc` in lower case (IDNA), without credentials, default port and `www.`."""
    host = netloc.rpartition("@")[2].lower().rstrip(".")
    for port in _DEFAULT_PORTS:
        host = host.removesuffix(port)
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            host = quote(host, safe=":")
    return host.removeprefix("www.")


def _path(path: str) -> str:
    path = _SESSION_IN_PATH.sub("", path)
    path = _LANGUAGE_SUFFIX.sub(r"\1", path)
    path = _PAGES_FOLDER.sub("/pages", path)
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {"", "."}:
            parts.append(quote(unquote_to_bytes(part), safe="!$&'()*+,;=:@-._~"))
    return "/" + "/".join(parts)


def _query(query: str) -> str:
    pairs = parse_qsl(query.replace("&amp;", "&"), keep_blank_values=True, errors="surrogateescape")
    kept = sorted((name, value) for name, value in pairs if not _TRACKING.fullmatch(name))
    return urlencode(kept, errors="surrogateescape")


@lru_cache(4096)  # a page names the same addresses again and again
def canonical_v1(url: str) -> str:
    """The form of `url` that ids are made from.

    Same page, same form: scheme, `www.`, default port, fragment, trailing slash, double slashes, dot segments,
    case of a `Pages` folder, percent-encoding, order of parameters, session, tracking and return-address
    parameters, and language suffixes after a file name do not count. Everything else does.
    """
    parts = urlsplit(url.strip())
    query = _query(parts.query)
    return f"https://{bare_host(parts.netloc)}{_path(parts.path)}" + (f"?{query}" if query else "")


def article_id(url: str) -> str:
    """Public id of the article at `url` (its final address): 16 hexadecimal digits."""
    return sha256(canonical_v1(url).encode()).hexdigest()[:16]


def _lasting(form: bytes) -> bytes:
    """A form without `__VIEWSTATE` and the like; who was clicked (`__EVENTTARGET`, `__EVENTARGUMENT`) stays."""
    if b"__VIEWSTATE" not in form:
        return form
    kept = (b"__EVENTTARGET=", b"__EVENTARGUMENT=")
    return b"&".join(f for f in form.split(b"&") if not f.startswith(b"__") or f.startswith(kept))


def request_key(method: str, url: str, body: str | bytes | None = None) -> str:
    """Ledger key of a request: 16 hexadecimal digits over method, canonical URL and body.

    What an ASP.NET page puts into its form anew with every rendering does not count, so that page 2 of a list is
    the same request in every crawl.
    """
    raw = _lasting(body.encode() if isinstance(body, str) else body or b"")
    head = f"{method.upper()}\0{canonical_v1(url)}\0".encode()
    return sha256(head + raw).hexdigest()[:16]


def is_trap(url: str) -> str | None:
    """Name the reason why `url` is never worth asking for, or None.

    Repeated segments and language suffixes make endless address spaces: 84 % of a mirror of one Hà Nội portal
    were such copies.
    """
    path = urlsplit(url).path
    if _LANGUAGE_SUFFIX.search(path):
        return "language suffix after a file name"
    segments = [s for s in path.split("/") if s]
    if len(segments) > 12:
        return "more than 12 path segments"
    if any(segments.count(s) > 2 for s in set(segments)):
        return "a path segment repeated more than twice"
    if len(url) > 2000:
        return "longer than 2,000 characters"
    return None
