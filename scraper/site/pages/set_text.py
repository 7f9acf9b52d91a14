"""The text of an article as it was set: its lines and images as headings, lists, tables, quotes and paragraphs.

Words only, no markup: the template escapes them. Images are shown as everywhere on the site, as links to where they
were and to what the archive keeps of them; nothing of a portal is loaded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from scraper.items import Layout
from scraper.layout import CODE, Cell, cells_of, fits, layout_of_text, text_lines

_LOWEST_HEADING = 6


@dataclass(slots=True)
class Part:
    """A piece of a text as it was set.

    `kind` is paragraph, lead, caption, heading, quote, list, numbered, entry, table or image. `text` is that of a
    paragraph, caption or heading, and `level` 2 to 6 of a heading; `first` is the first number of a numbered list.
    `parts` are the paragraphs of a quote, the entries of a list, what stands in an entry. `rows` are a table's.
    `image` is the image's row and `number` its number among the article's, from 1.
    """

    kind: str
    text: str = ""
    level: int = 0
    first: int = 1
    parts: "list[Part]" = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    image: dict[str, Any] | None = None
    number: int = 0


def set_text(shown: dict[str, Any], images: Sequence[dict[str, Any]]) -> list[Part] | None:
    """The text of `shown`, an article or version, with its `images` where they stood; None when that is not known."""
    layout = layout_of_text(shown["layout"])
    lines = text_lines(shown["lead"], shown["body"])
    if layout is None or not fits(layout, len(lines), len(images)):
        return None
    return _Setter(layout, lines, images).parts(len(text_lines(shown["lead"], "")))


class _Setter:
    """Puts one text together, line by line."""

    def __init__(self, layout: Layout, lines: list[str], images: Sequence[dict[str, Any]]) -> None:
        self._layout, self._lines, self._images = layout, lines, images
        self._top: list[Part] = []
        self._open: list[tuple[int, Part]] = []  # the lists that the last line stood in, with their levels
        self._headings = sorted({code for code in layout.lines if code.startswith("h")})
        self._level = 1  # of the last heading; the page's own is 1

    def parts(self, lead: int) -> list[Part]:
        """All parts; the first `lead` lines are those of the lead."""
        codes = ("lead",) * lead + self._layout.lines[lead:]
        self._top += self._images_after(0)
        for number, (code, line) in enumerate(zip(codes, self._lines, strict=True), start=1):
            self._line(code, line)
            following = codes[number] if number < len(codes) else ""
            for picture in self._images_after(number):
                # Between two entries of one list an image is part of the first.
                self._add(picture, inside=following[:1] in {"u", "o", "+"})
        return self._top

    def _images_after(self, line: int) -> Iterator[Part]:
        """The images that stood behind so many lines, the lead image first."""
        found = [n for n, at in enumerate(self._layout.images) if at == line]
        for n in sorted(found, key=lambda n: n != self._layout.lead_image):
            yield Part("image", image=self._images[n], number=n + 1)

    def _add(self, part: Part, *, inside: bool = False) -> None:
        """Put `part` behind all others, or into the list entry above."""
        if inside and self._open:
            self._open[-1][1].parts[-1].parts.append(part)
        else:
            self._open.clear()
            self._top.append(part)

    def _line(self, code: str, line: str) -> None:
        kind = code[0].lower()
        if code == "lead":
            self._add(Part("lead", line))
        elif kind == "h":
            self._level = min(2 + self._headings.index(code), self._level + 1, _LOWEST_HEADING)
            self._add(Part("heading", line, level=self._level))
        elif kind in "uo":
            self._entry(code, line)
        elif kind == "+":
            self._close(int(code[1]))
            self._add(Part("paragraph", line), inside=True)
        elif kind == "q":
            self._joined("quote", code).parts.append(Part("paragraph", line))
        elif kind == "t":
            self._joined("table", code).rows.append(list(cells_of(code, line)))
        else:
            self._add(Part("caption" if kind == "c" else "paragraph", line))

    def _joined(self, kind: str, code: str) -> Part:
        """The quote or table that a line belongs to: the one above unless `code` begins a new one."""
        above = self._top[-1] if self._top else None
        if above is None or above.kind != kind or self._open or code[0].isupper():
            self._add(above := Part(kind))
        return above

    def _close(self, level: int) -> None:
        """Close the lists below `level`."""
        while self._open and self._open[-1][0] > level:
            self._open.pop()

    def _entry(self, code: str, line: str) -> None:
        found = CODE.fullmatch(code)
        assert found
        level, kind = int(found["level"]), "numbered" if code[0] in "oO" else "list"
        self._close(level)
        if self._open and self._open[-1][0] == level and (code[0].isupper() or self._open[-1][1].kind != kind):
            self._open.pop()
        if not self._open or self._open[-1][0] < level:
            part, outer = Part(kind, first=int(found["start"] or 1)), self._open.copy()
            self._add(part, inside=True)
            self._open = [*outer, (level, part)]
        self._open[-1][1].parts.append(Part("entry", parts=[Part("paragraph", line)]))
