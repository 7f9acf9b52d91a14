"""`/api`: the API for people to read, from the same table of routes."""

from typing import Any

from scraper.site.api.openapi import describe
from scraper.site.api.params import Param
from scraper.site.api.route import Route
from scraper.site.api.table import ROUTES
from scraper.site.problem import KINDS, PREFIX
from scraper.site.render import page
from scraper.site.texts import Texts, language, texts


def _bounds(param: Param, t: Texts) -> str:
    """What a parameter may be, in words."""
    schema = param.schema
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if param.many:
        return t("api.many", n=schema["maxItems"])
    if schema["type"] == "integer":
        return f"{schema['minimum']}–{schema['maximum']}"
    return t("api.up_to", n=t.number(schema["maxLength"])) if "maxLength" in schema else ""


def _shown(datasette: Any, route: Route, t: Texts) -> dict[str, Any]:
    return {
        "path": PREFIX + route.path,
        "operation": route.operation,
        "summary": t(f"api.op.{route.operation}"),
        "params": [
            {
                "name": p.name,
                "about": t(p.about),
                "bounds": _bounds(p, t),
                "default": p.default,
                "required": p.required,
            }
            for p in route.all_params
        ],
        "fields": [(field.name, describe(datasette, t, field)) for field in route.kind.fields],
    }


async def human(datasette: Any, request: Any) -> Any:
    """Answer `/api`. Parameter: `lang`."""
    t = texts(language(request))
    kinds = [*KINDS.values(), "withheld", "error"]
    context = {
        "section": "api",
        "routes": [_shown(datasette, route, t) for route in ROUTES],
        "problems": [(kind, t(f"api.problem.{kind}"), t(f"api.problem_text.{kind}")) for kind in kinds],
        "base": datasette.absolute_url(request, datasette.urls.path("/")).rstrip("/"),
    }
    return await page(datasette, request, "api", context)
