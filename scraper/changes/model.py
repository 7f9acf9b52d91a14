"""What goes in and what comes out: a version's text, and typed changes; and what stands between, findings."""

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
    """One side of a change: `text[start:end]` within a paragraph `text`, and the `phrase` that shows it."""

    text: str
    start: int
    end: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A change as it was found, before it is rated and shown; `a` is the old side, `b` the new one.

    `minor`: only case, punctuation or the way of writing a value changed. `level` is the severity of typography.
    `place` and `at`, the paragraphs of both sides, are added where the finding is put into its text.
    """

    kind: Kind
    a: Part | None
    b: Part | None
    minor: bool = False
    level: int = 0
    place: Place = "body"
    at: tuple[int | None, int | None] = (None, None)
