"""The elements of a parsed page by class and id: names are looked up before trees are walked."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from lxml import etree

from scraper.reading.page.predicates import Element, words_of

_IDS = etree.XPath("//@id", smart_strings=False)


class Names:
    """The elements of a parsed page by class and id, and what was found in all of it."""

    def __init__(self, root: Element, source: str) -> None:
        self.root = root
        self.source = source
        self.found: dict[str, list[Any]] = {}
        self.elements = list(root.iter("*"))
        self._places: dict[str, list[int]] = {}  # of each value of class: menus repeat few values many times
        for place, node in enumerate(self.elements):
            if (value := node.get("class")) is not None:
                self._places.setdefault(value, []).append(place)
        self.classes: dict[str, list[str]] = {}
        for value in self._places:
            for name in words_of(value):
                self.classes.setdefault(name, []).append(value)
        self.values = {"class": "\n".join(self._places), "id": "\n".join(_IDS(root))}

    @cached_property
    def ids(self) -> dict[str, list[Element]]:
        """The elements of each id."""
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
        """The elements with a class, a `part` of one, an id or a tag, in the order of the page."""
        if kind == "id":
            return self.ids.get(name, [])
        if kind == "tag":
            return list(self.root.iter(name))
        values = self.classes.get(name, ()) if kind == "class" else (v for v in self._places if name in v)
        return [self.elements[place] for place in sorted({place for value in values for place in self._places[value]})]

    def below(self, above: tuple[str, str], tag: str) -> list[Element]:
        """The elements of a tag that stand in one with a class or an id, in the order of the page."""
        holders = self.ending(*above)
        if len(holders) == 1:
            return list(holders[0].iterdescendants(tag))
        return self.in_order(node for holder in holders for node in holder.iterdescendants(tag))

    def in_order(self, found: Iterable[Element]) -> list[Element]:
        """`found`, each once, in the order of the page."""
        once = set(found)
        return sorted(once, key=self.order.__getitem__) if len(once) > 1 else list(once)
