"""What of a page is not its own text: furniture, comments, notices of consent, teasers of other pages.

Names alone mislead: a main column may be called `sidebar-1`, a headline may stand in `div.header`. So names count only
for what does not hold the page's headline or most of what it says.
"""

import re
from collections.abc import Callable, Iterable

from lxml import etree

from scraper.reading.page.css import Element
from scraper.reading.page.cut import brief, names_of
from scraper.reading.page.furniture import Furniture, is_named_furniture
from scraper.reading.page.page import Page, element
from scraper.reading.page.running_text import Place, places_of, weights_of
from scraper.reading.page.teasers import teasers_of
from scraper.reading.page.text import words

_MOST = 2 / 3  # of all words of the page, links included: what holds them is no side column
_NEARLY_ALL = 0.9
_LEVELS = 60  # of boxes in boxes, in which columns are looked for
_HALF = 0.5  # of its running text
_PARAGRAPH = 80  # characters
# Boxes that are never the page's own text, wherever they stand: what visitors write, and what is asked of them.
_FOREIGN = re.compile(
    r"(?:^|[\s_-])(?:cookies?|gdpr|consent|privacy-?notice|comments?(?:-?(?:list|area|box|section|wrap\w*|form))?"
    r"|comment-respond|binh-?luan|y-?kien-?ban-?doc|disqus\w*|fb-comments|newsletter"
    r"|modal|popup|dieu-?khoan|terms|disclaimer)(?=$|[\s_-])",
    re.IGNORECASE,
)
# The same by their words: a visitor is asked to agree to something.
_AGREES = re.compile(
    r"\b(?:bạn|quý vị|quý khách|độc giả|bạn đọc|you|sie|vous)\b[^.!?]{0,60}(?:đồng ý|chấp nhận|agree|accept|consent"
    r"|stimmen|acceptez)[^.!?]{0,80}(?:cookie|điều khoản|quy định|chính sách|dữ liệu|terms|policy|privacy|daten"
    r"|conditions)",
    re.IGNORECASE,
)
# What stands at the foot of every page: who publishes it, by which licence, where to call.
_IMPRINT = re.compile(
    r"giấy phép (?:số|thiết lập|hoạt động|xuất bản)|tổng biên tập\s?:|cơ quan chủ quản"
    r"|chịu trách nhiệm (?:chính|nội dung)|bản quyền (?:thuộc|của|website|©)|địa chỉ\s?:|điện thoại\s?:|\bfax\b"
    r"|e-?mail\s?:|ghi rõ nguồn|copyright|©|all rights reserved|liên hệ quảng cáo|thiết kế bởi|phát triển bởi",
    re.IGNORECASE,
)
_SURE_IMPRINT = re.compile(
    r"\W?(?:©|copyright|bản quyền (?:thuộc|của|website|©)|giấy phép (?:số|thiết lập|hoạt động|xuất bản)"
    r"|cơ quan chủ quản|(?:phó )?tổng biên tập\s?:|trưởng ban biên tập)",
    re.IGNORECASE,
)
_NOTICE = 600  # characters from the start of a text in which it asks for consent
_SHOWN = etree.XPath(
    "descendant::text()[normalize-space() and not(parent::script or parent::style or parent::noscript)]",
    smart_strings=False,
)
_HEADINGS = ("h1", "h2", "h3")


