"""What all pages share: rendering one of our templates, and the small rules for showing archived text."""

from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from weakref import WeakKeyDictionary

from datasette import NotFound, Response
from jinja2 import Environment

from scraper.site.datasette_065 import synchronous_templates
from scraper.site.texts import language, texts

ARCHIVE = "archive"  # what Datasette calls the database in archive.db
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


# A test makes several Datasettes in one process; each goes away with its templates.
_environments: WeakKeyDictionary[Any, Environment] = WeakKeyDictionary()


class _Paths:
    """`urls` in our templates: `path` as Datasette's, but giving plain text, which is cheaper to make."""

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")

    def path(self, path: str) -> str:
        """`path` below the address that Datasette is served at."""
        return self._base + path


def render(datasette: Any, request: Any, template: str, context: dict[str, Any]) -> str:
    """The text of our template `template` (a name without folder and ending) with the values of `context`.

    `datasette` has the templates, `request` tells the reader's language and the address of the page in the other one.
    """
    if datasette not in _environments:
        _environments[datasette] = synchronous_templates(datasette)
    shared = {**reader_context(request), "urls": _Paths(datasette.setting("base_url"))}
    return _environments[datasette].get_template(f"congtin/{template}.html").render(shared | context)


def reader_context(request: Any) -> dict[str, Any]:
    """What templates know of the reader: texts in their language, and this page's address in the other one.

    Without a request: Vietnamese, and no address.
    """
    t = texts(language(request))
    if request is None:
        return {"t": t, "other_language_url": None}
    args = [pair for pair in parse_qsl(request.query_string, keep_blank_values=True) if pair[0] != "lang"]
    return {"t": t, "other_language_url": f"{quote(request.path)}?{urlencode([*args, ('lang', t.other)])}"}


async def page(datasette: Any, request: Any, template: str, context: dict[str, Any], status: int = 200) -> Any:
    """A response with the HTTP `status` and one of our pages; `datasette`, `request`, `template`, `context`: `render`.

    No script runs on it, and no other site may frame it.
    """
    body = render(datasette, request, template, context)
    return Response.html(body, status=status, headers={"content-security-policy": OWN_CSP})


def not_found(request: Any) -> NotFound:
    """The error of an address that names nothing; `raise` it."""
    return NotFound(texts(language(request))("error.404_text"))


async def not_found_page(datasette: Any, request: Any) -> Any:
    """The page of an address that names nothing.

    For routes with another address inside theirs (`/-/timemap/https://...`): of a NotFound error there Datasette would
    make a redirect to the same address with `%` written as `~`, or without the slash at its end.
    """
    t = texts(language(request))
    context = {"heading": t("error.404"), "message": t("error.404_text")}
    return await page(datasette, request, "error", context, status=404)


def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a stored text."""
    return [line for line in (text or "").split("\n") if line.strip()]


def teaser(row: dict[str, Any], width: int = 220) -> str:
    """The beginning of the article `row`, at most about `width` characters, cut between words where it can be."""
    text = (row["lead"] or row["body"] or "").replace("\n", " ")
    if len(text) <= width:
        return text
    # A text without spaces (a broken page) is cut within its "word".
    return text[: max(text.rfind(" ", 0, width), width // 2)] + " …"


def short(text: str, most: int = 300) -> str:
    """`text` on one line of about `most` characters, cut in its middle when it is long: both ends tell what it is."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most // 2].rstrip()} […] {line[-most // 2 :].lstrip()}"
