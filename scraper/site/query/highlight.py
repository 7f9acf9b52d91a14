"""Where the words of a search lie in a text: whole phrases on the original words, a window around the best of them.

The index matches folded words; readers see the words as published. So the text is cut into tokens once, each known in
both forms, and a phrase is looked for by the rule of each of its tokens. FTS5's own highlight() has nothing to show:
the index is contentless.
"""

import secrets
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from scraper.site.query.query_tree import Phrase, leaves
from scraper.site.query.rules import Words
from scraper.site.query.spelling import is_marked
from scraper.site.query.typed import TOKEN, normal
from scraper.vietnamese.fold import fold, nfc

MAX_SCANNED = 200_000  # characters of one text that are searched for marks
_LONGEST_WORD = 80  # characters that a window may end earlier or later to end between words


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` of a text, covering `tokens` words of it."""

    start: int
    end: int
    tokens: int


class _Tokens:
    """The words of a text: where each stands, and all in both forms, which are cut out of whole texts."""

    def __init__(self, text: str) -> None:
        self.spans = [match.span() for match in TOKEN.finditer(text, 0, MAX_SCANNED)]
        lowered = normal(text)
        folded = fold(lowered) or ""
        if len(lowered) == len(folded) == len(text):
            self.exact = [lowered[start:end] for start, end in self.spans]
            self.folded = [folded[start:end] for start, end in self.spans]
        else:  # a few letters (İ) are longer in lower case
            self.exact = [normal(text[start:end]) for start, end in self.spans]
            self.folded = [fold(word) or word for word in self.exact]

    def fits(self, place: int, wanted: str, *, marked: bool, prefix: bool) -> bool:
        """Whether the word at `place` is `wanted`, or begins with it; its marks count when `wanted` is `marked`."""
        form = self.exact[place] if marked else self.folded[place]
        return form.startswith(wanted) if prefix else form == wanted


def marks(text: str, words: Words) -> list[Mark]:
    """Marks of `words` in `text` (NFC), in order, not overlapping; neighbours joined into one phrase.

    A single word is left out when the same word stands in a longer mark elsewhere: of `hội nghị` only the phrase is
    worth showing, not each `hội`.
    """
    if words.wanted is None:
        return []
    tokens = _Tokens(text)
    joined = _join(text, tokens.spans, _hits(tokens, set(leaves(words.wanted))))
    in_phrases = {word for first, last in joined if last > first for word in tokens.folded[first : last + 1]}
    return [
        Mark(tokens.spans[first][0], tokens.spans[last][1], last - first + 1)
        for first, last in joined
        if last > first or tokens.folded[first] not in in_phrases
    ]


def _hits(tokens: _Tokens, phrases: set[Phrase]) -> list[tuple[int, int]]:
    """First and last place of every phrase, in order. Only places of a phrase's first word are tried."""
    places: dict[str, list[int]] = {}
    for i, word in enumerate(tokens.folded):
        places.setdefault(word, []).append(i)
    hits: set[tuple[int, int]] = set()
    for phrase in phrases:
        rules = [(token, is_marked(token)) for token in phrase.tokens]
        first = fold(phrase.tokens[0]) or phrase.tokens[0]
        starts = places.get(first, [])
        if phrase.prefix and len(rules) == 1:
            starts = [i for form, found in places.items() if form.startswith(first) for i in found]
        size = len(rules)
        for start in starts:
            if start + size <= len(tokens.spans) and all(
                tokens.fits(start + i, word, marked=marked, prefix=phrase.prefix and i == size - 1)
                for i, (word, marked) in enumerate(rules)
            ):
                hits.add((start, start + size - 1))
    return sorted(hits)


def _join(text: str, spans: list[tuple[int, int]], hits: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Merge hits that overlap or follow each other with nothing but a space or dash between."""
    joined: list[tuple[int, int]] = []
    for first, last in hits:
        if joined:
            before, end = joined[-1]
            gap = text[spans[end][1] : spans[first][0]] if first > end else ""
            if first <= end or (first == end + 1 and not gap.strip(" \u00a0-–")):
                joined[-1] = (before, max(end, last))
                continue
        joined.append((first, last))
    return joined


def marked(text: str, words: Words) -> Markup:
    """All of `text`, escaped, with `words` marked."""
    text = nfc(text) or ""
    return _markup(text, marks(text, words), 0, len(text))


def snippet(text: str, words: Words, width: int = 260) -> Markup:
    """About `width` characters of `text` around its richest stretch of `words`, escaped, with the words marked."""
    text = (nfc(text) or "").replace("\n", " ")
    found = marks(text, words)
    start, end = _window(text, found, width)
    body = _markup(text, [m for m in found if m.start >= start and m.end <= end], start, end)
    return Markup("{}{}{}").format("… " if start else "", body, " …" if end < len(text) else "")


def _window(text: str, found: list[Mark], width: int) -> tuple[int, int]:
    """Where the window begins and ends: it opens a little before the marks, and parts no word and no mark."""
    if len(text) <= width:
        return 0, len(text)
    best, best_score = 0, -1
    for i, mark in enumerate(found):
        # Squares: one phrase of three words is worth more than three words apart.
        score = sum(m.tokens**2 for m in found[i : i + 12] if m.end <= mark.start + width)
        if score > best_score:
            best, best_score = mark.start, score
    start = min(best, _word_edge(text, best - width // 4)) if best > width // 4 else 0
    end = min(len(text), start + width)
    if end < len(text):
        space = text.rfind(" ", max(start, end - _LONGEST_WORD), end)
        covered = max((m.end for m in found if m.start < end), default=0)
        end = space if space >= covered else min(max(end, covered), end + _LONGEST_WORD)
    return start, end


def _word_edge(text: str, place: int) -> int:
    """The beginning of the first word after `place`; `place` itself inside of something endless."""
    space = text.find(" ", place, place + _LONGEST_WORD)
    return place if space < 0 else space + 1


def _markup(text: str, found: list[Mark], start: int, end: int) -> Markup:
    """The characters `start` to `end` of a text, escaped, with the marks that lie in them."""
    # Sentinels no text can hold by chance go in first, then everything is escaped, then they become tags.
    secret = secrets.token_hex(8)
    opening, closing = f"<{secret}>", f"</{secret}>"
    parts, place = [], start
    for mark in found:
        parts += [text[place : mark.start], opening, text[mark.start : mark.end], closing]
        place = mark.end
    parts.append(text[place:end])
    safe = escape("".join(parts))
    safe = safe.replace(escape(opening), "<mark>").replace(escape(closing), "</mark>")
    return Markup(safe)  # noqa: S704 - escaped two lines above
