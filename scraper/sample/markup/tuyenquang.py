"""The platform of Tuyên Quang (2025): only its addresses are known, the markup is plain HTML5 made up here."""

from html import escape

from scraper.sample.edits import Edition
from scraper.sample.markup.common import (
    CLOCK,
    LABEL,
    WEEKDAY,
    excerpt,
    generator,
    html,
    local,
    menu,
    minute,
    number_of,
    pages,
    related_items,
    shared,
)
from scraper.sample.markup.pieces import cards, centred, running
from scraper.sample.model import Answer, SampleArticle, SampleRequest, Section, Site

SECTIONS = "/vi/chuyen-muc/"


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if request.path.startswith("/vi/tin-bai/"):
        article = next((a for a in edition.articles if str(a.number) == request.query.get("id")), None)
        if article is None or request.query.get("type") != "NEWS":
            return None
        return html(_page(site, article.title, _detail(article, request), article.section, request))
    if request.path in {"/", "/vi"}:
        return html(_page(site, site.name, "".join(_card(a) for a in edition.articles[:6]), None, request))
    section = edition.section(request.path.removeprefix(SECTIONS))
    number = number_of(request.query.get("page"))
    if section is None or not 0 < number <= pages(edition.of(section), site.page_size):
        return None
    return html(_page(site, section.title, _list(edition, section, number), section, request))


def _page(site: Site, title: str, main: str, section: Section | None, request: SampleRequest) -> str:
    crumb = f'<li><a href="{SECTIONS}{section.slug}">{escape(section.title)}</a></li>' if section else ""
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8">{generator("portal")}
<title>{escape(title)}</title></head><body>
{LABEL}
<header><a href="/">{escape(site.name)}</a><time>{WEEKDAY}, {CLOCK}</time>
<div class="a11y">A- A A+ | Tăng tương phản Giảm tương phản</div></header>
<nav>{menu(site, SECTIONS)}</nav>
<ol class="breadcrumb"><li><a href="/">Trang chủ</a></li>{crumb}</ol>
<main>{main}</main>
<footer><p>{escape(site.unit)}</p><p>Lượt truy cập: {7_100 + request.hits}</p></footer>
</body></html>
"""


def _link(article: SampleArticle) -> str:
    return escape(local(article.url))


def _card(article: SampleArticle) -> str:
    date = f"<time>{minute(article.created)}</time>" if article.published else ""
    return f'<li><h3><a href="{_link(article)}">{escape(article.title)}</a></h3>{date}<p>{excerpt(article)}</p></li>\n'


def _list(edition: Edition, section: Section, number: int) -> str:
    def bare(link: str) -> str:
        return f"<li><h3>{link}</h3></li>"

    last = pages(edition.of(section), edition.site.page_size)
    numbers = "".join(
        f'<li class="active"><span>{n}</span></li>'
        if n == number
        else f'<li><a href="{SECTIONS}{section.slug}?page={n}">{n}</a></li>'
        for n in range(1, last + 1)
    )
    return f'<ul class="list">{cards(edition, section, number, _card, bare)}</ul><ul class="pagination">{numbers}</ul>'


def _detail(article: SampleArticle, request: SampleRequest) -> str:
    date = f"<time>{minute(article.created)}</time>" if article.date_shown == "page" else ""
    lead = f'<p class="summary">{escape(article.lead)}</p>' if article.lead else ""
    related = related_items(article, lambda url: escape(local(url)))
    other = f'<section class="other"><h2>Tin liên quan</h2><ul>{related}</ul></section>' if related else ""
    return f"""<article><h1>{escape(article.title)}</h1>
{date} <span class="views">Lượt xem: {9 + request.hits}</span>
{lead}
<div class="content">
{running(article, centred)}
</div></article>
{other}"""
