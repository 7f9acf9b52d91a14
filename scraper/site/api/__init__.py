"""`/api/v1`: the JSON API. `table` declares every route once; its answers, checks, OpenAPI text and page follow."""

from collections.abc import Callable
from typing import Any

from scraper.site.api.human import human
from scraper.site.api.openapi import openapi
from scraper.site.api.route import PREFIX
from scraper.site.api.table import ROUTES


def routes() -> list[tuple[str, Callable[..., Any]]]:
    """The API's routes for Datasette."""
    fixed = [(rf"^{PREFIX}/openapi\.json$", openapi), (r"^/api$", human)]
    return [*fixed, *((route.pattern, route.answer) for route in ROUTES)]
