"""How a family's page becomes a reading: by its selectors, by structure alone, or as the reason why it is neither.

A family names one of these as its `reader`, or calls them from a reader of its own.
"""

from scraper.items import Article, Card, Listing, Other, Reading
from scraper.reading.article.by_spec import article_by_spec
from scraper.reading.article.by_structure import article_by_structure, is_no_news, with_labels
from scraper.reading.article.bylines import is_unit
from scraper.reading.article.metadata import metadata_of
from scraper.reading.article.shape import shape_of
from scraper.reading.listing.cards import has_pager, listing_by_spec, listing_of
from scraper.reading.listing.loose_cards import is_start_page, loose_cards
from scraper.reading.no_news import is_site_title, missing, other
from scraper.reading.page.family import Family
from scraper.reading.page.page import Page
from scraper.reading.page.text import words

_MUCH_MORE = 4  # times the words of the links in a text that is no list
_SEVERAL = 3  # paragraphs under the title: a page of the site says less
SHORTEST_HEADLINE = 30  # characters; sections and offices have shorter names
_WORDS_OF_A_NAME = 9  # syllables of an office's name; headlines that begin with one have more
_LONG_TITLE = 30  # characters
_SHORT_LABEL = 15  # characters of a link that is no title
_FEWEST_CARDS = 3  # alike links that make a list on a page where nothing else does


def read_by_spec(page: Page, family: Family) -> Reading:
    """Read `page` with the specs of `family`: an article when title and body are there, else a list with cards."""
    for spec in family.specs:
        if found := article_by_spec(page, spec, family.id):
            return _cut_off(page, found, spec.body) or found
    return list_by_spec(page, family) or not_news(page, family)


def list_by_spec(page: Page, family: Family) -> Listing | None:
    """The list that the first spec of `family` with cards on `page` finds, or None."""
    for spec in family.specs:
        if found := listing_by_spec(page, spec, family):
            return found
    return None


def read_by_spec_and_labels(page: Page, family: Family) -> Reading:
    """As `read_by_spec`; what the specs do not know of an article (date, lead, author) is read by the page's labels.

    For systems of which only some class names are known.
    """
    found = read_by_spec(page, family)
    return with_labels(page, found) if isinstance(found, Article) else found


def read_by_structure(page: Page, family: Family) -> Reading:
    """Read `page` without selectors: what has the shape of a list is a list, then what has that of an article.

    `family` gives its name and the paging of its lists.
    """
    found = article_by_structure(page, family.id)
    cards = () if found is not None and _has_no_cards(page) else loose_cards(page)
    if found is not None and not _is_list(page, found, cards):
        # Systems answer a wrong address with a page of general words under the site's name.
        if shape_of(page).has_several_texts:
            return not_news(page, family)
        if is_site_title(page, found.title):
            return other(page, "soft404", detail=page.title or None, family=family.id)
        return _cut_off(page, found) or found
    if len(cards) >= _FEWEST_CARDS or (cards and (any(card.date for card in cards) or has_pager(page))):
        return listing_of(page, family, cards)
    return not_news(page, family)


def else_by_structure(page: Page, family: Family, reading: Reading) -> Reading:
    """`reading`, which a reader of `family` made of `page`; where it found nothing, what structure alone finds."""
    return read_by_structure(page, family) if found_nothing(reading) else reading


def found_nothing(reading: Reading) -> bool:
    """Whether a reader found neither article nor list and no reason for that, so that another one may try."""
    return isinstance(reading, Other) and reading.reason == "page"


def not_news(page: Page, family: Family) -> Other:
    """The reason why `page` is neither article nor list; "page" where there is none. It is filed under `family`."""
    return missing(page) or other(page, "truncated" if page.truncated else "page", family=family.id)


def _has_no_cards(page: Page) -> bool:
    """Whether the article of `page` has its sure title and no link that could be a card's, so that it is no list."""
    shape = shape_of(page)
    if shape.body is None or not shape.has_sure_title or is_start_page(page):
        return False
    return all(len("".join(link.itertext())) < _SHORT_LABEL for link in shape.body.iter("a"))


def _is_list(page: Page, found: Article, cards: tuple[Card, ...]) -> bool:
    """Whether the text of `found` is made of what cards say, or the page counts the pages of a list.

    Boxes of links stand in articles, too: the page's own word, that it is an article, and the sentences beside the
    links decide before them.
    """
    stated = says_article(page)
    if is_start_page(page) and len(cards) >= _FEWEST_CARDS:
        return True
    if not shape_of(page).has_sure_title and len(cards) >= _FEWEST_CARDS:
        said = sum(len(card.title) for card in cards)
        if said > len(found.body) * (2 if stated or found.published else 0.5):
            return True  # some text at the foot of a list
    titles = {words(card.title) for card in cards}
    summaries = {words(card.summary) for card in cards if card.summary}
    lines = [words(line) for line in (*found.body.split("\n"), *(i.caption or "" for i in found.images)) if line]
    named = linked = own = 0
    for line in lines:
        title = next((t for t in titles if line == t or (len(t) > _LONG_TITLE and line.startswith(t))), "")
        named += bool(title)
        linked += len(title)
        own += 0 if line in summaries else len(line) - len(title)
    if named and own > (linked if stated else _MUCH_MORE * linked):
        return False
    return named >= _FEWEST_CARDS or (named > 0 and (named * 3 >= len(lines) or has_pager(page)))


def says_article(page: Page) -> bool:
    """Whether `page` tells machines that it is an article, or when it was published."""
    return metadata_of(page).is_article or metadata_of(page).published is not None


def is_surely_article(page: Page) -> bool:
    """Whether `page` has an article by its own word: it says so to machines, or a headline heads several paragraphs.

    Pages about an office have text, too, under its name. Cheap to ask of a list: the text of cards is no text of the
    page.
    """
    shape = shape_of(page)
    title = shape.title_text
    if shape.body is None or not shape.has_sure_title or is_no_news(title):
        return False
    is_office = is_unit(title) and title.count(" ") < _WORDS_OF_A_NAME
    is_headline = len(title) >= SHORTEST_HEADLINE and not is_office
    return says_article(page) or (is_headline and shape.paragraphs >= _SEVERAL)


def _cut_off(page: Page, found: Article, body: tuple[str, ...] = ()) -> Other | None:
    """`truncated` when the page ends inside the article, so that half a text never passes for a whole one.

    `body` are the selectors by which the text was found: what stands behind it shows that it is whole. Without them
    the last words of the page are compared with those of the text.
    """
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
