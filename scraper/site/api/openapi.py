"""The OpenAPI 3.1 document, made from the table of routes and the descriptions in metadata.yml."""

import json
from typing import Any

from datasette import Response

from scraper import __version__
from scraper.site import rows
from scraper.site.api import fields as f
from scraper.site.api.params import Param
from scraper.site.api.route import Route
from scraper.site.api.table import ROUTES
from scraper.site.datasette_065 import column_descriptions, licence
from scraper.site.problem import PREFIX, SCHEMA
from scraper.site.render import ARCHIVE
from scraper.site.search.search_query import PROVINCES
from scraper.site.texts import Texts, language, texts

PARTS = (f.IMAGE, f.ATTACHMENT, f.CAPTURE, f.CHANGE)
_STATUS = {
    "400": "api.problem.bad-request",
    "404": "api.problem.not-found",
    "429": "api.problem.too-many-requests",
    "451": "api.problem.withheld",
}
Choices = dict[str, list[str]]
_HEADERS = {"ETag": "api.header.etag", "Last-Modified": "api.header.last_modified"}


def describe(datasette: Any, t: Texts, field: f.Field) -> str:
    """What `field` means in the language of `t`: its sentence, or the description of its column in metadata.yml.

    A description has both languages, Vietnamese / English, each of which may hold the sign between them as well; one
    with an odd number of parts is given whole.
    """
    if field.about:
        return t(field.about)
    table, _, name = (field.column or "").partition(".")
    text = str(column_descriptions(datasette, ARCHIVE, table).get(name, ""))
    halves = text.split(" / ")
    half = len(halves) // 2
    if len(halves) % 2:
        return text
    return " / ".join(halves[:half] if t.lang == "vi" else halves[half:])


async def choices(datasette: Any) -> Choices:
    """Parameters whose values are those of this archive: portals and their provinces."""
    portals = (await rows.portals(datasette.get_database(ARCHIVE))).values()
    found = {name: sorted({row[column] for row in portals if row[column]}) for name, (column, _) in PROVINCES.items()}
    return {"cong": sorted(row["id"] for row in portals)} | found


def document(datasette: Any, t: Texts, server: str, known: Choices) -> dict[str, Any]:
    """The whole document in the language of `t`.

    `server` is the address that paths follow, `known` what `choices` gives; texts come from the metadata of
    `datasette`.
    """

    def about(field: f.Field) -> str:
        return describe(datasette, t, field)

    kinds = {route.kind.name: route.kind.schema(about, fixed=not route.chosen) for route in ROUTES}
    parts = {kind.name: kind.schema(about, fixed=True) for kind in PARTS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": t("api.title"),
            "version": __version__,
            "description": t("api.intro"),
            "license": {"name": str(licence(datasette) or "CC0-1.0")},
        },
        "servers": [{"url": server}],
        "paths": {PREFIX + route.path: {"get": _operation(route, t, known)} for route in ROUTES},
        "components": {"schemas": {**parts, **kinds, "Problem": SCHEMA}},
    }


def _operation(route: Route, t: Texts, known: Choices) -> dict[str, Any]:
    """The Operation Object (OpenAPI 3.1) of a route."""
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    headers = {name: {"description": t(key), "schema": {"type": "string"}} for name, key in _HEADERS.items()}
    good = {
        "description": t(f"api.op.{route.operation}"),
        "headers": headers,
        "content": {"application/json": {"schema": envelope(route)}},
    }
    problems = {status: {"description": t(key), "content": problem} for status, key in _STATUS.items()}
    return {
        "operationId": route.operation,
        "summary": t(f"api.op.{route.operation}"),
        "parameters": [_parameter(param, t, known.get(param.name)) for param in route.all_params],
        "responses": {"200": good, "304": {"description": t("api.not_modified")}, **problems},
    }


def _parameter(param: Param, t: Texts, values: list[str] | None) -> dict[str, Any]:
    """The Parameter Object of a parameter; `values` are those that this archive has, None when they are no list."""
    schema = param.schema
    if values:  # none in an empty archive, and an empty enum would be invalid
        one = {"type": "string", "enum": values}
        schema = {**schema, "items": one} if param.many else one
    return {
        "name": param.name,
        "in": param.place,
        "required": param.required,
        "description": t(param.about),
        "schema": schema,
        **({"style": "form", "explode": True} if param.many else {}),
    }


def envelope(route: Route) -> dict[str, Any]:
    """The JSON Schema of a whole answer of `route`."""
    one = {"$ref": f"#/components/schemas/{route.kind.name}"}
    properties: dict[str, Any] = {
        "data": {"type": "array", "items": one} if route.many else one,
        "meta": route.meta or {"type": "object"},
    }
    if route.positions:
        properties["next"] = {"type": ["string", "null"]}
    return {"type": "object", "required": sorted(properties), "properties": properties, "additionalProperties": False}


async def openapi(datasette: Any, request: Any) -> Response:
    """Answer `/api/v1/openapi.json`. Parameter: `lang`."""
    t = texts(language(request))
    server = datasette.absolute_url(request, datasette.urls.path("/")).rstrip("/")
    found = document(datasette, t, server, await choices(datasette))
    return Response(json.dumps(found, ensure_ascii=False), content_type="application/json; charset=utf-8")
