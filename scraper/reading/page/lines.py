"""TODO-DOC."""

import re
import warnings

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.builder import LXMLTreeBuilder  # type: ignore[attr-defined]  # bs4 leaves it out where lxml is missing
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from lxml import etree

from scraper.reading.page.text import clean

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th"
    " thead tr ul".split()
)
# Never text of an article, whatever the family.
NON_TEXT_TAGS = frozenset(
    "script style template noscript iframe object embed svg canvas audio video map head title button select option"
    " input textarea datalist".split()
)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(block|table|list-item)", re.IGNORECASE)
_CELL_LIMIT = 200
# Stands in a fragment where an image stood (see scraper.reading.article.media); a private-use character, never text.
IMAGE_PLACEHOLDER = "\ue0ff"
# libxml2 nests up to 2,048 elements; what is deeper than this is read as one piece of text.
MAX_DEPTH = 150


class _Builder(LXMLTreeBuilder):  # type: ignore[misc]
    """bs4's own builder with one parser for all fragments: to make one costs as much as to use it."""

    _kept: etree.HTMLParser | None = None

    def feed(self, markup: str) -> None:
        """Parse a fragment into the soup at hand."""
        self.parser, self._kept = self._kept or etree.HTMLParser(target=self), None
        self.parser.feed(markup)
        self.parser.close()
        self._kept = self.parser


_BUILDER = _Builder()


def fragment(html: str) -> Tag:
    """Parse a fragment that `scraper.reading.page.cut` made: scripts, comments and hidden parts are gone already."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(html, builder=_BUILDER)


def plain(markup: object) -> str:
    """The words of a field of an API, which may hold tags and entities, on one line; '' for None."""
    text = "" if markup is None else str(markup)
    return " ".join(lines(fragment(text))) if "<" in text or "&" in text else clean(text)


def is_block(tag: Tag) -> bool:
    """Whether `tag` stands on lines of its own."""
    return tag.name in BLOCKS or bool(_BLOCK_STYLE.search(str(tag.attrs.get("style", ""))))


def lines(root: Tag) -> list[str]:
    """The lines that `root` shows: paragraphs, list entries, table rows (cells separated by a tab), line breaks."""
    return [text for text, _ in blocks(root)]


def blocks(root: Tag) -> list[tuple[str, Tag]]:
    """Like `lines`, with the innermost block element that each line stands in."""
    collector = _Lines(root)
    collector.walk(root, 0)
    collector.flush()
    return collector.found


class _Lines:
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
            elif is_text(child):
                self._words.append(str(child))

    def _element(self, tag: Tag, depth: int) -> None:
        if tag.name == "br":
            self.flush()
        elif tag.name == "tr" and (row := _row(tag, depth)):
            self.flush()
            self.found.append((row, tag))
        elif is_block(tag):
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
        collector = _Lines(cell)
        collector.walk(cell, depth + 2)
        collector.flush()
        texts.append(" ".join(text for text, _ in collector.found))
    texts = [text for text in texts if text]
    if not texts or max(map(len, texts)) > _CELL_LIMIT:
        return None
    return "\t".join(texts)


def is_text(node: PageElement) -> bool:
    """Whether `node` is text that readers see (not a comment, CDATA section or doctype)."""
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString)
