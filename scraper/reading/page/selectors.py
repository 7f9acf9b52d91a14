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

from scraper.reading.page.name_index import Names
from scraper.reading.page.predicates import Element, Predicate, predicate
from scraper.reading.page.text import CONTROLS

_WORD = re.compile(r"[A-Za-z0-9]+")
_NAMESPACES = {"re": "http://exslt.org/regular-expressions", "set": "http://exslt.org/sets"}  # parsel's own
_WITH_NAMESPACE = re.compile(rf"\b(?:{'|'.join(_NAMESPACES)}):(?!:)")
_FEW = 40
_RARE = {"h1", "h2", "h3", "h4", "h5", "h6", "time", "form", "input"}
_VALUES = {"^=", "$=", "*=", "=", "~="}

Need = Callable[[Names], bool]
_LAST_CHARACTERS = "\ufffe".encode()[:2]  # with which U+FFFE and U+FFFF begin, which are none
_CONTROL_BYTES = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r")


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
        root = _parse(text)
        return cls(root, Names(root, text), top=True)

    def css(self, query: str) -> SelectorList[Self]:
        """As parsel's; what the whole page has not is looked for once."""
        if not etree.iselement(self.root):
            return SelectorList()
        known = self.names.found
        if query not in known:
            if not self.top and not any(way.names for way in _compile(query)):  # tags are on every page
                return self._list(_evaluate(query, self.root))
            known[query] = _find(query, self.names)
        return self._list(known[query] if self.top else _inside(self.root, query, known[query]))

    def xpath(self, query: str, namespaces: Mapping[str, str] | None = None, **kwargs: Any) -> SelectorList[Self]:
        """As parsel's; raises lxml's XPathError where that raises ValueError. `namespaces` are parsel's only."""
        if not etree.iselement(self.root):
            return SelectorList([self] if query.strip() == "." else [])
        found = _compiled(query)(self.root, **kwargs)
        return self._list(found if isinstance(found, list) else [found])

    def _list(self, found: Iterable[Any]) -> SelectorList[Self]:
        return SelectorList([type(self)(node, self.names) for node in found])


_PARSER = etree.HTMLParser(recover=True, encoding="utf-8", huge_tree=True)  # to make one costs as much as to use it


def _parse(text: str) -> Element:
    """The root of an HTML page, blanks for control characters; the bytes of most pages soon say there are none."""
    try:
        body = text.strip().encode()
    except UnicodeEncodeError:
        body = b"\0"
    usual = len(body.translate(None, _CONTROL_BYTES)) == len(body)
    if not usual or _LAST_CHARACTERS in body:
        body = CONTROLS.sub(" ", text).strip().encode()
    root: Element | None = etree.fromstring(body or b"<html/>", _PARSER)
    return etree.fromstring(b"<html/>", _PARSER) if root is None else root


class CompiledSelector(NamedTuple):
    """One alternative of a selector: its XPath, what it needs, and the name or tag that what it finds must have."""

    path: str
    names: bool  # whether it names a class, an id or a value, which few pages have
    need: Need
    test: Predicate | None
    attribute: str | None  # of ::attr()
    end: tuple[str, str] | None  # ("class" | "part" of it | "id" | "tag", name)
    above: tuple[str, str] | None  # what an element around it has, when it is one of a tag that pages have many of
    plain: bool  # whether it asks about nothing but the element itself


def _find(query: str, names: Names) -> list[Any]:
    """What `query` finds on the whole page."""
    live = [way for way in _compile(query) if way.need(names)]
    if not all(way.test and way.end for way in live):
        return _evaluate(query, names.root)
    parts = [part for way in live if (part := _look(way, names))]
    if len(parts) < 2:
        return parts[0] if parts else []
    if any(way.attribute for way in live):
        return _evaluate(query, names.root)
    return names.in_order(chain.from_iterable(parts))


def _inside(scope: Element, query: str, found: list[Any]) -> list[Any]:
    """What `query` finds in `scope`, where `found` is what it finds on the page."""
    if not found:
        return []
    if len(found) <= _FEW and all(way.plain for way in _compile(query)):
        return [node for node in found if node is scope or any(above is scope for above in node.iterancestors())]
    return _evaluate(query, scope)


def _evaluate(query: str, scope: Element) -> list[Any]:
    """What `query` finds in `scope` by XPath."""
    found: list[Any] = _path(query)(scope)
    return found


def _look(way: CompiledSelector, names: Names) -> list[Any]:
    assert way.test is not None
    assert way.end is not None
    ends = names.ending(*way.end) if way.above is None else names.below(way.above, way.end[1])
    found = [node for node in ends if way.test(node)]
    if way.attribute is None:
        return found
    return [value for node in found if (value := node.get(way.attribute)) is not None]


@cache
def _compiled(path: str) -> etree.XPath:
    """An XPath; with namespaces only where it names them, for lxml keeps a word of each for every evaluation."""
    spaces = _NAMESPACES if _WITH_NAMESPACE.search(path) else None
    return etree.XPath(path, namespaces=spaces, smart_strings=False)


@cache
def _path(query: str) -> etree.XPath:
    return _compiled(" | ".join(way.path for way in _compile(query)))


@cache
def _compile(query: str) -> tuple[CompiledSelector, ...]:
    return tuple(_compile_one(one) for one in css.parse(query))


def _compile_one(one: css.Selector) -> CompiledSelector:
    pseudo, attribute, test = one.pseudo_element, None, predicate(one.parsed_tree)
    if pseudo is not None:
        if isinstance(pseudo, css.FunctionalPseudoElement) and pseudo.name == "attr":
            attribute = str(pseudo.arguments[0].value)
        else:
            test = None
    path = HTMLTranslator().selector_to_xpath(one, translate_pseudo_elements=True)
    end, combined = _end(one.parsed_tree), isinstance(one.parsed_tree, css.CombinedSelector)
    above = None
    if combined and end and end[0] == "tag" and end[1] not in _RARE:
        above = _above(one.parsed_tree)
        end = end if above else None  # links and list entries are many: to ask each what stands around it is dear
    plain = test is not None and not combined and pseudo is None
    needs = list(_needs(one.parsed_tree))
    return CompiledSelector(path, bool(needs), _all(needs), test, attribute, end, above, plain)


def _above(part: Any) -> tuple[str, str] | None:
    """What an element around that at the end of a selector must have, when that is a class or an id."""
    if part.combinator not in {" ", ">"}:
        return None
    end = _end(part.selector)
    return end if end and end[0] != "tag" else None


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
    if isinstance(part, css.Attrib) and part.attrib.lower() == "class" and part.value and part.operator in _VALUES:
        return "part", str(part.value.value)
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
        yield lambda names: part.id in names.values["id"]
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
