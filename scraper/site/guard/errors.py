"""Errors in the format asked for and in the reader's language."""

from typing import Any

from datasette.utils.asgi import Response

from scraper.site.downloads.refusing import refusal
from scraper.site.pages.render import page
from scraper.site.problem import problem
from scraper.site.texts import language, texts

_KNOWN = (400, 403, 404, 429, 451)


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
