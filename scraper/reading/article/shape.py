"""Where title and text of a page are, by structure alone.

What every news page has: a heading, mostly with the words of <title>, and behind it the part of the page with the most
words outside links. What surrounds them (see `scraper.reading.page.surroundings`) counts for neither.
"""

from collections.abc import Iterator
from functools import cached_property

from scraper.reading.article.attachments import is_file
from scraper.reading.article.headline import Headline
from scraper.reading.article.link_boxes import is_box_of_links, is_headed, is_lone_link, is_made_of_links
from scraper.reading.article.metadata import metadata_of
from scraper.reading.page.css import Element
from scraper.reading.page.cut import brief
from scraper.reading.page.furniture import is_related_heading
from scraper.reading.page.page import Page
from scraper.reading.page.running_text import weights_of
from scraper.reading.page.surroundings import asks_consent, is_imprint, surroundings_of

_MIN_TEXT = 150  # characters of running text, with less a page has no article
_LEAST_STATED = 25  # where the page says that it is an article
_NEARLY_ALL = 0.8  # of the page's text; the rest are labels, captions, a footer without a name
_LONGER = 2  # times a text with its title: the text of the page stands elsewhere
_SEVERAL = 3  # paragraphs: more than a lead
_PARAGRAPH = 80  # characters
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_SHORTEST_HEADING, _LONGEST_HEADING = 20, 200  # characters of a headline
_BOXES = frozenset({"div", "ul", "ol", "section", "aside", "table", "dl", "nav"})
_LONGEST_NOTICE = 3000  # characters of what asks for consent or names the publisher


