"""Vĩnh Phúc: SharePoint lists behind a JSON API. Its last known item is of 30/06/2025, the eve of the merger.

The API, its fields and the addresses are from working crawlers; the markup of the pages is not known, so articles are
read by structure.

1. Recognised by `/Lists/<list>/View_Detail.aspx?ItemID=N`, the API's address, or a script that calls it.
2. A list page is filled by script and has hardly a link. The list's own path (`/ct/cms/tintuc/Lists/ThoiSuChinhTri`)
   stands in its address; with it the API is asked for windows of 50 items (`start`, `length`).
3. List paths lose accented letters and keep their blanks: `/ct/cms/dukhach/Lists/im thm quan`.
4. `CreatedDate` is local time without a zone. A title may hold `##`, which is a mark of the system and no word.
5. The API sends whole texts (`ContentNews`); the archive reads the article's page all the same, which is the record.
6. `ItemID` counts within its list: list and number together are the key, however the address is written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from parsel import Selector

from scraper.items import Article, Card, Listing, PageRequest, Reading
from scraper.reading import (
    Family,
    Page,
    Sign,
    clean,
    dates,
    element,
    flat,
    listing_of,
    other,
    read_by_structure,
    unique_cards,
    whole_number,
)

API = "/APIVP/api/DSTinTuc/QUERYDATA"
_LENGTH = 50
_LIST = re.compile(r"(/[^?#'\"<>]*?/Lists/[^/?#'\"<>]+)(?:/|$)", re.IGNORECASE)
_DETAIL = re.compile(r"/Lists/([^/]+)/View_Detail\.aspx$", re.IGNORECASE)
_IN_SCRIPT = re.compile(r"\bUrlList['\"]?\s*[:=]\s*['\"]([^'\"]+)['\"]")
_TOTALS = ("recordsFiltered", "recordsTotal", "total", "Total")


@dataclass(frozen=True, slots=True)
class ApiWindow:
    """A JSON API that hands out a list in windows; the first one follows from the list's own page.

    The window's place and the list are in the form that asked (`Page.request_body`). A list ends where the total
    that the answer states is reached, or with a window that is not full.
    """

    def __call__(self, page: Page, cards: int) -> PageRequest | None:
        """The next window, or None; see `scraper.reading.page.family.Paging`."""
        form = _form(page)
        if "UrlList" not in form:
            path = _list_path(page)
            return _request(page, path, 0, _LENGTH) if path else None
        start, length = whole_number(form.get("start")) or 0, whole_number(form.get("length")) or _LENGTH
        count, total = len(_rows(page)), _total(page)
        more = start + count < total if total is not None else count >= length
        return _request(page, form["UrlList"], start + count, length) if count and more else None


def _request(page: Page, path: str, start: int, length: int) -> PageRequest | None:
    url = page.link(API)
    form = (
        ("do", "QUERYDATA"),
        ("fieldOrder", "CreatedDate"),
        ("ascending", "desc"),
        ("UrlList", path),
        ("start", str(start)),
        ("length", str(length)),
    )
    headers = (("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"), ("Accept", "application/json"))
    return PageRequest(url=url, method="POST", body=urlencode(form), headers=headers) if url else None


def _form(page: Page) -> dict[str, str]:
    """What the request asked for: the fields of its form, or of its address when somebody saved it so."""
    asked = parse_qs(page.request_body or urlsplit(page.address).query, keep_blank_values=True)
    return {name: values[0] for name, values in asked.items()}


def _rows(page: Page) -> list[dict[str, Any]]:
    rows = page.data.get("data") if isinstance(page.data, dict) else page.data
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _total(page: Page) -> int | None:
    stated = page.data if isinstance(page.data, dict) else {}
    return next((n for name in _TOTALS if (n := whole_number(stated.get(name))) is not None), None)


def _list_path(page: Page) -> str | None:
    """The path of the list that a page belongs to: from its address, else from its script."""
    found = _LIST.match(unquote(urlsplit(page.address).path)) or _IN_SCRIPT.search(page.text)
    return found[1] if found else None


def rule(page: Page) -> Iterator[Sign]:
    """Addresses of lists and items, or the API's address in a script."""
    path = unquote(urlsplit(page.address).path)
    if path.lower() == API.lower() or page.mentions("/APIVP/api/"):
        yield Sign(100, "/APIVP/api/")
    elif _DETAIL.search(path) and "itemid=" in page.address.lower():
        yield Sign(60, "an address of an item in a list")


def read(page: Page, family: Family) -> Reading:
    """A window of the API, an article by structure, or a list page that leads to the API."""
    if page.data is not None:
        return _window(page, family)
    reading = read_by_structure(page, family)
    if isinstance(reading, Article):
        return replace(reading, key=_key(page))
    # A list page has hardly a link of its own, so that structure finds nothing: what matters is where its API is.
    if _DETAIL.search(unquote(urlsplit(page.address).path)) or not _list_path(page):
        return reading
    return listing_of(page, family, reading.cards if isinstance(reading, Listing) else ())


def _key(page: Page) -> str | None:
    """List and number of an item, e.g. `thoisuchinhtri/13820`."""
    parts = urlsplit(page.address)
    name = _DETAIL.search(unquote(parts.path))
    number = re.search(r"(?:^|&)ItemID=(\d+)", parts.query, re.IGNORECASE)
    return f"{name[1].lower()}/{number[1]}" if name and number else None


def _window(page: Page, family: Family) -> Reading:
    form = _form(page)
    if "UrlList" not in form:
        return other(page, "page", detail="the answer does not say which list it is of", family=family.id)
    cards = unique_cards(_cards(page, form["UrlList"]))
    if not cards and form.get("start", "0") == "0":
        return other(page, "empty_listing", detail=form["UrlList"], family=family.id)
    return listing_of(page, family, cards, total=_total(page))


def _cards(page: Page, path: str) -> Iterator[Card]:
    folder = quote("/" + path.strip("/"))
    for row in _rows(page):
        title = clean(str(row.get("Title") or "").replace("##", " "))
        url = page.link(f"{folder}/View_Detail.aspx?ItemID={row.get('ID')}")
        if url and title and whole_number(row.get("ID")):
            date = dates.parse(str(row.get("CreatedDate") or ""), "listing")
            yield Card(url=url, title=title, date=date, summary=_plain(row.get("DescriptionNews")))


def _plain(html: Any) -> str | None:
    """The text of a field that may be HTML."""
    text = str(html or "")
    return (flat(element(Selector(text=text, type="html"))) if "<" in text or "&" in text else clean(text)) or None


VINHPHUC = Family(
    id="vinhphuc",
    title="Vĩnh Phúc SharePoint with JSON API",
    rule=rule,
    reader=read,
    paging=(ApiWindow(),),
)
