"""VHV, as Hưng Yên has it since 2025: class names are known, their nesting is reconstructed."""

import re
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
    minute,
    number_of,
    pages,
    related_items,
    shared,
)
from scraper.sample.markup.pieces import cards, centred, running
from scraper.sample.model import Answer, SampleArticle, SampleRequest, Section, Site


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if article := edition.by_path.get(request.path):
        return html(_page(site, article.title, _detail(article, request), article.section, request))
    if request.path == "/":
        return html(_page(site, site.name, "".join(_card(a) for a in edition.articles[:6]), None, request))
    address = re.fullmatch(r"/chuyen-muc-([a-z0-9-]+)-c(\d+)-(\d{1,4})\.html", request.path)
    section = edition.section(address[1]) if address else None
    if address is None or section is None or str(section.number) != address[2]:
        return None
    number, last = number_of(address[3]), pages(edition.of(section), site.page_size)
    if not 0 < number <= last:
        return None
    return html(_page(site, section.title, _list(edition, section, number, last), section, request))


def _href(section: Section, number: int = 1) -> str:
    return f"/chuyen-muc-{section.slug}-c{section.number}-{number}.html"


def _page(site: Site, title: str, main: str, section: Section | None, request: SampleRequest) -> str:
    menu = "".join(f'<li><a href="{_href(s)}">{escape(s.title)}</a></li>' for s in site.sections)
    crumb = f'<li><a href="{_href(section)}">{escape(section.title)}</a></li>' if section else ""
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8">{generator("portal")}
<title>{escape(title)}</title></head><body>
{LABEL}
<header><a href="/">{escape(site.name)}</a><div class="time-now">{WEEKDAY}, {CLOCK} 08:15</div></header>
<nav><ul>{menu}</ul></nav>
<ol class="breadcrumb"><li><a href="/">Trang chủ</a></li>{crumb}</ol>
<div id="main">{main}</div>
<footer><p>{escape(site.unit)}</p><p>Tổng lượt truy cập: {910_000 + request.hits}</p></footer>
</body></html>
"""


def _card(article: SampleArticle) -> str:
    link = local(article.url)
    image = f'<a href="{link}"><img src="{article.images[0].src}" alt=""></a>' if article.images else ""
    date = f'<span class="article-date">{minute(article.created)}</span>' if article.published else ""
    return (
        f'<div class="item-new">{image}<a class="article-title" href="{link}">{escape(article.title)}</a>{date}'
        f'<div class="article-brief">{excerpt(article)}</div></div>\n'
    )


def _list(edition: Edition, section: Section, number: int, last: int) -> str:
    def bare(link: str) -> str:
        return f'<div class="item-new">{link.replace("<a ", "<a class=article-title ")}</div>'

    numbers = "".join(
        f'<li class="active"><a href="javascript:;">{n}</a></li>'
        if n == number
        else f'<li><a href="{_href(section, n)}">{n}</a></li>'
        for n in range(1, last + 1)
    )
    found = cards(edition, section, number, _card, bare)
    return f'<div class="list-new">{found}</div><ul class="pages">{numbers}</ul>'


def _detail(article: SampleArticle, request: SampleRequest) -> str:
    shown = f"Ngày đăng: {minute(article.created)} | " if article.date_shown == "page" else ""
    lead = f"<p><strong>{escape(article.lead)}</strong></p>" if article.lead else ""
    related = related_items(article)
    other = f'<div class="other-new"><h3>Tin liên quan</h3><ul>{related}</ul></div>' if related else ""
    return f"""<div id="container" class="new-detail-layout-type-2"><h1>{escape(article.title)}</h1>
<div class="post-date">{shown}lượt xem: {30 + request.hits}</div>
<div class="share-box"><a href="#">Facebook</a> <a href="#">Zalo</a></div>
<div class="article-content">
{lead}
{running(article, centred)}
</div>
{other}</div>"""
