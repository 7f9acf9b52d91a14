"""Lists of other news: taken out of a body, or found behind it. Their dates are never the article's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import lxml.html
from lxml import etree

from scraper.items import Related, Stamp
from scraper.reading.article.dates import is_only_date, parse
from scraper.reading.page.css import Element
from scraper.reading.page.cut import brief, flat, names_of
from scraper.reading.page.furniture import Furniture, is_related_heading, is_toolbar
from scraper.reading.page.page import Page
from scraper.reading.page.tags import BLOCKS
from scraper.reading.page.text import clean

if TYPE_CHECKING:  # see scraper.reading.page.lines
    from bs4.element import PageElement, Tag

_DATE_TAGS = {"span", "em", "i", "small", "time", "font"}
_TRAILING_DATE = re.compile(r"(?:(?<!\s)\s++)?+\(([^()]{4,90})\)$")
_HEADING_LIMIT = 60  # characters
_LONGEST_HEADING = 200  # with the blanks around it
_MOST_HEADINGS = 5  # an article has one or two; each costs a walk over the rest of the text
_TEXTS_BEHIND = etree.XPath("following::text()", smart_strings=False)
_PLACES_BEHIND = etree.XPath("following::text()")  # the same, and where they stand, at many times the cost
_LIST_BOX = re.compile(r"related|other|khac|lien-?quan", re.IGNORECASE)


def cut_related(root: Tag, page: Page) -> tuple[Related, ...]:
    """Take a list of other news, from its heading on, out of `root`, a fragment of `page`, and return its entries."""
    for heading in islice(_headings(root), _MOST_HEADINGS):
        rest = _after(heading, root)
        linked = sum(len(clean(a.get_text())) for tag in rest for a in _links(tag))
        if not linked:
            continue
        total = sum(len(clean(tag.get_text())) for tag in rest)
        # Mostly links: the list goes on to the end. Else it is a box in the middle, and the text goes on behind it.
        gone = rest if linked * 2 > total else rest[:1]
        found = tuple(entry for tag in gone for entry in entries(lxml.html.fragment_fromstring(str(tag), "div"), page))
        for node in [heading, *gone]:
            node.extract()
        return found
    return ()


def related_behind(node: Element, page: Page) -> tuple[Related, ...]:
    """The list of other news whose heading stands behind `node` on `page`; () when there is none."""
    furniture = Furniture()
    texts = _TEXTS_BEHIND(node)
    headings = [at for at, text in enumerate(texts) if 5 < len(text) < _LONGEST_HEADING and _heads(text)]
    places = _PLACES_BEHIND(node) if headings else ()
    for at in headings:
        heading = clean(texts[at])
        holder = places[at].getparent()
        holder = holder.getparent() if places[at].is_tail else holder
        if holder.tag == "a" or _in_side_column(holder, furniture):
            continue
        while holder is not None and brief(holder, _HEADING_LIMIT) == heading:
            if followers := list(holder.itersiblings("*")):
                return tuple(entry for entry in _list_of(followers, page) if len(entry.title) > 5)
            holder = holder.getparent()
        return ()
    return ()


def _list_of(followers: list[Element], page: Page) -> tuple[Related, ...]:
    """The entries of the first element behind a heading; of those like it, too, when each holds a single one."""
    first, *rest = followers
    found = entries(first, page)
    for node in rest if len(found) == 1 else ():
        more = entries(node, page) if (node.tag, node.get("class")) == (first.tag, first.get("class")) else ()
        if len(more) != 1:
            break
        found += more
    return found


@lru_cache(8192)
def _heads(text: str) -> bool:
    """Whether `text` heads a list of other news; remembered, because menus are the same on all pages of a portal."""
    return is_related_heading(clean(text))


def _in_side_column(heading: Element, furniture: Furniture) -> bool:
    """Whether the list that `heading` heads belongs to the page's furniture; boxes named "related" are none here."""
    box = heading
    while box is not None and not (box in furniture and box.getparent() not in furniture):
        box = box.getparent()
    return box is not None and not _LIST_BOX.search(names_of(box))


def _headings(root: Tag) -> Iterator[PageElement]:
    """The highest nodes of `root` that say "other news" and nothing else."""
    from bs4.element import NavigableString, Tag

    for node in list(root.descendants):
        if not isinstance(node, NavigableString) or not 5 < len(node) < 2 * _HEADING_LIMIT:
            continue
        text = clean(str(node))
        if not is_related_heading(text):
            continue
        heading: PageElement = node
        while heading.parent is not None and heading.parent is not root and _says_only(heading.parent, text):
            heading = heading.parent
        if not isinstance(heading, Tag) or heading.name != "a":
            yield heading


def _says_only(tag: Tag, text: str) -> bool:
    """Whether `tag` holds `text` and nothing else; a box of any size is told from it at once."""
    found = ""
    for part in tag.strings:
        found += part
        if len(found) > 4 * _HEADING_LIMIT:
            return False
    return clean(found) == text


def _after(heading: PageElement, root: Tag) -> list[Tag]:
    """Everything that follows `heading` inside `root`, as the highest elements."""
    from bs4.element import Tag

    found: list[Tag] = []
    node = heading
    while node is not root and node.parent is not None:
        found += [t for t in node.find_next_siblings() if isinstance(t, Tag)]
        node = node.parent
    return found


def _links(tag: Tag) -> list[Tag]:
    return [tag] if tag.name == "a" else list(tag.find_all("a"))


def entries(node: Element, page: Page) -> tuple[Related, ...]:
    """The links of `node`, a list of other news on `page`, with the date that stands in or behind each."""
    found: dict[str, Related] = {}
    for link in node.iter("a"):
        url = page.link(link.get("href"))
        if url and url not in found:
            title, date = _title_and_date(link)
            if title and not is_toolbar(title):
                found[url] = Related(url=url, title=title, date=date)
    return tuple(found.values())


def _title_and_date(link: Element) -> tuple[str, Stamp | None]:
    """What a link says, and the date in an element of its own, in brackets at its end, or behind it."""
    title = flat(link)
    for part in link.iter(*_DATE_TAGS):
        text = flat(part)
        if text != title and is_only_date(text):
            return clean(title.replace(text, "")), parse(text, "listing")
    tail = _TRAILING_DATE.search(title)
    if tail and is_only_date(tail[1]):
        return title[: tail.start()], parse(tail[1], "listing")
    return title, _date_behind(link, title)


def _date_behind(link: Element, title: str) -> Stamp | None:
    """The date that stands alone beside `link`: in its list entry, or before the next link."""
    holder = link.getparent()
    for _ in range(2):
        if holder is None or any(a.get("href") != link.get("href") for a in holder.iter("a")):
            break
        text = flat(holder).replace(title, " ", 1)
        if is_only_date(text):
            return parse(text, "listing")
        holder = holder.getparent()
    text = link.tail or ""
    for node in link.itersiblings():
        if node.tag in {"br", "a"} or node.tag in BLOCKS:
            break
        text += f"{flat(node) if isinstance(node.tag, str) else ''}{node.tail or ''}"
    return parse(text, "listing") if is_only_date(text) else None
