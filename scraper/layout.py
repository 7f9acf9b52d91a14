"""A `Layout` as one short text, as column `layout` of `articles` and `versions` keeps it: `2p h2 U1 2u1 T 4t|1* 5`.

Grammar (ours; ABNF of RFC 5234, all names case-sensitive):

    layout  = [lines] ["|" images]
    lines   = run *(" " run)
    run     = [count] code              ; count, from 2: so many lines in a row have this code
    images  = image *(" " image)
    image   = 1*DIGIT ["*"]             ; lines of lead and body before the image; * marks the lead image
    code    = "p"                       ; paragraph
            / "h" level                 ; heading, as h1 to h6 of HTML
            / "c"                       ; caption of a table or figure, no image's
            / "q"                       ; quote
            / "u" level                 ; entry of a list without numbers; a list inside a list has level 2
            / "o" level [":" number]    ; entry of a numbered list, and its first number where that is not 1
            / "+" level                 ; goes on in the list entry above
            / "t" *cell                 ; table row; without cells: one data cell for each text between tabs
    cell    = ("d" / "h" / "-") [columns] ["/" rows]
                                        ; data cell, header cell, empty cell, which has no text in the line; columns
                                        ; and rows that it spans, where more than one

A code with a capital letter (`Q`, `U1`, `O1:5`, `Thh`) begins a new quote, list or table.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from scraper.items import Layout

CODE = re.compile(
    r"p|c|[Qq]|h[1-6]|(?P<list>[UuOo+])(?P<level>[1-9])(?::(?P<start>\d{1,6}))?|[Tt](?:[dh-]\d{0,3}(?:/\d{1,3})?)*"
)
CELL = re.compile(r"([dh-])(\d*)(?:/(\d+))?")
_RUN = re.compile(r"(\d{0,6})(\D.*)")
_IMAGE = re.compile(r"(\d{1,6})(\*?)")


def layout_text(layout: Layout | None) -> str | None:
    """`layout` as its text, see above; None for None."""
    if layout is None:
        return None
    runs = ((code, len(list(lines))) for code, lines in groupby(layout.lines))
    text = " ".join(f"{count}{code}" if count > 1 else code for code, count in runs)
    images = " ".join(f"{at}*" if n == layout.lead_image else str(at) for n, at in enumerate(layout.images))
    return f"{text}|{images}" if images else text


def layout_of_text(text: str | None) -> Layout | None:
    """The layout that `text` writes; None for None and for what is no layout."""
    if text is None:
        return None
    lines, _, after = text.partition("|")
    runs = [_RUN.fullmatch(run) for run in lines.split()]
    images = [_IMAGE.fullmatch(image) for image in after.split()]
    if not all(run and CODE.fullmatch(run[2]) for run in runs) or not all(images):
        return None
    leading = [n for n, image in enumerate(images) if image and image[2]]
    return Layout(
        lines=tuple(code for run in runs if run for code in [run[2]] * int(run[1] or 1)),
        images=tuple(int(image[1]) for image in images if image),
        lead_image=leading[0] if leading else None,
    )


def text_lines(lead: str | None, body: str) -> list[str]:
    """The lines of lead and body that a layout counts."""
    return [line for text in (lead, body) if text for line in text.split("\n")]


def fits(layout: Layout, lines: int, images: int) -> bool:
    """Whether `layout` is of a text of so many lines, lead included, with so many images."""
    is_inside = all(at <= lines for at in layout.images)
    return (len(layout.lines), len(layout.images)) == (lines, images) and is_inside


class Cell(NamedTuple):
    """A cell of a table: `kind` (d, h or -, see above), its words, and how many columns and rows it spans."""

    kind: str
    text: str
    columns: int
    rows: int


def cells_of(code: str, text: str) -> Iterator[Cell]:
    """The cells of the table row `text` with `code`; where the two do not fit, a data cell for each part of `text`."""
    texts = text.split("\t")
    cells = CELL.findall(code[1:])
    if sum(kind != "-" for kind, _, _ in cells) != len(texts):
        cells = [("d", "", "")] * len(texts)
    words = iter(texts)
    for kind, columns, rows in cells:
        yield Cell(kind, "" if kind == "-" else next(words), int(columns or 1), int(rows or 1))
