"""The fields of an article by the selectors of a `Spec`."""

import re

from parsel import Selector

from scraper.items import Article
from scraper.reading.article import bylines, dates
from scraper.reading.article.article import Body, compose, read_body
from scraper.reading.article.attachments import attachments
from scraper.reading.article.related import entries, related_behind
from scraper.reading.page.cut import cut, flat, says_something
from scraper.reading.page.family import Css, Spec
from scraper.reading.page.lines import fragment
from scraper.reading.page.page import Page, element
from scraper.reading.page.text import clean


def article_by_spec(page: Page, spec: Spec, family: str) -> Article | None:
    """The article that `spec` finds on `page`, filed under the id `family`; None without title or without text."""
    scope = scope_of(page, spec.scope, spec.body)
    found = _first(scope, spec.body) if scope is not None else None
    if scope is None or found is None or _is_teaser(page, found, spec):
        return None
    title = text_of(scope, spec.title) or text_of(page.selector, spec.title)
    if not title:
        return None
    body = read_body(cut(element(found), (*spec.drop, *spec.related, *spec.attachments)), page, title)
    _add_outside(scope, found, page, spec, body)
    lead = text_of(scope, spec.lead)
    if not body.lines and not lead:
        return None
    date_text = text_of(scope, spec.published)
    return compose(
        page,
        family,
        title,
        body,
        lead=lead,
        published=dates.parse(date_text),
        updated=dates.parse(text_of(scope, spec.updated)) or dates.updated(date_text),
        author=bylines.person(text_of(scope, spec.author)),
        unit=bylines.organisation(text_of(scope, spec.unit)),
        category=text_of(page.selector, spec.category),
        key=_key(page, scope, spec),
    )


def _add_outside(scope: Selector, found: Selector, page: Page, spec: Spec, body: Body) -> None:
    """Add to `body` what stands outside `found`, the text's element: gallery, boxes of files, lists of other news."""
    for node in _all(scope, spec.gallery):
        body.images = (*read_body(cut(element(node)), page).images, *body.images)
    for node in _all(scope, spec.attachments):
        known = {file.url for file in body.attachments}
        more = attachments(fragment(cut(element(node))), page)
        body.attachments += tuple(file for file in more if file.url not in known)
    for node in _all(scope, spec.related) or _all(page.selector, spec.related):
        known = {entry.url for entry in body.related}
        body.related += tuple(entry for entry in entries(element(node), page) if entry.url not in known)
    if not body.related:
        body.related = related_behind(element(found), page)


def scope_of(page: Page, scopes: Css, wanted: Css) -> Selector | None:
    """The first of `scopes` on `page` that holds something `wanted`; the whole page when there are no scopes."""
    if not scopes:
        return page.selector
    for css in scopes:
        for found in page.selector.css(css):
            if any(found.css(selector) for selector in wanted):
                return found
    return None


def _is_teaser(page: Page, found: Selector, spec: Spec) -> bool:
    """Whether `found` is the text of one of several cards of a list: themes use the same names in both."""
    if not any(len(page.selector.css(css)) > 1 for css in spec.body):
        return False
    above = {element(found), *element(found).iterancestors()}
    for css in spec.card:
        cards = page.selector.css(css)
        if len(cards) > 1 and any(card.root in above for card in cards):
            return True
    return False


def text_of(scope: Selector, selectors: Css) -> str:
    """The text of the first element in `scope` that any of `selectors` finds and that says something."""
    for css in selectors:
        for found in scope.css(css):
            if text := clean(found.root) if isinstance(found.root, str) else flat(element(found)):
                return text
    return ""


def _first(scope: Selector, selectors: Css) -> Selector | None:
    """The first element that any selector finds and that is not empty."""
    for css in selectors:
        for found in scope.css(css):
            if found.css("img") or says_something(element(found)):
                return found
    return None


def _all(scope: Selector, selectors: Css) -> list[Selector]:
    """What the first selector that finds anything finds."""
    for css in selectors:
        if found := scope.css(css):
            return list(found)
    return []


def _key(page: Page, scope: Selector, spec: Spec) -> str | None:
    """The number of the article: from its address, else the last number of the attribute that `key_in` finds."""
    if spec.key and (found := re.search(spec.key, page.address)):
        return found[1]
    if spec.key_in and (value := scope.css(spec.key_in).get()) and (digits := re.search(r"\d+", value[::-1])):
        return digits[0][::-1]
    return None
