"""From the cut-out elements of a page to an `Article`: the one place where its fields are put together."""

import re
from dataclasses import dataclass, field

from parsel import Selector

from scraper.items import Article, Attachment, Image, Related, Stamp
from scraper.reading.article import bylines, dates
from scraper.reading.article.media import Line, attachments, mark_images, take_captions
from scraper.reading.article.related import cut_related, entries, related_behind
from scraper.reading.page.cut import cut, flat, says_something
from scraper.reading.page.family import Css, Spec
from scraper.reading.page.furniture import is_tool_row, is_toolbar
from scraper.reading.page.lines import blocks, fragment
from scraper.reading.page.page import Page, element
from scraper.reading.page.text import clean, squeeze
from scraper.vietnamese.language import has_glued_words, language

_DOUBLE_ENCODED = re.compile(r"á[»º][\x80-\xbf‚-™ -¿]|Ã[\x80-\xbf¡-¿]|Ä‘|Æ°")


@dataclass(slots=True)
class Text:
    """What was read from a body fragment."""

    lines: list[str] = field(default_factory=list)
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    related: tuple[Related, ...] = ()


def read_text(html: str, page: Page, title: str = "") -> Text:
    """Read a fragment that was cut out: paragraphs, images with captions, files; other news are left out."""
    root = fragment(html)
    related = cut_related(root, page)
    files = attachments(root, page)
    images = mark_images(root, page)
    lines, pictures = take_captions(blocks(root), images)
    return Text(_without_furniture(lines, title), pictures, files, related)


def _without_furniture(lines: list[Line], title: str) -> list[str]:
    """Drop tools from both ends of the text (rows of tools anywhere), and title and date above it."""
    kept = [text for text, _ in lines if not is_tool_row(text)]
    said = squeeze(title)
    while kept and (is_toolbar(kept[0]) or squeeze(kept[0]) == said or dates.is_dateline(kept[0])):
        kept.pop(0)
    while kept and is_toolbar(kept[-1]):
        kept.pop()
    return kept


def compose(
    page: Page,
    family: str | None,
    title: str,
    text: Text,
    *,
    lead: str | None = None,
    published: Stamp | None = None,
    updated: Stamp | None = None,
    author: str | None = None,
    unit: str | None = None,
    category: str | None = None,
    key: str | None = None,
) -> Article:
    """An article from its parts: the lead is not repeated in the body, author and unit also come from the byline."""
    body = list(text.lines)
    if lead:
        body = _without_lead(body, lead)
    byline = bylines.read(body)
    flags = list(page.flags)
    whole = "\n".join([title, lead or "", *body])
    if _DOUBLE_ENCODED.search(whole) and "mojibake" not in flags:
        flags.append("mojibake")
    if has_glued_words(whole):
        flags.append("glued_word")
    if page.truncated:
        flags.append("truncated")
    return Article(
        url=page.address,
        family=family,
        title=title,
        body="\n".join(body),
        lead=lead or None,
        published=published or dates.from_url(page.url),
        updated_at=updated.value if updated else None,
        author=author or byline.author,
        unit=unit or byline.unit,
        category=category or None,
        images=text.images,
        attachments=text.attachments,
        related=text.related,
        language=language(whole),
        key=key,
        flags=tuple(sorted(flags)),
    )


def without_lead(body: str, lead: str) -> str:
    """`body` without first paragraphs that only say the lead again."""
    return "\n".join(_without_lead(body.split("\n"), lead))


def _without_lead(body: list[str], lead: str) -> list[str]:
    """Leave out the first lines of `body` that only say the lead again."""
    said, rest = "", squeeze(lead)
    for count, line in enumerate(body[:4], start=1):
        said += squeeze(line)
        if said == rest:
            return body[count:]
        if not rest.startswith(said):
            break
    return body


# -- fields of a page by selectors -----------------------------------------------------------------------------------


def article_by_spec(page: Page, spec: Spec, family: str) -> Article | None:
    """The article that `spec` finds on `page`, or None."""
    scope = scope_of(page, spec.scope, spec.body)
    body = first_of(scope, spec.body) if scope is not None else None
    if scope is None or body is None or _is_teaser(page, body, spec):
        return None
    title = text_of(scope, spec.title) or text_of(page.selector, spec.title)
    if not title:
        return None
    text = read_text(cut(element(body), (*spec.drop, *spec.related, *spec.attachments)), page, title)
    _add_outside(scope, body, page, spec, text)
    lead = text_of(scope, spec.lead)
    if not text.lines and not lead:
        return None
    stamp_text = text_of(scope, spec.published)
    return compose(
        page,
        family,
        title,
        text,
        lead=lead,
        published=dates.parse(stamp_text),
        updated=dates.parse(text_of(scope, spec.updated)) or dates.updated(stamp_text),
        author=bylines.person(text_of(scope, spec.author)),
        unit=bylines.organisation(text_of(scope, spec.unit)),
        category=text_of(page.selector, spec.category),
        key=_key(page, scope, spec),
    )


def _add_outside(scope: Selector, body: Selector, page: Page, spec: Spec, text: Text) -> None:
    """Add what stands outside the body: gallery images, boxes of files, lists of other news."""
    for node in _all(scope, spec.gallery):
        text.images = (*read_text(cut(element(node)), page).images, *text.images)
    for node in _all(scope, spec.attachments):
        known = {have.url for have in text.attachments}
        more = attachments(fragment(cut(element(node))), page)
        text.attachments += tuple(file for file in more if file.url not in known)
    for node in _all(scope, spec.related) or _all(page.selector, spec.related):
        known = {have.url for have in text.related}
        text.related += tuple(r for r in entries(element(node), page) if r.url not in known)
    if not text.related:
        text.related = related_behind(element(body), page)


def scope_of(page: Page, scopes: Css, wanted: Css) -> Selector | None:
    """The first of `scopes` on the page that holds something `wanted`; the whole page when there are no scopes."""
    if not scopes:
        return page.selector
    for css in scopes:
        for found in page.selector.css(css):
            if any(found.css(selector) for selector in wanted):
                return found
    return None


def _is_teaser(page: Page, body: Selector, spec: Spec) -> bool:
    """Whether `body` is the text of one of several cards of a list."""
    if not any(len(page.selector.css(css)) > 1 for css in spec.body):
        return False
    above = {element(body), *element(body).iterancestors()}
    for css in spec.card:
        cards = page.selector.css(css)
        if len(cards) > 1 and any(card.root in above for card in cards):
            return True
    return False


def text_of(scope: Selector, selectors: Css) -> str:
    """The text of the first element that any selector finds and that says something."""
    for css in selectors:
        for found in scope.css(css):
            if text := clean(found.root) if isinstance(found.root, str) else flat(element(found)):
                return text
    return ""


def first_of(scope: Selector, selectors: Css) -> Selector | None:
    """The first element that any selector finds and that is not empty."""
    for css in selectors:
        for found in scope.css(css):
            if found.css("img") or says_something(element(found)):
                return found
    return None


def _all(scope: Selector, selectors: Css) -> list[Selector]:
    for css in selectors:
        if found := scope.css(css):
            return list(found)
    return []


def _key(page: Page, scope: Selector, spec: Spec) -> str | None:
    if spec.key and (found := re.search(spec.key, page.address)):
        return found[1]
    if spec.key_in and (value := scope.css(spec.key_in).get()) and (digits := re.search(r"\d+", value[::-1])):
        return digits[0][::-1]
    return None
