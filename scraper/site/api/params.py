"""Parameters of the API: one declaration gives the check, the sentence when it fails, and the OpenAPI text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scraper.site.problem import ProblemError
from scraper.site.search.search_query import MAX_VALUES
from scraper.site.texts import LANGUAGES, Texts

_WHOLE = re.compile(r"[0-9]{1,9}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?Z)?")
Check = Callable[[str, Texts], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """One parameter. `check` turns its text into a value or raises ProblemError.

    `schema` is its JSON Schema, `place` where it stands ("query" or "path"); `many`: it may be given several times.
    """

    name: str
    check: Check
    schema: dict[str, Any]
    place: str = "query"
    required: bool = False
    default: Any = None
    many: bool = False

    @property
    def about(self) -> str:
        """Key of the text in the catalogue that explains it."""
        return f"api.param.{self.name}"


def whole(name: str, low: int, high: int, default: int | None = None) -> Param:
    """The parameter `name`: a whole number from `low` to `high`, `default` when it is not given.

    Its check raises ProblemError for anything else.
    """

    def check(text: str, t: Texts) -> int:
        if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
            raise ProblemError(t("api.bad_whole", name=name, low=low, high=high), param=name)
        return int(text)

    schema: dict[str, Any] = {"type": "integer", "minimum": low, "maximum": high}
    if default is not None:
        schema["default"] = default
    return Param(name=name, check=check, schema=schema, default=default)


def text(name: str, longest: int, *, required: bool = False, place: str = "query", many: bool = False) -> Param:
    """The parameter `name`: any text of 1 to `longest` characters.

    `required`: it must be given, as every parameter with `place` "path"; `many`: it may be given several times. Its
    check raises ProblemError for anything else.
    """

    def check(value: str, t: Texts) -> str:
        if not 1 <= len(value) <= longest:
            raise ProblemError(t("api.bad_text", name=name, longest=t.number(longest)), param=name)
        return value

    schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": longest}
    if many:
        schema = {"type": "array", "items": schema, "maxItems": MAX_VALUES, "minItems": 1}
    required = required or place == "path"
    return Param(name=name, check=check, schema=schema, place=place, required=required, many=many)


def moment(name: str) -> Param:
    """The parameter `name`: a day, or an instant in UTC as the archive writes it (`2026-11-22T06:17:19.123Z`).

    Its check raises ProblemError for anything else.
    """

    def check(value: str, t: Texts) -> str:
        # Both: the pattern alone takes the 31st of February, fromisoformat() alone takes forms that sort otherwise.
        try:
            datetime.fromisoformat(value)
            good = _MOMENT.fullmatch(value) is not None
        except ValueError:
            good = False
        if not good:
            raise ProblemError(t("api.bad_moment", name=name), param=name)
        return value

    return Param(name=name, check=check, schema={"type": "string", "pattern": f"^{_MOMENT.pattern}$"})


def choice(name: str, values: tuple[str, ...], default: str | None = None) -> Param:
    """The parameter `name`: one of `values`. Its check raises ProblemError for anything else."""

    def check(value: str, t: Texts) -> str:
        if value not in values:
            raise ProblemError(t("api.bad_choice", name=name, values=", ".join(values)), param=name)
        return value

    schema: dict[str, Any] = {"type": "string", "enum": list(values)}
    if default:
        schema["default"] = default
    return Param(name=name, check=check, schema=schema, default=default)


def fields(known: tuple[str, ...]) -> Param:
    """The parameter `fields`: names among `known`, separated by commas. Its check raises ProblemError for others."""

    def check(value: str, t: Texts) -> tuple[str, ...]:
        wanted = tuple(dict.fromkeys(value.split(",")))
        unknown = [name for name in wanted if name not in known]
        if unknown:
            sentence = t("api.bad_fields", name=unknown[0][:60], values=", ".join(known))
            raise ProblemError(sentence, param="fields")
        return wanted

    one = "|".join(known)
    return Param(name="fields", check=check, schema={"type": "string", "pattern": f"^({one})(,({one}))*$"})


LANG = choice("lang", LANGUAGES)
CURSOR = text("cursor", 600)


def values_of(params: tuple[Param, ...], query: Any, path: dict[str, str], t: Texts) -> dict[str, Any]:
    """Every parameter's value by name, its default or None for what was not given.

    `query` are the parameters of the address, `path` those in its path. Raises ProblemError, with a sentence in the
    language of `t`, for the first that is wrong, unknown (not one of `params`), missing, or given too often.
    """
    known = {param.name: param for param in params}
    # A misspelt filter that was ignored would give an answer that looks right.
    for name in query:
        if name not in known or known[name].place != "query":
            names = ", ".join(param.name for param in params if param.place == "query")
            raise ProblemError(t("api.unknown_param", name=name[:60], values=names), param=name[:60])
        most = MAX_VALUES if known[name].many else 1
        if len(query.getlist(name)) > most:
            raise ProblemError(t("api.param_twice", name=name, most=most), param=name)
    found: dict[str, Any] = {}
    for param in params:
        if param.many:
            given = [param.check(value, t) for value in query.getlist(param.name)]
            found[param.name] = tuple(given) or None
            continue
        raw = path.get(param.name) if param.place == "path" else query.get(param.name)
        if raw is None and param.required:
            raise ProblemError(t("api.missing_param", name=param.name), param=param.name)
        found[param.name] = param.default if raw is None else param.check(raw, t)
    return found
