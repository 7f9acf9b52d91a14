"""Teasers: boxes of a page that each announce another page, alike and in a row. Their words are not the page's own.

A teaser is what a card of a list is: a link that stands alone on its line, and around it a summary, a date, a picture.
A link within a sentence is none, however many a text has.
"""

from collections import defaultdict
from collections.abc import Callable, Container
from itertools import islice

from scraper.reading.page.css import Element
from scraper.reading.page.tags import BLOCKS

_SHORTEST_TITLE = 15  # characters; the labels of menus and buttons are shorter
_LONGEST_TITLE = 300
_FEWEST = 3  # alike boxes in a row; two links may stand in any text
_BESIDE = 40  # characters that may stand on the line of the link: a date, a number of views
_LONGEST = 700  # characters of a box: what says more is a text of its own
_MOST_LINKS = 2000  # no page of news has more


def teasers_of(body: Element, menus: Container[Element], is_file: Callable[[str], bool]) -> set[Element]:
    """The boxes of `body` that are teasers, and every element in them.

    `menus` are left out, since most links of a page stand there. `is_file` tells addresses of documents.
    """
    rows: dict[Element, list[Element]] = defaultdict(list)
    links = [link for link in islice(body.iter("a"), _MOST_LINKS) if link not in menus and _is_title(link, is_file)]
    holders: dict[Element, set[str]] = defaultdict(set)
    for link in links:
        for above in link.iterancestors():
            holders[above].add(link.get("href", ""))
    for link in links:
        box = _box(link, holders)
        row = box.getparent()
        if row is not None and (not rows[row] or rows[row][-1] is not box):
            rows[row].append(box)
    found: set[Element] = set()
    for boxes in rows.values():
        alike = _alike(boxes)
        if len(alike) >= _FEWEST:
            for box in alike:
                found.update(box.iter())
    return found


def _is_title(link: Element, is_file: Callable[[str], bool]) -> bool:
    """Whether `link` stands alone on its line, as titles of cards do."""
    href = link.get("href")
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return False
    said = len("".join(link.itertext()).strip())
    if not _SHORTEST_TITLE <= said <= _LONGEST_TITLE:
        return False
    line = link
    while (parent := line.getparent()) is not None and line.tag not in BLOCKS:
        line = parent
    is_alone = sum(len(text.strip()) for text in islice(line.itertext(), 50)) <= said + _BESIDE
    return (is_alone or _has_block(link)) and not is_file(href)


def _has_block(link: Element) -> bool:
    """Whether `link` is a card as a whole: picture, heading and summary are inside."""
    return any(isinstance(part.tag, str) and part.tag in BLOCKS for part in link.iterdescendants())


def _box(link: Element, holders: dict[Element, set[str]]) -> Element:
    """The largest element around `link` that holds no title with another address."""
    box = link
    while (parent := box.getparent()) is not None and parent.tag != "body" and len(holders[parent]) < 2:
        box = parent
    return box


def _alike(boxes: list[Element]) -> list[Element]:
    """The largest group of `boxes` with the same tag and first class, without those that say too much."""
    groups: dict[tuple[str, str], list[Element]] = defaultdict(list)
    for box in boxes:
        if sum(len(text.strip()) for text in box.itertext()) <= _LONGEST:
            name = " ".join((box.get("class") or "").split()[:1])
            groups[box.tag, name.rstrip("0123456789")].append(box)
    return max(groups.values(), key=len, default=[])
