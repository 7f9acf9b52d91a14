"""docs/reference.md: what the author of a portal or a family uses, written from the docstrings of the code.

python -m scraper.cli.code_reference > docs/reference.md
"""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from types import ModuleType
from typing import Any

from scraper import errors, items, settings
from scraper.families.read import FAMILIES
from scraper.portals.portal import Portal
from scraper.reading.listing import paging
from scraper.reading.page.family import Family, Spec
from scraper.reading.page.page import Page

HEAD = """# Reference

Names that the author of a portal or a family meets, with what the code says of them. Written by
`python -m scraper.cli.code_reference > docs/reference.md`; a test says when it is out of date.
"""


def markdown() -> str:
    """The whole page."""
    parts = [
        HEAD,
        _section("Portal", "What a spider file declares: `from scraper.portals import Portal, PortalSpider`."),
        *_class(Portal),
        _section("Page", "One page, parsed once: `from scraper.reading import Page`."),
        *_class(Page, methods=True),
        _section("Family and Spec", "A content management system, and where one of its designs keeps its fields."),
        *_class(Family),
        *_class(Spec),
        _section("Paging kinds", "How lists go on: the values of `Family.paging`, in `scraper/reading/listing/`."),
        *_pagings(paging),
        _section("Families", "In the order in which they are asked."),
        "| id | system |\n|---|---|\n" + "\n".join(f"| `{one.id}` | {one.title} |" for one in FAMILIES) + "\n",
        _section("What a page says", "The values of `scraper/items.py`."),
        *(part for one in _classes(items) for part in _class(one)),
        _reasons(),
        _section(
            "Settings", "Our own, then those of Scrapy that differ from its defaults; `-s NAME=VALUE` on any command."
        ),
        _settings(),
        _section("Errors", "What is raised on purpose; a command prints the message and ends with the exit code."),
        "| error | exit code | |\n|---|---|---|\n" + "\n".join(_error_rows()) + "\n",
    ]
    return "\n".join(parts)


def _section(title: str, about: str) -> str:
    return f"\n## {title}\n\n{about}\n"


def _class(one: type, *, methods: bool = False) -> Iterator[str]:
    yield f"### `{one.__name__}`\n\n{_text(one)}\n"
    if is_dataclass(one):
        yield (
            "| field | type | default |\n|---|---|---|\n"
            + "\n".join(f"| `{field.name}` | `{_type(field.type)}` | {_default(field)} |" for field in fields(one))
            + "\n"
        )
    if methods:
        yield "\n".join(f"- `{name}`: {_summary(member)}" for name, member in _members(one)) + "\n"


def _members(one: type) -> Iterator[tuple[str, Any]]:
    for name, member in vars(one).items():
        if not name.startswith("_") and inspect.getdoc(member):
            yield name, member


def _text(one: Any) -> str:
    """A docstring as a paragraph or more; lines are joined, as they are in Markdown anyway."""
    return inspect.cleandoc(one.__doc__ or "")


def _type(annotation: Any) -> str:
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))
    text = str(annotation) if "[" in str(annotation) or "|" in str(annotation) else text
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", text).replace("|", "\\|")


def _default(field: Any) -> str:
    if field.default is MISSING:
        return "required"
    return f"`{field.default!r}`" if not callable(field.default) else ""


def _pagings(module: ModuleType) -> Iterator[str]:
    rows = [f"| `{name}` | {_summary(one)} |" for name, one in _paging_kinds(module)]
    yield "| kind | finds the next page |\n|---|---|\n" + "\n".join(rows) + "\n"


def _paging_kinds(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, one in vars(module).items():
        if inspect.isclass(one) and one.__module__ == module.__name__ and "__call__" in vars(one):
            yield name, one


def _summary(one: Any) -> str:
    return re.sub(r"\s+", " ", _text(one).split("\n\n")[0])


def _classes(module: ModuleType) -> Iterator[type]:
    return (one for one in vars(module).values() if inspect.isclass(one) and one.__module__ == module.__name__)


def _reasons() -> str:
    rows = [f"| `{reason}` | {'yes' if missed else ''} |" for reason, missed in items.REASONS.items()]
    return "Reasons of `Other`:\n\n| reason | counts as a page that is missing |\n|---|---|\n" + "\n".join(rows) + "\n"


def _settings() -> str:
    """The assignments of settings.py as they stand, with their comments."""
    source = inspect.getsource(settings)
    body = source[source.index("# ---- Our own settings") :]
    return f"```python\n{body.strip()}\n```\n"


def _error_rows() -> Iterator[str]:
    for one in _classes(errors):
        if issubclass(one, errors.CongTinError):
            yield f"| `{one.__name__}` | {one.exit_code} | {_summary(one)} |"


if __name__ == "__main__":
    print(markdown(), end="")
