"""How a family's page becomes a reading: by its selectors, or by structure alone."""

from scraper.items import Article, Card, Reading
from scraper.reading.article import article
from scraper.reading.article import by_structure as structure
from scraper.reading.listing import cards as listing
from scraper.reading.no_news import is_site_title, missing, other
from scraper.reading.page.family import Family
from scraper.reading.page.page import Page
from scraper.reading.page.text import words

_FEWEST_CARDS = 3


def read_by_spec(page: Page, family: Family) -> Reading:
    """Read `page` with the family's specs: an article when title and body are there, else a list with cards."""
    for spec in family.specs:
        if found := article.article_by_spec(page, spec, family.id):
            return cut_off(page, found, spec.body) or found
    for spec in family.specs:
        if cards := listing.listing_by_spec(page, spec, family):
            return cards
    return not_news(page, family)


def read_by_spec_and_labels(page: Page, family: Family) -> Reading:
    """As `read_by_spec`; what the specs do not know of an article (date, lead, author) is read by the page's labels.

    For systems of which only some class names are known.
    """
    found = read_by_spec(page, family)
    return structure.with_labels(page, found) if isinstance(found, Article) else found


def by_structure(page: Page, family: Family) -> Reading:
    """Read `page` without selectors: what has the shape of a list is a list, then what has that of an article."""
    found = structure.read(page, family.id)
    cards = listing.loose_cards(page)
    if found is not None and not _is_list(page, found, cards):
        if is_site_title(page, found.title):
            return other(page, "soft404", detail=page.title or None, family=family.id)
        return cut_off(page, found) or found
    if len(cards) >= _FEWEST_CARDS or (cards and (any(card.date for card in cards) or listing.has_pager(page))):
        return listing.listing(page, family, cards)
    return not_news(page, family)


def _is_list(page: Page, found: Article, cards: tuple[Card, ...]) -> bool:
    """Whether the text of `found` is made of the titles of cards, or the page counts the pages of a list."""
    titles = {words(card.title) for card in cards}
    lines = [words(line) for line in (*found.body.split("\n"), *(i.caption or "" for i in found.images)) if line]
    named = sum(1 for line in lines if line in titles or any(len(t) > 30 and line.startswith(t) for t in titles))
    return named >= _FEWEST_CARDS or (named > 0 and (named * 3 >= len(lines) or listing.has_pager(page)))


def cut_off(page: Page, found: Article, body: tuple[str, ...] = ()) -> Reading | None:
    """`truncated` when the page ends inside the article, so that half a text never passes for a whole one."""
    if not page.truncated:
        return None
    for css in body:
        for node in page.selector.css(css):
            if node.xpath("following::*[normalize-space(.)]"):
                return None
            return other(page, "truncated", family=found.family)
    tail = words("".join(page.selector.xpath("//body//text()").getall()[-3:]))
    last = words(found.body.rsplit("\n", 1)[-1])
    return other(page, "truncated", family=found.family) if not tail or tail.endswith(last[-40:]) else None


def not_news(page: Page, family: Family) -> Reading:
    """The reason why `page` is neither article nor list."""
    return missing(page) or (
        other(page, "truncated", family=family.id) if page.truncated else other(page, "page", family=family.id)
    )
