"""Invented people and places, and the filling of slots."""

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

from scraper.sample.material import parts

T = TypeVar("T")

# Kind of document -> how many of it an office issues in a year, at most.
_OFFICES = {"NQ-HĐND": 90, "QĐ-UBND": 2400, "KH-UBND": 260}
# Slot for a person -> the lists of given names that fit.
_PEOPLE = {"ten": ("man", "woman"), "ong": ("man",), "ba": ("woman",)}
_SLOT = re.compile(r"\{([a-z0-9]+)(?::([^{}]*))?\}")


class Dice:
    """Choices that `seed` fixes for ever. Not `random.Random`: its methods may change between Python versions."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._throws = 0

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1."""
        self._throws += 1
        return int.from_bytes(sha256(f"{self._seed}#{self._throws}".encode()).digest()[:6], "big") % limit

    def between(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def pick(self, options: Sequence[T]) -> T:
        """One of `options`."""
        return options[self.below(len(options))]

    def draw(self, options: Sequence[T], count: int) -> list[T]:
        """`count` different ones of `options` (all, if there are fewer), in random order."""
        left = list(options)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]


def person(dice: Dice, given: Sequence[str] = ()) -> str:
    """The name of an invented person; `given` are the given names to choose from (default: women's and men's)."""
    names = parts("names")
    return f"{dice.pick(names['surname'])} {dice.pick(given or names['man'] + names['woman'])}"


def thousands(number: int) -> str:
    """`number` with Vietnamese thousands points: 278.718."""
    return f"{number:,}".replace(",", ".")


class Filler:
    """Fills the slots of sentences. `bound` slots mean the same throughout one article, others are new each time.

    `year` is that of the article; documents that it names are of the years before. `gates` are the border gates to
    choose from. Slots and what they become:

    `{i:5:90}` a number, `{t:2:9}` at least two digits, `{m:1000:90000}` thousands with one decimal now and then,
    `{d:1:6}` one decimal, `{p:2:9}` per cent with one decimal, `{vb:NQ-HĐND}` number and date of a document,
    `{kh}` number of a party plan, `{ten}` a person, `{ong}` a man, `{ba}` a woman, `{ban2}` another village.
    """

    def __init__(self, dice: Dice, year: int, gates: Sequence[str]) -> None:
        self.dice = dice
        self.year = year
        places = parts("names")
        self.bound = {
            "xa": dice.pick(places["commune"]),
            "ban": dice.pick(places["village"]),
            "huyen": dice.pick(places["district"]),
            "ck": dice.pick(gates),
            "chu": person(dice),
        }
        self._people = {self.bound["chu"]}

    def fill(self, text: str) -> str:
        """`text` with every slot filled."""
        return _SLOT.sub(lambda found: self._value(found[1], found[2] or ""), text)

    def _value(self, name: str, argument: str) -> str:
        if name in self.bound:
            return self.bound[name]
        if name in _PEOPLE:
            return self._stranger(_PEOPLE[name])
        if name == "ban2":
            return self.dice.pick([v for v in parts("names")["village"] if v != self.bound["ban"]])
        if name == "kh":
            return f"số {self.dice.between(11, 98)}-KH/ĐU"
        if name == "vb":
            return self._document(argument)
        low, high = (int(part) for part in argument.split(":"))
        return self._number(name, low, high)

    def _number(self, kind: str, low: int, high: int) -> str:
        number = self.dice.between(low, high)
        tenth = self.dice.below(10)
        if kind == "t":
            return f"{number:02d}"
        if kind == "m":
            return thousands(number) + (f",{tenth}" if tenth > 6 else "")
        if kind in "dp":
            decimals = f"{number},{tenth}" if tenth else str(number)
            return decimals + ("%" if kind == "p" else "")
        return thousands(number)

    def _document(self, office: str) -> str:
        """Number and date as officials write them: with the year in it for resolutions, without for the rest."""
        number = self.dice.between(4, _OFFICES[office])
        day, month = self.dice.between(1, 28), self.dice.between(1, 12)
        year = self.year - 1 - self.dice.below(2)
        kind = f"{number:02d}/{year}/{office}" if office == "NQ-HĐND" else f"{number}/{office}"
        return f"số {kind} ngày {day:02d}/{month}/{year}"

    def _stranger(self, roles: Sequence[str]) -> str:
        """A person who is not in the article yet."""
        given = [name for role in roles for name in parts("names")[role]]
        while (name := person(self.dice, given)) in self._people:
            pass
        self._people.add(name)
        return name
