"""What one page tells somebody who has never seen its site: encoding, feeds, lists, how lists go on. Pure."""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from scraper.families.general import GENERAL
from scraper.items import PageRequest
from scraper.reading import Family, Page, clean
from scraper.reading.article.attachments import is_file
from scraper.reading.page.decode import declared
from scraper.urls.canonical import bare_host, canonical_v1, is_trap

_SITEMAP_LINE = re.compile(r"^[^\S\n]*+sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
# Words of sections, in addresses without marks and in labels with them.
_NEWS_WORDS = re.compile(
    r"tin-?tuc|tin-|su-?kien|thoi-?su|chinh-?tri|kinh-?te|xa-?hoi|van-?hoa|hoat-?dong|chuyen-?muc|thong-?bao|category"
    r"|news|tin bài|tin tức|sự kiện|thời sự|chính trị|kinh tế|văn hóa|xã hội|hoạt động|thông báo",
    re.IGNORECASE,
)
# What is no list of news; of Liferay's portlets 58 is the login, 82 the language, 3 the search.
_NO_LIST = re.compile(
    r"dang-?nhap|login|lien-?he|contact|rss|feed|print|sendmail|search|tim-?kiem|so-do|sitemap|/user|video|hinh-anh|album"
    r"|gioi-?thieu|privacy|thu-vien|p_p_id=(?:58|82|3)\b|\.(?:jpe?g|png|gif|css|js)$",
    re.IGNORECASE,
)
_LONGEST_LABEL = 60  # characters; what is longer is a title
# Where a system has them unless its owner moved them.
_FEEDS_BY_FAMILY = {
    "wordpress": ("/feed/", "/wp-sitemap.xml"),
    "drupal": ("/rss.xml",),
    "nukeviet": ("/vi/news/rss/",),
}


@dataclass(frozen=True, slots=True)
class Encoding:
    """What header and page declare (None when silent), what the bytes are, and whether stray bytes were repaired."""

    header: str | None
    meta: str | None
    used: str
    mojibake: bool

    @property
    def sentence(self) -> str:
        """The encoding in words."""
        stated = [f"{where} {name}" for where, name in (("header", self.header), ("page", self.meta)) if name]
        text = f"is {self.used}; " + (f"declared by {', '.join(stated)}" if stated else "declared nowhere")
        if len({_codec(name) for name in (self.header, self.meta) if name}) > 1:
            text += "; the two declarations contradict each other"
        return text + ("; bytes of another encoding in it are repaired (flag mojibake)" if self.mojibake else "")


def encoding_of(body: bytes, content_type: str | None, *, mojibake: bool) -> Encoding:
    """The encodings of a page's bytes, `body`: declared by `content_type` and by themselves, and real.

    `mojibake` says that bytes of another encoding had to be repaired.
    """
    header, meta = declared(body, content_type)
    candidates = ["utf-8", *(name for name in (header, meta) if name and _codec(name) not in {None, "utf-8"})]
    used = "utf-8 with other bytes in it" if mojibake else next((n for n in candidates if _fits(body, n)), "unclear")
    return Encoding(header, meta, used.lower(), mojibake)


def _codec(name: str) -> str | None:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _fits(body: bytes, name: str) -> bool:
    try:
        body.decode(name)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def declared_feeds(page: Page) -> list[str]:
    """Addresses of feeds and sitemaps that the head and the links of `page` name."""
    hrefs = page.selector.css(
        "link[rel~=alternate][type*='rss']::attr(href), link[rel~=alternate][type*='atom']::attr(href)"
        ", link[rel=sitemap]::attr(href)"
    ).getall()
    hrefs += [
        href
        for href in page.selector.css("a::attr(href)").getall()
        if re.search(r"(?:/rss(?:/|\.xml|\.aspx|$)|/feed/?$|\.rss$|sitemap[^/]*\.xml)", href, re.IGNORECASE)
    ]
    return _own(page, hrefs)


def usual_feeds(family: Family | None, base: str) -> list[str]:
    """Where systems of `family` keep feeds and sitemaps when no page names them; last, where every site may.

    `base` is any address of the site.
    """
    known = _FEEDS_BY_FAMILY.get(family.id, ()) if family else ()
    return [urljoin(base, path) for path in (*known, "/sitemap.xml")]


def sitemaps_in_robots(text: str) -> list[str]:
    """The Sitemap lines of a robots.txt, `text` (https://www.sitemaps.org/protocol.html#submit_robots)."""
    return _SITEMAP_LINE.findall(text)


def list_candidates(page: Page) -> list[str]:
    """Links of `page` that may lead to a list of news, the likeliest first."""
    found: dict[str, tuple[int, str]] = {}
    own = canonical_v1(page.address)
    for link in page.selector.css("a[href]"):
        url = page.link(link.attrib["href"])
        label = clean(link.xpath("string(.)").get()) or clean(link.attrib.get("title"))
        if url is None or not _own(page, [url]) or not label or len(label) > _LONGEST_LABEL:
            continue
        points = _list_points(url, label) + (1 if link.xpath("ancestor::nav|ancestor::ul") else 0)
        key = canonical_v1(url)
        if points > 0 and key != own and key not in found:
            found[key] = (points, url.split("#")[0])
    return [url for _, url in sorted(found.values(), key=lambda pair: -pair[0])]


def _list_points(url: str, label: str) -> int:
    """How much a link looks like one to a section: by its words, by how short its path is, by no number in it."""
    parts = urlsplit(url)
    place = unquote(parts.path) + (f"?{parts.query}" if parts.query else "")
    if _NO_LIST.search(place) or is_file(url) or is_trap(url) or parts.path in {"", "/"}:
        return 0
    points = 3 if _NEWS_WORDS.search(f"{place} {label}") else 1
    points += 1 if parts.path.strip("/").count("/") == 0 else 0
    # A long number, or one at the end, is an article's.
    return points - (3 if re.search(r"\d{4,}|-\d+(?:\.\w+)?$", parts.path) else 0)


def _own(page: Page, hrefs: Iterable[str]) -> list[str]:
    """The addresses among `hrefs` on the page's own host, each once."""
    host = bare_host(urlsplit(page.address).netloc)
    urls = [url for href in hrefs if (url := page.link(href)) and url.startswith("http")]
    return list(dict.fromkeys(url for url in urls if bare_host(urlsplit(url).netloc) == host))


def paging_of(page: Page, cards: int, family: Family | None) -> tuple[str, PageRequest] | None:
    """The kind of paging of `family` that knows the page after `page`, in words, and the request; None on a last page.

    `cards` is how many entries the page has. Of an unknown family the general kinds are asked.
    """
    for kind in (family or GENERAL).paging:
        if request := kind(page, cards):
            return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(kind).__name__).lower(), request
    return None
