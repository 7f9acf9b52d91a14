"""Systems of which the form of an article's address is known and the markup is not, or hardly.

The number in the address tells an article from a list and is its key; a list has each article once, since the same
number may stand under several sections or with further parameters. Everything else is read by structure.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from scraper.items import Article, Card, Reading
from scraper.reading import Family, Page, cards_around, element, listing_of, not_news, read_by_structure

Number = Callable[[str | None], str | None]

_FEWEST_LINKS = 3


def read_numbered(page: Page, family: Family, number: Number) -> Reading:
    """Read `page` of `family`; `number` gives the number of the article at an address, None for other addresses."""
    if key := number(page.address):
        found = read_by_structure(page, family)
        return replace(found, key=key) if isinstance(found, Article) else not_news(page, family)
    links = (link for link in page.selector.css("a[href]") if number(page.link(link.attrib["href"])))
    cards = tuple(_once(cards_around(page, links), number))
    return listing_of(page, family, cards) if cards else not_news(page, family)


def links_to_several(page: Page, number: Number) -> bool:
    """Whether `page` links to several articles, of which `number` gives the number by their addresses."""
    keys = {key for link in element(page.selector).iter("a") if (key := number(link.get("href")))}
    return len(keys) >= _FEWEST_LINKS


def _once(cards: Iterable[Card], number: Number) -> Iterable[Card]:
    known: set[str | None] = set()
    for card in cards:
        if (key := number(card.url)) not in known:
            known.add(key)
            yield card
