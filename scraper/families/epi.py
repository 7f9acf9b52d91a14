"""ePi's ONECMS: the newspapers of Lào Cai, Gia Lai, Hà Tĩnh, Sơn La, Bắc Kạn, and Sài Gòn Giải Phóng.

Known from a saved page of baolaocai.vn (2026) and from crawlers of other papers on the system (2022-2026).

1. Recognised by `.article__body.cms-body`, `.story__heading`, `a.cms-link`, and `-post<id>.html` in addresses.
2. That address is an article's, whatever surrounds it; the id is its key.
3. Under a text stand more stories than a section has, and a column of others beside it: neither is a list.
4. The lead is `.article__sapo`; the writer is named in `.article__author` or signs below the text.
5. "Xem thêm" asks `/api/morenews-<type>-<zone>-<page>.html`, with what the button holds (`data-type`, `data-zone`,
   `data-page`). The answer is JSON: the cards as HTML in `data.articles`, or their fields in `data.contents`.
"""

import re
from collections.abc import Iterator
from typing import Any

from scraper.families.newspapers import list_of_articles, read_by_address
from scraper.items import Card, PageRequest, Reading
from scraper.reading import (
    Family,
    NextLink,
    NextNumber,
    NextWord,
    Page,
    Sign,
    Spec,
    listing_of,
    machine_dates,
    plain,
    unique_cards,
)

ADDRESS = re.compile(r"-post(\d+)\.(?:html|vnp|epi|tpo)$")
_MORE = re.compile(r"/api/morenews-([a-z]+-\d+)-(\d{1,6})\.html")
_ASIDE = (".sub-col", ".hot-news", ".breadcrumbs")

SPEC = Spec(
    scope=(".article", "body"),
    title=(".article__title", ".article__header", "h1.cms-title", "h1"),
    published=(".article__meta time", ".article__meta .time", "time.time"),
    lead=(".article__sapo",),
    body=(".article__body", ".cms-body"),
    author=(".article__author .name", "a.cms-author", ".article__author"),
    unit=(".article__source",),
    category=(".breadcrumbs a.active", ".breadcrumbs .main a", ".breadcrumbs .text"),
    related=(".article__related", ".article-relate"),
    drop=(".sda_middle", ".rennab", "a.cms-relate", ".article__tag", ".article__tags"),
    gallery=("figure.article__avatar",),
    key=r"-post(\d+)\.",
)


def rule(page: Page) -> Iterator[Sign]:
    """An answer to "Xem thêm"; the form of an article's address."""
    if _MORE.search(page.address) and page.data is not None:
        yield Sign(100, "an answer of /api/morenews")
    elif ADDRESS.search(page.address):
        yield Sign(20, "-post<id> in the address")


def read(page: Page, family: Family) -> Reading:
    """A page by its address, more of a section from its API."""
    if page.data is None:
        return read_by_address(page, family, ADDRESS, _ASIDE)
    answer = page.data.get("data") if isinstance(page.data, dict) else None
    answer = answer if isinstance(answer, dict) else {}
    if isinstance(html := answer.get("articles"), str):
        found = list_of_articles(Page.from_text(html, page.address), family, ADDRESS)
        return listing_of(page, family, found.cards if found else ())
    items = answer.get("contents")
    cards = (_card(item, page) for item in items if isinstance(item, dict)) if isinstance(items, list) else ()
    return listing_of(page, family, unique_cards(card for card in cards if card))


def _card(item: dict[str, Any], page: Page) -> Card | None:
    """The card of an entry whose fields are told; `date` is in seconds since 1970."""
    url, title = page.link(str(item.get("url") or "")), plain(str(item.get("title") or ""))
    date = machine_dates.from_epoch(item.get("date"))
    return (
        Card(url=url, title=title, date=date, summary=plain(str(item.get("description") or "")) or None)
        if url and title
        else None
    )


def more(page: Page, cards: int) -> PageRequest | None:
    """The request of the button "Xem thêm" on a section's page, or the one after the answer that `page` is."""
    if asked := _MORE.search(page.address):
        zone, number = asked[1], int(asked[2]) + 1
    elif button := next(iter(page.selector.css("button.control__loadmore[data-zone]")), None):
        has = button.attrib
        zone, number = f"{has.get('data-type') or 'zone'}-{has['data-zone']}", int(has.get("data-page") or 1)
    else:
        return None
    url = page.link(f"/api/morenews-{zone}-{number}.html")
    return PageRequest(url=url) if url and cards else None


EPI = Family(
    id="epi",
    title="ePi ONECMS",
    mentions=("cms-body", "cms-link", "story__heading", "article__sapo", "/api/morenews-", "-post"),
    marks=(
        (".article__body.cms-body", 50),
        (".article__sapo", 20),
        (".story__heading", 30),
        ("a.cms-link[href*='-post']", 30),
        ("button.control__loadmore", 20),
    ),
    rule=rule,
    reader=read,
    specs=(SPEC,),
    paging=(more, NextLink(css=("a[rel~=next]", "link[rel=next]")), NextWord(), NextNumber()),
)
