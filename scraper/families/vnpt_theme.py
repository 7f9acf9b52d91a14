"""Lists in VNPT's theme of Liferay 6.2: schools and districts of Bến Tre and Tiền Giang.

Known from saved pages of a school (2021). Its portlets are `Danh_Sach_Tin...` (news), `Chi_Tiet_Tin` (an article) and
`Van_Ban...` (documents). The side columns hold lists of news on every page, the main column only where the page is
one.

Articles have addresses without a parameter's name, `/chi-tiet-tin?/<slug>/<id>`. Documents have no page: a row of
`table.QTVBtb1` opens the file by `onclick="CountDown('...?p_auth=...', '<id>', '<count>', '<address>')"`.
"""

import re
from urllib.parse import unquote, urlsplit

from parsel import Selector

from scraper.items import Card, Listing
from scraper.reading import (
    Family,
    Page,
    cards_around,
    element,
    file_address,
    flat,
    listing_of,
    loose_date,
    unique_cards,
)

_NEWS = "[id$='column-2'] [id^='p_p_id_Danh_Sach_Tin']"  # column 1 is the menu, column 3 the other side
_ROWS = "table.QTVBtb1 > tr, table.QTVBtb1 > tbody > tr"
_ARTICLE = re.compile(r"^/?[^=]+/\d{5,}=?$")


def theme_list(page: Page, family: Family) -> Listing | None:
    """The list of news or documents that `page` is in this theme, filed under `family`; None on other pages.

    An empty section is an empty list: what stands beside it is not its news.
    """
    if cards := unique_cards(card for row in page.selector.css(_ROWS) if (card := _document(row, page))):
        return listing_of(page, family, cards)
    if not page.selector.css(_NEWS):
        return None
    links = page.selector.css(f"{_NEWS} a[href]")
    return listing_of(page, family, cards_around(page, [a for a in links if _is_article(page.link(a.attrib["href"]))]))


def _is_article(url: str | None) -> bool:
    parts = urlsplit(url or "")
    return "/chi-tiet-" in parts.path and bool(_ARTICLE.match(unquote(parts.query)))


def _document(row: Selector, page: Page) -> Card | None:
    """The card of a document: its file or page, the day in the row, and the longest cell, which is the abstract."""
    link = next((a for a in row.css("a") if page.link(_address(a))), None)
    cells = [flat(element(cell)) for cell in row.css("td") if not cell.css("td td")]
    title = max(cells, key=len, default="")
    url = page.link(_address(link)) if link is not None else None
    return Card(url=url, title=title, date=loose_date(row)) if url and title else None


def _address(link: Selector) -> str | None:
    return file_address(element(link)) or link.attrib.get("href")
