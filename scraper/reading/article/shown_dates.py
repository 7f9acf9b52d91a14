"""The dates that a page shows its readers as the article's, found by where they stand and how they are labelled.

A date counts when it stands on a line of its own or behind a label, between the title and the text, or before the
title with a time or a name that says what it is. Behind the text stand comments, replies and other stories: there only
a date that says "Ngày đăng" counts. Events, deadlines, days in force and birthdays are said to be that by their label
or their element's name.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from scraper.items import Stamp
from scraper.reading.article import dates
from scraper.reading.article.machine_dates import parse_machine
from scraper.reading.article.plausible import is_clock
from scraper.reading.page.css import Element
from scraper.reading.page.cut import brief

_LONGEST = 140  # characters of a line that holds a date
_RUNNING = 150  # characters of a paragraph of running text
_DATE_NAME = re.compile(r"(?<!up)date|time|ngay|publish|posted|created|submitted|meta", re.IGNORECASE)
_CLOCK_NAME = re.compile(r"clock|current|today|now\b|dong-?ho|header|top", re.IGNORECASE)
_OTHER_NAME = re.compile(
    r"event|su-?kien|expir|het-?han|deadline|hieu-?luc|effective|birth|sinh|comment|binh-?luan|review|reply|respon|hoi-?dap|y-?kien"
    r"|phan-?hoi|schedule|lich(?![a-z])|related|lien-?quan|tin-?khac|other|widget|sidebar",
    re.IGNORECASE,
)
_ATTRIBUTES = tuple("datetime content title data-time data-date data-datetime data-published data-timestamp".split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Shown(NamedTuple):
    """When the article was published and when it was changed, as the page shows it."""

    published: Stamp | None = None
    updated: Stamp | None = None


def shown_dates(nodes: Iterable[tuple[Element, str]], fetched_at: datetime | None = None) -> Shown:
    """The dates among `nodes`, elements in the order of the page with their places.

    A place is "before" the title, "head" (between title and text) or "behind" (the text). What shows the moment at
    which the page was fetched, `fetched_at`, is a clock unless its label says otherwise.
    """
    early: Shown | None = None
    for node, place in nodes:
        found = _of(node, place, fetched_at)
        if found is None:
            continue
        if place != "before":
            return found
        early = early or found
    return early or Shown()


def between(title: Element, body: Element) -> Shown:
    """The dates that stand between two elements, `title` and `body`, in the order of the page."""
    return shown_dates(_between(title, body))


def _between(title: Element, body: Element) -> Iterator[tuple[Element, str]]:
    for node in title.iter():
        if node is not title and isinstance(node.tag, str):
            yield node, "before"
    for node in title.xpath("following::*"):
        if node is body:
            return
        if isinstance(node.tag, str) and body not in node:
            yield node, "head"


def _of(node: Element, place: str, fetched_at: datetime | None) -> Shown | None:
    """What `node` says, when it is a line about when the article was published."""
    names = f"{node.get('class', '')} {node.get('id', '')} {node.get('itemprop', '')}"
    if _CLOCK_NAME.search(names) or _is_of_something_else(node, names):
        return None
    text = brief(node, _LONGEST)
    stated = _attribute(node)
    if not (7 < len(text) < _LONGEST and _is_line(node, text, names)):
        # Words such as "2 giờ trước", with the full date beside them for machines.
        named = node.tag == "time" or bool(_DATE_NAME.search(names))
        if stated is None or not named or place == "behind" or len(text) > _LONGEST:
            return None
        return Shown(stated)
    published, updated = _exact(node, dates.parse(text) or stated), dates.updated(text)
    labelled = dates.has_label(text)
    if published is None or (not labelled and (place == "behind" or is_clock(published, fetched_at))):
        return None
    if place == "before" and not (labelled or dates.has_clock(text) or node.tag == "time" or _DATE_NAME.search(names)):
        return None
    return Shown(published, updated)


def _is_line(node: Element, text: str, names: str) -> bool:
    if dates.is_of_something_else(text):
        return False
    if node.tag in _HEADINGS:
        return dates.is_only_date(text)
    return dates.is_dateline(text) or (node.tag != "p" and (dates.has_label(text) or bool(_DATE_NAME.search(names))))


def _is_of_something_else(node: Element, names: str) -> bool:
    """Whether `node`, or a box of few words around it, is named or labelled as something else than a publication."""
    if _OTHER_NAME.search(names):
        return True
    above = node.getparent()
    for _ in range(3):
        if above is None or above.tag in {"body", "html", "main", "article"}:
            return False
        text = brief(above, _LONGEST)
        if _OTHER_NAME.search(f"{above.get('class', '')} {above.get('id', '')}") and (text or above.tag == "aside"):
            return True
        if text and dates.is_of_something_else(text):
            return True
        above = above.getparent()
    return False


def _attribute(node: Element) -> Stamp | None:
    """The date that an attribute of `node`, or of a <time> in it, states for machines."""
    for one in (node, *node.iter("time")):
        for name in _ATTRIBUTES:
            if (value := one.get(name)) and (stamp := parse_machine(value)):
                return stamp
    return None


def _exact(node: Element, shown: Stamp | None) -> Stamp | None:
    """The date that `node` shows, with the time of day that its <time datetime> adds to the same day."""
    stated = _attribute(node)
    if shown and stated and shown.precision == "day" and stated.value[:10] == shown.value[:10]:
        return stated
    return shown
