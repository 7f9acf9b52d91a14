"""What the API's objects are made of: each field once, with the SQL that reads it and its JSON type.

Descriptions are those of the columns in metadata.yml, so that the API, Datasette's pages and the data dictionary say
the same.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `sql` reads it; `column` (`table.column`) or `about` (a catalogue key) describes it.

    `load` makes the JSON value from the stored one, where they differ. `many` fields are long and are left out of
    lists unless parameter `fields` names them.
    """

    name: str
    sql: str
    schema: dict[str, Any]
    column: str | None = None
    about: str | None = None
    load: Callable[[Any], Any] | None = None
    many: bool = False


def _schema(kind: str, nullable: bool, **more: Any) -> dict[str, Any]:
    return {"type": [kind, "null"] if nullable else kind, **more}


def column(table: str, name: str, kind: str = "string", *, null: bool = False, many: bool = False) -> Field:
    """The column `name` of `table`, under its own name; `table` is also its alias in SQL.

    `kind` is its type in JSON Schema; `null`: it may be null; `many`: it is long, see `Field`.
    """
    return Field(name=name, sql=f"{table}.{name}", schema=_schema(kind, null), column=f"{table}.{name}", many=many)


def strings(table: str, name: str) -> Field:
    """A column that holds a JSON list of texts."""
    schema = {"type": "array", "items": {"type": "string"}}
    return Field(name=name, sql=f"{table}.{name}", schema=schema, column=f"{table}.{name}", load=json.loads)


def flag(table: str, name: str) -> Field:
    """A column that holds 0 or 1."""
    return Field(name=name, sql=f"{table}.{name}", schema={"type": "boolean"}, column=f"{table}.{name}", load=bool)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of object: its `name` in OpenAPI, and its `fields`."""

    name: str
    fields: tuple[Field, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every field's name."""
        return tuple(field.name for field in self.fields)

    def chosen(self, wanted: Iterable[str] | None) -> tuple[Field, ...]:
        """The fields in `wanted`, or all that are not long."""
        if wanted is None:
            return tuple(field for field in self.fields if not field.many)
        names = set(wanted)
        return tuple(field for field in self.fields if field.name in names)

    def schema(self, about: Callable[[Field], str], *, fixed: bool) -> dict[str, Any]:
        """As JSON Schema (2020-12), each field described by `about`; `fixed` when every field is always there."""
        schema: dict[str, Any] = {
            "type": "object",
            "additionalProperties": False,
            "properties": {field.name: {**field.schema, "description": about(field)} for field in self.fields},
        }
        return {**schema, "required": list(self.names)} if fixed else schema


def select(fields: Iterable[Field]) -> str:
    """The columns of a SELECT."""
    return ", ".join(f"{field.sql} as {field.name}" for field in fields)


def load(fields: Iterable[Field], row: Any) -> dict[str, Any]:
    """A row of a SELECT of `fields` as an object."""
    return {
        field.name: field.load(row[field.name]) if field.load and row[field.name] is not None else row[field.name]
        for field in fields
    }


ARTICLE = Kind(
    "Article",
    (
        column("articles", "id"),
        column("articles", "portal_id", null=True),
        column("articles", "url"),
        column("articles", "title"),
        column("articles", "lead", null=True),
        column("articles", "body", many=True),
        column("articles", "author", null=True),
        column("articles", "unit", null=True),
        column("articles", "category", null=True),
        column("articles", "published_at", null=True),
        column("articles", "published_source"),
        column("articles", "published_precision", null=True),
        column("articles", "updated_at", null=True),
        column("articles", "first_seen_at"),
        column("articles", "last_seen_at"),
        column("articles", "state"),
        column("articles", "state_since", null=True),
        column("articles", "state_at", null=True),
        column("articles", "changed_at", null=True),
        column("articles", "attachment_count", "integer"),
        column("articles", "text_sha256"),
        column("articles", "version_count", "integer"),
        column("articles", "word_count", "integer"),
        column("articles", "language", null=True),
        strings("articles", "flags"),
        column("articles", "duplicate_of", null=True),
        column("articles", "capture_id"),
        column("articles", "layout", null=True, many=True),
    ),
)
IMAGE = Kind("Image", tuple(column("images", n, null=n != "src") for n in ("src", "caption", "credit")))
ATTACHMENT = Kind("Attachment", (column("attachments", "url"), column("attachments", "name")))
CAPTURE = Kind(
    "Capture",
    (
        column("captures", "id"),
        column("captures", "url"),
        column("captures", "captured_at"),
        column("captures", "status", "integer", null=True),
        column("captures", "mime", null=True),
        column("captures", "payload_digest", null=True),
        column("captures", "fidelity"),
        column("captures", "file"),
        column("captures", "offset", "integer"),
        column("captures", "length", "integer"),
    ),
)
VERSION = Kind(
    "Version",
    (
        column("versions", "article_id"),
        column("versions", "text_sha256"),
        column("versions", "title"),
        column("versions", "lead", null=True),
        column("versions", "body", many=True),
        column("versions", "first_seen_at"),
        column("versions", "last_seen_at"),
        column("versions", "capture_id"),
        column("versions", "layout", null=True, many=True),
    ),
)
CHANGE = Kind(
    "Change",
    (
        column("changes", "article_id"),
        column("changes", "from_sha256"),
        column("changes", "to_sha256"),
        column("changes", "position", "integer"),
        column("changes", "kind"),
        column("changes", "severity", "integer"),
        column("changes", "place"),
        column("changes", "paragraph", "integer", null=True),
        column("changes", "before", null=True),
        column("changes", "after", null=True),
        column("changes", "context"),
        column("changes", "seen_at"),
    ),
)
PORTAL = Kind(
    "Portal",
    (
        column("portals", "id"),
        column("portals", "name"),
        column("portals", "owner", null=True),
        column("portals", "province", null=True),
        column("portals", "province_now", null=True),
        column("portals", "family", null=True),
        strings("portals", "prefixes"),
        strings("portals", "start_urls"),
        column("portals", "status", null=True),
        column("portals", "confidence", null=True),
        column("portals", "note", null=True),
        flag("portals", "synthetic"),
    ),
)
LISTING = Kind(
    "Listing",
    (
        column("listings", "capture_id"),
        column("listings", "portal_id", null=True),
        column("listings", "url"),
        column("listings", "source"),
        column("listings", "captured_at"),
        column("listings", "card_count", "integer"),
        column("listings", "total", "integer", null=True),
        column("listings", "next_url", null=True),
    ),
)


def made(name: str, kind: str, *, null: bool = False, items: dict[str, Any] | None = None) -> Field:
    """The field `name`, which no single column holds; catalogue key `api.field.<name>` explains it.

    `kind` is its type in JSON Schema, `items` that of an array's items; `null`: it may be null.
    """
    schema = _schema(kind, null) | ({"items": items} if items else {})
    return Field(name=name, sql="", schema=schema, about=f"api.field.{name}")
