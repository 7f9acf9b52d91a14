"""Where the running text of a page stands: the elements whose own words are sentences, not the labels of links.

Text counts where it is printed: what stands in <b> or <i> belongs to the paragraph around it, what stands in a link to
nothing. Of everything else the reader knows only where it is.
"""

from collections.abc import Container, Iterable

from scraper.reading.page.css import Element

_TEXT_TAGS = "p div td th li blockquote span section article main font center h2 h3 h4 h5 pre dd dt figcaption".split()
_INLINE = frozenset("b strong i em u span font sup sub small mark abbr br img wbr ins del s big o:p st1:place".split())
_BOXES = frozenset({"span", "font"})  # inline in a paragraph; elsewhere systems use them as boxes
_PARAGRAPHS = frozenset({"p", "li", "td"})
_LEAST = 25  # characters of an element that count as running text, not as a label


class Place:
    """An element with text of its own, and how much: characters outside links."""

    __slots__ = ("node", "size")

    def __init__(self, node: Element, size: int) -> None:
        self.node = node
        self.size = size


def places_of(body: Element) -> list[Place]:
    """The elements of `body` that hold running text, in the order of the page."""
    found = []
    for node in body.iter(*_TEXT_TAGS):
        size = _own_text(node)
        if size >= _LEAST and next(node.iterancestors("a"), None) is None:
            found.append(Place(node, size))
    return found


def weights_of(places: Iterable[Place], without: Container[Element] = ()) -> dict[Element, int]:
    """For every element, how much of the text of `places` stands in it; those in `without` do not count."""
    weights: dict[Element, int] = {}
    for place in places:
        if place.node in without:
            continue
        weights[place.node] = weights.get(place.node, 0) + place.size
        for above in place.node.iterancestors():
            weights[above] = weights.get(above, 0) + place.size
    return weights


def _own_text(node: Element) -> int:
    """Characters of text in `node` itself or in its inline children, links not counted."""
    tag = node.tag
    if tag in _BOXES:
        parent = node.getparent()
        if parent is not None and (parent.tag in _INLINE or parent.tag in _PARAGRAPHS):
            return 0
    boxed = tag not in _PARAGRAPHS
    total = len(node.text.strip()) if node.text else 0
    for child in node:
        if child.tag in _INLINE and not (boxed and child.tag in _BOXES):
            total += _unlinked(child)
        if child.tail:
            total += len(child.tail.strip())
    return total


def _unlinked(node: Element) -> int:
    if not len(node):
        return len(node.text.strip()) if node.text else 0
    linked = sum(len("".join(a.itertext())) for a in node.iter("a"))
    return max(0, len("".join(node.itertext()).strip()) - linked)
