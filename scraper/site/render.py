"""What all pages share: rendering one of our templates, and the little rules for showing archived text.

Our templates are rendered as plain functions. Datasette renders its own as coroutines and asks of every call in a
template whether it has to be awaited, which doubles the time of a page.
"""

from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from weakref import WeakKeyDictionary

from datasette.utils.asgi import NotFound, Response
from jinja2 import Environment

from scraper.site.texts import language, texts

ARCHIVE = "archive"
# Pages of ours hold no script and no style of their own; JSON-LD is data, which no browser runs.
OWN_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)


def http_url(url: str | None) -> bool:
    """Whether `url` may become a link: only web addresses do, archived pages hold anything."""
    try:
        return urlsplit(url or "").scheme in {"http", "https"}
    except ValueError:
        return False


_environments: WeakKeyDictionary[Any, Environment] = WeakKeyDictionary()


class _Paths:
    """`urls` in our templates: `path` as Datasette's, but giving plain text."""

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")

    def path(self, path: str) -> str:
        """`path` below the address that Datasette is served at."""
        return self._base + path


def render(datasette: Any, request: Any, template: str, context: dict[str, Any]) -> str:
    """One of our templates as text."""
    if datasette not in _environments:
        _environments[datasette] = datasette.jinja_env.overlay(enable_async=False)
    shared = {**reader(request), "urls": _Paths(datasette.setting("base_url"))}
    return _environments[datasette].get_template(f"congtin/{template}.html").render(shared | context)


def reader(request: Any) -> dict[str, Any]:
    """What templates know of the reader: texts in their language, and this page's address in the other one."""
    t = texts(language(request))
    if request is None:
        return {"t": t}
    args = [pair for pair in parse_qsl(request.query_string, keep_blank_values=True) if pair[0] != "lang"]
    return {"t": t, "other_language_url": f"{quote(request.path)}?{urlencode([*args, ('lang', t.other)])}"}


async def page(datasette: Any, request: Any, template: str, context: dict[str, Any], status: int = 200) -> Any:
    """One of our templates as a response."""
    body = render(datasette, request, template, context)
    return Response.html(body, status=status, headers={"content-security-policy": OWN_CSP})


def not_found(request: Any) -> NotFound:
    """The error of an address that names nothing; `raise` it."""
    return NotFound(texts(language(request))("error.404_text"))


async def lost(datasette: Any, request: Any) -> Any:
    """The page for an address that holds another address and names nothing: Datasette would redirect those."""
    t = texts(language(request))
    context = {"heading": t("error.404"), "message": t("error.404_text")}
    return await page(datasette, request, "error", context, status=404)


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a stored text."""
    return [line for line in (text or "").split("\n") if line.strip()]


def teaser(row: dict[str, Any], width: int = 220) -> str:
    """The beginning of an article, at most about `width` characters, cut between words where it can be."""
    text = (row["lead"] or row["body"] or "").replace("\n", " ")
    if len(text) <= width:
        return text
    return text[: max(text.rfind(" ", 0, width), width // 2)] + " …"


def short(text: str, most: int = 300) -> str:
    """`text` on one line, cut in its middle when it is long: both ends tell what it is."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most // 2].rstrip()} […] {line[-most // 2 :].lstrip()}"
