"""BeautifulSoup's part in reading: a fragment parsed, and its lines collected. See `scraper.reading.page.lines`."""

import re
import warnings

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.builder import LXMLTreeBuilder  # type: ignore[attr-defined]  # bs4 leaves it out where lxml is missing
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from lxml import etree

from scraper.reading.page.tags import BLOCKS, IMAGE_PLACEHOLDER, MAX_DEPTH
from scraper.reading.page.text import clean

_BLOCK_STYLE = re.compile(r"display\s*:\s*(block|table|list-item)", re.IGNORECASE)
_CELL_LIMIT = 200  # characters: a longer cell holds paragraphs, and the table only arranges them on the page


class _Builder(LXMLTreeBuilder):  # type: ignore[misc]
    """bs4's own builder with one parser for all fragments: to make one costs as much as to use it."""

    _kept: etree.HTMLParser | None = None

    def feed(self, markup: str) -> None:
        """Parse `markup` into the soup at hand.

        The parser is kept only once it has finished: one that failed midway would go on from there with the next page.
        """
        self.parser, self._kept = self._kept or etree.HTMLParser(target=self), None
        self.parser.feed(markup)
        self.parser.close()
        self._kept = self.parser


_BUILDER = _Builder()


def parse(html: str) -> Tag:
    """`html` as a tree of BeautifulSoup."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(html, builder=_BUILDER)


class Lines:
    """Collects the lines of one fragment."""

    def __init__(self, root: Tag) -> None:
        self.found: list[tuple[str, Tag]] = []
        self._words: list[str] = []
        self._block = root

    def flush(self) -> None:
        """End the current line."""
        if text := clean("".join(self._words)):
            self.found.append((text, self._block))
        self._words.clear()

    def walk(self, tag: Tag, depth: int) -> None:
        """Collect the lines of `tag`'s children."""
        if depth > MAX_DEPTH:
            self._words.append(tag.get_text())
            return
        for child in tag.children:
            if isinstance(child, Tag):
                self._element(child, depth)
            elif _is_text(child):
                self._words.append(str(child))

    def _element(self, tag: Tag, depth: int) -> None:
        if tag.name == "br":
            self.flush()
        elif tag.name == "tr" and (row := _row(tag, depth)):
            self.flush()
            self.found.append((row, tag))
        elif _is_block(tag):
            self.flush()
            outer, self._block = self._block, tag
            self.walk(tag, depth + 1)
            self.flush()
            self._block = outer
        else:
            self.walk(tag, depth + 1)


def _row(tr: Tag, depth: int) -> str | None:
    """A row of data as one line, or None when the table only arranges whole paragraphs on the page."""
    cells = [c for c in tr.children if isinstance(c, Tag) and c.name in {"td", "th"}]
    if len(cells) < 2 or depth > MAX_DEPTH - 50 or tr.find("table") is not None or IMAGE_PLACEHOLDER in tr.get_text():
        return None
    texts: list[str] = []
    for cell in cells:
        collector = Lines(cell)
        collector.walk(cell, depth + 2)
        collector.flush()
        texts.append(" ".join(text for text, _ in collector.found))
    texts = [text for text in texts if text]
    if not texts or max(map(len, texts)) > _CELL_LIMIT:
        return None
    return "\t".join(texts)


def _is_block(tag: Tag) -> bool:
    """Whether `tag` stands on lines of its own."""
    return tag.name in BLOCKS or bool(_BLOCK_STYLE.search(str(tag.attrs.get("style", ""))))


def _is_text(node: PageElement) -> bool:
    """Whether `node` is text that readers see (not a comment, CDATA section or doctype)."""
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString)
