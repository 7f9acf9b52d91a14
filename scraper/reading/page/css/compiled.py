"""Selectors, taken apart once each: their XPath, what a page must have for them, and which elements could be meant.

Selectors are constants of the families, some hundreds, so everything here is remembered for the life of the process.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from cssselect import parser as css
from lxml import etree
from parsel.csstranslator import HTMLTranslator

from scraper.reading.page.css.name_index import NameIndex
from scraper.reading.page.css.predicates import Predicate, predicate

Need = Callable[[NameIndex], bool]

NAMESPACES = {"re": "http://exslt.org/regular-expressions", "set": "http://exslt.org/sets"}  # parsel's own
_WITH_NAMESPACE = re.compile(rf"\b(?:{'|'.join(NAMESPACES)}):(?!:)")
_WORD = re.compile(r"[A-Za-z0-9]+")
# Tags of which a page has few, so that each may be asked. Links and list entries are many: to ask each of them what
# stands around it costs more than the XPath.
_RARE_TAGS = {"h1", "h2", "h3", "h4", "h5", "h6", "time", "form", "input"}
# Operators of attributes whose value must stand in the attribute as it is written; `|=` and `!=` are others.
_VALUE_OPERATORS = {"^=", "$=", "*=", "=", "~="}


class CompiledSelector(NamedTuple):
    """One alternative of a selector, what stands between its commas.

    `path` is its XPath. `has_names` says whether it names a class, an id or a value, which few pages have. `need` asks
    whether a page has these. `test` asks one element; None where only XPath can. `attribute` is that of `::attr()`.
    `end` is the kind ("class", "part", "id", "tag") and name that whatever it finds must have; `above` those of an
    element around it, set where `end` is a tag of which pages have many. `is_plain` says that nothing is asked but the
    element itself, so that it does not matter from where one asks.
    """

    path: str
    has_names: bool
    need: Need
    test: Predicate | None
    attribute: str | None
    end: tuple[str, str] | None
    above: tuple[str, str] | None
    is_plain: bool


@cache
def compiled(query: str) -> tuple[CompiledSelector, ...]:
    """The alternatives of the selector `query`."""
    return tuple(_compile(one) for one in css.parse(query))


@cache
def xpath_of(query: str) -> etree.XPath:
    """The selector `query` as XPath. A union, so that what two alternatives find comes once, in the page's order."""
    return xpath(" | ".join(one.path for one in compiled(query)))


@cache
def xpath(path: str) -> etree.XPath:
    """The XPath `path`; with namespaces only where it names them, for lxml keeps a string of each per evaluation."""
    spaces = NAMESPACES if _WITH_NAMESPACE.search(path) else None
    return etree.XPath(path, namespaces=spaces, smart_strings=False)


def _compile(one: css.Selector) -> CompiledSelector:
    pseudo, attribute, test = one.pseudo_element, None, predicate(one.parsed_tree)
    if pseudo is not None:
        if isinstance(pseudo, css.FunctionalPseudoElement) and pseudo.name == "attr":
            attribute = str(pseudo.arguments[0].value)
        else:
            test = None  # ::text
    tree, end, above = one.parsed_tree, _end(one.parsed_tree), None
    if isinstance(tree, css.CombinedSelector) and end and end[0] == "tag" and end[1] not in _RARE_TAGS:
        above = _above(tree)
        end = end if above else None
    needs = list(_needs(tree))
    return CompiledSelector(
        path=HTMLTranslator().selector_to_xpath(one, translate_pseudo_elements=True),
        has_names=bool(needs),
        need=_all(needs),
        test=test,
        attribute=attribute,
        end=end,
        above=above,
        is_plain=test is not None and not isinstance(tree, css.CombinedSelector) and pseudo is None,
    )


def _above(part: css.CombinedSelector) -> tuple[str, str] | None:
    """The class or id of an element around that at the end of a selector, or None when the selector names none."""
    if part.combinator not in {" ", ">"}:  # siblings do not stand around each other
        return None
    end = _end(part.selector)
    return end if end and end[0] != "tag" else None


def _end(part: Any) -> tuple[str, str] | None:
    """Kind and name of the last thing that the last part of a selector names, which is mostly the rarest.

    What is inside `:not()` and `:has()` is about other elements; cssselect keeps it apart from `selector`.
    """
    if isinstance(part, css.CombinedSelector):
        return _end(part.subselector)
    if isinstance(part, css.Hash):
        return "id", part.id
    if isinstance(part, css.Class):
        return "class", part.class_name
    if isinstance(part, css.Element):
        return ("tag", part.element.lower()) if part.element else None
    is_class = isinstance(part, css.Attrib) and part.attrib.lower() == "class"
    if is_class and part.value and part.operator in _VALUE_OPERATORS:
        return "part", str(part.value.value)
    inner = getattr(part, "selector", None)
    return None if inner is None else _end(inner)


def _needs(part: Any) -> Iterator[Need]:
    """What a page must have for `part` of a selector to be on it; nothing for what `:not()` and `:has()` hold."""
    if isinstance(part, css.CombinedSelector):
        yield from _needs(part.selector)
        yield from _needs(part.subselector)
        return
    if isinstance(part, css.Class):
        yield lambda names: part.class_name in names.classes
    elif isinstance(part, css.Hash):
        yield lambda names: part.id in names.values["id"]
    elif isinstance(part, css.Attrib) and part.value is not None and part.operator in _VALUE_OPERATORS:
        yield _value(part.attrib.lower(), str(part.value.value))
    elif isinstance(part, css.Matching):  # :is()
        yield _any([_all(list(_needs(one))) for one in part.selector_list])
    if (inner := getattr(part, "selector", None)) is not None:
        yield from _needs(inner)


def _all(needs: list[Need]) -> Need:
    return lambda names: all(need(names) for need in needs)


def _any(needs: list[Need]) -> Need:
    return lambda names: any(need(names) for need in needs)


def _value(attribute: str, value: str) -> Need:
    """The need of an attribute's value.

    Values of other attributes than class and id are not listed. They are looked for in the page's source, word by
    word, because signs between the words may be written as entities there (`&#x2f;` for a slash). Letters may be, too,
    but no system writes them so.
    """
    if attribute in {"class", "id"}:
        return lambda names: value in names.values[attribute]
    words = _WORD.findall(value)
    return lambda names: all(word in names.source for word in words)
