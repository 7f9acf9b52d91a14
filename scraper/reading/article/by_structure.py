"""Reading an article by structure alone: a title, and the block of paragraphs that follows it.

For systems whose class names nobody has seen. Fields beside title and text are taken only where the page labels them:
a lead that stands apart, a date that stands alone or behind its label, an author element.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from scraper.items import Article, Related
from scraper.reading.article import bylines, dates
from scraper.reading.article.article import Body, compose, read_body, with_lead
from scraper.reading.article.attachments import attachments, is_file, offers_file
from scraper.reading.article.lead import lead_of
from scraper.reading.article.metadata import metadata_of
from scraper.reading.article.plausible import plausible
from scraper.reading.article.related import entries, related_behind
from scraper.reading.article.shape import Shape, shape_of
from scraper.reading.article.shown_dates import Shown, shown_dates
from scraper.reading.page.css import Element
from scraper.reading.page.cut import brief, cut, flat, names_of
from scraper.reading.page.lines import fragment
from scraper.reading.page.page import Page, element
from scraper.reading.page.tags import BLOCKS
from scraper.reading.page.text import clean, squeeze, words

_AUTHOR = re.compile(r"(?:^|[\s_-])(?:author|byline|tac-?gia|writer|but-?danh)", re.IGNORECASE)
_SOURCE = re.compile(r"(?:^|[\s_-])(?:source|nguon(?:-?tin)?)(?=$|[\s_-])", re.IGNORECASE)
_AUTHOR_LABEL = re.compile(r"(?:tác giả|người viết|author)[^:]{0,12}:", re.IGNORECASE)
_SOURCE_LABEL = re.compile(r"(?:nguồn(?: tin)?|source)\s*:", re.IGNORECASE)
# Pages that every portal has and that are no news.
_NO_NEWS = re.compile(
    r"(?:trang )?(?:liên hệ|contact(?: us)?|giới thiệu(?: chung)?|about(?: us)?|sơ đồ (?:cổng|trang|website|site)"
    r"|site ?map|hỏi đáp|danh bạ.{0,30}|cơ cấu tổ chức|chức năng nhiệm vụ|tìm kiếm|search|kết quả tìm kiếm.*"
    r"|lịch (?:công tác|làm việc))"
)
_SHORTEST_LEAD = 40
_LONGEST_FILE_NAME = 200
_RUNNING = 150  # characters of a paragraph of running text
_LONGEST_BOLD = 1000  # characters of a lead
_BOLD = etree.XPath(".//*[self::strong or self::b][not(ancestor::strong or ancestor::b)]")


def article_by_structure(page: Page, family: str | None) -> Article | None:
    """The article of `page` by structure, filed under the id `family`; None when it does not have the shape of one."""
    shape = shape_of(page)
    if shape.body is None or not shape.title_text or is_no_news(shape.title_text):
        return None
    body = _body(shape)
    lead = lead_of(shape)
    if sum(map(len, body.lines)) + len(lead or "") < shape.least:
        return None
    author, unit = _credits(shape)
    is_clear = author is not None and bylines.are_names(author)
    shown = _shown(shape)
    found = compose(
        page,
        family,
        shape.title_text,
        body,
        lead=lead,
        published=shown.published,
        updated=shown.updated,
        author=author if is_clear else None,
        unit=unit,
        category=breadcrumb(page, shape.title_text),
    )
    # A box with the author's name often says more, and sometimes something else: byline and metadata go before that.
    return found if found.author else replace(found, author=author)


def with_labels(page: Page, found: Article) -> Article:
    """`found`, an article of `page` whose text is known, with the other fields where the page labels them."""
    shape = shape_of(page)
    if shape.body is None or not shape.title_text:
        return found
    lead = found.lead or lead_of(shape)
    published = found.published
    # What readers see goes before what is stated for machines, which `compose` has put in already.
    if published is None or published.source == "url" or published == metadata_of(page).published:
        better = (_shown(shape).published, metadata_of(page).published)
        published = next((stamp for one in better if (stamp := plausible(one, page.fetched_at))), published)
    author, unit = _credits(shape)
    author, unit = found.author or author, found.unit or unit
    if author is None and unit is None:  # the byline may stand outside the text
        byline = bylines.byline_of(_body(shape).lines)
        author, unit = byline.author, byline.unit
    return replace(
        with_lead(found, lead) if lead else found,
        published=published,
        author=author,
        unit=unit,
        category=found.category or breadcrumb(page, shape.title_text),
        related=found.related or related_behind(shape.body, page),
    )


def with_bold_lead(page: Page, found: Article) -> Article:
    """`found` with its first paragraph as the lead, when all of it is bold on `page` and what follows is not.

    That is how newsrooms set a lead whose system has no field for it. A known lead stays.
    """
    first, _, rest = found.body.partition("\n")
    if found.lead or not rest or not _SHORTEST_LEAD <= len(first) <= _LONGEST_BOLD:
        return found
    if _is_bold(page, first) and not _is_bold(page, rest.partition("\n")[0]):
        return with_lead(found, first)
    return found


def _is_bold(page: Page, line: str) -> bool:
    """Whether the paragraph of `page` that says `line` is bold as a whole."""
    wanted = squeeze(line)
    for part in element(page.selector).iter("strong", "b"):
        begun = squeeze(brief(part, _LONGEST_BOLD))
        if not begun or not wanted.startswith(begun):
            continue
        paragraph = next((above for above in part.iterancestors() if above.tag in BLOCKS), None)
        if paragraph is None or squeeze(brief(paragraph, _LONGEST_BOLD)) != wanted:
            continue
        if squeeze("".join(flat(one) for one in _BOLD(paragraph))) == wanted:
            return True
    return False


def is_no_news(title: str) -> bool:
    """Whether `title` is that of a page that every portal has: contacts, search, site map ..."""
    return bool(_NO_NEWS.fullmatch(words(title)))


def _body(shape: Shape) -> Body:
    """The body's text; when title and text share one element, what stands after the title."""
    assert shape.body is not None
    inside = shape.title is not None and shape.body in shape.title.iterancestors()
    html = cut(shape.body, after=shape.title if inside else None, without=shape.is_foreign)
    body = read_body(html, shape.page, shape.title_text)
    listed = body.related or related_behind(shape.body, shape.page)
    body.related = tuple({entry.url: entry for entry in (*_offers(shape), *listed)}.values())
    for link in (node for node in shape.around() if node.tag == "a" and _leads_to_file(node, shape.page)):
        known = {file.url for file in body.attachments}
        body.attachments += tuple(f for f in attachments(fragment(cut(link)), shape.page) if f.url not in known)
    return body


