"""What stands around known elements of pages whose other markup is unknown: cards around links, dates above texts.

For families of which somebody knows the form of the addresses or the names of title and body, and nothing else.
"""

from collections.abc import Iterable

from parsel import Selector

from scraper.items import Card, Stamp
from scraper.reading.article import dates
from scraper.reading.listing.cards import loose_date, title_of, unique
from scraper.reading.page.cut import Element, brief, flat
from scraper.reading.page.furniture import is_toolbar
from scraper.reading.page.page import Page, element

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "strong", "b"}
_DATE_LINE = 140
_LEAST_SUMMARY = 40


def cards_around(page: Page, links: Iterable[Selector]) -> tuple[Card, ...]:
    """One card for each address that `links` lead to, with the date and summary that stand around them."""
    known = [(link, url) for link in links if (url := page.link(link.attrib.get("href")))]
    holders: dict[Element, set[str]] = {}
    for link, url in known:
        for above in element(link).iterancestors():
            holders.setdefault(above, set()).add(url)
    found: list[Card] = []
    for url in dict.fromkeys(url for _, url in known):
        own = [link for link, to in known if to == url]
        if title := _title(own):
            item = _item(element(own[0]), holders)
            found.append(Card(url=url, title=title, date=loose_date(item), summary=_summary(item, title)))
    return unique(found)


def _title(links: list[Selector]) -> str:
    """What the links of one address say: the one in a heading, else the first that says something."""
    said = [(link, title) for link in links if (title := title_of(link)) and not is_toolbar(title)]
    for link, title in said:
        node = element(link)
        near = {node.getparent().tag, *(part.tag for part in node.iter())}
        if near & _HEADINGS:
            return title
    return said[0][1] if said else ""


def _item(node: Element, holders: dict[Element, set[str]]) -> Selector:
    """The largest element around `node` that holds no link to another card; never the whole page."""
    while (parent := node.getparent()) is not None and parent.tag not in {"body", "html", "form"}:
        if len(holders[parent]) > 1 or len({a.get("href") for a in parent.iter("a")}) > 3:
            break
        node = parent
    return Selector(root=node, type="html")


def _summary(item: Selector, title: str) -> str | None:
    best = ""
    for node in element(item).iter("p", "div", "span", "td"):
        text = flat(node) if next(node.iterdescendants("p", "div", "table", "a"), None) is None else ""
        if len(text) > max(_LEAST_SUMMARY, len(best)) and text != title and not dates.is_only_date(text):
            best = text
    return best or None


def date_between(title: Element, body: Element) -> Stamp | None:
    """The date that stands on a line of its own, or behind its label, between `title` and `body`."""
    for node in title.xpath("following::*"):
        if node is body:
            return None
        text = brief(node, _DATE_LINE) if isinstance(node.tag, str) else ""
        if len(text) > 7 and (dates.is_only_date(text) or dates.has_label(text)) and (stamp := dates.parse(text)):
            return stamp
    return None
