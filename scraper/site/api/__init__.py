"""`/api/v1`: the JSON API, and `/api`, its page for people.

`table` declares every route once: its parameters (`params`), its objects (`fields`) and its handler; checks, answers
(`route`), the OpenAPI document (`openapi`) and the page (`human`) follow from that. A request enters, JSON or a
problem leaves. Imports the search and what all pages share; knows no page.
"""

from collections.abc import Callable
from typing import Any

from scraper.site.api.human import human
from scraper.site.api.openapi import openapi
from scraper.site.api.table import ROUTES
from scraper.site.problem import PREFIX


def routes() -> list[tuple[str, Callable[..., Any]]]:
    """The API's routes for Datasette."""
    fixed = [(rf"^{PREFIX}/openapi\.json$", openapi), (r"^/api$", human)]
    return [*fixed, *((route.pattern, route.answer) for route in ROUTES)]
