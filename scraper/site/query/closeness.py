"""How well a text fits the words of a search, judged on the text itself.

The index cannot be asked this in bounded time: looking for a rare phrase of common words, FTS5 passes over every
article that has the words, and nothing interrupts it.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from scraper.site.query.spelling import is_marked, spellings
from scraper.site.query.typed import items_of, normal
from scraper.vietnamese.fold import fold

_TIMES = 9  # a phrase that stands more often in a text counts as this often: long texts are no better for it


@cache
def _letters() -> dict[str, str]:
    """Base letter -> itself and every lower-case letter that is it without marks."""
    found: dict[str, str] = {}
    # The blocks of Unicode with Latin letters and marks: Latin-1, Extended-A and -B, Extended Additional.
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        letter = chr(code)
        base = fold(letter) or letter
        if letter == letter.lower() and base != letter:
            found[base] = found.get(base, base) + letter
    return found


def _pattern(token: str) -> str:
    """A regular expression for `token` in all its spellings; an unmarked one matches any marks."""
    forms = []
    for form in spellings(token):
        if is_marked(form):
            forms.append(re.escape(form))
        else:
            classes = (f"[{_letters()[c]}]" if c in _letters() else re.escape(c) for c in form)
            forms.append("".join(classes))
    return f"(?:{'|'.join(forms)})"


@dataclass(frozen=True, slots=True)
class Patterns:
    """The wanted words of a search as patterns for lower case text: `each` by itself, and all `together` in a row.

    Between words that stand together may be anything but letters and digits, or nothing: spaces get lost.
    """

    each: tuple[re.Pattern[str], ...]
    together: re.Pattern[str]

    def near(self, row: dict[str, Any]) -> bool:
        """Whether the words stand side by side in the title, lead or body of the article `row`."""
        return any(self.together.search(normal(row[name])) for name in ("title", "lead", "body") if row[name])

    def score(self, row: dict[str, Any]) -> tuple[bool, bool, int]:
        """The higher, the closer: side by side in the title, all in the title, how often side by side in the text."""
        title = normal(row["title"])
        text = normal("\n".join(filter(None, (row["lead"], row["body"]))))
        # `zip` stops the search in the text after `_TIMES` matches.
        times = sum(1 for _, _ in zip(range(_TIMES), self.together.finditer(text), strict=False))
        in_title = self.together.search(title) is not None
        return in_title, in_title or all(word.search(title) for word in self.each), times


@lru_cache(maxsize=256)
def patterns_of(q: str) -> Patterns | None:
    """The patterns for what was typed, None when it holds no wanted word."""
    tokens = [token for item in items_of(q)[:64] if not item.excluded for token in item.tokens]
    if not tokens:
        return None
    forms = [_pattern(token) for token in tokens]
    edges = (r"(?<![^\W_])", r"(?![^\W_])")  # no letter or digit before and after: \b would take _ for a letter
    each = tuple(re.compile(form.join(edges)) for form in dict.fromkeys(forms))
    return Patterns(each, re.compile(r"[\W_]*".join(forms).join(edges)))
