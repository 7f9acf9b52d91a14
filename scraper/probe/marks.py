"""Why a page is taken for a family's: what the family's `recognise` asked for and found."""

from dataclasses import dataclass
from typing import Any, SupportsIndex

from parsel import Selector, SelectorList

from scraper.families.read import FAMILIES
from scraper.reading.page.family import Family
from scraper.reading.page.page import Page

_PLENTY = 6


@dataclass(frozen=True, slots=True)
class Score:
    """How sure a family is (0 to 100) that pages are its own, and the marks that made it so."""

    family: Family
    points: int
    marks: tuple[str, ...]


def scores(page: Page) -> list[Score]:
    """Every family that finds anything of its own on `page`, the surest first."""
    found = [score_of(family, page) for family in FAMILIES]
    return sorted((score for score in found if score.points), key=lambda score: -score.points)


def score_of(family: Family, page: Page) -> Score:
    """What `family` says of `page`, and what it saw there."""
    seen: list[str] = []
    points = family.recognise(_Watched(page, seen))
    return Score(family, points, tuple(dict.fromkeys(seen))[:_PLENTY])


class _Watched(Page):
    """A page that notes every question about it that it answered with yes."""

    def __init__(self, page: Page, seen: list[str]) -> None:
        self.__dict__.update(page.__dict__)
        self.text = _Text.watched(page.text, seen)
        selector = _Selector(root=page.selector.root, type="html")
        selector.seen = seen
        self.__dict__["selector"] = selector


class _Selector(Selector):
    __slots__ = ("seen",)
    seen: list[str]

    def css(self, query: str) -> "SelectorList[Any]":
        found = super().css(query)
        if found and hasattr(self, "seen"):
            self.seen.append(query)
        return found


class _Text(str):
    __slots__ = ("seen",)
    seen: list[str]

    @classmethod
    def watched(cls, text: str, seen: list[str]) -> "_Text":
        made = cls(text)
        made.seen = seen
        return made

    def __contains__(self, part: object) -> bool:
        there = isinstance(part, str) and str.__contains__(self, part)
        if there:
            self.seen.append(f'"{part}"')
        return there

    def __getitem__(self, key: "SupportsIndex | slice") -> "_Text":
        return self.watched(super().__getitem__(key), self.seen)

    def lower(self) -> "_Text":
        return self.watched(super().lower(), self.seen)
