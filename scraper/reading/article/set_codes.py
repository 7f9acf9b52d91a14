"""What a line was on its page, as a code of `scraper.layout`: told from the elements around it."""

from collections import Counter
from typing import TYPE_CHECKING

from scraper.reading.page.text import clean, whole_number

if TYPE_CHECKING:  # see scraper.reading.page.lines
    from bs4.element import Tag

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_CELLS = frozenset(("td", "th"))
_DEEPEST = 9  # levels of lists that are told apart
_WIDEST = 999  # columns or rows that a cell may span


class Codes:
    """Tells the codes of the lines of one fragment, asked for in their order."""

    def __init__(self, found: "list[tuple[str, Tag]]") -> None:
        """`found` are the lines, each with its innermost block element."""
        self._begun: set[int] = set()  # ids of quotes, lists, entries and tables that have had a line
        # Tables with a row of data: their rows of a single cell are rows, too.
        self._tables = {id(block.find_parent("table")) for _, block in found if block.name == "tr"}
        rows = (block.find_parent("tr") for _, block in found) if self._tables else ()
        self._lines_in = Counter(id(row) for row in rows if row is not None)

    def of(self, text: str, block: "Tag") -> str:
        """The code of the line `text`, whose innermost block element is `block`."""
        if block.name == "tr":
            return self._row(block, text)
        for node in (block, *block.parents):
            name, parent = node.name, node.parent
            if name in _HEADINGS:
                return name
            if name in {"caption", "figcaption"}:
                return "c"
            if name == "li" and parent is not None and parent.name in _LISTS:
                return self._entry(node, parent)
            # The element that holds the whole text is no part of it.
            if name == "blockquote" and parent is not None and parent.name != "body":
                return self._letter("q", node)
            if name in _CELLS and parent is not None and self._is_row(parent):
                return self._row(parent, text)
        return "p"

    def _letter(self, letter: str, box: "Tag") -> str:
        """`letter`, capital for the first line of `box`."""
        if id(box) in self._begun:
            return letter
        self._begun.add(id(box))
        return letter.upper()

    def _entry(self, entry: "Tag", box: "Tag") -> str:
        level = min(_DEEPEST, sum(node.name in _LISTS for node in entry.parents))
        if id(entry) in self._begun:
            return f"+{level}"
        self._begun.add(id(entry))
        letter = self._letter("o" if box.name == "ol" else "u", box)
        start = whole_number(box.get("start")) if letter == "O" else None
        return f"{letter}{level}" + (f":{start}" if start not in (None, 1) and start < 1_000_000 else "")

    def _is_row(self, tr: "Tag") -> bool:
        """Whether `tr` is a row of one cell with one line, in a table of data."""
        return (
            id(tr.find_parent("table")) in self._tables
            and self._lines_in[id(tr)] == 1
            and len(tr.find_all(["td", "th"], recursive=False)) == 1
        )

    def _row(self, tr: "Tag", text: str) -> str:
        table = tr.find_parent("table")
        letter = self._letter("t", tr if table is None else table)
        cells = [_cell(cell) for cell in tr.find_all(["td", "th"], recursive=False)]
        is_known = sum(not cell.startswith("-") for cell in cells) == text.count("\t") + 1
        return letter + ("".join(cells) if is_known and set(cells) != {"d"} else "")


def _cell(cell: "Tag") -> str:
    kind = "-" if not clean(cell.get_text()) else "h" if cell.name == "th" else "d"
    columns, rows = (min(_WIDEST, whole_number(cell.get(side)) or 1) for side in ("colspan", "rowspan"))
    return kind + (str(columns) if columns > 1 else "") + (f"/{rows}" if rows > 1 else "")
