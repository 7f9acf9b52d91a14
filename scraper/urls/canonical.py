"""canonical_v1: the one frozen rule that makes ids and ledger keys from addresses.

Frozen at release 0.1: an address must give the same id for ever and on every machine, so that archives can be merged
and rebuilt. Nothing here may change, and no library that might change is used; a better rule would be a canonical_v2
beside it. `tests/urls/test_canonical.py` pins the rule with vectors.

The rule is the normalisation of RFC 3986, section 6.2.2 (case of the host, percent-encoding, dot segments) and 6.2.3
(default port), and beyond it what makes one page appear under several addresses on the portals: scheme, `www.`,
doubled and trailing slashes, the order of parameters, session, tracking and return-address parameters.
"""

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qsl, quote, unquote, unquote_to_bytes, urlencode, urlsplit

_DEFAULT_PORTS = {":80", ":443"}
# Parameters that say who sent the reader, whose visit it is or where to go back to, never what a page shows: the one
# list of them, for ids (here) and for addresses that are stored (`without_trackers`). Google's help documents utm_*,
# gclid, dclid, _ga and _gl, Meta's developer pages fbclid (igshid is Instagram's), Microsoft's msclkid, Yandex's
# yclid, Mailchimp's mc_cid and mc_eid; Zalo puts zarsrc, gidzl and zalo_* into links that are shared in it. Sessions
# are those of Java servlets, PHP, ASP and ColdFusion; ways back Liferay's redirect and inheritRedirect, ASP.NET's
# ReturnUrl, WordPress's replytocom. `ref`, `source` and the like are not among them: on some portals they choose the
# page.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|gidzl|zarsrc|zalo_\w+|_ga|_gl|mc_[ce]id"  # who sent the reader
    r"|jsessionid|phpsessid|aspsessionid\w*|cfid|cftoken"  # sessions
    r"|redirect|inheritredirect|returnurl|_returnurl|replytocom",  # where to go back to
    re.IGNORECASE,
)
# How Java servlets put a session into an address when the client takes no cookies, as ours does not.
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
# Liferay's language links append /en or /vi to a finished file name, again and again, and never end.
_LANGUAGE_SUFFIX = re.compile(r"(\.(?:html?|aspx))(?:/(?:en|vi))+/?$", re.IGNORECASE)
# SharePoint keeps pages in a folder `Pages` and links to it in any case. Of other folders the case counts.
_PAGES_FOLDER = re.compile(r"/pages(?=/)", re.IGNORECASE)


def bare_host(netloc: str) -> str:
    """Host of `netloc` in lower case and ASCII (IDNA 2003), without credentials, default port and `www.`.

    A name that IDNA refuses is percent-encoded, so that every text has a form.
    """
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
            # Decoded first: %c3%a1, %C3%A1 and a bare á are one letter (RFC 3986, 6.2.2.1 and 6.2.2.2).
            parts.append(quote(unquote_to_bytes(part), safe="!$&'()*+,;=:@-._~"))
    return "/" + "/".join(parts)


def _query(query: str) -> str:
    # `&amp;` comes from pages that escaped an address twice.
    pairs = parse_qsl(query.replace("&amp;", "&"), keep_blank_values=True, errors="surrogateescape")
    kept = sorted((name, value) for name, value in pairs if not _TRACKING.fullmatch(name))
    return urlencode(kept, errors="surrogateescape")


@lru_cache(4096)  # a page names the same addresses again and again
def canonical_v1(url: str) -> str:
    """The form of `url` that ids are made from.

    Same page, same form: scheme, `www.`, default port, fragment, trailing slash, double slashes, dot segments,
    case of a `Pages` folder, percent-encoding, order of parameters, session, tracking and return-address
    parameters, and language suffixes after a file name do not count. Everything else does. Raises ValueError for the
    few addresses that `urlsplit` refuses, such as `http://[`.
    """
    parts = urlsplit(url.strip())
    query = _query(parts.query)
    return f"https://{bare_host(parts.netloc)}{_path(parts.path)}" + (f"?{query}" if query else "")


def without_trackers(url: str) -> str:
    """`url` without the parameters that `canonical_v1` leaves out, else letter by letter as it is.

    The form in which addresses of articles are stored and asked for: it has the same id. Never raises.
    """
    address, mark, fragment = url.partition("#")
    place, _, query = address.partition("?")
    bare = _SESSION_IN_PATH.sub("", place)
    pairs = query.split("&")
    kept = [pair for pair in pairs if not _TRACKING.fullmatch(_name(pair))]
    if bare == place and len(kept) == len(pairs):
        return url
    return bare + (f"?{'&'.join(kept)}" if kept else "") + mark + fragment


def _name(pair: str) -> str:
    """The name in `name=value`; `amp;name` comes from pages that escaped an address twice."""
    return unquote(pair.partition("=")[0]).removeprefix("amp;")


def article_id(url: str) -> str:
    """Public id of the article at `url`, its address after all redirects: 16 hexadecimal digits.

    Raises ValueError as `canonical_v1` does.
    """
    return sha256(canonical_v1(url).encode()).hexdigest()[:16]


def _lasting(form: bytes) -> bytes:
    """A form of ASP.NET WebForms without its state, which is different in every rendering of a page.

    The names of state fields begin with two underscores. So do `__EVENTTARGET` and `__EVENTARGUMENT`, but these say
    which link was clicked: they stay.
    """
    if b"__VIEWSTATE" not in form:
        return form
    kept = (b"__EVENTTARGET=", b"__EVENTARGUMENT=")
    return b"&".join(f for f in form.split(b"&") if not f.startswith(b"__") or f.startswith(kept))


def request_key(method: str, url: str, body: str | bytes | None = None) -> str:
    """Ledger key of a request: 16 hexadecimal digits over method, canonical URL and body.

    `body` is the body of a POST as it is sent. What an ASP.NET page puts into its form anew with every rendering does
    not count, so that page 2 of a list is the same request in every crawl. Raises ValueError as `canonical_v1` does.
    """
    raw = _lasting(body.encode() if isinstance(body, str) else body or b"")
    head = f"{method.upper()}\0{canonical_v1(url)}\0".encode()
    return sha256(head + raw).hexdigest()[:16]


def is_trap(url: str) -> str | None:
    """The reason why `url` is never asked for, or None.

    Repeated segments and language suffixes make endless address spaces: 84 % of a mirror of one Hà Nội portal
    were such copies. Heritrix has rules of the same kind (PathologicalPathDecideRule refuses the third copy of a
    segment in a row, TooManyPathSegmentsDecideRule deep paths), and the sitemap protocol, too, allows no address of
    more than 2,048 characters. Raises ValueError for the few addresses that `urlsplit` refuses.
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
