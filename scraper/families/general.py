"""Pages of a system nobody knows.

Structure first: a heading whose words are the page's title, and the block of text after it; on the portals' own
layouts it finds bodies better than any general extractor. Where it and trafilatura see two different texts, the page
is built like nothing we know, and the library's wide experience decides; likewise where a page that calls itself an
article has no shape of one. Title, date, author and unit are always ours, from what the page labels, so that nothing
is guessed. What has neither an article nor a list is `page`.
"""

import re
from dataclasses import replace

from scraper.items import Article, Listing, Other, Reading
from scraper.reading import (
    Body,
    Family,
    NextLink,
    NextNumber,
    NextWord,
    Page,
    PostBack,
    QueryNumber,
    Sign,
    breadcrumb,
    clean,
    compose,
    element,
    found_nothing,
    is_no_news,
    is_toolbar,
    metadata_of,
    read_by_structure,
    words,
)

_LEAST = 400  # characters of the library's text that count as an article on a page that calls itself one
_MUCH = 1000  # on any other page
_LIBRARY_LIMIT = 8000  # elements of a page that the library is given
_LONG_LINES = 100  # characters of a line on average: running text, not a list of titles
_LONGER_LINES = 150  # on a page that looks like a list and does not call itself an article
_SHORT_LINES = 40  # where the page calls itself an article and nothing on it looks like a list
_NO_BLANKS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u2e80-\u9fff]")  # scripts of few, dense letters
_DENSE = 3  # characters of Vietnamese that say as much as one of these
_SHARED = 0.6  # of the library's text that ours holds too, when both saw the same article
_LONGER = 3  # times the library's text: beyond that ours holds more than the article
_SHINGLE = 4  # words; of so many in a row hardly any stand in another text by chance
_SITE_PART = re.compile(r"(?<!\s)\s++[|–—\-»]\s+")


def read(page: Page, family: Family) -> Reading:
    """By structure, checked against the library; the family stays unknown in what is stored."""
    reading = read_by_structure(page, family)
    if isinstance(reading, Article):
        reading = _checked(page, reading)
    elif isinstance(reading, Listing) or found_nothing(reading):
        reading = _missed(page, reading) or reading
    return replace(reading, family=None)


def says_article(page: Page) -> bool:
    """Whether `page` tells machines that it is an article, or when it was published."""
    return metadata_of(page).is_article or metadata_of(page).published is not None


def _missed(page: Page, reading: Listing | Other) -> Article | None:
    """The article of a page that was read as a list or as nothing, if the library sees running text in it.

    The text must not be that of a list's cards. A page that does not call itself an article needs much text, and
    still longer lines if it looks like a list; contact pages and the like are known by their titles.
    """
    is_list = isinstance(reading, Listing)
    lines = _library_lines(page)
    size = sum(map(_size, lines))
    if says_article(page):
        least, line = _LEAST, _LONG_LINES if is_list else _SHORT_LINES
    else:
        least, line = _MUCH, _LONGER_LINES if is_list else _LONG_LINES
    if size < max(least, line * len(lines)):
        return None
    if isinstance(reading, Listing) and _of_cards(lines, reading):
        return None
    found = _with_lines(page, lines)
    return found if found.title and not is_no_news(found.title) else None


def _size(line: str) -> int:
    """How much a line says, in characters of scripts with blanks between words."""
    return len(line) + (_DENSE - 1) * len(_NO_BLANKS.findall(line))


def _of_cards(lines: list[str], reading: Listing) -> bool:
    """Whether a third of the lines only say what the cards of the list say."""
    on_cards = " ".join(words(f"{card.title} {card.summary or ''}") for card in reading.cards)
    return sum(1 for line in lines if words(line)[:60] in on_cards) * 3 >= len(lines)


def _library_lines(page: Page) -> list[str]:
    """The body that the library sees, as lines; none on a monstrous page, where it would take seconds."""
    if sum(1 for _ in element(page.selector).iter()) > _LIBRARY_LIMIT:
        return []
    import trafilatura  # takes a third of a second to import, and few pages need it

    found = trafilatura.bare_extraction(page.text, favor_precision=True, include_comments=False, with_metadata=False)
    lines = [clean(line) for line in (found.text or "").split("\n")] if found else []
    return [line for line in lines if line and not is_toolbar(line)]


def _checked(page: Page, ours: Article) -> Article:
    """`ours`, unless the library sees another text altogether."""
    lines = _library_lines(page)
    # What it sees little of it did not understand.
    if sum(map(_size, lines)) < _LEAST or _same_text(f"{ours.lead or ''} {ours.body}", " ".join(lines)):
        return ours
    theirs = _with_lines(page, lines, title=ours.title)
    return replace(theirs, published=ours.published, author=ours.author, unit=ours.unit, category=ours.category)


def _same_text(ours: str, theirs: str) -> bool:
    """Whether `ours` holds most of `theirs` and not much else; a library that leaves out repetitions is no judge."""
    mine, other = _shingles(ours), _shingles(theirs)
    return len(mine & other) >= _SHARED * len(other) and len(ours) <= _LONGER * len(theirs)


def _shingles(text: str) -> set[tuple[str, ...]]:
    """Every four words in a row of `text`, by which texts are compared without their order."""
    row = words(text).split()
    return {tuple(row[place : place + _SHINGLE]) for place in range(max(1, len(row) - _SHINGLE + 1))}


def _with_lines(page: Page, lines: list[str], title: str = "") -> Article:
    """An article of the library's lines and what the page labels."""
    title = title or clean(page.first("meta[property='og:title']::attr(content)")) or _SITE_PART.split(page.title)[0]
    return compose(page, None, title, Body(lines), category=breadcrumb(page, title))


GENERAL = Family(
    id="general",
    title="unknown system",
    rule=lambda _page: (Sign(1, "any page"),),
    reader=read,
    paging=(
        NextLink(css=("a[rel~=next]", "link[rel=next]", "li.next a", "a.next")),
        NextWord(),
        NextNumber(),
        QueryNumber(name="page"),
        PostBack(),
    ),
)
