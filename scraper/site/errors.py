"""Errors in the format asked for and in the reader's language."""

import json
from typing import Any

from datasette.utils.asgi import Response

from scraper.site.problem import problem
from scraper.site.render import page
from scraper.site.texts import language, texts

_KNOWN = (400, 403, 404, 429, 451)
ENDINGS = (".atom", ".jsonfeed", ".csv", ".xlsx", ".ndjson")  # of feeds and exports


async def error_page(datasette: Any, request: Any, status: int, message: str) -> Any:
    """An error in the format asked for: a problem from the API, JSON under `.json`, else our page."""
    t = texts(language(request))
    path = request.path.partition("?")[0]
    if path.startswith("/api/v1"):
        return problem(t, status, message)
    refused = refusal(path, status, message)
    if refused:
        return refused
    if path.endswith(".json"):
        body = {"ok": False, "error": message, "status": status, "title": t(f"error.{_kind(status)}")}
        return Response.json(body, status=status)
    context = {"heading": t(f"error.{_kind(status)}"), "message": message}
    return await page(datasette, request, "error", context, status=status)


def _kind(status: int) -> int:
    return status if status in _KNOWN else 500 if status >= 500 else 400


def refusal(path: str, status: int, message: str) -> Response | None:
    """An error for somebody who asked for a feed or an export by its ending, None for everybody else."""
    if not path.endswith(ENDINGS):
        return None
    if path.endswith(".jsonfeed"):
        body = {"type": "about:blank", "title": message, "status": status, "detail": message}
        text = json.dumps(body, ensure_ascii=False)
        return Response(text, status=status, content_type="application/problem+json; charset=utf-8")
    return Response(message + "\n", status=status, content_type="text/plain; charset=utf-8")
