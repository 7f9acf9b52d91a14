"""Reading an article by structure alone: a title, and the block of paragraphs that follows it.

For systems whose class names nobody has seen. It trusts what every news page has: the words of the heading stand in
<title>, the text is the part of the page with the most words outside links, and dates are labelled or stand
alone between title and text.
"""

import re
from collections.abc import Iterator

from lxml import etree
from parsel import Selector

from scraper import bylines, dates
from scraper.article import Text, compose, read_text
from scraper.items import Article, Stamp
from scraper.junk import in_furniture, is_related_heading, is_toolbar
from scraper.page import Page
from scraper.text import clean, words

_NOT_TITLE = re.compile(
    r"portlet-title|site-(?:name|title|logo)|logo|slogan|brand|block-title|widget-title|visually-hidden|element-invisible|sr-only",
    re.IGNORECASE,
)
_MENU_WORDS = {"thực đơn", "menu", "đăng nhập", "tìm kiếm", "trang chủ", "liên kết website"}
_LEAD_CLASS = re.compile(
    r"sapo|(?:^|[\s_-])(?:lead|summary|hometext|intro|desc|description|teaser|excerpt|standfirst|tom-?tat|trich-?yeu|trich-?dan)(?=$|[\s_-])",
    re.IGNORECASE,
)
_DATE_CLASS = re.compile(r"date|time|ngay|publish|posted|created|submitted|meta", re.IGNORECASE)
_CLOCK_CLASS = re.compile(r"clock|current|today|now\b|header|dong-?ho|lich", re.IGNORECASE)
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:author|byline|tac-?gia|writer|but-?danh)", re.IGNORECASE)
_SOURCE_CLASS = re.compile(r"(?:^|[\s_-])(?:source|nguon(?:-?tin)?)(?=$|[\s_-])", re.IGNORECASE)
_BLOCK_XPATH = (
    ".//*[self::p or self::div or self::li or self::td or self::section or self::article or self::blockquote or self::span or self::main"
    " or self::font or self::center]"
)
_MIN_TEXT = 150
_LABELS = re.compile(r"(?:chuyên mục|danh mục|thể loại|category)\s*:\s*", re.IGNORECASE)


