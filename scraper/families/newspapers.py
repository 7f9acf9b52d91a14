"""What families of newspapers share: an address tells an article, a list is the articles outside the side columns.

Papers show the same stories several times: in menus, in boxes of what is new or most read, in the list itself. Only
the last is the section; with the others each page of a section would be the same list.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from parsel import Selector

from scraper.items import Article, Listing, Reading
from scraper.reading import (
    Css,
    Family,
    Page,
    cards_around,
    element,
    found_nothing,
    listing_of,
    not_news,
    read_by_spec_and_labels,
    read_by_structure,
)
from scraper.urls.canonical import bare_host

# Where no paper keeps the list of a section.
_ASIDE = ("nav", "header", "footer", "aside", "[class*=menu]", "[id*=menu]", "[class*=footer]", "[class*=sidebar]")
_MANY = 5  # links to articles that a page of a paper has at least


def path_of(url: str | None) -> str:
    """The path of `url`, "" where it has none."""
    return urlsplit(url or "").path


def links_to_articles(page: Page, address: re.Pattern[str]) -> list[Selector]:
    """The links of `page` to its own host whose path `address` finds."""
    host = bare_host(urlsplit(page.address).netloc)
    links = [(link, urlsplit(page.link(link.attrib["href"]) or "")) for link in page.selector.css("a[href]")]
    return [link for link, to in links if address.search(to.path) and bare_host(to.netloc) == host]


def links_to_many(page: Page, address: re.Pattern[str]) -> bool:
    """Whether `page` links to several articles of its host whose path `address` finds.

    Addresses are compared as they are written first: every page of any portal is asked.
    """
    written = (link.get("href") or "" for link in element(page.selector).iter("a"))
    alike = {href for href in written if address.search(re.split(r"[?#]", href, maxsplit=1)[0])}
    host = bare_host(urlsplit(page.address).netloc)
    return sum(bare_host(urlsplit(page.link(href) or "").netloc) == host for href in alike) >= _MANY


def list_of_articles(page: Page, family: Family, address: re.Pattern[str], aside: Css = ()) -> Listing | None:
    """The list of `family` that the links of `page` are whose path `address` finds; None without any.

    Left out are those in menus and side columns, of which `aside` are the system's own.
    """
    boxes: set[object] = {element(found) for css in (*_ASIDE, *aside) for found in page.selector.css(css)}
    links = links_to_articles(page, address)
    return list_of_links(page, family, (one for one in links if boxes.isdisjoint(element(one).iterancestors())))


def list_of_links(page: Page, family: Family, links: Iterable[Selector]) -> Listing | None:
    """The list of `family` whose entries `links` of `page` lead to; None without any."""
    cards = cards_around(page, links)
    return listing_of(page, family, cards) if cards else None


def read_by_address(page: Page, family: Family, address: re.Pattern[str], aside: Css = ()) -> Reading:
    """Read `page` of `family` as an article by its specs when `address` finds its path, else as a list.

    The group of `address` is the key; `aside` are side columns, see `list_of_articles`. Where the specs find no
    article it is read by structure: papers of one system differ in their templates.
    """
    named = address.search(path_of(page.address))
    if named is None:
        return list_of_articles(page, family, address, aside) or not_news(page, family)
    reading = read_by_spec_and_labels(page, family)
    if not (isinstance(reading, Listing) or found_nothing(reading)):
        return reading
    found = read_by_structure(page, family)
    return replace(found, key=named[1]) if isinstance(found, Article) else not_news(page, family)
