"""The cards of a list that nobody has selectors for, by structure: groups of alike links in the main part of the page.

Alike are links that stand in the same kind of box. Which group is the list is told by what cards have and menus have
not: headlines, pictures, dates, summaries. A list begins with its top stories, which stand in boxes of another kind
before it; on a start page every group of cards belongs to the list.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from urllib.parse import urlsplit

from parsel import Selector

from scraper.items import Card
from scraper.reading.article.attachments import is_file
from scraper.reading.listing.cards import card_around, largest_around, loose_date, title_of, unique_cards
from scraper.reading.page.css import Element
from scraper.reading.page.page import Page, element
from scraper.reading.page.surroundings import surroundings_of
from scraper.reading.page.text import clean

_MIN_TITLE = 15  # characters; the labels of menus and buttons are shorter
_HEADLINE = 30  # on average; sections and offices have shorter names
_MOST_LINKS = 2000  # no list page has more
_MOST_GROUPS = 16  # that are looked at closely, those with most text
_LEVELS = 4  # from the box of a list up to the one that holds its top stories, too
_WHOLE_PAGE = frozenset({"body", "html"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_FIRST_PAGE = frozenset("/ /index /index.html /index.htm /index.php /default.aspx".split())
_HOME = frozenset("home home.html trang-chu trangchu.aspx".split())  # below a site's own folders, too


@dataclass
class _Group:
    """Links in boxes of the same kind."""

    links: list[Selector]

    @cached_property
    def text(self) -> int:
        """How many characters the titles have."""
        return sum(len(title_of(link)) for link in self.links)

    @cached_property
    def items(self) -> list[Selector]:
        """The card around each link: what holds no other card's link; alone, what holds no other address."""
        holders = Counter(above for link in self.links for above in element(link).iterancestors())
        return [_item(link, holders, len(self.links)) for link in self.links]

    @cached_property
    def likeness(self) -> float:
        """How much the first boxes are like cards of news: 1 for bare links, more for what cards have beside them."""
        few = self.items[:3]
        score = 1.0
        if any(next(element(item).iter("img"), None) is not None for item in few):
            score += 0.5
        if any(_in_heading(element(link)) for link in self.links[:3]):
            score += 0.5
        if any(loose_date(item) for item in few):
            score += 1
        if any(len(text) > _HEADLINE for item in few if item.root.tag != "a" for text in _texts(item)):
            score += 0.5
        return score

    @property
    def are_cards(self) -> bool:
        """Whether these are headlines in boxes of cards, not the names of sections."""
        return self.likeness > 1 and self.text >= _HEADLINE * len(self.links)

    def cards(self, page: Page) -> Iterator[Card]:
        """The cards."""
        for link, item in zip(self.links, self.items, strict=True):
            url = page.link(link.root.get("href"))
            if url and not is_file(url):
                yield card_around(item, url, title_of(link), _texts(item))


def loose_cards(page: Page) -> tuple[Card, ...]:
    """The cards of the list that `page` is, in the order of the page; () when it has no links alike."""
    groups = _groups(page)
    if not groups:
        return ()
    best = max(groups, key=lambda group: group.text * group.likeness)
    chosen = [best]
    if best.are_cards:
        all_count = is_start_page(page)
        chosen += [one for one in groups if one is not best and one.are_cards and (all_count or _heads(one, best))]
    place = {node: number for number, node in enumerate(element(page.selector).iter("a"))}
    chosen.sort(key=lambda group: place[element(group.links[0])])
    return unique_cards(card for group in chosen for card in group.cards(page))


def is_start_page(page: Page) -> bool:
    """Whether the address of `page` is that of a site's first page."""
    parts = urlsplit(page.url or "")
    path = parts.path.lower() or "/"
    return bool(parts.netloc) and not parts.query and (path in _FIRST_PAGE or path.rpartition("/")[2] in _HOME)


def _groups(page: Page) -> list[_Group]:
    """The groups of alike links outside furniture, those with most text."""
    found: dict[str, list[Selector]] = {}
    furniture = surroundings_of(page, is_file).furniture
    for node in islice(element(page.selector).iter("a"), _MOST_LINKS):
        shown = len("".join(node.itertext()) if len(node) else node.text or "") + len(node.get("title", ""))
        # Cheap checks first: most links of a page are those of its menus.
        if shown < _MIN_TITLE or not node.get("href") or node in furniture or not page.link(node.get("href")):
            continue
        link = Selector(root=node, type="html")
        if len(title_of(link)) >= _MIN_TITLE:
            found.setdefault(_signature(link), []).append(link)
    return sorted(map(_Group, found.values()), key=lambda group: -group.text)[:_MOST_GROUPS]


def _heads(one: _Group, best: _Group) -> bool:
    """Whether the cards of `one` stand before those of `best` in a box that holds both and little else."""
    first = element(best.items[0])
    box: Element | None = first.getparent()
    lead = element(one.links[0])
    for _ in range(_LEVELS):
        if box is None or box.tag in _WHOLE_PAGE:
            return False
        if any(above is box for above in lead.iterancestors()):
            return _comes_before(lead, first, box)
        box = box.getparent()
    return False


def _comes_before(one: Element, other: Element, box: Element) -> bool:
    """Whether `one` stands before `other`, both of them inside `box`."""
    for node in box.iter():
        if node is one:
            return True
        if node is other:
            return False
    return False


def _in_heading(link: Element) -> bool:
    parent = link.getparent()
    return (parent is not None and parent.tag in _HEADINGS) or next(link.iter(*_HEADINGS), None) is not None


def _signature(link: Selector) -> str:
    node = element(link)
    path = [node, *node.iterancestors()][:3]
    return "<".join(
        f"{n.tag}.{' '.join(sorted((n.get('class') or '').split())[:1]) if n is not node else ''}" for n in path
    )


def _item(link: Selector, holders: Counter[Element], count: int) -> Selector:
    own = link.root.get("href")

    def holds_more(node: Element) -> bool:
        return holders[node] > 1 or (count == 1 and any(a.get("href") != own for a in node.iter("a")))

    return largest_around(element(link), holds_more, _WHOLE_PAGE)


def _texts(item: Selector) -> Iterator[str]:
    """The texts of blocks without links in `item`."""
    for node in item.xpath(".//*[self::p or self::div or self::span or self::td][not(.//a)]"):
        yield clean(node.xpath("string(.)").get())
