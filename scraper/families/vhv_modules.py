"""The modules of VHV's pages: what their scripts say of the list or article that each of them holds.

A module's settings stand in the page as JSON in base64, and its script asks for further pages with them:
`VHV.using($.extend($.parseJSON(decode64('eyJ...')), {"module": "Content.Listing", "page": "Article.News.list", "id":
"27"}))`, for `#module27`. Of a list they say how many entries it has and how many a page shows. Seen in saved pages
of 2021; the request for a further page is the one that crawlers of a portal of 2017 and of several of 2025 send.
"""

import json
import re
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from parsel import Selector

from scraper.items import Card, Listing, PageRequest
from scraper.reading import Family, Page, cards_around, listing_of, whole_number
from scraper.urls.canonical import bare_host

_SELECT = "Content.Article.select"  # the service of one article; of a list it is `selectAll`
_SELECT_ALL = "Content.Article.selectAll"
LIST_REQUEST = f"service={_SELECT_ALL}"
_SETTINGS = re.compile(r"decode64\('([\w+/=]{20,8000})'\)\),\s*(\{[^{}]{10,500}\})")
_SITE = re.compile(r"\bsite:\s*'(\d{3,9})'")
# Of albums and films only names are told; they are no news.
_NEWS = ("Article.News", "Article.LegalDocument")
_NOT_SENT = ("totalItems", "index", "path")  # the first grows: the same page must be the same request next year
_HEADERS = (
    ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),  # without it the answer is page 1
    ("X-Requested-With", "XMLHttpRequest"),
)
_FEWEST_CARDS = 3  # of a first page; other pages show a list or two beside what they are about


@dataclass(frozen=True, slots=True)
class Module:
    """A module: its `settings`, by the platform's names, and what its `frame` is, the page and place it stands in."""

    settings: dict[str, Any]
    frame: dict[str, Any]

    @property
    def selector(self) -> str:
        """Where it stands on the page."""
        return f"#module{self.frame.get('id', 0)}"

    @property
    def lists_news(self) -> bool:
        """Whether it is a list of articles or documents."""
        return self.settings.get("service") == _SELECT_ALL and self.settings.get("type", _NEWS[0]) in _NEWS

    @property
    def is_section(self) -> bool:
        """Whether it is what a list page is about: a list in pages, of one category."""
        of_list = str(self.frame.get("page", "")).endswith(".list")
        return (
            self.lists_news
            and of_list
            and bool(self.settings.get("hasPagination") and self.settings.get("categoryId"))
        )

    @property
    def is_most_read(self) -> bool:
        """Whether it only repeats what is read most."""
        return str(self.settings.get("orderBy", "")).startswith("totalViews")

    @property
    def total(self) -> int | None:
        """How many entries its list has."""
        return whole_number(str(self.settings.get("totalItems", "")))


def modules(page: Page) -> tuple[Module, ...]:
    """The modules of `page` whose settings stand in its scripts, in the order of the scripts."""
    if "vhv_modules" not in page.memo:
        found = (_module(*pair) for pair in _SETTINGS.findall(page.text))
        page.memo["vhv_modules"] = tuple(module for module in found if module)
    known: tuple[Module, ...] = page.memo["vhv_modules"]
    return known


def _module(encoded: str, frame: str) -> Module | None:
    try:
        settings, about = json.loads(b64decode(encoded)), json.loads(frame)
    except ValueError:  # damaged in saving
        return None
    return Module(settings, about) if isinstance(settings, dict) else None


def record_of(page: Page) -> str | None:
    """The record that the article or document of `page` has in the platform's database."""
    found = (module.settings.get("itemId") for module in modules(page) if module.settings.get("service") == _SELECT)
    return next((str(one) for one in found if one), None)


def read_list(page: Page, family: Family) -> Listing | None:
    """The list that `page` is: a piece that a pager asked for, a section, or the news of a first page; else None."""
    if LIST_REQUEST in (page.request_body or ""):
        return listing_of(page, family, _cards(page, [page.selector]))
    if section := _section(page):
        return listing_of(page, family, _cards(page, page.selector.css(section.selector)), total=section.total)
    if record_of(page):
        return None
    news = [one.selector for one in modules(page) if one.lists_news and not one.is_most_read]
    cards = _cards(page, page.selector.css(", ".join(news))) if news else ()
    return listing_of(page, family, cards) if len(cards) >= _FEWEST_CARDS else None


def _section(page: Page) -> Module | None:
    return next((module for module in modules(page) if module.is_section), None)


def _cards(page: Page, parts: Iterable[Selector]) -> tuple[Card, ...]:
    """One card for each article that is linked in `parts`; addresses of articles, and only those, end with ".html"."""
    host = bare_host(urlsplit(page.address).netloc)

    def is_article(link: Selector) -> bool:
        parts = urlsplit(page.link(link.attrib["href"]) or "")
        return parts.path.endswith(".html") and bare_host(parts.netloc) == host

    return cards_around(page, [link for part in parts for link in part.css("a[href]") if is_article(link)])


@dataclass(frozen=True, slots=True)
class ModulePages:
    """The pages of a section, which its module's script asks for by POST and gets as a piece of HTML."""

    def __call__(self, page: Page, cards: int) -> PageRequest | None:
        """The next page, or None; see `scraper.reading.page.family.Paging`."""
        if LIST_REQUEST in (page.request_body or ""):
            fields = dict(parse_qsl(page.request_body or "", keep_blank_values=True))
            url, more = page.url, cards >= (whole_number(fields.get("itemsPerPage")) or 1)
        elif section := _section(page):
            fields = _form(section)
            url = _address(page, section)
            more = (section.total or 0) > (whole_number(fields.get("itemsPerPage")) or 1)
        else:
            return None
        if not url or not more:
            return None
        fields["pageNo"] = str((whole_number(fields.get("pageNo")) or 1) + 1)
        return PageRequest(url=url, method="POST", body=urlencode(fields), headers=_HEADERS)


def _form(section: Module) -> dict[str, str]:
    """The form that the script of `section` sends: its settings, and where on which page it stands."""
    fields = {name: str(value) for name, value in section.settings.items() if name not in _NOT_SENT}
    places = ("page", "modulePosition", "moduleParentId")
    return fields | {name: str(section.frame[name]) for name in places if name in section.frame}


def _address(page: Page, section: Module) -> str | None:
    """Where the script of `section` sends its form."""
    site, number, kind = _SITE.search(page.text), section.frame.get("id"), section.frame.get("page")
    if site is None or not page.url:
        return None
    query = f"module=Content.Listing&moduleId={number}&cmd=redraw&site={site[1]}&url_mode=rewrite"
    return page.link(f"/?{query}&submitFormId={number}&page={kind}")
