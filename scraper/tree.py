"""CSS on a parsed page, at the price of what is asked: names are looked up before trees are walked.

A family asks a page for dozens of class names that it does not have. Which elements have which class and id is
collected once; a selector that needs a name nobody has is answered at once, one that ends in a name by looking at the
elements with that name only. Results are those of parsel, in whose selectors they come.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any, NamedTuple, Self

from cssselect import parser as css
from lxml import etree
from parsel import Selector, SelectorList
from parsel.csstranslator import HTMLTranslator
from parsel.selector import create_root_node

from scraper.matching import Element, Question, question, words_of
from scraper.text import CONTROLS

_WORD = re.compile(r"[A-Za-z0-9]+")
_NAMED = etree.XPath("//*[@class or @id]")
_NAMESPACES = {"re": "http://exslt.org/regular-expressions", "set": "http://exslt.org/sets"}  # parsel's own
_VALUES = {"^=", "$=", "*=", "=", "~="}

Need = Callable[["Names"], bool]
_CONTROL_BYTES = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r")


class Names:
    """The elements of a parsed page by class and id, and what was found in all of it."""

    __slots__ = ("_nodes", "classes", "found", "ids", "source", "values")

    def __init__(self, root: Element, source: str) -> None:
        self.source = source
        self.found: dict[str, list[Any]] = {}
        self.classes: dict[str, list[list[int]]] = {}
        self.ids: dict[str, list[Element]] = {}
        self._nodes: list[Element] = _NAMED(root)
        places: dict[str, list[int]] = {}  # menus repeat few attributes many times
        for place, node in enumerate(self._nodes):
            if value := node.get("class"):
                if value in places:
                    places[value].append(place)
                else:
                    places[value] = [place]
            if value := node.get("id"):
                self.ids.setdefault(value, []).append(node)
        for value, found in places.items():
            for name in set(words_of(value)):
                self.classes.setdefault(name, []).append(found)
        self.values = {"class": "\n".join(places), "id": "\n".join(self.ids)}

    def of_class(self, name: str) -> list[Element]:
        """The elements with the class `name`, in the order of the page."""
        return [self._nodes[place] for place in sorted(chain.from_iterable(self.classes.get(name, ())))]


class Tree(Selector):
    """A parsel selector that knows the names of its page."""

    __slots__ = ("names", "top")

    names: Names
    top: bool

    def __init__(self, root: Any, names: Names, *, top: bool = False) -> None:
        """A selector for one element, attribute or text of a page; parsel's own would look at it again."""
        self.root, self.names, self.top = root, names, top
        self.type, self.namespaces = "html", _NAMESPACES
        self._expr = self._text = None
        self._huge_tree = True

    @classmethod
    def parse(cls, text: str) -> Self:
        """The tree of an HTML page, in lxml's plain elements: those of lxml.html cost a call each."""
        text = _writable(text) or "<html></html>"
        root = create_root_node(text, etree.HTMLParser)
        return cls(root, Names(root, text), top=True)

    def css(self, query: str) -> SelectorList[Self]:
        """As parsel's; elements are looked for only when the page has all names that `query` needs."""
        if not etree.iselement(self.root):
            return SelectorList()
        if not self.top:
            return self._list(_find(query, self.root, self.names, top=False))
        if query not in self.names.found:
            self.names.found[query] = _find(query, self.root, self.names, top=True)
        return self._list(self.names.found[query])

    def xpath(self, query: str, namespaces: Mapping[str, str] | None = None, **kwargs: Any) -> SelectorList[Self]:
        """As parsel's; raises lxml's XPathError where that raises ValueError. `namespaces` are parsel's only."""
        if not etree.iselement(self.root):
            return SelectorList([self] if query.strip() == "." else [])
        found = _compiled(query)(self.root, **kwargs)
        return self._list(found if isinstance(found, list) else [found])

    def _list(self, found: Iterable[Any]) -> SelectorList[Self]:
        return SelectorList([type(self)(node, self.names) for node in found])


