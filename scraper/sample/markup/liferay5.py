"""Liferay 5.2 with the CTTĐT extension: names read in its templates, the pager reconstructed.

Traps kept: titles in h5 and dates in h1, a twelve-hour clock, a signature box behind the text, all state in the
query.
"""

from html import escape

from scraper.sample.edits import Edition
from scraper.sample.markup.common import (
    CLOCK,
    LABEL,
    WEEKDAY,
    day,
    excerpt,
    generator,
    html,
    local,
    menu,
    number_of,
    pages,
    shared,
)
from scraper.sample.markup.pieces import cards, centred, numbered, running
from scraper.sample.model import Answer, SampleArticle, SampleRequest, Section, Site
from scraper.sample.portals.liferay5 import PORTLET, STATE

_FOLDER = "/web/guest/"


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if request.path == "/":
        return html(_page(site, site.name, "".join(_card(a) for a in edition.articles[:6]), request))
    section = edition.section(request.path.removeprefix(_FOLDER)) if request.path.startswith(_FOLDER) else None
    if section is None:
        return None
    if name := request.query.get(f"_{PORTLET}_urlTitle"):
        article = numbered(edition, name.rpartition("-")[2])
        return html(_detail(site, article, request)) if article else None
    return html(_list(edition, section, request))


def _page(site: Site, title: str, column: str, request: SampleRequest) -> str:
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html dir="ltr" lang="vi-VN" xmlns="http://www.w3.org/1999/xhtml"><head><title>{escape(title)}</title>
{generator("Liferay Portal 5.2")}<meta content="text/html; charset=UTF-8" http-equiv="content-type" /></head>
<body>
{LABEL}
<div id="wrapper"><div id="header"><a href="/">{escape(site.name)}</a> <span>{WEEKDAY}, {CLOCK}</span>
{menu(site, _FOLDER)}</div>
<div id="centermain"><div class="portlet-boundary portlet-boundary_101_" id="p_p_id_{PORTLET}_">
{column}
</div></div>
<div id="footer"><p>{escape(site.unit)}</p><p>Lượt truy cập: {7700 + request.hits}</p></div></div></body></html>
"""


def _stamp(article: SampleArticle) -> str:
    """The date as printed: hours from 1 to 12, and nothing says which half of the day."""
    if not article.published:
        return ""
    return f"<h1>Cập nhật: {article.created:%I}h {article.created:%M} - {day(article.created)}</h1>"


def _card(article: SampleArticle) -> str:
    link = escape(local(article.url))
    picture = f'<img src="{local(article.images[0].src)}" alt="" />' if article.images else ""
    return (
        f'<div class="asset-abstract assetall"><div class="shownew">{picture}<h5><a href="{link}">'
        f"{escape(article.title)}</a></h5>{_stamp(article)}<span>{excerpt(article)}</span></div></div>\n"
    )


def _bare(link: str) -> str:
    return f'<div class="asset-abstract assetall"><div class="shownew"><h5>{link}</h5></div></div>'


def _list(edition: Edition, section: Section, request: SampleRequest) -> str:
    site, items = edition.site, edition.of(section)
    number, last = number_of(request.query.get(f"_{PORTLET}_cur")), pages(items, site.page_size)

    def step(page: int, name: str, text: str) -> str:
        href = escape(f"{_FOLDER}{section.slug}?{STATE}&_{PORTLET}_delta=10&_{PORTLET}_cur={page}")
        return (
            f'<a class="{name}" href="{href}">{text}</a>'
            if 1 <= page <= last
            else f'<span class="{name}">{text}</span>'
        )

    links = step(number - 1, "previous", "Trước") + step(number + 1, "next", "Tiếp theo")
    column = f"""<div class="titlecategories"><h6>{escape(section.title)}</h6></div>
{cards(edition, section, number, _card, _bare)}
<div class="taglib-page-iterator"><div class="search-results">Hiển thị trang {number} của {len(items)} kết quả.</div>
<div class="page-links">{links}</div></div>"""
    return _page(site, f"{section.title} - {site.name}", column, request)


def _others(article: SampleArticle) -> str:
    entries = "".join(
        f'<li><a href="{escape(local(r.url))}">{escape(r.title)}</a>'
        + (f' <font class="leddmy">({r.date[8:10]}/{r.date[5:7]}/{r.date[:4]})</font>' if r.date else "")
        + "</li>"
        for r in article.related
    )
    if not entries:
        return ""
    return f'<div class="listnewsmore"><p class="textmore">Các tin khác</p><ul class="title-list">{entries}</ul></div>'


def _detail(site: Site, article: SampleArticle, request: SampleRequest) -> str:
    column = f"""<div class="titlecategories"><h6>{escape(article.category)}</h6></div>
<div class="asset-full-content"><div class="txtdetail"><h5>{escape(article.title)}</h5>
{_stamp(article) if article.date_shown == "page" else ""}</div>
<div class="asset-content"><div class="journal-content-article">
{running(article, centred)}
<div class="ky-so">Kiểm duyệt</div><div>Người ký : Quản trị hệ thống ({request.hits})</div>
</div></div></div>
{_others(article)}"""
    return _page(site, f"{article.title} - {site.name}", column, request)
