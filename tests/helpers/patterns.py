"""Every compiled pattern of the package, and texts that make a careless one go back and forth.

The texts come from the pattern itself (Python's own parser of patterns): what stands before a repeated part, the part
over and over, and a character at which it must fail.
"""

import ast
import importlib
import pkgutil
import random
import re
from re import _constants as code
from re import _parser as parser

import scraper
from helpers.source import modules, tree

GENERIC = (
    "<",
    "<!--",
    "<script",
    "<a ",
    '="',
    " ",
    "\n",
    "&",
    "1",
    "1/",
    ".",
    "a",
    "a-",
    "A.",
    "á",
    "ạ ",
    "Ông ",
    "(",
    "[",
    ";a=",
)
ENDS = ("", "\x00", "!")  # few patterns go on with these
MANY = 20  # a repetition of fewer cannot take long by itself


def patterns():
    """(module, name) -> pattern: attributes of modules and classes, and what tuples, lists, sets and dicts hold."""
    found = {}
    for module in pkgutil.walk_packages(scraper.__path__, "scraper."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for one in _inside(value, module.name):
                found.setdefault((one.pattern, one.flags), (f"{module.name}.{name}", one))
    return {f"{where} {number}": one for number, (where, one) in enumerate(found.values())}


def ways():
    """Name of a pattern -> how the package applies it: "search" (also by sub, split and find...), "match", "fullmatch"."""
    found = {}
    for name in modules():
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.Attribute) and node.attr in _WAYS and isinstance(node.value, ast.Name):
                found.setdefault(node.value.id, set()).add(_WAYS[node.attr])
    return found


_WAYS = {"search": "search", "match": "match", "fullmatch": "fullmatch"}
_WAYS |= dict.fromkeys(("sub", "subn", "split", "findall", "finditer"), "search")


def _inside(value, module, depth=0):
    if isinstance(value, re.Pattern):
        yield value
    elif depth > 4:
        return
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _inside(key, module, depth + 1)
            yield from _inside(one, module, depth + 1)
    elif isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from _inside(one, module, depth + 1)
    elif isinstance(value, type) and value.__module__ == module:
        for one in vars(value).values():
            yield from _inside(one, module, depth + 1)
    elif type(value).__module__.startswith("scraper."):  # a value of ours: what its fields hold
        names = getattr(value, "__dataclass_fields__", None) or getattr(value, "__dict__", {})
        for name in names:
            yield from _inside(getattr(value, name, None), module, depth + 1)


def attacks(pattern):
    """(beginning, what is repeated, end) of texts against `pattern`, each once; `grown` makes a text of one."""
    tree_of = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    pieces = [("", piece) for piece in GENERIC]
    for form in range(3):
        dice = random.Random(form)
        pieces += _repeated(tree_of, "", dice)
        whole = _sample(tree_of, dice)
        pieces += [("", whole[:at]) for at in sorted({len(whole), len(whole) - 1, len(whole) // 2, 1})]
    found = [(before, piece, end) for before, piece in pieces if piece for end in ENDS]
    return list(dict.fromkeys(found))


def grown(attack, pattern, length):
    """The text of an attack, of about `length` characters, of the kind that `pattern` looks at."""
    before, piece, end = attack
    text = before + piece * (length // len(piece)) + end
    return text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text


def _repeated(parsed, before, dice):
    """(what stands before it, one round of it) for each part of a parsed pattern that may repeat often."""
    for operator, value in parsed:
        if operator in {code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT}:
            _, most, body = value
            if most >= MANY:
                yield before, _sample(body, dice)
                yield before, _sample(body, dice) + _sample(body, dice)
            yield from _repeated(body, before, dice)
        for part in _parts(operator, value):
            yield from _repeated(part, before, dice)
        before += _sample([(operator, value)], dice)


def _parts(operator, value):
    if operator is code.SUBPATTERN:
        return [value[3]]
    if operator is code.ATOMIC_GROUP:
        return [value]
    if operator is code.BRANCH:
        return value[1]
    if operator in {code.ASSERT, code.ASSERT_NOT}:
        return [value[1]]
    return []


def _sample(parsed, dice):
    """A text that a parsed pattern matches, as far as that can be told without its conditions."""
    return "".join(_one(operator, value, dice) for operator, value in parsed)


def _one(operator, value, dice):
    if operator is code.LITERAL:
        return chr(value)
    if operator is code.NOT_LITERAL:
        return "b" if value == ord("a") else "a"
    if operator is code.ANY:
        return "a"
    if operator is code.IN:
        return _member(value, dice)
    if operator is code.BRANCH:
        return _sample(dice.choice(value[1]), dice)
    if operator in {code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT}:
        least, most, body = value
        return "".join(_sample(body, dice) for _ in range(min(most, max(least, dice.randrange(2)))))
    if operator is code.ASSERT:
        return _sample(value[1], dice) if value[0] > 0 else ""
    return (
        "".join(_sample(part, dice) for part in _parts(operator, value)[:1]) if operator is not code.ASSERT_NOT else ""
    )


_CLASSES = {
    code.CATEGORY_DIGIT: "1",
    code.CATEGORY_SPACE: " ",
    code.CATEGORY_WORD: "a",
    code.CATEGORY_NOT_DIGIT: "a",
    code.CATEGORY_NOT_SPACE: "a",
    code.CATEGORY_NOT_WORD: "-",
}


def _member(value, dice):
    """A character of a class."""
    if value[0][0] is code.NEGATE:
        allowed = re.compile(_not_in(value[1:]))
        return next((c for c in dice.sample("ab1 .-x/ạ", 9) if not allowed.match(c)), "\u4e01")
    operator, inner = dice.choice(value)
    if operator is code.RANGE:
        return chr(dice.randint(*inner))
    return _CLASSES[inner] if operator is code.CATEGORY else chr(inner)


def _not_in(value):
    parts = []
    for operator, inner in value:
        if operator is code.RANGE:
            parts.append(f"{re.escape(chr(inner[0]))}-{re.escape(chr(inner[1]))}")
        elif operator is code.CATEGORY:
            parts.append({"1": r"\d", " ": r"\s", "a": r"\w", "-": r"\W"}[_CLASSES[inner]])
        else:
            parts.append(re.escape(chr(inner)))
    return f"[{''.join(parts)}]"
