"""Which element of a page is the headline of its article, by structure alone.

The words of the heading stand in <title> or og:title. Where those only name the site, the headline is what stands
nearest above the text.
"""

import re
from functools import cached_property

from scraper.reading.article import dates
from scraper.reading.page.css import Element
from scraper.reading.page.cut import brief, flat, names_of
from scraper.reading.page.furniture import is_related_heading, is_toolbar
from scraper.reading.page.page import Page, element
from scraper.reading.page.surroundings import Surroundings
from scraper.reading.page.tags import BLOCKS
from scraper.reading.page.text import words

_NOT_TITLE = re.compile(
    r"portlet-title|site-(?:name|title|logo)|logo|slogan|brand|block-title|widget-title|visually-hidden"
    r"|element-invisible|sr-only",
    re.IGNORECASE,
)
_MENU_WORDS = {"thực đơn", "menu", "đăng nhập", "tìm kiếm", "trang chủ", "liên kết website"}
_TITLE_TAGS = "h1, h2, h3, h4, [class*=title], [class*=Title], [class*=tieu], [class*=headline], [id*=title]"
_RANK = {"h1": 2.0, "h2": 1.0, "h3": 0.6}
_LOOSE_TITLE_TAGS = ("div", "p", "span", "td", "strong", "b", "h5", "h6", "font")
_SURE = 3  # points for words that stand in <title>, see Headline._score
_SHORTEST = 8  # characters, unless the page states the title
_LONGEST = 400
_SHORTEST_LINE, _LONGEST_LINE = 20, 250  # characters of a heading that only its place makes one
_REST_OF_LINE = 60  # characters that may stand on the line of a heading: a date, a number of views
_SENTENCE = re.compile(r"[.;,:]\W*$")


class Headline:
    """The headline of `page`.

    `surroundings` are what is not the page's own text, `weights` the characters of text in each element.
    """

    def __init__(self, page: Page, surroundings: Surroundings, weights: dict[Element, int]) -> None:
        self._page = page
        self._surroundings = surroundings
        self._weights = weights

    @cached_property
    def node(self) -> Element | None:
        """The element of the heading, None when the page has none."""
        best: Element | None = None
        score = 0.0
        for rank, node in enumerate(self._page.selector.css(_TITLE_TAGS)):
            value = self._score(element(node)) - rank * 0.001  # of equals the first
            if value > score:
                best, score = element(node), value
        if score < _SURE:
            for found in (self._loose_title(), self._nearest_title()):
                if found is not None:
                    return found
        return best

    @property
    def is_sure(self) -> bool:
        """Whether the words of the headline are those that the page states as its title."""
        return self.node is not None and self._score(self.node) >= _SURE

    @property
    def text(self) -> str:
        """The words of the headline, "" when there is none."""
        return "" if self.node is None else flat(self.node)

    @cached_property
    def _known(self) -> list[str]:
        """What the page says its title is: og:title and <title>, as plain words."""
        stated = (self._page.first("meta[property='og:title']::attr(content)"), self._page.title)
        return [title for title in map(words, (text or "" for text in stated)) if title]

    def _loose_title(self) -> Element | None:
        """An element without any title-like name whose words are what <title> begins with."""
        body = self._surroundings.body
        if not self._known or body is None:
            return None
        for node in body.iter(*_LOOSE_TITLE_TAGS):
            if len(node) < 4 and self._score(node) >= _SURE and _stands_alone(node):
                return node
        return None

    def _nearest_title(self) -> Element | None:
        """The heading that stands last before the text, on a page whose <title> only names the site.

        Looked for from the text outwards, so that what heads a box elsewhere is none. Where nothing is named or set
        as a heading, a line of its own is one.
        """
        node = self._heaviest()
        named = {element(one) for one in self._page.selector.css(_TITLE_TAGS)}
        while node is not None and node is not self._surroundings.body:
            line = None
            for sibling in node.itersiblings(preceding=True):
                if not isinstance(sibling.tag, str):
                    continue
                headings = [one for one in sibling.iter() if self._could_head(one, named)]
                if headings:
                    return headings[-1]
                if line is None and self._is_heading_line(sibling):
                    line = sibling
            if line is not None:
                return line
            node = node.getparent()
        return None

    def _could_head(self, node: Element, named: set[Element]) -> bool:
        """Whether `node` is called a heading or set as one."""
        if node not in named and not (node.tag in _LOOSE_TITLE_TAGS and _is_set_off(node) and _stands_alone(node)):
            return False
        return self._score(node) > 0 and not _SENTENCE.search(flat(node))

    def _is_heading_line(self, node: Element) -> bool:
        """Whether `node` is one line that names something and says no sentence, no date and no label."""
        text = brief(node, _LONGEST_LINE)
        is_line = len(text) >= _SHORTEST_LINE and not _SENTENCE.search(text) and not dates.is_dateline(text)
        return is_line and ":" not in text and self._score(node) > 0 and next(node.iter("a"), None) is None

    def _heaviest(self) -> Element | None:
        """The smallest element that holds half of the page's text."""
        node = self._surroundings.body
        if node is None or not self._weights.get(node):
            return None
        least = self._weights[node] / 2
        while (heavy := next((child for child in node if self._weights.get(child, 0) >= least), None)) is not None:
            node = heavy
        return node

    def _score(self, node: Element) -> float:
        """How much `node` looks like the title: its words stand in <title>, its tag is a heading, it is no link."""
        text = brief(node, _LONGEST)
        if not 2 < len(text) <= _LONGEST or _NOT_TITLE.search(names_of(node)) or text.casefold() in _MENU_WORDS:
            return 0
        if is_toolbar(text) or is_related_heading(text) or node in self._surroundings:
            return 0
        score = _RANK.get(node.tag, 0.5)
        title = words(text)
        # <title> is the title, begins with it, or holds it; short titles must not match words of the site's name.
        if any(
            title == known or (len(title) > 11 and known.startswith(title)) or (len(title) > 24 and title in known)
            for known in self._known
        ):
            score += _SURE
        elif any(len(known) > 24 and title.startswith(known[:60]) for known in self._known):  # <title> is cut off
            score += 2
        elif len(text) < _SHORTEST:
            return 0
        if node.tag != "h1" and next(node.iter("a"), None) is not None:
            score -= 1.5
        return score


def _stands_alone(node: Element) -> bool:
    """Whether `node` has a line of its own: words in bold at the start of a paragraph are no heading."""
    line = node
    while (parent := line.getparent()) is not None and line.tag not in BLOCKS:
        line = parent
    return bool(brief(line, 2 * _LONGEST)) and len(flat(line)) < len(flat(node)) + _REST_OF_LINE


def _is_set_off(node: Element) -> bool:
    """Whether letters of `node` are larger or bolder than others, as headings of old pages are."""
    parts = (node, *node.iterdescendants())
    return any(part.tag in {"b", "strong"} or (part.tag == "font" and part.get("size", "") > "3") for part in parts)
