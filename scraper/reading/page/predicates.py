"""CSS selectors as questions to one element, for the selectors families use most: names, attributes, combinators.

What stands here answers as the XPath of cssselect does; a selector with anything else (`:has()`, `:nth-child()`,
`::text`) is `None` to `predicate` and is left to XPath.
"""

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from cssselect import parser as css
from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001  lxml has no public name for the class of its elements
Predicate = Callable[[Element], bool]

_BLANKS = re.compile(r"[ \t\r\n]+")


def words_of(value: str) -> list[str]:
    """The words of an attribute, set apart by what XPath takes for white space."""
    return value.split() if value.isprintable() and value.isascii() else [w for w in _BLANKS.split(value) if w]


def predicate(part: Any) -> Predicate | None:
    """Whether an element is what `part` of a parsed selector describes; None for parts that are left to XPath."""
    if isinstance(part, css.Element):
        return None if part.namespace else _element(part.element)
    if isinstance(part, css.Class):
        return _both(predicate(part.selector), _class(part.class_name))
    if isinstance(part, css.Hash):
        return _both(predicate(part.selector), _is("id", part.id))
    if isinstance(part, css.Attrib) and not part.namespace:
        return _both(predicate(part.selector), _attribute(part))
    if isinstance(part, css.CombinedSelector):
        return _combined(predicate(part.selector), part.combinator, predicate(part.subselector))
    return None


def _both(one: Predicate | None, other: Predicate | None) -> Predicate | None:
    if one is None or other is None:
        return None
    return other if one is _anything else lambda node: other(node) and one(node)


def _anything(_node: Element) -> bool:
    return True


def _element(tag: str | None) -> Predicate:
    if tag is None:
        return _anything
    name = tag.lower()
    return lambda node: bool(node.tag == name)


def _class(name: str) -> Predicate:
    def has(node: Element) -> bool:
        value = node.get("class")
        return value is not None and name in value and name in words_of(value)

    return has


def _is(attribute: str, wanted: str) -> Predicate:
    return lambda node: bool(node.get(attribute) == wanted)


def _attribute(part: css.Attrib) -> Predicate | None:
    name = part.attrib.lower()
    if part.operator == "exists":
        return lambda node: node.get(name) is not None
    wanted = str(part.value.value) if part.value is not None else ""
    if part.operator == "=":
        return _is(name, wanted)
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
    if left is None or right is None:
        return None
    if combinator == " ":
        return lambda node: right(node) and any(left(above) for above in node.iterancestors())
    if combinator == ">":
        return lambda node: right(node) and (above := node.getparent()) is not None and left(above)
    if combinator == "~":
        return lambda node: right(node) and any(left(before) for before in node.itersiblings("*", preceding=True))
    return None
