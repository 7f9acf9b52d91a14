"""parsel's selectors, with a `css` that looks names up before it walks trees. See the package for the ways."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, Self

from lxml import etree
from parsel import Selector, SelectorList

from scraper.reading.page.css.compiled import NAMESPACES, CompiledSelector, compiled, xpath, xpath_of
from scraper.reading.page.css.elements import Element, parse_html
from scraper.reading.page.css.name_index import NameIndex

_FEW = 40  # elements whose ancestors are walked rather than the tree by XPath


class Tree(Selector):
    """A parsel selector of a page whose names are known. `Tree.parse` makes the first; its selectors give more.

    `names` is the index of the page, shared by all selectors on it. `is_page` is true for the page itself.
    """

    __slots__ = ("is_page", "names")

    names: NameIndex
    is_page: bool

    def __init__(self, root: Any, names: NameIndex, *, is_page: bool = False) -> None:
        """A selector for `root`, an element, attribute or text of the page.

        parsel's own __init__ is passed over: it would look at every found element anew to tell HTML from JSON.
        """
        self.root, self.names, self.is_page = root, names, is_page
        self.type, self.namespaces = "html", NAMESPACES
        self._expr = self._text = None
        self._huge_tree = True

    @classmethod
    def parse(cls, text: str) -> Self:
        """The HTML page `text` as a selector.

        Its elements are lxml's plain ones: those of lxml.html, which parsel uses, cost a call of Python each.
        """
        root = parse_html(text)
        return cls(root, NameIndex(root, text), is_page=True)

    def css(self, query: str) -> SelectorList[Self]:
        """What the selector `query` finds here, as parsel's. Each selector is looked for on the whole page once."""
        if not etree.iselement(self.root):
            return SelectorList()
        known = self.names.found
        if query not in known:
            # A selector of tags alone finds much on every page: asked of one element, it is left there.
            if not self.is_page and not any(one.has_names for one in compiled(query)):
                return self._list(_evaluate(query, self.root))
            known[query] = _on_page(query, self.names)
        return self._list(known[query] if self.is_page else _inside(self.root, query, known[query]))

    def xpath(self, query: str, namespaces: Mapping[str, str] | None = None, **kwargs: Any) -> SelectorList[Self]:
        """What the XPath `query` finds here, as parsel's; `kwargs` are its variables.

        Raises lxml's XPathError where parsel's raises ValueError. `namespaces` are ignored: parsel's own are known.
        """
        if not etree.iselement(self.root):
            return SelectorList([self] if query.strip() == "." else [])
        found = xpath(query)(self.root, **kwargs)
        return self._list(found if isinstance(found, list) else [found])

    def _list(self, found: Iterable[Any]) -> SelectorList[Self]:
        return SelectorList([type(self)(node, self.names) for node in found])


def _on_page(query: str, names: NameIndex) -> list[Any]:
    """What `query` finds on the whole page."""
    possible = [one for one in compiled(query) if one.need(names)]
    if not all(one.test and one.end for one in possible):
        return _evaluate(query, names.root)
    parts = [part for one in possible if (part := _named(one, names))]
    if len(parts) < 2:
        return parts[0] if parts else []
    if any(one.attribute for one in possible):  # values are strings: nothing tells their order on the page
        return _evaluate(query, names.root)
    return names.in_order(chain.from_iterable(parts))


def _inside(scope: Element, query: str, found: list[Any]) -> list[Any]:
    """What `query` finds in `scope`, itself included as in parsel, where `found` is what it finds on the page.

    A selector that asks about nothing but the element finds in `scope` those of the page that stand there. With
    `.a .b` it is otherwise: parsel wants `.a`, too, in `scope`, so that XPath has to look again.
    """
    if not found:
        return []
    if len(found) <= _FEW and all(one.is_plain for one in compiled(query)):
        return [node for node in found if node is scope or any(above is scope for above in node.iterancestors())]
    return _evaluate(query, scope)


def _evaluate(query: str, scope: Element) -> list[Any]:
    """What `query` finds in `scope` by XPath."""
    found: list[Any] = xpath_of(query)(scope)
    return found


def _named(one: CompiledSelector, names: NameIndex) -> list[Any]:
    """What `one` finds on the page, among the elements that have the name it ends in."""
    assert one.test is not None
    assert one.end is not None
    candidates = names.ending(*one.end) if one.above is None else names.below(one.above, one.end[1])
    found = [node for node in candidates if one.test(node)]
    if one.attribute is None:
        return found
    return [value for node in found if (value := node.get(one.attribute)) is not None]
