"""Why a page is taken for a family's: the signs that the family finds on it."""

from dataclasses import dataclass

from scraper.families.read import FAMILIES
from scraper.reading import Family, Page

_PLENTY = 6  # signs that are shown


@dataclass(frozen=True, slots=True)
class Score:
    """How sure `family` is that a page is its own, as `points` from 0 to 100, and the `marks` that made it so."""

    family: Family
    points: int
    marks: tuple[str, ...]


def scores(page: Page) -> list[Score]:
    """Every family that finds anything of its own on `page`, the surest first."""
    found = [score_of(family, page) for family in FAMILIES]
    return sorted((score for score in found if score.points), key=lambda score: -score.points)


def score_of(family: Family, page: Page) -> Score:
    """What `family` says of `page`, and what it saw there."""
    seen = [sign.what for sign in family.signs(page)]
    return Score(family, family.recognise(page), tuple(seen[:_PLENTY]))
