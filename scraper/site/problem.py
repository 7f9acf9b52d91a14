"""Errors of the API as problems (RFC 9457), in the reader's language."""

import json
from typing import Any

from datasette import Response

from scraper.site.texts import Texts

PREFIX = "/api/v1"  # of every address of the API; what must not import the API knows its addresses from here
KINDS = {400: "bad-request", 403: "forbidden", 404: "not-found", 405: "method-not-allowed", 429: "too-many-requests"}


class ProblemError(Exception):
    """What is wrong with a request; raised by the API's parameters and handlers.

    `detail` is one sentence for its sender, `status` the HTTP status, `param` the parameter that is wrong.
    """

    def __init__(self, detail: str, *, status: int = 400, param: str | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.status = status
        self.param = param


def problem(t: Texts, status: int, detail: str, param: str | None = None) -> Response:
    """The response for a problem in the language of `t`; `status`, `detail` and `param` as in `ProblemError`.

    Its `type` is the address that explains this kind of problem on the page `/api`.
    """
    kind = KINDS.get(status, "withheld" if status == 451 else "error" if status >= 500 else "bad-request")
    body = {"type": f"/api#{kind}", "title": t(f"api.problem.{kind}"), "status": status, "detail": detail}
    if param:
        body["param"] = param
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status=status, headers={}, content_type="application/problem+json; charset=utf-8")


SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "param": {"type": "string"},
    },
}