def _writable(text: str) -> str:
    """`text` with blanks for control characters; the usual page has none, which its bytes say fastest."""
    try:
        body = text.encode()
    except UnicodeEncodeError:
        return CONTROLS.sub(" ", text)
    usual = len(body.translate(None, _CONTROL_BYTES)) == len(body)
    return text if usual and "\ufffe" not in text and "\uffff" not in text else CONTROLS.sub(" ", text)


class _Way(NamedTuple):
    """One alternative of a selector: its XPath, what it needs, and the name or tag that what it finds must have."""

    path: str
    need: Need
    test: Question | None
    attribute: str | None  # of ::attr()
    end: tuple[str, str] | None  # ("class" | "id" | "tag", name)


def _find(query: str, root: Element, names: Names, *, top: bool) -> list[Any]:
    live = [way for way in _ways(query) if way.need(names)]
    if not live:
        return []
    if len(live) == 1 and top and live[0].test and live[0].end:
        return _look(live[0], live[0].test, _candidates(live[0].end, root, names))
    found: list[Any] = _compiled(" | ".join(way.path for way in live))(root)
    return found


def _candidates(end: tuple[str, str], root: Element, names: Names) -> Iterable[Element]:
    kind, name = end
    if kind == "tag":
        found: Iterable[Element] = root.iter(name)
        return found
    if kind == "class":
        return names.of_class(name)
    return names.ids.get(name, [])


def _look(way: _Way, test: Question, nodes: Iterable[Element]) -> list[Any]:
    found = [node for node in nodes if test(node)]
    if way.attribute is None:
        return found
    return [value for node in found if (value := node.get(way.attribute)) is not None]


@cache
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=_NAMESPACES, smart_strings=False)


@cache
def _ways(query: str) -> tuple[_Way, ...]:
    return tuple(_way(one) for one in css.parse(query))


def _way(one: css.Selector) -> _Way:
    pseudo, attribute, test = one.pseudo_element, None, question(one.parsed_tree)
    if pseudo is not None:
        if isinstance(pseudo, css.FunctionalPseudoElement) and pseudo.name == "attr":
            attribute = str(pseudo.arguments[0].value)
        else:
            test = None
    path = HTMLTranslator().selector_to_xpath(one, translate_pseudo_elements=True)
    return _Way(path, _all(list(_needs(one.parsed_tree))), test, attribute, _end(one.parsed_tree))


def _end(part: Any) -> tuple[str, str] | None:
    """The rarest thing that the last part of a selector names."""
    if isinstance(part, css.CombinedSelector):
        return _end(part.subselector)
    if isinstance(part, css.Hash):
        return "id", part.id
    if isinstance(part, css.Class):
        return "class", part.class_name
    if isinstance(part, css.Element):
        return ("tag", part.element.lower()) if part.element else None
    inner = getattr(part, "selector", None)
    return None if inner is None else _end(inner)


def _needs(part: Any) -> Iterator[Need]:
    """What a page must have for `part` of a selector to be on it."""
    if isinstance(part, css.CombinedSelector):
        yield from _needs(part.selector)
        yield from _needs(part.subselector)
        return
    if isinstance(part, css.Class):
        yield lambda names: part.class_name in names.classes
    elif isinstance(part, css.Hash):
        yield lambda names: part.id in names.ids
    elif isinstance(part, css.Attrib) and part.value is not None and part.operator in _VALUES:
        yield _value(part.attrib.lower(), str(part.value.value))
    elif isinstance(part, css.Matching):
        yield _any([_all(list(_needs(one))) for one in part.selector_list])
    if (inner := getattr(part, "selector", None)) is not None:
        yield from _needs(inner)


def _all(needs: list[Need]) -> Need:
    return lambda names: all(need(names) for need in needs)


def _any(needs: list[Need]) -> Need:
    return lambda names: any(need(names) for need in needs)


def _value(attribute: str, value: str) -> Need:
    """A need of an attribute's value; for others than class and id the source is asked, where entities may stand."""
    if attribute in {"class", "id"}:
        return lambda names: value in names.values[attribute]
    words = _WORD.findall(value)
    return lambda names: all(word in names.source for word in words)
