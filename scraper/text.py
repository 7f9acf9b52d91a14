"""Text of a page, never its markup: white space, and the lines that a fragment of HTML shows.

The rule of the archive: Unicode NFC and white space only. Words, dashes, quotes, typos and glued words stay
as they were published.
"""

import re
import unicodedata
import warnings

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.builder import LXMLTreeBuilder  # type: ignore[attr-defined]  # bs4 leaves it out where lxml is missing
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from lxml import etree

# Nothing is shown for these: soft hyphen, zero-width space and non-joiner, word joiner, byte order mark. A zero-width
# joiner counts only inside an emoji.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff]|\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])")
_ODD = re.compile("[\x80-\x9f\u00ad\u200b-\u200d\u2060\ufeff]")
_WORDS = re.compile(r"\w+")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Browsers show the C1 controls of old pages (&#150;) as the Windows-1252 characters they were meant to be.
_C1 = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th"
    " thead tr ul".split()
)
# Never text of an article, whatever the family.
MUTE = frozenset(
    "script style template noscript iframe object embed svg canvas audio video map head title button select option"
    " input textarea datalist".split()
)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(block|table|list-item)", re.IGNORECASE)
_CELL_LIMIT = 200

# Stands in a fragment where an image stood (see scraper.media); a private-use character, never text.
MARK = "\ue0ff"

# libxml2 nests up to 2,048 elements; what is deeper than this is read as one piece of text.
MAX_DEPTH = 150


def clean(text: str | None) -> str:
    """`text` on one line: NFC, white space of every kind collapsed to one space, trimmed."""
    if not text:
        return ""
    if text.isprintable():  # then blanks are its only white space, and nothing odd is in it
        line = (" ".join(text.split()) if "  " in text else text).strip()
        return line if line.isascii() else unicodedata.normalize("NFC", line)
    line = " ".join(text.split())
    if line.isascii():
        return line
    if line.isprintable() and "\x85" not in text:  # at a third of the cost of looking for what is odd
        return unicodedata.normalize("NFC", line)
    if _ODD.search(text):
        text = _INVISIBLE.sub("", text.translate(_C1))
    return " ".join(unicodedata.normalize("NFC", text).split())


def squeeze(text: str) -> str:
    """`text` without any white space, for comparing what two texts say."""
    return clean(text).replace(" ", "")


def words(text: str) -> str:
    """`text` as lower-case words separated by single spaces, for comparing titles."""
    return " ".join(_WORDS.findall(clean(text).casefold()))


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
    """Parse a fragment that `scraper.cut` made: scripts, comments and hidden parts are gone already."""
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
    if len(cells) < 2 or depth > MAX_DEPTH - 50 or tr.find("table") is not None or MARK in tr.get_text():
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
