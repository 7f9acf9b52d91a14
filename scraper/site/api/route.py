"""A route of the API: declared once, answered and documented from the same declaration."""

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urlencode

from datasette import Response

from scraper.site.api import cursor
from scraper.site.api.fields import Kind
from scraper.site.api.params import CURSOR, LANG, Param, fields, values_of, whole
from scraper.site.datasette_065 import QueryInterrupted
from scraper.site.problem import PREFIX, ProblemError, problem
from scraper.site.render import ARCHIVE
from scraper.site.texts import Texts, language, texts


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler found. `next` is the position that a list goes on from; `meta` says more about the whole."""

    data: Any
    next: cursor.Position | None = None
    meta: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """One request: its checked `values` by parameter, and `db`, Datasette's database of the archive.

    `t` are the reader's texts; `position` is where a list goes on, or None.
    """

    db: Any
    values: dict[str, Any]
    t: Texts
    position: cursor.Position | None

    @property
    def limit(self) -> int:
        """Rows of a page."""
        return int(self.values["limit"])

    async def rows(self, sql: str, values: dict[str, Any] | None = None) -> list[Any]:
        """All rows of `sql` with `values` bound to its parameters."""
        return list((await self.db.execute(sql, values or {})).rows)


Handler = Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address of the API.

    `path` follows `/api/v1` and names its parameters in braces; `operation` is its name in OpenAPI. `kind` describes
    each object of the answer: a list of them when `many`. `params` are its own parameters; `chosen`: it also has
    `fields`. `positions` are the types of a list's sort values, none when it is never long; `most` are the rows of its
    longest page. `meta` is the JSON Schema of what `meta` holds.
    """

    path: str
    operation: str
    handler: Handler
    kind: Kind
    params: tuple[Param, ...] = ()
    many: bool = True
    chosen: bool = True
    positions: tuple[type, ...] = ()
    most: int = 100
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def all_params(self) -> tuple[Param, ...]:
        """Its own parameters and those that every route of its sort has."""
        own = [*self.params]
        if self.positions:
            own += [whole("limit", 1, self.most, 25), CURSOR]
        if self.chosen:
            own.append(fields(self.kind.names))
        return (*own, LANG)

    @property
    def pattern(self) -> str:
        """The path as a regular expression, as Datasette matches routes."""
        return "^" + PREFIX + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path) + "$"

    async def answer(self, datasette: Any, request: Any) -> Response:
        """Answer `request`: 200 with the envelope, or a problem. Parameters: `all_params`."""
        t = texts(language(request))
        path = {name: unquote(value) for name, value in request.url_vars.items()}  # Datasette leaves them encoded
        try:
            values = values_of(self.all_params, request.args, path, t)
            position = self._position(values, t)
            answer = await self.handler(Call(datasette.get_database(ARCHIVE), values, t, position))
        except ProblemError as error:
            return problem(t, error.status, error.detail, error.param)
        except QueryInterrupted:
            return problem(t, 400, t("search.too_broad"))
        return self._response(datasette, request, values, answer)

    def _position(self, values: dict[str, Any], t: Texts) -> cursor.Position | None:
        """Where the list goes on. Raises ProblemError when the cursor is none of this list's."""
        given = values.get("cursor")
        if given is None:
            return None
        try:
            return cursor.read(cursor.scope_of(self.operation, values), given, self.positions)
        except ValueError as error:
            raise ProblemError(t("api.bad_cursor"), param="cursor") from error

    def _response(self, datasette: Any, request: Any, values: dict[str, Any], answer: Answer) -> Response:
        """`answer` in the envelope `{data, next, meta}`; `next` also stands in the Link header (RFC 8288)."""
        body: dict[str, Any] = {"data": answer.data}
        headers: dict[str, str] = {}
        if self.positions:
            body["next"] = None  # there in every list, so that clients need not ask whether it is
            if answer.next is not None:
                following = cursor.write(cursor.scope_of(self.operation, values), answer.next)
                args = [pair for pair in _pairs(request) if pair[0] != "cursor"] + [("cursor", following)]
                path = f"{quote(request.path)}?{urlencode(args)}"
                body["next"] = datasette.absolute_url(request, path)
                headers["link"] = f'<{body["next"]}>; rel="next"'
        body["meta"] = answer.meta
        text = json.dumps(body, ensure_ascii=False)
        return Response(text, headers=headers, content_type="application/json; charset=utf-8")


def _pairs(request: Any) -> list[tuple[str, str]]:
    return [(name, value) for name in request.args for value in request.args.getlist(name)]
