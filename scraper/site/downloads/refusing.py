"""Bad requests for feeds and exports, answered in kind: a line of text, or a JSON problem for JSON."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400

from scraper.site.errors import refusal
from scraper.site.search.search_query import BadSearchError
from scraper.site.texts import language, texts

Handler = Callable[[Any, Any], Awaitable[Any]]


def refusing(handler: Handler) -> Handler:
    """`handler` with what its parameters cannot mean answered as 400 in its own format."""

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
