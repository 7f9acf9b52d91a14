"""What stands around known elements of pages whose other markup is unknown: cards around links, dates above texts.

For families of which somebody knows the form of the addresses or the names of title and body, and nothing else.
"""

from collections.abc import Iterable, Iterator

from parsel import Selector

from scraper.items import Card, Stamp
from scraper.reading.article import dates
from scraper.reading.listing.cards import card_around, largest_around, title_of, unique_cards
from scraper.reading.page.css import Element
from scraper.reading.page.cut import brief, flat
from scraper.reading.page.furniture import is_toolbar
from scraper.reading.page.page import Page, element

# vPortal and SharePoint put the whole page into a form.
_WHOLE_PAGE = frozenset({"body", "html", "form"})
_MOST_ADDRESSES = 3  # in one card: the article, its section, its author
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "strong", "b"}
_LONGEST_DATE_LINE = 140  # characters


def cards_around(page: Page, links: Iterable[Selector]) -> tuple[Card, ...]:
    """One card for each address that `links` of `page` lead to, with the date and summary that stand around them."""
    known = [(link, url) for link in links if (url := page.link(link.root.get("href")))]
    holders: dict[Element, set[str]] = {}
    for link, url in known:
        for above in element(link).iterancestors():
            holders.setdefault(above, set()).add(url)
    found: list[Card] = []
    for url in dict.fromkeys(url for _, url in known):
        own = [link for link, to in known if to == url]
        if title := _title(own):
            item = _item(element(own[0]), holders)
            found.append(card_around(item, url, title, _texts(item)))
    return unique_cards(found)


def _title(links: list[Selector]) -> str:
    """What the links of one address say: the one in a heading, else the first that says something."""
    titles = [(link, title) for link in links if (title := title_of(link)) and not is_toolbar(title)]
    for link, title in titles:
        node = element(link)
        near = {node.getparent().tag, *(part.tag for part in node.iter())}
        if near & _HEADINGS:
            return title
    return titles[0][1] if titles else ""


def _item(node: Element, holders: dict[Element, set[str]]) -> Selector:
    """The card around `node`: what holds no link to another card, and few others."""

    def holds_more(parent: Element) -> bool:
        return len(holders[parent]) > 1 or len({a.get("href") for a in parent.iter("a")}) > _MOST_ADDRESSES

    return largest_around(node, holds_more, _WHOLE_PAGE)


def _texts(item: Selector) -> Iterator[str]:
    """The texts of the innermost blocks without links in `item`: on these systems a card's outer block is no unit."""
    for node in element(item).iter("p", "div", "span", "td"):
        if next(node.iterdescendants("p", "div", "table", "a"), None) is None:
            yield flat(node)


def date_between(title: Element, body: Element) -> Stamp | None:
    """The date that stands on a line of its own, or behind its label, between `title` and `body`."""
    for node in title.xpath("following::*"):
        if node is body:
            return None
        text = brief(node, _LONGEST_DATE_LINE) if isinstance(node.tag, str) else ""
        if len(text) > 7 and (dates.is_only_date(text) or dates.has_label(text)) and (stamp := dates.parse(text)):
            return stamp
    return None
