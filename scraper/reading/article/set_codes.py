"""What a line was on its page, as a code of `scraper.layout`: told from the elements around it."""

from collections import Counter
from typing import TYPE_CHECKING

from scraper.reading.page.text import clean, whole_number

if TYPE_CHECKING:  # see scraper.reading.page.lines
    from bs4.element import Tag

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_CELLS = frozenset(("td", "th"))
_DECIDING = _HEADINGS | {"caption", "figcaption"}
_DEEPEST = 9  # levels of lists that are told apart
_WIDEST = 999  # columns or rows that a cell may span


class Codes:
    """Tells the codes of the lines of one fragment, asked for in their order."""

    def __init__(self, found: "list[tuple[str, Tag]]") -> None:
        """`found` are the lines, each with its innermost block element."""
        self._begun: set[int] = set()  # ids of quotes, lists, entries and tables that have had a line
        # Tables with a row of data: their rows of a single cell are rows, too.
        self._rows = {id(block) for _, block in found if block.name == "tr"}
        self._tables = {id(_above(block, "table")) for _, block in found if id(block) in self._rows}
        rows = (_above(block, "tr") for _, block in found) if self._tables else ()
        self._lines_in = Counter(id(row) for row in rows if row is not None)
        self._deciding: dict[int, Tag | None] = {}  # by element, what decides about its lines

    def of(self, text: str, block: "Tag") -> str:
        """The code of the line `text`, whose innermost block element is `block`."""
        node = self._decider(block)
        if node is None:
            return "p"
        if node.name == "tr":
            return self._row(node, text)
        if node.name == "li":
            return self._entry(node)
        if node.name == "blockquote":
            return self._letter("q", node)
        return str(node.name) if node.name in _HEADINGS else "c"

    def _decider(self, block: "Tag") -> "Tag | None":
        """The innermost element around a line, `block` itself or above it, that tells what the line is."""
        path: list[Tag] = []
        node: Tag | None = block
        while node is not None and id(node) not in self._deciding and not self._decides(node):
            path.append(node)
            node = node.parent
        found = None if node is None else self._deciding.setdefault(id(node), node)
        self._deciding.update((id(one), found) for one in path)
        return found

    def _decides(self, node: "Tag") -> bool:
        name, parent = node.name, node.parent
        if name == "tr":
            return self._is_row(node)
        if name == "li":
            return parent is not None and parent.name in _LISTS
        # The element that holds the whole text is no part of it.
        return name in _DECIDING or (name == "blockquote" and parent is not None and parent.name != "body")

    def _letter(self, letter: str, box: "Tag") -> str:
        """`letter`, capital for the first line of `box`."""
        if id(box) in self._begun:
            return letter
        self._begun.add(id(box))
        return letter.upper()

    def _entry(self, entry: "Tag") -> str:
        level = min(_DEEPEST, sum(node.name in _LISTS for node in entry.parents))
        if id(entry) in self._begun:
            return f"+{level}"
        self._begun.add(id(entry))
        box = entry.parent
        assert box is not None
        letter = self._letter("o" if box.name == "ol" else "u", box)
        start = whole_number(box.get("start")) if letter == "O" else None
        return f"{letter}{level}" + (f":{start}" if start not in (None, 1) and start < 1_000_000 else "")

    def _is_row(self, tr: "Tag") -> bool:
        """Whether `tr` is one line, or has one cell with one line in a table with other rows that are lines."""
        if id(tr) in self._rows:
            return True
        is_inside = self._lines_in[id(tr)] == 1 and id(_above(tr, "table")) in self._tables
        return is_inside and len(_cells(tr)) == 1

    def _row(self, tr: "Tag", text: str) -> str:
        letter = self._letter("t", _above(tr, "table") or tr)
        cells = [_cell(cell) for cell in _cells(tr)]
        is_known = sum(not cell.startswith("-") for cell in cells) == text.count("\t") + 1
        return letter + ("".join(cells) if is_known and set(cells) != {"d"} else "")


def _above(node: "Tag", name: str) -> "Tag | None":
    """The nearest element with this name around `node`; find_parent takes ten times as long."""
    above = node.parent
    while above is not None and above.name != name:
        above = above.parent
    return above


def _cells(tr: "Tag") -> "list[Tag]":
    from bs4.element import Tag

    return [child for child in tr.children if isinstance(child, Tag) and child.name in _CELLS]


def _cell(cell: "Tag") -> str:
    kind = "-" if not clean(cell.get_text()) else "h" if cell.name == "th" else "d"
    columns, rows = (min(_WIDEST, whole_number(cell.get(side)) or 1) for side in ("colspan", "rowspan"))
    return kind + (str(columns) if columns > 1 else "") + (f"/{rows}" if rows > 1 else "")
