"""Every request goes through here: refusals, the rate of searches, 304 before any work, headers on every answer."""

import time
from collections.abc import Awaitable, Callable
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode
from weakref import WeakKeyDictionary

from datasette import Response

from scraper.site.datasette_065 import RAW_CSP, RAW_PATHS, Request, wait_for_startup
from scraper.site.errors import error_page
from scraper.site.guard.config import Config, config_of
from scraper.site.guard.freshness import Freshness
from scraper.site.guard.rate import Buckets, client_of, cost
from scraper.site.guard.rules import METHODS, Refusal, refusal
from scraper.site.guard.withheld import Withheld
from scraper.site.problem import PREFIX
from scraper.site.render import ARCHIVE, OWN_CSP
from scraper.site.texts import COOKIE, LANGUAGES, language, texts

App = Callable[..., Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
_HEADERS = {b"x-content-type-options": b"nosniff", b"referrer-policy": b"no-referrer"}
_TABLES = "/archive"  # to Datasette `lang` is a column there: the choice is kept in the cookie, the address without it
# Other sites' scripts may read the API: it has no cookies, so nothing of a reader's own can leak that way.
_CORS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Last-Modified, Link, Retry-After"),
]
_PREFLIGHT = [
    (b"access-control-allow-methods", ", ".join(METHODS).encode()),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", b"86400"),
]
_AGE = b"max-age=60, stale-while-revalidate=600"  # seconds


class _State:
    """What the guard of one Datasette knows. Datasette may make its application, and so a guard, several times."""

    def __init__(self, datasette: Any) -> None:
        self.config: Config = config_of(datasette)
        self.buckets = Buckets(self.config.searches, time.monotonic)
        self.freshness = Freshness(datasette.get_database(ARCHIVE))
        self.withheld = Withheld(datasette.get_database(ARCHIVE), self.freshness)


_states: WeakKeyDictionary[Any, _State] = WeakKeyDictionary()


class Guard:
    """The guard of `datasette`, an ASGI application around its application `app`."""

    def __init__(self, app: App, datasette: Any) -> None:
        self.app = app
        self.datasette = datasette

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer one request (ASGI 3)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Datasette decodes the path as ASCII and would answer with an error of its own.
        if any(byte > 127 for byte in scope.get("raw_path") or b""):
            reply = Response.text("Bad request: the path is not percent-encoded.", status=400)
            await reply.asgi_send(_sender(send, Request(scope, receive), "/", []))
            return
        await self._guarded(scope, receive, send)

    async def _guarded(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer a request by ourselves where that is possible, else let Datasette answer it."""
        await wait_for_startup(self.datasette)
        if self.datasette not in _states:
            _states[self.datasette] = _State(self.datasette)
        state = _states[self.datasette]
        request = Request(scope, receive)
        path = "/" + request.path.removeprefix(self.datasette.setting("base_url"))
        t = texts(language(request))
        refused = refusal(request, path, state.config, t) or await state.withheld.refusal(path, t)
        wait = 0 if refused else _wait(state, scope, path, request)
        if wait:
            refused = Refusal(429, t("guard.rate", n=wait))
        more: Headers = [(b"retry-after", str(wait).encode())] if wait else []
        if refused:
            more += [(b"allow", ", ".join(METHODS).encode())] if refused.status == 405 else []
            reply = await error_page(self.datasette, request, refused.status, refused.message)
            await reply.asgi_send(_sender(send, request, path, more))
            return
        if request.method == "OPTIONS":
            more = _PREFLIGHT if path.startswith(PREFIX) else [(b"allow", ", ".join(METHODS).encode())]
            await Response("", status=204).asgi_send(_sender(send, request, path, more))
            return
        if path.startswith(_TABLES) and request.args.get("lang") in LANGUAGES:
            await Response.redirect(_without_lang(request)).asgi_send(_sender(send, request, path, []))
            return
        if not path.startswith(RAW_PATHS):
            more = _validators(state, request, path)
            etag = more[0][1].decode()
            if state.freshness.is_known(request, etag):
                await Response("", status=304).asgi_send(_sender(send, request, path, more))
                return
        # HEAD is answered as GET; `_sender` leaves the body out.
        await self.app({**scope, "method": "GET"}, receive, _sender(send, request, path, more))


def _without_lang(request: Any) -> str:
    pairs = [pair for pair in parse_qsl(request.query_string, keep_blank_values=True) if pair[0] != "lang"]
    return f"{request.path}?{urlencode(pairs)}" if pairs else str(request.path)


def _wait(state: _State, scope: dict[str, Any], path: str, request: Any) -> int:
    """Seconds that the client has to wait before this request; 0 when it need not."""
    tokens = cost(path, request.query_string)
    client = client_of(scope, state.config)
    return state.buckets.wait(client, tokens) if tokens and client and state.config.searches else 0


def _validators(state: _State, request: Any, path: str) -> Headers:
    """The validators (RFC 9110) of one of our pages, ETag first, and how long it may be kept.

    Shared caches may keep it only when the operator has named the hosts: the Host of the request stands in the page's
    addresses, and a sender who makes one up would have it served to others.
    """
    etag = state.freshness.etag(request.host, path, request.query_string, language(request))
    shared = bool(state.config.hosts) and "cookie" not in request.headers
    age = (b"public, " if shared else b"private, ") + _AGE
    return [*state.freshness.headers(etag), (b"cache-control", age), (b"vary", b"Cookie")]


def _sender(send: Any, request: Any, path: str, more: Headers) -> Any:
    """`send` with our headers and `more` on the answer to `request`, and without a body for HEAD."""

    async def sender(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": _headers(message, request, path, more)}
        elif request.method == "HEAD":
            message = {**message, "body": b""}
        await send(message)

    return sender


def _headers(message: dict[str, Any], request: Any, path: str, more: Headers) -> Headers:
    """The headers of an answer: those of the page, ours where it has none, and `more` as far as its status allows."""
    status = message["status"]
    headers: Headers = list(message.get("headers", []))
    own = not path.startswith(RAW_PATHS)
    wanted = {**_HEADERS, b"content-security-policy": (OWN_CSP if own else RAW_CSP).encode()}
    if status >= 400:  # an error must not outlive its cause, and has no validators
        more = [pair for pair in more if pair[0] in {b"retry-after", b"allow"}] + [(b"cache-control", b"no-store")]
    elif status >= 300 and status != 304:
        more = []
    if request.args.get("lang") in LANGUAGES and not path.startswith(PREFIX):  # the API has no cookies
        more = [pair for pair in more if pair[0] != b"cache-control"]
        more += [(b"set-cookie", _cookie(request.args["lang"])), (b"cache-control", b"private, no-store")]
    wanted |= dict(more)
    # A page's own headers win (the policy of an embed, the sandbox of a capture), but for how long it may be kept.
    ours = {b"cache-control"} if b"cache-control" in wanted else set()
    headers = [pair for pair in headers if pair[0].lower() not in ours]
    names = {name.lower() for name, _ in headers}
    if path.startswith(PREFIX):
        headers += _CORS
    return headers + [(name, value) for name, value in wanted.items() if name not in names]


def _cookie(lang: str) -> bytes:
    cookie = SimpleCookie({COOKIE: lang})
    for name, value in (("path", "/"), ("max-age", str(365 * 86400)), ("samesite", "Lax"), ("httponly", "true")):
        cookie[COOKIE][name] = value
    return cookie[COOKIE].OutputString().encode()
