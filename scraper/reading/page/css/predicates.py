"""A selector as a question to one element, for the kinds that families use most: tags, names, attributes, combinators.

An element is asked in about a microsecond, without walking a tree. The answers are those of the XPath that cssselect
makes of the same selector, which is what the tests compare. Kinds that are not here give None and are left to XPath.
"""

import re
from collections.abc import Callable
from typing import Any

from cssselect import parser as css

from scraper.reading.page.css.elements import Element

Predicate = Callable[[Element], bool]

_BLANKS = re.compile(r"[ \t\r\n]+")  # white space of XPath 1.0 (normalize-space), one less than that of HTML


def words_of(value: str) -> list[str]:
    """The words of an attribute such as `class`, set apart by white space as XPath knows it."""
    # str.split() knows more kinds of white space; in printable ASCII there is none but the blank, and it is faster.
    return value.split() if value.isprintable() and value.isascii() else [w for w in _BLANKS.split(value) if w]


def predicate(part: Any) -> Predicate | None:
    """Whether an element is what `part` of a parsed selector describes; None for kinds that are left to XPath.

    `part` is a node of cssselect's tree, which is built from the inside out: `a.b[c]` is an attribute test around a
    class test around a tag.
    """
    if isinstance(part, css.Element):
        return None if part.namespace else _is_tag(part.element)
    if isinstance(part, css.Class):
        return _both(predicate(part.selector), _has_class(part.class_name))
    if isinstance(part, css.Hash):
        return _both(predicate(part.selector), _equals("id", part.id))
    if isinstance(part, css.Attrib) and not part.namespace:
        return _both(predicate(part.selector), _attribute(part))
    if isinstance(part, css.CombinedSelector):
        return _combined(predicate(part.selector), part.combinator, predicate(part.subselector))
    return None


def _both(one: Predicate | None, other: Predicate | None) -> Predicate | None:
    if one is None or other is None:
        return None
    # `other` is the outer test, that of a name, which fewer elements pass than that of a tag: it comes first.
    return other if one is _is_anything else lambda node: other(node) and one(node)


def _is_anything(_node: Element) -> bool:
    return True


def _is_tag(tag: str | None) -> Predicate:
    if tag is None:
        return _is_anything
    name = tag.lower()  # tags of HTML have no case, and libxml2 writes them small
    return lambda node: bool(node.tag == name)


def _has_class(name: str) -> Predicate:
    def has(node: Element) -> bool:
        value = node.get("class")
        # The second test spares the third, dearest one on most elements.
        return value is not None and name in value and name in words_of(value)

    return has


def _equals(attribute: str, wanted: str) -> Predicate:
    return lambda node: bool(node.get(attribute) == wanted)


def _attribute(part: css.Attrib) -> Predicate | None:
    name = part.attrib.lower()
    if part.operator == "exists":
        return lambda node: node.get(name) is not None
    wanted = str(part.value.value) if part.value is not None else ""
    if part.operator == "=":
        return _equals(name, wanted)
    # Selectors Level 4, section 6: with an empty value, or `~=` with white space, such a selector matches nothing.
    # Nobody writes that on purpose; XPath has the case already.
    if not wanted or (part.operator == "~=" and _BLANKS.search(wanted)):
        return None
    compare: dict[str, Callable[[str], bool]] = {
        "^=": lambda value: value.startswith(wanted),
        "$=": lambda value: value.endswith(wanted),
        "*=": lambda value: wanted in value,
        "~=": lambda value: wanted in words_of(value),
    }
    test = compare.get(part.operator)
    return None if test is None else lambda node: (value := node.get(name)) is not None and test(value)


def _combined(left: Predicate | None, combinator: str, right: Predicate | None) -> Predicate | None:
    """Whether an element is what `right` describes, and stands to one that `left` describes as `combinator` says."""
    if left is None or right is None:
        return None
    if combinator == " ":
        return lambda node: right(node) and any(left(above) for above in node.iterancestors())
    if combinator == ">":
        return lambda node: right(node) and (above := node.getparent()) is not None and left(above)
    if combinator == "~":
        # "*" leaves out comments, which lxml counts among the siblings.
        return lambda node: right(node) and any(left(before) for before in node.itersiblings("*", preceding=True))
    return None  # "+" is asked by no family
