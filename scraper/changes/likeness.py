"""Whether two texts that stood at one address are one article before and after an edit, or two different things.

An address may come to show something else: the home page in place of a lost article, an error in words that nobody
knew, another article after a change of system. Web archives call it content drift (Jones et al. 2016,
https://doi.org/10.1371/journal.pone.0167475). A portal has edited an article only where title or text goes on.
"""

import re
from collections import Counter

from scraper.changes.model import Text
from scraper.vietnamese.fold import fold

# Of their words, two titles of one article share half at least: names and figures stay when a headline is rewritten.
_TITLE = 0.5
# Of the runs of `_RUN` words of both texts, an edit keeps this share at least: one paragraph in five. Different
# articles have stock phrases in common ("Ủy ban nhân dân tỉnh ..."): no more than 2 runs in 100 on real pages.
_TEXT = 0.2
_RUN = 4
_READ = 20_000  # characters of a text that are compared
# A Chinese character counts as a word: nothing stands between words there.
_WORD = re.compile(r"[㐀-鿿]|[^\W_㐀-鿿]+")


def is_same_article(one: Text, two: Text) -> bool:
    """Whether `one` and `two` share the title or a considerable part of the text, whatever else has changed.

    Marks, case and punctuation do not count. Texts that were written in two encodings, one of them read wrongly, are
    compared by the words that no encoding touches.
    """
    if one.title == two.title or _share(_words(one.title), _words(two.title)) >= _TITLE:
        return True
    ours, theirs = _text(one), _text(two)
    return any(_share(_runs(words(ours)), _runs(words(theirs))) >= _TEXT for words in (_words, _plain_words))


def _text(text: Text) -> str:
    return f"{text.lead or ''}\n{text.body}"[:_READ]


def _words(text: str) -> list[str]:
    return _WORD.findall((fold(text) or "").casefold())


def _plain_words(text: str) -> list[str]:
    """The words without any marked letter, in order: about one in three of a Vietnamese text."""
    tokens = (token.strip(".,;:()\"'“”?!").casefold() for token in text.split())
    return [token for token in tokens if token and token.isascii()]


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    """Every `_RUN` words in a row; all words as one where there are fewer."""
    return [tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))] if words else []


def _share(one: list[str] | list[tuple[str, ...]], two: list[str] | list[tuple[str, ...]]) -> float:
    """How much of both is in common, from 0 to 1 (Sørensen-Dice over multisets); 0 where either is empty."""
    if not one or not two:
        return 0.0
    return 2 * (Counter(one) & Counter(two)).total() / (len(one) + len(two))
