"""The families, and the one function that reads any page.

Order: what needs no parsing (redirects, errors, files; a family may know better what such an answer means), feeds,
barriers (login, captcha, maintenance), what the server says (errors, ended domains), then the portal's own families,
then the family that recognises the page best, then the general reader.
"""

import logging
from collections.abc import Iterator
from dataclasses import replace

from scraper.families.a_id import A_ID
from scraper.families.article_header import ARTICLE_HEADER
from scraper.families.bacgiang import BACGIANG
from scraper.families.bacninh import BACNINH
from scraper.families.baolangson import BAOLANGSON
from scraper.families.cpu_limit import PageLimit, TooSlowError, within
from scraper.families.danang import DANANG
from scraper.families.drupal import DRUPAL
from scraper.families.epi import EPI
from scraper.families.general import GENERAL
from scraper.families.khanhhoa import KHANHHOA
from scraper.families.langson import LANGSON
from scraper.families.liferay5 import LIFERAY5
from scraper.families.liferay7 import LIFERAY7
from scraper.families.liferay62 import LIFERAY62
from scraper.families.monthly import MONTHLY
from scraper.families.nid import NID
from scraper.families.nukeviet import NUKEVIET
from scraper.families.onecdn import ONECDN
from scraper.families.tandan import TANDAN
from scraper.families.tuyenquang import TUYENQUANG
from scraper.families.vhv import VHV
from scraper.families.view_article import VIEW_ARTICLE
from scraper.families.vinhphuc import VINHPHUC
from scraper.families.vportal import VPORTAL
from scraper.families.wordpress import WORDPRESS
from scraper.items import Article, Listing, Other, Reading
from scraper.reading import (
    CERTAIN,
    SHORTEST_HEADLINE,
    Family,
    Page,
    found_nothing,
    is_surely_article,
    other,
    with_bold_lead,
    with_lead_image,
)
from scraper.reading.listing.feeds import read_feed
from scraper.reading.no_news import barrier, before_parsing
from scraper.reading.server_says import server_says
from scraper.reading.trackers import without_trackers

# Of families that are equally sure of a page the first one reads it.
FAMILIES: tuple[Family, ...] = (
    LIFERAY7,
    BACNINH,
    BACGIANG,
    DANANG,
    LIFERAY62,
    LIFERAY5,
    VPORTAL,
    LANGSON,
    DRUPAL,
    ARTICLE_HEADER,
    VINHPHUC,
    TANDAN,
    KHANHHOA,
    VHV,
    TUYENQUANG,
    BAOLANGSON,
    EPI,
    A_ID,
    ONECDN,
    NID,
    VIEW_ARTICLE,
    NUKEVIET,
    WORDPRESS,
    MONTHLY,
)

logger = logging.getLogger(__name__)


def read(page: Page, families: tuple[Family, ...] | None = None) -> Reading:
    """Read `page` into an article, a listing or the reason why it is neither; never raises.

    `families` are the portal's, tried in order before all others; None when it names none, so that every family may
    recognise the page; () when the general reader alone is to read it. An exception is a fault of ours that one page
    must not make everybody's: it is logged with its traceback, and the page ends as `unreadable`, which reports count.
    A page that takes more CPU time than `PageLimit` has is given up as `too_slow`; outside of the main thread there is
    no such bound, see `scraper.families.cpu_limit`.
    """
    where = page.url or "a page without an address"
    try:
        return within(PageLimit.cpu_seconds, lambda: _finished(page, families))
    except TooSlowError as error:
        logger.warning("Given up after %s, at %s", error, where)
        return _unread(page, "too_slow", str(error))
    except Exception as error:
        logger.exception("A fault of the reader, at %s", where)
        return _unread(page, "unreadable", f"{type(error).__name__}: {error}"[:300])


def _finished(page: Page, families: tuple[Family, ...] | None) -> Reading:
    reading = without_trackers(_read(page, families))
    return with_lead_image(with_bold_lead(page, reading), page) if isinstance(reading, Article) else reading


