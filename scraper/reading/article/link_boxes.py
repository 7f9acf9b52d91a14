"""Boxes of links at the end of an article's text: which are lists of other news with a heading, which are neither."""

from scraper.reading.article.attachments import is_file
from scraper.reading.page.css import Element
from scraper.reading.page.cut import brief, flat, heads_other_news
from scraper.reading.page.furniture import is_related_heading
from scraper.reading.page.text import clean

_LEVELS = 4  # from an entry of a list of other news to its heading
_LONGEST_HEADING = 250  # characters
_FEWEST = 3  # links
_MOSTLY = 0.6
_BOXES = frozenset({"div", "section", "aside"})
_PARAGRAPHS = frozenset({"p", "div", "h3", "h4", "h5"})
_SHORTEST_HEADLINE = 30  # characters
_LABEL = 20  # characters that may stand before the link: "Xem thêm:", ">>"


def is_headed(node: Element) -> bool:
    """Whether the heading of a list of other news stands before or in `node`; such lists are read as what they are."""
    for _ in range(_LEVELS):
        if heads_other_news(node) or _stands_behind_heading(node):
            return True
        parent = node.getparent()
        if parent is None:
            return False
        node = parent
    return False


def is_box_of_links(node: Element) -> bool:
    """Whether `node` is a box with a title and nothing else but links: news that is put between paragraphs."""
    if node.tag not in _BOXES or not is_made_of_links(node):
        return False
    return next(node.iter("h2", "h3", "h4", "h5", "h6", "header"), None) is not None


def is_lone_link(node: Element) -> bool:
    """Whether `node` is a paragraph that only names another page: a story that is offered between paragraphs."""
    if node.tag not in _PARAGRAPHS or len(node) > _FEWEST:
        return False
    links = list(node.iter("a"))
    if len(links) != 1 or next(node.iter("img"), None) is not None or is_file(links[0].get("href") or ""):
        return False
    named = brief(links[0], _LONGEST_HEADING)
    return len(named) > _SHORTEST_HEADLINE and len(brief(node, 2 * _LONGEST_HEADING)) <= len(named) + _LABEL


def _stands_behind_heading(node: Element) -> bool:
    """Whether what stands before `node`, but for entries like it, is the heading of a list of other news."""
    for before in node.itersiblings(preceding=True):
        text = brief(before, _LONGEST_HEADING) if isinstance(before.tag, str) else ""
        if is_related_heading(text) and text:
            return True
        if (before.tag, before.get("class")) != (node.tag, node.get("class")) and (text or len(before)):
            return False
    parent = node.getparent()
    return parent is not None and bool(parent.text) and is_related_heading(clean(parent.text))


def is_made_of_links(node: Element) -> bool:
    """Whether `node` holds several links and little else, none of them to a document."""
    links = [link for link in node.iter("a") if "".join(link.itertext()).strip()]
    if len(links) < _FEWEST or any(is_file(link.get("href") or "") for link in links):
        return False
    linked = sum(len("".join(link.itertext()).strip()) for link in links)
    return linked > _MOSTLY * len(flat(node))
