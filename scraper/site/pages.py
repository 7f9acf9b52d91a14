"""What all pages share: rendering one of our templates, and the little rules for showing archived text."""

from typing import Any
from urllib.parse import urlsplit

from datasette.utils.asgi import NotFound, Response

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


async def page(datasette: Any, request: Any, template: str, context: dict[str, Any], status: int = 200) -> Any:
    """One of our templates as a response. Texts and the language switch come from `extra_template_vars`."""
    body = await datasette.render_template(f"congtin/{template}.html", context, request=request)
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
