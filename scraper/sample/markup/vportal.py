"""VietSoftware's vPortal: an article's parts and the pager read in its templates, cards reconstructed.

Traps kept: the article stands in a form, its paragraphs beside its title; the pager's addresses are in `onclick` only.
"""

from html import escape

from scraper.sample.edits import Edition
from scraper.sample.markup.common import (
    CLOCK,
    LABEL,
    WEEKDAY,
    as_printed,
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
from scraper.sample.portals.vportal import PORTLET

_PRINT = "/VCMS-portlet/html/portlet/vcmsviewcontent/print_article.jsp?printArticleId="


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if request.path == "/":
        news = "".join(_card(a) for a in edition.articles[:6])
        return html(_page(site, site.name, f'<div class="wd-boxs">{news}</div>', request))
    section = edition.section(request.path.strip("/"))
    if section is None:
        return None
    if number := request.query.get(f"_{PORTLET}_articleId"):
        article = numbered(edition, number)
        return html(_detail(site, article, request)) if article else None
    return html(_list(edition, section, request))


def _page(site: Site, title: str, column: str, request: SampleRequest) -> str:
    return f"""<!DOCTYPE html>
<html class="aui ltr" dir="ltr" lang="vi-VN"><head><title>{escape(title)}</title>{generator("vPortal")}
<meta content="text/html; charset=UTF-8" http-equiv="content-type" /></head>
<body class="yui3-skin-sam signed-out public-page">
{LABEL}
<div id="wd-head"><a href="/">{escape(site.name)}</a><p class="wd-time">{WEEKDAY}, ngày {CLOCK}</p>{menu(site)}</div>
<div id="wd-content">
{column}
</div>
<div id="wd-foot"><p>{escape(site.unit)}</p><p>Thống kê: {4400 + request.hits} lượt</p></div></body></html>
"""


def _card(article: SampleArticle) -> str:
    link = escape(local(article.url))
    picture = f'<a href="{link}"><img src="{local(article.images[0].src)}" alt="" /></a>' if article.images else ""
    shown = f'<p class="wd-date">Ngày đăng: {day(article.created)}</p>' if article.published else ""
    return (
        f'<div class="wd-item">{picture}<h3 class="wd-tlh3-1"><a href="{link}">{escape(article.title)}</a></h3>'
        f'{shown}<p>{excerpt(article)}</p><a class="wd-more" href="{link}">Xem tiếp</a></div>\n'
    )


def _bare(link: str) -> str:
    return f'<div class="wd-item"><h3 class="wd-tlh3-1">{link}</h3></div>'


def _list(edition: Edition, section: Section, request: SampleRequest) -> str:
    site, items = edition.site, edition.of(section)
    number, last = number_of(request.query.get("pagenum")), pages(items, site.page_size)
    state = f"/{section.slug}?p_p_id={PORTLET}&amp;p_p_lifecycle=0&amp;pagenum="
    numbers = "".join(
        f'<li class="page{" selected" if n == number else ""}">'
        f"""<a href="#" onclick="self.location='{state}{n}'">{n}</a></li>"""
        for n in range(1, last + 1)
    )
    column = f"""<div class="wd-boxs"><h2 class="wd-tlh1-2"><a href="/{section.slug}">{escape(section.title)}</a></h2>
{cards(edition, section, number, _card, _bare)}
<div class="wd-paging"><p class="sum-page">Tổng số {len(items)} bài / {last} trang</p>
<ul class="yiiPager">{numbers}</ul></div></div>"""
    return _page(site, f"{section.title} - {site.name}", column, request)


def _others(article: SampleArticle) -> str:
    entries = "".join(
        f'<li><a href="{escape(local(r.url))}">{escape(r.title)}'
        + (f" <span>({as_printed(r.date)})</span>" if r.date else "")
        + "</a></li>"
        for r in article.related
    )
    return f'<h3 class="wd-tlh3-3">Các tin khác</h3><ul class="wd-other-news">{entries}</ul>' if entries else ""


def _detail(site: Site, article: SampleArticle, request: SampleRequest) -> str:
    shown = f'<p class="wd-date">Ngay dang: {day(article.created)}</p>' if article.date_shown == "page" else ""
    lead = f'<p style="font-weight:bold;color:#393939">{escape(article.lead)}</p>' if article.lead else ""
    files = "".join(
        f'<p><a class="wd-download-pdf" href="{local(f.url)}">{escape(f.name)}</a></p>' for f in article.attachments
    )
    attached = f"<p><strong>Tài liệu đính kèm</strong></p>{files}" if files else ""
    apart = f'<p class="wd-actor">{escape(article.author)}</p>' if article.author and not article.byline else ""
    hits = request.hits
    column = f"""<div class="wd-boxs"><h2 class="wd-tlh1-2">{escape(article.category)}</h2>
<form action="/{article.section.slug}" method="post" name="fm{hits}"><input type="hidden" name="print" value="1" />
<h3 class="wd-tlh3-4"><a href="#">{escape(article.title)}</a></h3>
{shown}
{lead}
{running(article, centred)}
{attached}
{apart}
<ul class="wd-outside-support"><li><a class="wd-print" href="{_PRINT}{article.number}">In bài viết</a></li>
<li><a class="wd-back" href="#">Quay lại</a></li></ul>
{_others(article)}</form></div>"""
    return _page(site, f"{article.title} - {site.name}", column, request)
