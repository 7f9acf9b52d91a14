"""One page as it was fetched, parsed at most once, with what is asked of every page. Pure: no I/O here or below."""

import json
import re
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from scraper.reading.page.css import Element, Tree
from scraper.reading.page.decode import decode, is_markup, may_be_feed, unpacked
from scraper.reading.page.files import is_binary
from scraper.reading.page.text import clean

MAX_BYTES = 16 * 1024 * 1024
# A sitemap may have 50 MB (52,428,800 bytes, https://www.sitemaps.org/protocol.html#index); some exceed it a little.
MAX_FEED_BYTES = 52 * 1024 * 1024
MAX_ELEMENTS = 40_000  # a news page has some thousand; reading more than this takes over a second
# On pages with megabytes of inline script most of the time would go into parsing what no reader needs. Left out only
# there, since to look for it costs as much as it saves on a usual page.
_HEAVY = re.compile(r"<(script|style)\b", re.IGNORECASE)
_HEAVY_END = {tag: re.compile(f"</{tag}", re.IGNORECASE) for tag in ("script", "style")}
_HEAVY_FROM = 1024 * 1024
_DATA_SCRIPT = re.compile(r"<script\b[^>]{0,300}application/ld\+json", re.IGNORECASE)
_END = re.compile(r"</(?:html|body)\b", re.IGNORECASE)
_USUAL_END = 256  # characters from the end within which most pages close their body
_LINE_BREAKS = re.compile(r"[\t\r\n]+")
_DEAD_LINK = re.compile(r"\s*(?:javascript|mailto|tel|data|about|blob):|\s*#", re.IGNORECASE)