def _offers(shape: Shape) -> Iterator[Related]:
    """The stories that paragraphs of the text offer; they are taken out of it."""
    assert shape.body is not None
    for node in shape.body.iter():
        if shape.is_offer(node):
            yield from entries(node, shape.page)


def _leads_to_file(link: Element, page: Page) -> bool:
    url = page.link(link.get("href"))
    return url is not None and is_file(url, downloads=offers_file(url, brief(link, _LONGEST_FILE_NAME)))


def _shown(shape: Shape) -> Shown:
    """The dates that the page shows as the article's."""
    return shown_dates(_places(shape), shape.page.fetched_at)


def _places(shape: Shape) -> Iterator[tuple[Element, str]]:
    """The elements of the frame outside the text, each with its place, see `shown_dates`."""
    place, running = "before", 0
    inside = shape.body is shape.frame
    body = shape.body
    for node in shape.around():
        if node is shape.title:
            place = "head"
        elif place == "head" and inside and node.tag == "p" and len("".join(node.itertext())) > _RUNNING:
            running += 1
            if running > 1:
                return
        elif not inside and body is not None and place == "head" and _stands_behind(node, body):
            place = "behind"
        yield node, place


def _stands_behind(node: Element, body: Element) -> bool:
    """Whether `node` comes after `body` in the order of the page."""
    above = {id(one): one for one in (body, *body.iterancestors())}
    child = node
    while (parent := child.getparent()) is not None:
        if id(parent) in above:
            ours = next(one for one in (body, *body.iterancestors()) if one.getparent() is parent)
            return bool(parent.index(child) > parent.index(ours))
        child = parent
    return False


def _credits(shape: Shape) -> tuple[str | None, str | None]:
    """Author and unit from elements that say they are."""
    author = unit = None
    for node in shape.around():
        names = names_of(node)
        text = brief(node, 120)
        if not text:
            continue
        if author is None and (_AUTHOR.search(names) or _AUTHOR_LABEL.match(text)) and not dates.is_only_date(text):
            author = _names_in(node) or bylines.person(text)
        elif unit is None and (_SOURCE.search(names) or _SOURCE_LABEL.match(text)):
            unit = bylines.organisation(text)
    return author, unit


def _names_in(node: Element) -> str | None:
    """The names of several authors that `node` links to, joined by commas."""
    names = [name for link in node.iter("a") if bylines.are_names(name := flat(link))]
    return ", ".join(dict.fromkeys(names)) if len(names) > 1 else None


def breadcrumb(page: Page, title: str) -> str | None:
    """The section that stands last in the breadcrumb of `page`; the article's `title` itself does not count."""
    for trail in page.selector.css("[class*=bread], [class*=Bread], [id*=bread]"):
        names = [clean(a.xpath("string(.)").get()) for a in trail.css("a")]
        names = [name for name in names if name and words(name) not in {"trang chủ", "home", words(title)}]
        if names:
            return names[-1]
    return None
