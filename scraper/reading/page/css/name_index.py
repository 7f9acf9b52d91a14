"""The elements of one page by class and id."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from lxml import etree

from scraper.reading.page.css.elements import Element
from scraper.reading.page.css.predicates import words_of

_IDS = etree.XPath("//@id", smart_strings=False)


class NameIndex:
    """The elements of a page by class and id, and the answers that its selectors were given so far.

    `root` is the parsed page, `source` the text that it was parsed from. `found` maps a selector to what it finds on
    the whole page. `classes` has the values of the class attribute in which each class name stands; `values` has all
    values of `class` and of `id` in one string each, in which a part of a value is found faster than one by one.
    """

    def __init__(self, root: Element, source: str) -> None:
        self.root = root
        self.source = source
        self.found: dict[str, list[Any]] = {}
        self.elements = list(root.iter("*"))
        # Places on the page by the whole value of `class`: menus repeat few values hundreds of times, so that values
        # are split into names once each, not once an element.
        self._places: dict[str, list[int]] = {}
        for place, node in enumerate(self.elements):
            if (value := node.get("class")) is not None:
                self._places.setdefault(value, []).append(place)
        self.classes: dict[str, list[str]] = {}
        for value in self._places:
            for name in words_of(value):
                self.classes.setdefault(name, []).append(value)
        # A line break cannot stand in what a selector asks for as part of one value, so values do not run together.
        self.values = {"class": "\n".join(self._places), "id": "\n".join(_IDS(root))}

    @cached_property
    def ids(self) -> dict[str, list[Element]]:
        """The elements of each id; more than one where a page breaks the rule of HTML."""
        ids: dict[str, list[Element]] = {}
        for node in self.elements if self.values["id"] else ():
            if (value := node.get("id")) is not None:
                ids.setdefault(value, []).append(node)
        return ids

    @cached_property
    def order(self) -> dict[Element, int]:
        """Where each element stands on the page."""
        return {node: place for place, node in enumerate(self.elements)}

    def ending(self, kind: str, name: str) -> list[Element]:
        """The elements that have `name`, in the order of the page.

        `kind` says what it is the name of: a "class", a "part" of the class attribute's value, an "id" or a "tag".
        """
        if kind == "id":
            return self.ids.get(name, [])
        if kind == "tag":
            return list(self.root.iter(name))
        values = self.classes.get(name, ()) if kind == "class" else (v for v in self._places if name in v)
        # As a set: a value that has the name twice (class="a a") is listed twice.
        return [self.elements[place] for place in sorted({place for value in values for place in self._places[value]})]

    def below(self, above: tuple[str, str], tag: str) -> list[Element]:
        """The elements of `tag` that stand in one with the kind and name `above`, in the order of the page."""
        holders = self.ending(*above)
        if len(holders) == 1:
            return list(holders[0].iterdescendants(tag))
        # Holders may stand in one another: what both hold would come twice.
        return self.in_order(node for holder in holders for node in holder.iterdescendants(tag))

    def in_order(self, found: Iterable[Element]) -> list[Element]:
        """`found`, each element once, in the order of the page."""
        once = set(found)
        return sorted(once, key=self.order.__getitem__) if len(once) > 1 else list(once)