class Page:
    """A page as it was fetched. Treat it as frozen: everything is worked out once, when it is first asked for.

    `text` is its source, decoded. `url` is None for a saved page that does not say where it is from. `content_type` is
    the header's value, kept without parameters; `status` the HTTP status, `location` the header of a redirect.
    `request_body` is the body of the POST that asked for it. `fetched_at` is the moment at which it was fetched, None
    where nobody knows. `raw` are its bytes, of which only the first few are
    kept, `size` their number. `mojibake`, `broken` and `legacy_font` are what decoding found, see
    `scraper.reading.page.decode`.
    """

    def __init__(
        self,
        text: str,
        url: str | None = None,
        *,
        content_type: str | None = None,
        status: int = 200,
        location: str | None = None,
        request_body: str | None = None,
        fetched_at: datetime | None = None,
        raw: bytes = b"",
        size: int | None = None,
        mojibake: bool = False,
        broken: bool = False,
        legacy_font: bool = False,
    ) -> None:
        self.text = text
        self.url = url or None
        self.content_type = (content_type or "").split(";")[0].strip().lower()
        self.status = status
        self.location = location
        self.request_body = request_body
        self.fetched_at = fetched_at
        self.head = raw[:16] or text[:16].encode("utf-8", "replace")
        self.size = len(text) if size is None else size
        self.mojibake = mojibake
        self.broken = broken
        self.legacy_font = legacy_font
        self.memo: dict[str, Any] = {}  # what readers worked out about the page, by their own names
        self._links: dict[str, str | None] = {}  # joining is expensive, and menus repeat their links

    @classmethod
    def from_bytes(
        cls,
        url: str | None,
        body: bytes,
        *,
        content_type: str | None = None,
        status: int = 200,
        location: str | None = None,
        request_body: str | None = None,
        fetched_at: datetime | None = None,
    ) -> "Page":
        """A page from the bytes of a response, `body`, which is decoded from its content-encoding; the rest as above.

        Files and pages over the limit are not decoded: their text is empty. A sitemap in a gzip file is unpacked; for
        feeds and sitemaps the limit is 52 MB.
        """
        body = unpacked(body, MAX_FEED_BYTES)
        if "gzip" in (content_type or "") and is_markup(body):
            content_type = None  # the type of the file that it came in
        kind = (content_type or "").split(";")[0].strip().lower()
        limit = MAX_FEED_BYTES if len(body) > MAX_BYTES and may_be_feed(body) else MAX_BYTES
        readable = len(body) <= limit and not is_binary(body[:16], kind)
        decoded = decode(body if readable else b"", content_type)
        return cls(
            decoded.text,
            url,
            content_type=content_type,
            status=status,
            location=location,
            request_body=request_body,
            fetched_at=fetched_at,
            raw=body,
            size=len(body),
            mojibake=decoded.mojibake,
            broken=decoded.broken,
            legacy_font=decoded.legacy_font,
        )

    @classmethod
    def from_text(cls, html: str, url: str | None = None, *, request_body: str | None = None) -> "Page":
        """A page from `html` that somebody else decoded."""
        return cls(html, url, request_body=request_body)

    @property
    def too_large(self) -> bool:
        """Whether the page is over 16 MB; it is not parsed then, except as a feed or sitemap."""
        return self.size > MAX_BYTES

    @cached_property
    def selector(self) -> Tree:
        """The page, parsed by lxml."""
        text = "" if self.too_large else self.text
        if len(text) > _HEAVY_FROM:
            text = _without_scripts(text)
        return Tree.parse(text)

    @cached_property
    def base(self) -> str | None:
        """What relative links are relative to: the page's URL with its <base>, or og:url; None when unknown.

        The rule of HTML (https://html.spec.whatwg.org/#document-base-url), and og:url for saved pages.
        """
        href = self.first("base::attr(href)")
        if self.url:
            return (_join(self.url, href) if href else None) or self.url
        return next((url for url in (href, self._og_url) if _is_web(url)), None)

    @property
    def address(self) -> str:
        """The page's own URL as far as it is known, else ''."""
        return self.url or _join("", self._og_url or "") or self.canonical or self.base or ""

    @cached_property
    def _og_url(self) -> str | None:
        """The address that the page states for social networks, as written (https://ogp.me/#metadata)."""
        return self.first("meta[property='og:url']::attr(content)")

    @cached_property
    def canonical(self) -> str | None:
        """Absolute rel=canonical; a hint only, portals print wrong ones."""
        href = self.first("link[rel='canonical']::attr(href)")
        return href if _is_web(href) else None

    @property
    def flags(self) -> tuple[str, ...]:
        """What is unusual about the page as a whole: `legacy_font`, `mojibake`, `no_base`."""
        found = {"legacy_font": self.legacy_font, "mojibake": self.mojibake, "no_base": not self.base}
        return tuple(flag for flag, is_so in found.items() if is_so)

    @cached_property
    def title(self) -> str:
        """The text of <title>."""
        return clean(self.first("title::text"))

    @cached_property
    def data(self) -> dict[str, Any] | list[Any] | None:
        """The answer of an API, when the page is JSON and no markup; else None."""
        if self.too_large or self.text.lstrip("\ufeff \t\r\n")[:1] not in {"{", "["}:
            return None
        try:
            found = json.loads(self.text.lstrip("\ufeff"))
        except (ValueError, RecursionError):
            return None
        return found if isinstance(found, dict | list) else None

    @cached_property
    def truncated(self) -> bool:
        """Whether the page began as a whole document and ends with elements still open.

        HTML lets authors leave out the end tags of html, body and p
        (https://html.spec.whatwg.org/#optional-tags); nobody leaves out those of boxes.
        """
        if "<html" not in self.text[:4096].lower():
            return False
        if _END.search(self.text, max(0, len(self.text) - _USUAL_END)) or _END.search(self.text):
            return False
        text = self.text.lower()
        if text.rfind("<") > text.rfind(">"):  # it ends within a tag
            return True
        return any(text.count(f"<{tag}") > text.count(f"</{tag}") for tag in ("div", "table", "article", "section"))

    def mentions(self, *strings: str) -> bool:
        """Whether one of `strings` stands in the source."""
        return any(string in self.text for string in strings)

    def first(self, css: str) -> str | None:
        """The first match of the selector `css`, stripped; None when there is none or it is blank."""
        found = self.selector.css(css).get()
        return (found.strip() or None) if found else None

    def link(self, href: str | None) -> str | None:
        """`href` as an absolute URL, or as written when no base is known; None for what is no address."""
        if not href or _DEAD_LINK.match(href):
            return None
        if href not in self._links:
            bare = _LINE_BREAKS.sub("", href.strip()).replace(" ", "%20")
            self._links[href] = _join(self.base or "", bare)
        return self._links[href]


def _without_scripts(text: str) -> str:
    """`text` without scripts and styles, data for machines apart. Each character is looked at once.

    What follows a script without an end belongs to it, as in a browser (HTML, 13.2.5.4), so it goes too.
    """
    pieces: list[str] = []
    at = 0
    while found := _HEAVY.search(text, at):
        close = _HEAVY_END[found[1].lower()].search(text, found.end())
        end = (text.find(">", close.end()) + 1 if close else 0) or len(text)
        is_data = _DATA_SCRIPT.match(text, found.start())
        pieces.append(text[at : end if is_data else found.start()])
        at = end
    return "".join((*pieces, text[at:]))


def _join(base: str, href: str) -> str | None:
    """`href` as it is meant from `base`, as written where that is ""; None for what cannot be read, such as `http://[`."""
    try:
        urlsplit(href)  # urljoin does not look at an address that has no base
        return urljoin(base, href)
    except ValueError:
        return None


def _is_web(url: str | None) -> bool:
    """Whether `url` is an absolute http or https address."""
    try:
        return urlsplit(url or "").scheme in {"http", "https"}
    except ValueError:
        return False


def element(selector: Selector) -> Element:
    """The lxml element under `selector`, which must not be that of an attribute or a text."""
    root: Element = selector.root
    return root