def _unread(page: Page, reason: str, detail: str) -> Other:
    """Nothing of `page` is asked here that needs parsing: that may be what failed or took too long."""
    return Other(url=page.url or "", family=None, reason=reason, detail=detail)


def _read(page: Page, families: tuple[Family, ...] | None) -> Reading:
    if found := before_parsing(page):
        return _known_better(page, families) or (read_feed(page) if page.status < 300 else None) or found
    if page.data is not None:
        return _read_data(page, families)
    if feed := read_feed(page):
        return feed
    # What answers a POST is a piece of a page, which is as short and as bare as a barrier.
    if page.request_body is None and (found := barrier(page) or server_says(page)):
        return found
    for family in _candidates(page, families):
        reading = family.read(page)
        if found_nothing(reading):
            if family.recognise(page) >= CERTAIN:
                return _in_unknown_design(page, family) or reading
        elif isinstance(reading, Listing) and (article := _beside_its_cards(page, family)):
            return article
        else:
            return reading
    return GENERAL.read(page)


def _known_better(page: Page, families: tuple[Family, ...] | None) -> Reading | None:
    """What a family knows of an answer that is no page to others; the portal's own are asked first."""
    for family in (*(families or ()), *_strangers(families)):
        if family.before_parsing is not None and (found := family.before_parsing(page)):
            return found
    return None


def _in_unknown_design(page: Page, family: Family) -> Article | Listing | None:
    """What the general reader finds on `page` of the system `family`, of which nobody has seen the class names.

    Pages that are no news have text and links, too: an article counts when the page says that it is one, a list when
    its cards are those of news.
    """
    found = GENERAL.read(page)
    is_news = (
        is_surely_article(page) if isinstance(found, Article) else isinstance(found, Listing) and _lists_news(found)
    )
    return replace(found, family=family.id) if is_news and not isinstance(found, Other) else None


def _beside_its_cards(page: Page, family: Family) -> Article | None:
    """The article of `page`, where `family`, blind for this design, found only the cards beside the text."""
    if not is_surely_article(page):
        return None
    found = GENERAL.read(page)
    return replace(found, family=family.id) if isinstance(found, Article) else None


def _lists_news(found: Listing) -> bool:
    """Whether most cards of `found` have a date or a headline; those of a menu have names."""
    news = [card for card in found.cards if card.date or len(card.title) >= SHORTEST_HEADLINE]
    return 2 * len(news) > len(found.cards)


def _read_data(page: Page, families: tuple[Family, ...] | None) -> Reading:
    """The answer of an API: only a family that knows it can say what it is."""
    for family in (*(families or ()), *_by_score(page, families)):
        reading = family.read(page) if family.recognise(page) >= CERTAIN else None
        if reading and not found_nothing(reading):
            return reading
    return other(page, "not_html", detail=page.content_type or None)


def _candidates(page: Page, families: tuple[Family, ...] | None) -> Iterator[Family]:
    """The families to try in turn: the portal's that recognise the page, others that do, the portal's that do not.

    A generator, since most pages are read by the first one, and recognising costs as much as reading.
    """
    own = families or ()
    unlikely = [family for family in own if not family.recognise(page)]
    yield from (family for family in own if family not in unlikely)
    yield from _by_score(page, families)
    yield from unlikely


def _strangers(families: tuple[Family, ...] | None) -> tuple[Family, ...]:
    """The families beside the portal's own that may recognise a page: none where the portal wants no family at all."""
    return () if families == () else tuple(one for one in FAMILIES if one not in (families or ()))


def _by_score(page: Page, families: tuple[Family, ...] | None) -> list[Family]:
    """The families beside the portal's own that recognise `page` at least half, the surest first."""
    scores = [(family.recognise(page), family) for family in _strangers(families)]
    scores.sort(key=lambda pair: -pair[0])  # stable: equals keep the order of FAMILIES
    return [family for score, family in scores if score >= CERTAIN / 2]