class Shape:
    """What structure says about one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.weights = _weights(page.selector)
        self.title = self._title()
        self.frame = self._frame()
        self.body = self._body()

    def _title(self) -> "etree._Element | None":
        best, score = None, 0.0
        for rank, node in enumerate(
            self.page.selector.css("h1, h2, h3, [class*=title], [class*=Title], [class*=tieu-de], [id*=title]")
        ):
            value = _title_score(self.page, node)
            if value - rank * 0.001 > score:
                best, score = node.root, value - rank * 0.001
        return best

    def _frame(self) -> "etree._Element | None":
        """The smallest element around the title that holds nearly all text of the page."""
        body = self.page.selector.css("body")
        whole = self.weights.get(body[0].root, 0) if body else 0
        if self.title is None or whole < _MIN_TEXT:
            return None
        for node in self.title.iterancestors():
            if self.weights.get(node, 0) >= 0.75 * whole:
                return node
        return None

    def _body(self) -> "etree._Element | None":
        """The smallest element in the frame, after the title, that holds nearly all of the frame's text."""
        node = self.frame
        if node is None:
            return None
        whole = self.weights.get(node, 0)
        while True:
            heavy = [c for c in node if self.weights.get(c, 0) >= 0.85 * whole]
            if not heavy or heavy[0].tag == "p":
                return node
            node = heavy[0]

    def text(self, drop: tuple[str, ...] = ()) -> Text:
        """The body's text; when title and text share one element, what stands after the title."""
        assert self.body is not None
        html = _markup(self.body, self.title)
        return read_text(html, self.page, drop, self.title_text)

    @property
    def title_text(self) -> str:
        """The words of the title."""
        return "" if self.title is None else clean("".join(self.title.itertext()))

    def between(self) -> "Iterator[etree._Element]":
        """Elements of the frame that stand outside the body, in order."""
        if self.frame is None or self.body is None:
            return
        inside = set(self.body.iter()) if self.body is not self.frame else set()
        for node in self.frame.iter():
            if isinstance(node.tag, str) and node not in inside and not in_furniture(node):
                yield node

    def lead(self) -> str | None:
        """A lead that the markup sets apart: by class, or as a block of its own between title and body."""
        if self.frame is None or self.body is None or self.title is None:
            return None
        for node in self.frame.iter("p", "div", "h2", "h3", "h4", "strong", "section", "blockquote", "span"):
            named = _LEAD_CLASS.search(f"{node.get('class', '')} {node.get('id', '')}")
            text = clean("".join(node.itertext())) if named else ""
            if (
                30 < len(text) < 1500
                and node is not self.body
                and self.body not in node.iter()
                and not in_furniture(node)
            ):
                return text
        return _set_apart(self.title, self.body)

    def published(self) -> Stamp | None:
        """A labelled date, or one that stands alone, near the title; then machine-readable dates."""
        if self.frame is None:
            return None
        after = False
        fallback: Stamp | None = None
        for node in self._date_nodes():
            after = after or node is self.title
            text = clean("".join(node.itertext()))
            if (
                not 7 < len(text) < 120
                or in_furniture(node)
                or _CLOCK_CLASS.search(f"{node.get('class', '')} {node.get('id', '')}")
            ):
                continue
            stamp = (
                dates.parse(text)
                if dates.is_only_date(text) or dates.has_label(text) or _is_meta(node, text)
                else None
            )
            if stamp is None:
                continue
            if after or dates.has_label(text):
                return stamp
            if dates.has_clock(text) or _DATE_CLASS.search(f"{node.get('class', '')}"):
                fallback = fallback or stamp
        return fallback

    def _date_nodes(self) -> "Iterator[etree._Element]":
        """Where a date may stand: around title and body, up to the list of other news."""
        assert self.frame is not None
        inside = set(self.body.iter()) if self.body is not None and self.body is not self.frame else set()
        paragraphs = 0
        for node in self.frame.iter():
            if not isinstance(node.tag, str) or node in inside:
                continue
            text = clean("".join(node.itertext()))
            if len(text) < 60 and is_related_heading(text):
                return
            if self.body is self.frame and node.tag == "p" and len(text) > 120:
                paragraphs += 1
                if paragraphs > 1:
                    return
            yield node


def _is_meta(node: "etree._Element", text: str) -> bool:
    return bool(_DATE_CLASS.search(f"{node.get('class', '')} {node.get('id', '')}")) and len(text) < 80


def read(page: Page, family: str | None) -> Article | None:
    """The article of `page` by structure, or None when it does not have the shape of one."""
    shape = Shape(page)
    if shape.body is None or not shape.title_text:
        return None
    text = shape.text()
    lead = shape.lead()
    if sum(map(len, text.lines)) + len(lead or "") < _MIN_TEXT:
        return None
    author = unit = category = None
    for node in shape.between():
        names = f"{node.get('class', '')} {node.get('id', '')}"
        words_ = clean("".join(node.itertext()))
        if len(words_) > 120 or not words_:
            continue
        if author is None and (
            _AUTHOR_CLASS.search(names) or re.match(r"(?:tác giả|người viết)[^:]{0,12}:", words_, re.IGNORECASE)
        ):
            author = bylines.person(words_)
        elif unit is None and (_SOURCE_CLASS.search(names) or re.match(r"nguồn(?: tin)?\s*:", words_, re.IGNORECASE)):
            unit = bylines.organisation(words_)
    category = breadcrumb(page, shape.title_text)
    return compose(
        page,
        family,
        shape.title_text,
        text,
        lead=lead,
        published=shape.published() or machine_date(page),
        author=author,
        unit=unit,
        category=category,
    )


def machine_date(page: Page) -> Stamp | None:
    """The publication date that the page states for machines, when it can be read."""
    for css in (
        "meta[property='article:published_time']::attr(content)",
        "meta[itemprop='datePublished']::attr(content)",
        "meta[name='pubdate']::attr(content)",
        "article time[pubdate]::attr(datetime)",
        "article time[itemprop='datePublished']::attr(datetime)",
    ):
        if stamp := dates.parse(page.first(css)):
            return stamp
    for script in page.selector.css("script[type='application/ld+json']::text").getall():
        if found := re.search(r'"datePublished"\s*:\s*"([^"]+)"', script):
            return dates.parse(found[1])
    return None