class Shape:
    """What structure says about `page`: its title, its text, and the frame that holds both.

    `weights` has the characters of text outside links of every element that holds any, surroundings left out.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.surroundings = surroundings_of(page, is_file)
        self.places = [place for place in self.surroundings.places if self._weighs(place.node)]
        self.weights = weights_of(self.places)
        self.headline = Headline(page, self.surroundings, self.weights)

    def _weighs(self, node: Element) -> bool:
        """Whether the text of `node` tells where the article is; what every page says does not."""
        if node in self.surroundings:
            return False
        text = brief(node, _LONGEST_NOTICE)
        return not asks_consent(text) and not is_imprint(text)

    @property
    def title(self) -> Element | None:
        """The element of the heading."""
        return self.headline.node

    @property
    def has_sure_title(self) -> bool:
        """Whether the words of the title are those that the page states."""
        return self.headline.is_sure

    @property
    def title_text(self) -> str:
        """The words of the title."""
        return self.headline.text

    @property
    def least(self) -> int:
        """Characters of text with which the page has an article."""
        return _LEAST_STATED if metadata_of(self.page).is_article and self.has_sure_title else _MIN_TEXT

    @cached_property
    def frame(self) -> Element | None:
        """The smallest element around the title that holds nearly all text of the page."""
        body = self.surroundings.body
        whole = self.weights.get(body, 0) if body is not None else 0
        if self.title is None or whole < self.least:
            return None
        for node in self.title.iterancestors():
            weight = self.weights.get(node, 0)
            if weight >= _NEARLY_ALL * whole or (weight >= self.least and self._is_story(node, weight, whole)):
                return node
        return None

    def _is_story(self, node: Element, weight: int, whole: int) -> bool:
        """Whether `node`, which holds the sure title, holds the whole text, too, and the rest of the page is foreign.

        A title and its lead may stand in a box before the text: then the text is much longer, and the box has few
        paragraphs.
        """
        if not self.has_sure_title or weight * _LONGER <= whole:
            return False
        paragraphs = sum(1 for place in self.places if any(above is node for above in place.node.iterancestors()))
        return node.tag == "article" or paragraphs >= _SEVERAL

    @cached_property
    def body(self) -> Element | None:
        """The smallest element of the frame that holds all of its paragraphs behind the title."""
        node = self.frame
        if node is None:
            return None
        whole = self.weights.get(node, 0)
        if (named := self._named_body(node)) is not None:
            return named
        while True:
            heavy = next((c for c in node if self.weights.get(c, 0) >= _NEARLY_ALL * whole), None)
            if heavy is None or heavy.tag in {"p", "tbody", "tr"} or heavy is self.title:
                return node
            if self._loses_paragraphs(node, heavy):
                return node
            node = heavy

    def _named_body(self, frame: Element) -> Element | None:
        """The element that the page marks as the text for machines, when it has most of it."""
        found = [node for node in frame.iter() if node.get("itemprop") == "articleBody"]
        least = self.weights.get(frame, 0) / 2
        return found[0] if len(found) == 1 and self.weights.get(found[0], 0) > least else None

    @cached_property
    def paragraphs(self) -> int:
        """How many paragraphs stand in the body."""
        inside = set() if self.body is None else set(self.body.iter())
        return sum(1 for place in self.places if place.size >= _PARAGRAPH and place.node in inside)

    def _loses_paragraphs(self, node: Element, heavy: Element) -> bool:
        """Whether paragraphs of the same text stand in `node` beside `heavy`, the box with most of it.

        Text pasted from elsewhere brings a box of its own, and the first paragraph stays outside. What stands beside
        the title is no such paragraph, but its lead.
        """
        if self.title is not None and any(above is node for above in self.title.iterancestors()):
            return False
        inside = set(heavy.iter())
        return any(
            place.size >= _PARAGRAPH and place.node.getparent() is node and place.node.tag == "p"
            for place in self.places
            if place.node not in inside
        )

    def is_foreign(self, node: Element) -> bool:
        """Whether `node`, which stands in the text, is none of it: furniture, a comment, the card of another page.

        Bare links in a row between paragraphs are part of a text that names documents or sources.
        """
        if not isinstance(node.tag, str):
            return False
        if self.surroundings.is_teaser(node):
            foreign = self.surroundings.is_card(node) or self._ends_text(node)
        elif node in self.surroundings:
            foreign = True
        else:
            foreign = (self._ends_text(node) and node.tag in _BOXES and is_made_of_links(node)) or (
                node not in self.weights and (is_box_of_links(node) or self.is_offer(node))
            )
        return foreign and not is_headed(node)

    def is_offer(self, node: Element) -> bool:
        """Whether `node` is a paragraph of a longer text that only offers another story."""
        return self.paragraphs >= _SEVERAL and is_lone_link(node)

    def _ends_text(self, node: Element) -> bool:
        """Whether no paragraph of the text stands in `node` or behind it."""
        return bool(self.weights) and node not in self.weights and self._order.get(node, 0) > self._last

    @cached_property
    def _order(self) -> dict[Element, int]:
        return {} if self.body is None else {node: number for number, node in enumerate(self.body.iter())}

    @cached_property
    def _last(self) -> int:
        """The number of the last paragraph of the body."""
        return max((self._order[place.node] for place in self.places if place.node in self._order), default=0)

    @property
    def has_several_texts(self) -> bool:
        """Whether a second heading, set like the title, stands over a text of its own: two notices on one page.

        Only asked where the page does not state its title; sections of an article may be headed like that.
        """
        if self.has_sure_title or self.title is None or self.body is None or self.title.tag not in _HEADINGS:
            return False
        set_as = [self.title.get(name) for name in ("class", "style")]
        alike = [
            node
            for node in self.body.iter(self.title.tag)
            if node is not self.title
            and [node.get(name) for name in ("class", "style")] == set_as
            and len(brief(node, _LONGEST_HEADING)) > _SHORTEST_HEADING
        ]
        if len(alike) != 1 or metadata_of(self.page).is_article:  # several are sections
            return False
        begins = self._order[alike[0]]
        behind = sum(place.size for place in self.places if self._order.get(place.node, 0) > begins)
        return _MIN_TEXT <= behind <= self.weights.get(self.body, 0) - _MIN_TEXT

    def around(self) -> Iterator[Element]:
        """Elements of the frame outside the body, in order, up to the list of other news."""
        if self.frame is None or self.body is None:
            return
        inside = set(self.body.iter()) if self.body is not self.frame else set()
        for node in self.frame.iter():
            if not isinstance(node.tag, str) or node in inside or node in self.surroundings:
                continue
            text = node.text or ""
            if 5 < len(text) < 60 and is_related_heading(text.strip()):
                return
            yield node


def shape_of(page: Page) -> Shape:
    """The shape of `page`, worked out once for a page."""
    found = page.memo.get("shape")
    if not isinstance(found, Shape):
        found = page.memo["shape"] = Shape(page)
    return found