class Surroundings:
    """Tells which elements of one page are not its own text; `element in surroundings` answers.

    `places` are those of its running text, in the order of the page. `is_file` tells addresses of documents.
    """

    def __init__(self, page: Page, is_file: Callable[[str], bool]) -> None:
        bodies = page.selector.xpath("//body")
        self.body: Element | None = element(bodies[0]) if bodies else None
        self.places: list[Place] = [] if self.body is None else places_of(self.body)
        self._page = page
        holders = {above for place in self.places for above in (place.node, *place.node.iterancestors())}
        self._teasers = set() if self.body is None else teasers_of(self.body, Furniture(holders), is_file)
        self._main: set[Element] = set()
        self._foreign: dict[Element, bool] = {}
        self.furniture = Furniture(self._own())

    def __contains__(self, node: object) -> bool:
        return node in self._teasers or node in self.furniture or self._is_foreign(node)

    def is_teaser(self, node: Element) -> bool:
        """Whether `node` announces another page, or stands in a box that does."""
        return node in self._teasers

    def is_card(self, node: Element) -> bool:
        """Whether the teaser `node` has what a card has beside its link: a picture, a heading, a summary."""
        return next(node.iter("img", "h1", "h2", "h3", "h4", "h5", "h6", "figure"), None) is not None

    def _is_foreign(self, node: Element) -> bool:
        path: list[Element] = []
        place: Element | None = node
        while place is not None and place not in self._foreign:
            path.append(place)
            place = place.getparent()
        found = place is not None and self._foreign[place]
        for place in reversed(path):
            found = (found or is_foreign(place)) and place not in self._main
            self._foreign[place] = found
        return found

    # ---- what is the page's own whatever it is called ----

    def _own(self) -> set[Element]:
        if self.body is None:
            return set()
        headlines = self._headlines()
        self._main = {above for one in headlines for above in (one, *one.iterancestors())}
        whole = said = _said(self.body)
        node: Element | None = self.body
        for _ in range(_LEVELS):
            if node is None or (is_foreign(node) and said < _NEARLY_ALL * whole):
                break
            self._main.add(node)
            said, node = next(((size, child) for child in node if (size := _said(child)) > _MOST * whole), (0, None))
        weights = weights_of((place for place in self.places if not self._is_foreign(place.node)), self._teasers)
        own = {*self._main, *_heavy(self.body, weights, _HALF)}
        if headlines:
            own.update(self._inside_story(headlines[0], weights))
        return own

    def _headlines(self) -> list[Element]:
        """The headings whose words the page states as its title."""
        titles = {words(self._page.first("meta[property='og:title']::attr(content)") or ""), words(self._page.title)}
        assert self.body is not None
        return [
            node
            for node in self.body.iter(*_HEADINGS)
            if node.getparent().tag != "a" and next(node.iter("a"), None) is None and _says(node, titles)
        ]

    def _inside_story(self, headline: Element, weights: dict[Element, int]) -> Iterable[Element]:
        """Boxes of sentences deep inside the story that are called as if they stood around it.

        The story is the smallest element around the headline with half of the text.
        """
        assert self.body is not None
        least = _HALF * weights.get(self.body, 0)
        story = next((above for above in headline.iterancestors() if weights.get(above, 0) >= least > 0), None)
        for place in self.places:
            if place.size < _PARAGRAPH:
                continue
            above = list(place.node.iterancestors())
            if story in above[1:]:
                inner = above[: above.index(story) - 1]
                yield from (node for node in (place.node, *inner) if is_named_furniture(node) and _is_text(node))


def is_foreign(node: Element) -> bool:
    """Whether name or words call `node` a comment or a notice that asks for consent."""
    return bool(_FOREIGN.search(names_of(node)))


def asks_consent(text: str) -> bool:
    """Whether `text` asks its reader to agree to terms or cookies."""
    return bool(_AGREES.search(text[:_NOTICE]))


def is_imprint(text: str) -> bool:
    """Whether `text` says who publishes the site and how to reach them."""
    return bool(_SURE_IMPRINT.match(text)) or len({found.lower() for found in _IMPRINT.findall(text[:_NOTICE])}) > 1


def _says(node: Element, titles: set[str]) -> bool:
    text = words(brief(node, 400))
    return len(text) > 3 and any(text == title or (len(text) > 11 and title.startswith(text)) for title in titles)


def _is_text(node: Element) -> bool:
    """Whether `node` says more in sentences than in links; a menu does not."""
    linked = sum(len("".join(link.itertext())) for link in node.iter("a"))
    return node.tag not in {"nav", "footer", "aside"} and 3 * linked < len("".join(node.itertext()))


def _heavy(body: Element, weights: dict[Element, int], share: float) -> Iterable[Element]:
    """The elements from `body` down that each hold `share` of its weight."""
    least = share * weights.get(body, 0)
    node: Element | None = body if least else None
    while node is not None:
        yield node
        node = next((child for child in node if weights.get(child, 0) >= least), None)


def _said(node: Element) -> int:
    """How many characters stand in `node`, links included."""
    return sum(map(len, _SHOWN(node))) if isinstance(node.tag, str) else 0  # a comment says nothing


def surroundings_of(page: Page, is_file: Callable[[str], bool]) -> Surroundings:
    """What surrounds the text of `page`, worked out once for a page."""
    found = page.memo.get("surroundings")
    if not isinstance(found, Surroundings):
        found = page.memo["surroundings"] = Surroundings(page, is_file)
    return found
