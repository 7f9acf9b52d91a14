r"""Bắc Ninh province: Liferay with a portlet of its own, lists as JSON.

Known from a working crawler (2024): the resource address in the list page's script, the fields of its answer, the ids
of an article's parts. Not known: anything else of an article's page; its date is the list's, unless a line between
title and text is one. How sure: high for lists, title, lead and text; departments and wards (2025) share the
addresses, whether also the ids is a guess.

1. Recognised by `#contentDetailTitleId`, the portlet's name, or `loadPageURL` in a script; answers by their fields.
2. `/chinh-tri` and the like hold no entries: a script asks `loadPageURL` (`...p_p_resource_id=loadPage...`) for
   `pageNum=N&recordPerPage=50&keyword=` and gets `{"items": [...], "totalPageNum": N}`. An answer without news is
   `empty_listing`, not a list, unless the page asked for stands behind the last.
3. An entry's `content` is cut off by the system: the article's own page is read. An entry without `urlDetail` is shown
   by the list's page with `_newsbycategory_WAR_bacninhportlet_articleId=ID`.
4. Traps: an `h1` reads "Thực đơn" (the label of the mobile menu); addresses in scripts are escaped (`\x26`, `\/`).
5. The server wants TLS with `SECLEVEL=1`, which the project's settings allow.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from scraper.items import Article, Card, Other, Reading, Stamp
from scraper.reading import (
    Family,
    MinedResource,
    Page,
    Sign,
    Spec,
    breadcrumb,
    date_between,
    dates,
    element,
    listing_of,
    other,
    plain,
    read_by_spec,
    unique_cards,
)
from scraper.times import VIETNAM

PORTLET = "newsbycategory_WAR_bacninhportlet"

SPEC = Spec(
    title=("#contentDetailTitleId",),
    lead=("#sapoDetailId",),
    body=("#contentDetail",),
    key=r"(?:_articleId=|/-/details/\d+/[^?#]*?-)(\d+)(?:$|[?#&])",
)
RESOURCE = MinedResource(
    variable="loadPageURL", number="pageNum", last="totalPageNum", fixed=(("recordPerPage", "50"), ("keyword", ""))
)


def rule(page: Page) -> Iterator[Sign]:
    """An answer by its two fields; a page by the first it has of an article's id, the script, the portlet's name."""
    if page.data is not None:
        if _items(page) is not None and "totalPageNum" in page.data:
            yield Sign(100, "JSON with items and totalPageNum")
    elif page.selector.css("#contentDetailTitleId"):
        yield Sign(95, "#contentDetailTitleId")
    elif RESOURCE.mine(page):
        yield Sign(92, f"an address in {RESOURCE.variable}")
    elif page.mentions("bacninhportlet"):
        yield Sign(60, '"bacninhportlet"')


def read(page: Page, family: Family) -> Reading:
    """An answer is a list; a page with an article is read by its ids; a page with only the script leads to a list."""
    if page.data is not None:
        return _answer(page, family)
    reading = read_by_spec(page, family)
    if isinstance(reading, Article):
        return replace(reading, published=_published(page), category=breadcrumb(page, reading.title))
    # Without cards, but with a next page: the list begins with the script's first request.
    if RESOURCE.mine(page):
        return listing_of(page, family, ())
    return reading


def _published(page: Page) -> Stamp | None:
    """The date between title and text, should the page print one."""
    for title in page.selector.css("#contentDetailTitleId"):
        for body in page.selector.css("#contentDetail"):
            return date_between(element(title), element(body))
    return None


def _items(page: Page) -> list[Any] | None:
    items = page.data.get("items") if isinstance(page.data, dict) else None
    return items if isinstance(items, list) else None


def _answer(page: Page, family: Family) -> Reading:
    items = _items(page)
    if items is None:
        return Other(url=page.address, family=family.id, reason="not_html", detail="JSON without items")
    cards = unique_cards(card for item in items if isinstance(item, dict) and (card := _card(item, page)))
    if not cards and not RESOURCE.is_behind_the_last(page):
        return other(page, "empty_listing", detail=f"{len(items)} items, none of them news", family=family.id)
    return listing_of(page, family, cards)


def _card(item: dict[str, Any], page: Page) -> Card | None:
    title = plain(item.get("title"))
    url = page.link(str(item.get("urlDetail") or "")) or _address(item.get("id"), page)
    if not title or not url:
        return None
    return Card(url=url, title=title, date=_date(item.get("createdDate")), summary=plain(item.get("summary")) or None)


def _address(number: Any, page: Page) -> str | None:
    """Where the portlet shows article `number`: on the page whose list this is."""
    if not page.url or not str(number or "").isdecimal():
        return None
    query = f"p_p_id={PORTLET}&p_p_lifecycle=0&_{PORTLET}_articleId={number}"
    return urlunsplit(urlsplit(page.url)._replace(query=query, fragment=""))


def _date(value: Any) -> Stamp | None:
    """The date of an entry: text as portals print it, or milliseconds since 1970 as Java does."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            value = datetime.fromtimestamp(value / 1000, VIETNAM).isoformat(timespec="seconds")
        except (ValueError, OverflowError, OSError):
            return None
    return dates.parse(value, "listing") if isinstance(value, str) else None


BACNINH = Family(
    id="bacninh",
    title="Liferay, portlet of Bắc Ninh",
    rule=rule,
    reader=read,
    specs=(SPEC,),
    paging=(RESOURCE,),
)
