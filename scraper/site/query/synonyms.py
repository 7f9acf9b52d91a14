"""Forms that mean the same (UBND, ủy ban nhân dân), from `abbreviations.txt`, which says how its lines are read."""

from functools import cache
from importlib.resources import files

from scraper.site.query import spelling
from scraper.site.query.typed import TOKEN, Item, normal
from scraper.vietnamese.fold import fold

Form = tuple[str, ...]


def _key(token: str) -> str:
    """The key of a token, marks aside: one of its spellings, the same one for all of them."""
    return min(spelling.spellings(fold(token) or token))


@cache
def _groups() -> dict[str, list[tuple[Form, tuple[Form, ...]]]]:
    """First token (see `_key`) -> forms that begin with it and the other forms of their group, longest first."""
    found: dict[str, list[tuple[Form, tuple[Form, ...]]]] = {}
    lines = files("scraper.site").joinpath("abbreviations.txt").read_text("utf-8").splitlines()
    for line in lines:
        if not line or line.startswith("#"):
            continue
        one_way = " > " in line  # the left form finds the right one, not the other way round
        forms = [tuple(TOKEN.findall(normal(form))) for form in line.split(" > " if one_way else " = ")]
        for form in forms[:1] if one_way else forms:
            others = tuple(other for other in forms if other != form)
            found.setdefault(_key(form[0]), []).append((form, others))
    for entries in found.values():
        entries.sort(key=lambda entry: len(entry[0]), reverse=True)
    return found


def _same(typed: str, known: str) -> bool:
    if spelling.is_marked(typed):
        return typed in spelling.spellings(known)
    return _key(typed) == _key(known)


def synonyms_at(items: list[Item], start: int) -> tuple[int, tuple[Form, ...]]:
    """The longest known form that begins at `items[start]`: how many items it takes, and the other forms of its group.

    `(0, ())` when none does. An item is taken whole or not at all; quoted, excluded and cut words never are.
    """
    for form, others in _groups().get(_key(items[start].tokens[0]), ()):
        taken, place = start, 0
        while place < len(form) and taken < len(items) and items[taken].plain:
            tokens = items[taken].tokens
            known = form[place : place + len(tokens)]
            if len(known) != len(tokens) or not all(map(_same, tokens, known)):
                break
            place += len(tokens)
            taken += 1
        if place == len(form):
            return taken - start, others
    return 0, ()
