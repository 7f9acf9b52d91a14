"""Liferay 5.2 with the "CTTĐT" extension (NSS, 2010-2011), found in archives only.

Known exactly, from the system's own templates: names of title, date, category, body, related news, cards. Not known:
the pager, which is taken to be Liferay 5's own. How sure: high for articles and cards, low for paging.

1. Recognised by `.txtdetail`, `.asset-abstract.assetall`, `.listnewsmore`, or `struts_action=/nss/` in addresses.
2. An article's title is an h5 and its date an h1: `Cập nhật: 02h 30 - 24/07/2010`. The clock has twelve hours and no
   half of the day, so only the day is known.
3. A card's date is an h1, too; related news have theirs in `font.leddmy`.
4. A box with the digital signature ("kiểm duyệt", "người ký : ...") follows the body; its lines are no text.
5. Key: `urlTitle` of the address, which is mostly portlet state.
"""

import re
from dataclasses import replace

from scraper.items import Article, Reading
from scraper.reading import (
    Family,
    NextLink,
    NextWord,
    Page,
    PortletNumber,
    Spec,
    body_lines,
    bylines,
    read_by_spec,
    with_body,
)

_SIGNED = re.compile(r"\W*(?:(?:người\s+)?kiểm duyệt|(?:người|ngày|thời gian|giờ) ký)\b.{0,160}", re.IGNORECASE)
_SIGNED_MARK = re.compile(r"người ký\s*:", re.IGNORECASE)
_BOX_LINES = 6

SPEC = Spec(
    scope=("#centermain", "body"),
    title=(".txtdetail h5",),
    published=(".txtdetail h1",),
    lead=(".txtdetail .sapo",),
    body=(".asset-content .journal-content-article", ".txtdetail .journal-content-article", ".asset-content"),
    category=("#centermain .titlecategories h6",),
    related=(".listnewsmore",),
    drop=(".txtdetail h5", ".txtdetail h1"),
    card=(".asset-abstract.assetall", ".assetall", ".shownew"),
    card_link=(".shownew h5 a", "h5 a"),
    card_date=(".shownew h1", "h1"),
    card_summary=(".shownew span", "span"),
    total=(".taglib-page-iterator .search-results",),
    key=r"[?&](?:_\w+_)?urlTitle=([^&#]+)",
)


def read(page: Page, family: Family) -> Reading:
    """By the spec, without the lines of a signature box at the end of the text."""
    reading = read_by_spec(page, family)
    return _unsigned(reading) if isinstance(reading, Article) else reading


def _unsigned(article: Article) -> Article:
    """`article` without the box that says who signed; author and unit are read from what is left."""
    lines = body_lines(article)
    start = len(lines)
    while start > max(0, len(lines) - _BOX_LINES) and _SIGNED.fullmatch(lines[start - 1]):
        start -= 1
    if not any(_SIGNED_MARK.search(line) for line in lines[start:]):
        return article
    byline = bylines.byline_of(lines[:start])
    return replace(with_body(article, lines[:start]), author=byline.author, unit=byline.unit)


LIFERAY5 = Family(
    id="liferay5",
    title="Liferay 5.2, CTTĐT",
    # An article or a card is sure; boxes and addresses stand on pages that are neither.
    marks=(
        (".txtdetail h5", 70),
        (".asset-abstract.assetall, .assetall .shownew", 70),
        (".listnewsmore, .titlecategories", 20),
        ("a[href*='struts_action=%2Fnss%2F'], a[href*='struts_action=/nss/']", 40),
    ),
    reader=read,
    specs=(SPEC,),
    paging=(
        NextLink(css=(".taglib-page-iterator a.next", ".page-links a.next")),
        PortletNumber(portlet=r"\w+?"),
        NextWord(css=(".taglib-page-iterator a",)),
    ),
)
