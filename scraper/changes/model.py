"""What goes in and what comes out: a version's text, and typed changes."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "figure",
    "date",
    "document_number",
    "name_or_post",
    "paragraph_added",
    "paragraph_removed",
    "paragraph_moved",
    "title",
    "lead",
    "byline",
    "image",
    "wording",
    "typography",
]
Place = Literal["title", "lead", "body", "byline", "image"]

MIRRORED: dict[Kind, Kind] = {"paragraph_added": "paragraph_removed", "paragraph_removed": "paragraph_added"}


@dataclass(frozen=True, slots=True)
class Text:
    """One version of an article. `body` holds the paragraphs joined by newlines, without the lead."""

    title: str
    lead: str | None = None
    body: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change from a version to the next.

    `severity` runs from 0 to 100 (see `scraper.changes.severity`). `before` and `after` are phrases to read; None
    when there was nothing. `paragraph` counts the lines of the body from 0, in the new version, for what was removed
    in the old one; None for title, lead and images. `context` is the text around the change, in the same version.
    """

    kind: Kind
    severity: int
    place: Place
    paragraph: int | None
    before: str | None
    after: str | None
    context: str


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a change: `text[start:end]` within a paragraph, and the phrase that shows it."""

    text: str
    start: int
    end: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A change before it has a place. `minor`: case, punctuation or another way to write the same value.

    `level` is the severity of typography.
    """

    kind: Kind
    a: Part | None
    b: Part | None
    minor: bool = False
    level: int = 0
    place: Place = "body"
    at: tuple[int | None, int | None] = (None, None)
