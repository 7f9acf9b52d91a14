"""Where title and text of a page are, by structure alone.

What every news page has: the words of the heading stand in <title>, and the text is the part of the page with the
most words outside links.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from parsel import Selector

from scraper.reading.page.cut import Element, brief, flat
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
_MIN_TEXT = 150
_NEARLY_ALL = 0.8


class Shape:
    """What structure says about one page: its title, its text, and the frame that holds both."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.furniture = Furniture()
        self.weights = _weights(page.selector, self.furniture)

    @cached_property
    def known(self) -> list[str]:
        """What the page says its title is: og:title and <title>, as plain words."""
        stated = (self.page.first("meta[property='og:title']::attr(content)"), self.page.title)
        return [said for said in map(words, (s or "" for s in stated)) if said]

    @cached_property
    def title(self) -> Element | None:
        """The element of the heading."""
        best: Element | None = None
        score = 0.0
        for rank, node in enumerate(self.page.selector.css(_TITLE_TAGS)):
            value = self._score(element(node)) - rank * 0.001
            if value > score:
                best, score = element(node), value
        if score < 3 and (loose := self._loose_title()) is not None:
            return loose
        return best

    def _loose_title(self) -> Element | None:
        """An element without any title-like name whose words are what <title> begins with."""
        if not self.known:
            return None
        for body in self.page.selector.xpath("//body"):
            for node in element(body).iter(*_LOOSE_TITLE_TAGS):
                if len(node) < 4 and self._score(node) >= 3:
                    return node
        return None

    def _score(self, node: Element) -> float:
        text = brief(node, 400)
        names = f"{node.get('class', '')} {node.get('id', '')}"
        if not 8 <= len(text) <= 400 or _NOT_TITLE.search(names) or text.casefold() in _MENU_WORDS:
            return 0
        if is_toolbar(text) or is_related_heading(text) or node in self.furniture:
            return 0
        score = _RANK.get(node.tag, 0.5)
        said = words(text)
        if any(
            said == k or (len(said) > 11 and k.startswith(said)) or (len(said) > 24 and said in k) for k in self.known
        ):
            score += 3
        elif any(len(k) > 24 and said.startswith(k[:60]) for k in self.known):
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
            if own < 25 or node in furniture:
                continue
            weights[node] = weights.get(node, 0) + own
            for above in node.iterancestors():
                weights[above] = weights.get(above, 0) + own
    return weights


def _own_text(node: Element) -> int:
    """Characters of text in `node` itself or in its inline children, links not counted."""
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
