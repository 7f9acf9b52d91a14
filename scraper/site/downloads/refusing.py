"""Bad requests for feeds and exports, answered in kind: a line of text, or a JSON problem for JSON."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from scraper.site.datasette_065 import Base400, QueryInterrupted
from scraper.site.errors import refusal
from scraper.site.search.search_query import BadSearchError
from scraper.site.texts import language, texts

Handler = Callable[[Any, Any], Awaitable[Any]]


def refusing(handler: Handler) -> Handler:
    """`handler`, but what its parameters cannot mean, and what takes too long, is answered with 400 in its format."""

    @wraps(handler)
    async def refuses(datasette: Any, request: Any) -> Any:
        t = texts(language(request))
        try:
            return await handler(datasette, request)
        except BadSearchError as error:
            message = error.message(t)
        except QueryInterrupted:
            message = t("search.too_broad")
        except Base400 as error:
            message = str(error)
        except ValueError:  # a broken cursor
            message = t("search.bad_cursor", name="truoc")
        return refusal(request.path, 400, message)

    return refuses
