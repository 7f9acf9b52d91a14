"""What a site calls itself and who runs it, by what its pages say of themselves; each answer names its witness. Pure.

The title of a list ("Tin tức") is no name of a site: what only one page says in its title does not count.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlsplit

from parsel import Selector

from scraper.reading import Page, clean, words
from scraper.reading.article.json_ld import nodes_in

_SEPARATOR = re.compile(r" [|–—»:·-] | ?[|»] ?")
_SHORTEST, _LONGEST = 4, 100  # characters of a name
_LOGO = "[class*=logo] img[alt], [id*=logo] img[alt], img[class*=logo][alt], img[id*=logo][alt], a[href='/'] img[alt]"
_HEADER = "header a[href], [id*=header] a[href], [class*=header] a[href], [id*=banner] a[href]"
_MOST_LINKS = 20  # of a header that are looked at
_FEWEST_WORDS = 2  # of a picture's text that names a site
_SITE = {"WebSite"}
_OWNER = {
    "Organization",
    "GovernmentOrganization",
    "NewsMediaOrganization",
    "GovernmentOffice",
    "EducationalOrganization",
}
_LD_JSON = "script[type='application/ld+json']::text"
# "Cơ quan chủ quản: Ủy ban nhân dân xã Mẫu", "Bản quyền © 2020 thuộc về Sở Mẫu": up to the end of its line.
_LABEL = re.compile(
    r"(?:(?:cơ quan|đơn vị) chủ quản|bản quyền(?: nội dung)?[^:\w]{0,4}(?:\d{4} ?)?(?:thuộc về|thuộc|của)) ?:? ?©? ?",
    re.IGNORECASE,
)
# A full stop ends it, but not that of "TP. Hồ Chí Minh".
_END_OF_NAME = re.compile(
    r"(?:[;|]|(?<!\btp)\.|\b(?:địa chỉ|điện thoại|chịu trách nhiệm|email|giấy phép|thiết kế|ghi rõ|trụ sở)\b"
    r"| - (?=[^\d]{0,30}\d)).*",
    re.IGNORECASE,
)
_LABELLED = (
    "//*[text()[contains(., 'chủ quản') or contains(., 'CHỦ QUẢN') or contains(., 'Chủ quản')"
    " or contains(., 'ản quyền') or contains(., 'ẢN QUYỀN')]]"
)
_MOST_LABELS = 10  # on a page, from its end
_OUTWARD = 3  # elements around the label in which the name may stand
_BLOCK_TEXT = 400  # characters: a block with more is not the imprint's line
# What names no site: sections, parts of a page, words of a template.
_NO_NAME = re.compile(
    r"(?:tin tức(?: (?:và )?sự kiện)?|tin (?:mới|nổi bật|tức mới)|sự kiện|thông báo|trang (?:chủ|nhất)|chi tiết"
    r"|chi tiết tin|bài viết|chuyên mục|danh sách|giới thiệu|liên hệ|văn bản|cổng thông tin điện tử|home|home ?page"
    r"|news|index|default|untitled|welcome|logo|banner|header|image|website|web|site|portal|my (?:site|blog)|joomla"
    r"|wordpress|drupal)(?: \d+)?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"://|^[\w-]+(?:\.[\w-]+)+$|\.(?:png|jpe?g|gif|svg|webp)$", re.IGNORECASE)
_IN_TITLES = "the part of <title> that pages share"


class Named(NamedTuple):
    """A `name` and the `witness` it is from, in words."""

    name: str
    witness: str


@dataclass(slots=True)
class Masthead:
    """What the pages of one host say of its name and owner."""

    _names: dict[str, Counter[str]] = field(default_factory=dict)
    _owners: dict[str, Counter[str]] = field(default_factory=dict)
    _parts: Counter[str] = field(default_factory=Counter)
    _titles: set[str] = field(default_factory=set)

    def add(self, page: Page) -> None:
        """Hear one more `page` of the host."""
        for book, found in ((self._names, _names(page)), (self._owners, _owners(page))):
            for witness, text in found:
                if name := _name(text):
                    book.setdefault(witness, Counter())[name] += 1
        if page.title and page.title not in self._titles:
            self._titles.add(page.title)
            self._parts.update({name for part in _SEPARATOR.split(page.title) if (name := _name(part))})

    @property
    def name(self) -> Named | None:
        """What the site calls itself, by the first witness that says anything."""
        return _first(self._names) or self._shared_title() or _first(self._owners)

    @property
    def owner(self) -> Named | None:
        """Who runs the site; where no imprint says so, what the site calls itself."""
        return _first(self._owners) or self.name

    def _shared_title(self) -> Named | None:
        """The part that at least half of the titles share; one title alone shares nothing."""
        part, count = next(iter(self._parts.most_common(1)), ("", 0))
        return Named(part, _IN_TITLES) if count > 1 and 2 * count >= len(self._titles) else None


def _first(book: dict[str, Counter[str]]) -> Named | None:
    ranked = sorted(book, key=_WITNESSES.index)
    return next((Named(book[witness].most_common(1)[0][0], witness) for witness in ranked), None)


# The surest first.
_WITNESSES = ("og:site_name", "JSON-LD", "application-name", "the logo", "the start page's title", "the footer")


def _names(page: Page) -> Iterator[tuple[str, str]]:
    yield "og:site_name", page.first("meta[property='og:site_name']::attr(content)") or ""
    for node in nodes_in(page.selector.css(_LD_JSON).getall()):
        if _SITE & set(node.types):
            yield "JSON-LD", node.text("name")
    yield "application-name", page.first("meta[name='application-name']::attr(content)") or ""
    parts = urlsplit(page.address)
    if parts.netloc and parts.path in {"", "/"} and not parts.query:
        yield "the start page's title", max(filter(_name, _SEPARATOR.split(page.title)), key=len, default="")
    for image in (*page.selector.css(_LOGO)[:3], *_pictures_of_home(page)):
        if len((text := image.attrib.get("alt") or "").split()) >= _FEWEST_WORDS:
            yield "the logo", text


def _pictures_of_home(page: Page) -> Iterator[Selector]:
    """The pictures at the head of `page` that lead to the start page."""
    for link in page.selector.css(_HEADER)[:_MOST_LINKS]:
        parts = urlsplit(page.link(link.attrib["href"]) or "x")
        if parts.path in {"", "/"} and not parts.query and parts.netloc in {"", urlsplit(page.address).netloc}:
            yield from link.css("img[alt]")[:1]


def _owners(page: Page) -> Iterator[tuple[str, str]]:
    labels = page.selector.xpath(_LABELLED)[-_MOST_LABELS:]
    yield from (("the footer", name) for label in reversed(labels) if (name := _behind(label)))
    for node in nodes_in(page.selector.css(_LD_JSON).getall()):
        if _OWNER & set(node.types) and not node.of_another:
            yield "JSON-LD", node.text("name")


def _behind(label: Selector) -> str | None:
    """The name behind a `label` of the imprint, in its own element or in one around it."""
    for block in reversed(label.xpath("ancestor-or-self::*")[-_OUTWARD:]):
        text = clean(block.xpath("string(.)").get())
        if len(text) > _BLOCK_TEXT:
            return None
        found = _LABEL.search(text)
        if found and (name := _name(_END_OF_NAME.sub("", text[found.end() :]))):
            return name
    return None


def _name(text: str) -> str | None:
    """`text` as a name that can stand in a spider file; None for what names no site."""
    name = re.sub(r'["\\]+', "", clean(text)).strip(" .:-–|,")
    if not _SHORTEST <= len(name) <= _LONGEST or _NO_NAME.fullmatch(words(name)) or _ADDRESS.search(name):
        return None
    return name if any(letter.isalpha() for letter in name) else None
