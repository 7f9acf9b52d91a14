"""The lines of text that a fragment of HTML shows, by BeautifulSoup.

In comes what `scraper.reading.page.cut` cut out of a page; out come paragraphs, list entries and table rows as lines,
each with the element it stands in, so that captions can be told from text.

BeautifulSoup is loaded with the first fragment, not with this module: that takes a third as long as all families, and
most calls of `scrapy` read no page. So this package and `scraper.reading.article` name its classes in functions only.
"""

from typing import TYPE_CHECKING

from scraper.reading.page.text import clean

if TYPE_CHECKING:
    from bs4.element import Tag


def fragment(html: str) -> "Tag":
    """Parse `html` that `scraper.reading.page.cut` made: scripts, comments and hidden parts are gone already."""
    from scraper.reading.page.soup import parse

    return parse(html)


def plain(markup: object) -> str:
    """The words of `markup`, a field of an API that may hold tags and entities, on one line; "" for None."""
    text = "" if markup is None else str(markup)
    return " ".join(lines(fragment(text))) if "<" in text or "&" in text else clean(text)


def lines(root: "Tag") -> list[str]:
    """The lines that `root` shows: paragraphs, list entries, table rows (cells separated by a tab), line breaks."""
    return [text for text, _ in blocks(root)]


def blocks(root: "Tag") -> "list[tuple[str, Tag]]":
    """Like `lines`, with the innermost block element that each line stands in."""
    from scraper.reading.page.soup import Lines

    collector = Lines(root)
    collector.walk(root, 0)
    collector.flush()
    return collector.found