def breadcrumb(page: Page, title: str) -> str | None:
    """The section that stands last in the breadcrumb, the title itself not counted."""
    for trail in page.selector.css("[class*=breadcrumb], [id*=breadcrumb]"):
        names = [clean(a.xpath("string(.)").get()) for a in trail.css("a")]
        names = [n for n in names if n and words(n) not in {"trang chủ", "home", words(title)}]
        if names:
            return names[-1]
    return None


def _title_score(page: Page, node: Selector) -> float:
    text = clean(node.xpath("string(.)").get())
    names = f"{node.attrib.get('class', '')} {node.attrib.get('id', '')}"
    if not 8 <= len(text) <= 400 or _NOT_TITLE.search(names) or text.casefold() in _MENU_WORDS or is_toolbar(text):
        return 0
    if in_furniture(node.root) or is_related_heading(text):
        return 0
    said = words(text)
    known = [words(page.title), words(page.first("meta[property='og:title']::attr(content)") or "")]
    score = {"h1": 2.0, "h2": 1.0, "h3": 0.6}.get(node.root.tag, 0.5)
    if any(said and (said == k or k.startswith(said) or (len(said) > 20 and said in k)) for k in known if k):
        score += 3
    elif any(k and len(k) > 20 and said.startswith(k.rstrip(" ")[:60]) for k in known):
        score += 2
    if node.css("a[href]") and node.root.tag != "h1":
        score -= 1.5
    return score


def _weights(selector: Selector) -> "dict[etree._Element, int]":
    """For every element, how much text outside links its paragraphs hold."""
    weights: dict[etree._Element, int] = {}
    for body in selector.css("body"):
        for node in body.root.iter(
            "p",
            "div",
            "td",
            "li",
            "blockquote",
            "span",
            "section",
            "article",
            "main",
            "font",
            "center",
            "h2",
            "h3",
            "h4",
        ):
            own = _own_text(node)
            if own >= 25 and not in_furniture(node):
                weights[node] = weights.get(node, 0) + own
                for parent in node.iterancestors():
                    weights[parent] = weights.get(parent, 0) + own
    return weights


_INLINE = frozenset("b strong i em u span font sup sub small mark abbr br img wbr ins del s big o:p".split())


def _own_text(node: "etree._Element") -> int:
    """Characters of text that stand in `node` itself or in its inline children, links not counted."""
    if (
        node.tag == "span"
        and node.getparent() is not None
        and node.getparent().tag in {"p", "li", "td", "span", "b", "strong", "em", "i"}
    ):
        return 0
    total = len((node.text or "").strip())
    for child in node:
        if child.tag in _INLINE and not (child.tag == "span" and node.tag not in {"p", "li", "td", "span"}):
            total += len("".join(child.itertext()).strip())
        total += len((child.tail or "").strip())
    return total


def _set_apart(title: "etree._Element", body: "etree._Element") -> str | None:
    """The one block of running text between title and body, when there is exactly one."""
    between: list[str] = []
    node = title
    while (follower := node.getnext()) is not None:
        if follower is body or body in follower.iter():
            break
        text = clean("".join(follower.itertext())) if isinstance(follower.tag, str) else ""
        if len(text) > 60 and not dates.is_only_date(text) and not is_toolbar(text) and not follower.findall(".//a"):
            between.append(text)
        node = follower
    else:
        return None
    return between[0] if len(between) == 1 and len(between[0]) < 1500 else None


def _markup(body: "etree._Element", title: "etree._Element | None") -> str:
    """`body` as HTML, from behind the title on when the title stands in it."""
    if title is None or not any(parent is body for parent in title.iterancestors()):
        return str(etree.tostring(body, encoding="unicode", method="html", with_tail=False))
    parts: list[str] = []
    node = title
    while node is not body:
        tail = node.tail or ""
        parts.append(_escape(tail) + "".join(_serial(s) for s in node.itersiblings()))
        parent = node.getparent()
        if parent is None:
            break
        node = parent
    return "<div>" + "".join(parts) + "</div>"


def _serial(node: "etree._Element") -> str:
    return str(etree.tostring(node, encoding="unicode", method="html", with_tail=True))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
