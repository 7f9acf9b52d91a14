"""Where title and text of a page are, by structure alone.

What every news page has: the words of the heading stand in <title>, and the text is the part of the page with the
most words outside links.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from parsel import Selector

from scraper.reading.page.css import Element
from scraper.reading.page.cut import brief, flat, names_of
from scraper.reading.page.furniture import Furniture, is_related_heading, is_toolbar
from scraper.reading.page.page import Page, element
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
_TEXT_TAGS = ("p div td li blockquote span section article main font center h2 h3 h4 h5 pre dd").split()
_INLINE = frozenset("b strong i em u span font sup sub small mark abbr br img wbr ins del s big o:p st1:place".split())
_MIN_TEXT = 150  # characters of running text, with less a page has no article
_LEAST_OWN = 25  # characters of an element that count as running text, not as a label
_NEARLY_ALL = 0.8  # of the page's text; the rest are labels, captions, a footer without a name
_SURE_TITLE = 3  # points for words that stand in <title>, see Shape._score


class Shape:
    """What structure says about `page`: its title, its text, and the frame that holds both.

    `weights` has the characters of text outside links of every element that holds any, furniture left out.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.furniture = Furniture()
        self.weights = _weights(page.selector, self.furniture)

    @cached_property
    def known(self) -> list[str]:
        """What the page says its title is: og:title and <title>, as plain words."""
        stated = (self.page.first("meta[property='og:title']::attr(content)"), self.page.title)
        return [title for title in map(words, (text or "" for text in stated)) if title]

    @cached_property
    def title(self) -> Element | None:
        """The element of the heading."""
        best: Element | None = None
        score = 0.0
        for rank, node in enumerate(self.page.selector.css(_TITLE_TAGS)):
            value = self._score(element(node)) - rank * 0.001  # of equals the first
            if value > score:
                best, score = element(node), value
        if score < _SURE_TITLE and (loose := self._loose_title()) is not None:
            return loose
        return best

    def _loose_title(self) -> Element | None:
        """An element without any title-like name whose words are what <title> begins with."""
        if not self.known:
            return None
        for body in self.page.selector.xpath("//body"):
            for node in element(body).iter(*_LOOSE_TITLE_TAGS):
                if len(node) < 4 and self._score(node) >= _SURE_TITLE:
                    return node
        return None

    def _score(self, node: Element) -> float:
        """How much `node` looks like the title: its words stand in <title>, its tag is a heading, it is no link."""
        text = brief(node, 400)
        if not 8 <= len(text) <= 400 or _NOT_TITLE.search(names_of(node)) or text.casefold() in _MENU_WORDS:
            return 0
        if is_toolbar(text) or is_related_heading(text) or node in self.furniture:
            return 0
        score = _RANK.get(node.tag, 0.5)
        title = words(text)
        # <title> is the title, begins with it, or holds it; short titles must not match words of the site's name.
        if any(
            title == known or (len(title) > 11 and known.startswith(title)) or (len(title) > 24 and title in known)
            for known in self.known
        ):
            score += _SURE_TITLE
        elif any(len(known) > 24 and title.startswith(known[:60]) for known in self.known):  # <title> is cut off
            score += 2
        if node.tag != "h1" and next(node.iter("a"), None) is not None:
            score -= 1.5
        return score

    @cached_property
    def frame(self) -> Element | None:
        """The smallest element around the title that holds nearly all text of the page."""
        body = self.page.selector.xpath("//body")
        whole = self.weights.get(element(body[0]), 0) if body else 0
        if self.title is None or whole < _MIN_TEXT:
            return None
        for node in self.title.iterancestors():
            if self.weights.get(node, 0) >= _NEARLY_ALL * whole:
                return node
        return None

    @cached_property
    def body(self) -> Element | None:
        """The smallest element of the frame that holds nearly all of its text."""
        node = self.frame
        if node is None:
            return None
        whole = self.weights.get(node, 0)
        while True:
            heavy = next((c for c in node if self.weights.get(c, 0) >= _NEARLY_ALL * whole), None)
            if heavy is None or heavy.tag in {"p", "tbody", "tr"} or heavy is self.title:
                return node
            node = heavy

    @property
    def title_text(self) -> str:
        """The words of the title."""
        return "" if self.title is None else flat(self.title)

    def around(self) -> Iterator[Element]:
        """Elements of the frame outside the body, in order, up to the list of other news."""
        if self.frame is None or self.body is None:
            return
        inside = set(self.body.iter()) if self.body is not self.frame else set()
        for node in self.frame.iter():
            if not isinstance(node.tag, str) or node in inside or node in self.furniture:
                continue
            text = node.text or ""
            if 5 < len(text) < 60 and is_related_heading(text.strip()):
                return
            yield node


def _weights(selector: Selector, furniture: Furniture) -> dict[Element, int]:
    """For every element, how much text outside links stands in it."""
    weights: dict[Element, int] = {}
    for body in selector.xpath("//body"):
        for node in element(body).iter(*_TEXT_TAGS):
            own = _own_text(node)
            if own < _LEAST_OWN or node in furniture:
                continue
            weights[node] = weights.get(node, 0) + own
            for above in node.iterancestors():
                weights[above] = weights.get(above, 0) + own
    return weights


def _own_text(node: Element) -> int:
    """Characters of text in `node` itself or in its inline children, links not counted.

    span and font are inline within a paragraph, list entry or cell; elsewhere systems use them as boxes, and then
    they count for themselves.
    """
    parent = node.getparent()
    if (
        node.tag in {"span", "font"}
        and parent is not None
        and (parent.tag in _INLINE or parent.tag in {"p", "li", "td"})
    ):
        return 0
    total = len((node.text or "").strip())
    for child in node:
        if child.tag in _INLINE and not (child.tag in {"span", "font"} and node.tag not in {"p", "li", "td"}):
            total += _unlinked(child)
        total += len((child.tail or "").strip())
    return total


def _unlinked(node: Element) -> int:
    linked = sum(len("".join(a.itertext())) for a in node.iter("a"))
    return max(0, len("".join(t for t in node.itertext()).strip()) - linked)
