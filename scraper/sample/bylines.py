"""Who signs an article, in the shapes that portals use."""

from dataclasses import dataclass

from scraper.sample.material import parts
from scraper.sample.model import Site
from scraper.sample.words import Dice, person

_PENS = parts("names")["pen"]
_UNITS = parts("names")["unit"]


@dataclass(frozen=True, slots=True)
class Signature:
    """The last `lines` of a body as printed, and what they say: `author` and `unit`, None where they name none."""

    lines: tuple[str, ...] = ()
    author: str | None = None
    unit: str | None = None


def _with_unit(dice: Dice) -> Signature:
    name, unit = person(dice), dice.pick(_UNITS)
    return Signature((f"{name} – {unit}",), name, unit)


def _two_lines(dice: Dice) -> Signature:
    name, unit = person(dice), dice.pick(_UNITS)
    return Signature((name, unit), name, unit)


def _pen(dice: Dice) -> Signature:
    name = dice.pick(_PENS)
    return Signature((name,), name)


def _pair(dice: Dice) -> Signature:
    line = " – ".join(name.upper() for name in dice.draw(_PENS, 2))
    return Signature((line,), line)


def _pen_upper(dice: Dice) -> Signature:
    name = dice.pick(_PENS).upper()
    return Signature((name,), name)


def _labelled(dice: Dice) -> Signature:
    name, unit = person(dice), dice.pick(_UNITS)
    return Signature((f"Tác giả: {name}", f"Nguồn: {unit}"), name, unit)


def _label(dice: Dice) -> Signature:
    name = person(dice)
    return Signature((f"Tin, ảnh: {name}",), name)


def _apart(dice: Dice) -> Signature:
    return Signature((), person(dice), dice.pick(_UNITS))


def _person_apart(dice: Dice) -> Signature:
    return Signature((), person(dice))


# The names that `Habits.signatures` uses.
SHAPES = {
    "apart": _apart,  # in elements of their own, outside the text
    "person apart": _person_apart,
    "with unit": _with_unit,
    "two lines": _two_lines,
    "pen": _pen,
    "pair": _pair,
    "pen in capitals": _pen_upper,
    "labelled": _labelled,
    "label": _label,
}


def sign(site: Site, order: int) -> Signature:
    """The signature of the article at place `order` of `site`; empty where nobody signs."""
    shape = site.habits.signatures[order % len(site.habits.signatures)]
    return SHAPES[shape](Dice(f"{site.host} {order} byline")) if shape else Signature()
