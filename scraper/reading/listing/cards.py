"""List pages: their cards, the number of entries they state, and the next page.

By the selectors of a `Spec`, or by structure: the largest group of alike links. Both end in `listing_of`.
"""

import re
from collections.abc import Callable, Iterable

from parsel import Selector

from scraper.items import Card, Listing, PageRequest, Stamp
from scraper.reading.article import dates
from scraper.reading.article.by_spec import scope_of, text_of
from scraper.reading.listing.paging import PAGER
from scraper.reading.page.css import Element
from scraper.reading.page.cut import brief, flat
from scraper.reading.page.family import Family, Spec
from scraper.reading.page.page import Page, element
from scraper.reading.page.text import clean, whole_number

# As in: 1 - 20 of 26 kết quả, trên tổng số 1.204 tin; and as in: Tổng số: 26 bản ghi, có 26 bài.
_TOTAL = re.compile(
    r"(?:of|của|trong(?: tổng số)?|trên(?: tổng số)?|/)\s*+([\d.,]++)\s*(?:kết quả|results|bản ghi|tin|bài|mục)"
    r"|(?:tổng(?: số| cộng)?|có|total)\s*+:?+\s*+([\d.,]++)\s*(?:kết quả|results|bản ghi|tin|bài|mục)",
    re.IGNORECASE,
)


_LEAST_SUMMARY = 40  # characters


def listing_by_spec(page: Page, spec: Spec, family: Family) -> Listing | None:
    """The list of `family` that `spec` finds on `page`, or None when it has no cards."""
    scope = scope_of(page, spec.list_scope or spec.scope, spec.card) or page.selector
    for css in spec.card:
        cards = unique_cards(card for item in scope.css(css) if (card := _card(item, page, spec)))
        if cards:
            return listing_of(page, family, cards, total=total_of(text_of(scope, spec.total)))
    return None


def listing_of(page: Page, family: Family, cards: tuple[Card, ...], *, total: int | None = None) -> Listing:
    """The list of `cards` that `page` is, with the next page that the paging of `family` finds.

    `total` is the number of entries that the page states for the whole list.
    """
    flags = (*page.flags, "truncated") if page.truncated else page.flags
    return Listing(
        url=page.address,
        family=family.id,
        cards=cards,
        next=next_page(page, family, len(cards)),
        total=total,
        flags=flags,
    )


def next_page(page: Page, family: Family, cards: int) -> PageRequest | None:
    """What the first of the paging kinds of `family` that knows a page after `page` asks for.

    `cards` is the number of cards on `page`: where nothing else says so, a page that is not full is the last.
    """
    for kind in family.paging:
        if request := kind(page, cards):
            return request
    return None


def total_of(text: str) -> int | None:
    """The number of entries that `text` states ("Hiển thị 1 - 20 of 26 kết quả."), or None."""
    found = _TOTAL.search(text)
    return whole_number(re.sub(r"\D", "", (found[1] or found[2]) if found else ""))


def unique_cards(cards: Iterable[Card]) -> tuple[Card, ...]:
    """`cards` with each URL once, where it stood first; what a later copy knows more (date, summary) is kept."""
    found: dict[str, Card] = {}
    for card in cards:
        known = found.get(card.url)
        found[card.url] = card if known is None else _merged(known, card)
    return tuple(found.values())


def _merged(one: Card, other: Card) -> Card:
    return Card(
        url=one.url, title=one.title or other.title, date=one.date or other.date, summary=one.summary or other.summary
    )


def _card(item: Selector, page: Page, spec: Spec) -> Card | None:
    links = [item] if item.root.tag == "a" else [a for css in spec.card_link for a in item.css(css)]
    for link in links:
        url = page.link(link.root.get("href"))
        title = title_of(link)
        if url and title:
            summary = text_of(item, spec.card_summary)
            return Card(url=url, title=title, date=card_date(item, spec), summary=summary or None)
    return None


def title_of(link: Selector) -> str:
    """The title that `link` shows, without the date inside it; the title of its attribute when it shows a picture."""
    node = element(link)
    title = flat(node)
    for part in node.iterdescendants():
        text = brief(part, 40) if isinstance(part.tag, str) else ""
        if text and text != title and dates.is_only_date(text):
            title = clean(title.replace(text, " "))
    return title or clean(link.root.get("title"))


def card_date(item: Selector, spec: Spec) -> Stamp | None:
    """The date of the card `item`: from the date element of `spec`, else from a date inside or beside its link."""
    for css in spec.card_date:
        for found in item.css(css):
            text = clean(found.get() if isinstance(found.root, str) else found.xpath("string(.)").get())
            if stamp := dates.parse(text, "listing"):
                return stamp
    return loose_date(item)


def loose_date(item: Selector) -> Stamp | None:
    """The date of the card `item` by structure: a <time datetime>, else its first text that is nothing but a date."""
    for value in item.css("time::attr(datetime)").getall():
        if stamp := dates.parse(value, "listing"):
            return stamp
    for node in item.xpath(".//text()[string-length(normalize-space(.)) > 7 and string-length(.) < 200]").getall():
        if dates.is_only_date(node) and (stamp := dates.parse(node, "listing")):
            return stamp
    return None


def largest_around(node: Element, holds_more: Callable[[Element], bool], stop: frozenset[str]) -> Selector:
    """The largest element around `node` below the first for which `holds_more` is true, or whose tag is in `stop`."""
    while (parent := node.getparent()) is not None and parent.tag not in stop and not holds_more(parent):
        node = parent
    return Selector(root=node, type="html")


def card_around(item: Selector, url: str, title: str, texts: Iterable[str]) -> Card:
    """The card for `url` by structure: date and summary are what stands in `item` around its link.

    `title` is what the link says. `texts` are the texts of the item among which the summary is: the longest that is
    neither title nor date.
    """
    best = ""
    for text in texts:
        if len(text) > max(_LEAST_SUMMARY, len(best)) and text != title and not dates.is_only_date(text):
            best = text
    return Card(url=url, title=title, date=loose_date(item), summary=best or None)


def has_pager(page: Page) -> bool:
    """Whether `page` shows numbered links to further pages of a list."""
    for pager in page.selector.css(PAGER):
        numbers = {clean(node.xpath("string(.)").get()) for node in pager.css("a, span, li, strong, b")}
        if len({n for n in numbers if n.isdigit()}) > 1:
            return True
    return False
