"""Errors in the format asked for and in the reader's language."""

import json
from typing import Any

from datasette import Response

from scraper.site.datasette_065 import Cause, failure_of
from scraper.site.problem import PREFIX, problem
from scraper.site.render import page
from scraper.site.texts import language, texts

_TITLED = (400, 403, 404, 429, 451)  # statuses with a heading of their own in the catalogue
ENDINGS = (".atom", ".jsonfeed", ".csv", ".xlsx", ".ndjson")  # of feeds and exports
_SENTENCES: dict[Cause, str] = {
    "unknown address": "error.404_text",
    "too slow": "search.too_broad",
    "unusable parameter": "guard.raw",
    "ours": "error.500_text",
}


async def error_page(datasette: Any, request: Any, status: int, message: str) -> Any:
    """`message`, one sentence, as the answer of `datasette` to `request`, with the HTTP `status`.

    From the API it is a problem (RFC 9457), from a feed or export a line of text, under `.json` JSON in Datasette's
    form, else our page.
    """
    t = texts(language(request))
    path = request.path.partition("?")[0]
    if path.startswith(PREFIX):
        return problem(t, status, message)
    refused = refusal(path, status, message)
    if refused:
        return refused
    if path.endswith(".json"):
        body = {"ok": False, "error": message, "status": status, "title": t(f"error.{_title(status)}")}
        return Response.json(body, status=status)
    context = {"heading": t(f"error.{_title(status)}"), "message": message}
    return await page(datasette, request, "error", context, status=status)


def _title(status: int) -> int:
    return status if status in _TITLED else 500 if status >= 500 else 400


def refusal(path: str, status: int, message: str) -> Response | None:
    """An error for somebody who asked for a feed or an export by its ending, None for everybody else."""
    if not path.endswith(ENDINGS):
        return None
    if path.endswith(".jsonfeed"):
        body = {"type": "about:blank", "title": message, "status": status, "detail": message}
        text = json.dumps(body, ensure_ascii=False)
        return Response(text, status=status, content_type="application/problem+json; charset=utf-8")
    return Response(message + "\n", status=status, content_type="text/plain; charset=utf-8")


async def exception_page(datasette: Any, request: Any, exception: Exception) -> Any:
    """The answer to a request that ended in `exception`."""
    t = texts(language(request))
    failure = failure_of(exception, own_sql="sql" in request.args)
    if failure.cause == "unknown address" and request.path.startswith(PREFIX):
        message = t("api.no_route")
    elif failure.cause == "stated":
        message = failure.message
    else:
        message = t(_SENTENCES[failure.cause])
    return await error_page(datasette, request, failure.status, message)


async def forbidden_page(datasette: Any, request: Any) -> Any:
    """The answer to a request for what Datasette's permissions close, such as the search index."""
    return await error_page(datasette, request, 403, texts(language(request))("error.403_text"))
