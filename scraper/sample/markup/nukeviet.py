"""NukeViet 4's default theme: hidden dates that are wrong, a hidden copy of the lead image, icons for tools."""

from datetime import timedelta
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
    minute,
    number_of,
    pages,
    shared,
    weekday,
)
from scraper.sample.markup.feed import rss
from scraper.sample.markup.pieces import cards, centred, running
from scraper.sample.model import Answer, SampleArticle, SampleRequest, Section, Site
from scraper.times import VIETNAM

NEWS = "/vi/news/"


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if article := edition.by_path.get(request.path):
        return html(_page(site, article.title, _detail(article, request), article.section, request))
    if request.path in {"/", "/vi/", NEWS}:
        return html(_page(site, site.name, "".join(_card(a, request) for a in edition.articles[:6]), None, request))
    if request.path == f"{NEWS}rss/":
        return rss(site, site.name, request.path, list(edition.articles))
    slug, _, rest = request.path.removeprefix(NEWS).partition("/")
    section, number = edition.section(slug), number_of(rest.strip("/").removeprefix("page-"))
    if section is None or not request.path.startswith(NEWS) or rest not in {"", f"page-{number}/", f"page-{number}"}:
        return None
    last = pages(edition.of(section), site.page_size)
    return html(_list(edition, section, number, last, request)) if 0 < number <= last else None


def _page(site: Site, title: str, main: str, section: Section | None, request: SampleRequest) -> str:
    names = ["Trang chủ", "Tin Tức", *([section.title] if section else [])]
    crumbs = "".join(
        '<li itemprop="itemListElement" itemscope itemtype="https://schema.org/ListItem"><a href="/" itemprop="item">'
        f'<span class="txt" itemprop="name">{escape(name)}</span></a></li>'
        for name in names
    )
    return f"""<!DOCTYPE html>
<html lang="vi" xmlns="http://www.w3.org/1999/xhtml" prefix="og: http://ogp.me/ns#"><head>
<title>{escape(title)} - {escape(site.name)}</title><meta charset="utf-8">{generator("NukeViet v4.5")}
<link rel="alternate" type="application/rss+xml" title="Tin Tức" href="{NEWS}rss/">
<script>var nv_base_siteurl="/",nv_lang_data="vi",nv_module_name="news";</script></head><body>
{LABEL}
<div class="body-bg"><div class="wraper"><header><span class="current-time">{WEEKDAY}, {CLOCK} 08:15</span>
<a title="{escape(site.name)}" href="/">{escape(site.name)}</a></header>
<nav id="menusite">{menu(site, NEWS)}</nav>
<section><div class="container" id="body"><nav class="third-nav"><div class="breadcrumbs-wrap">
<ul class="breadcrumbs list-none"></ul></div>
<ul class="temp-breadcrumbs hidden" itemscope itemtype="https://schema.org/BreadcrumbList">{crumbs}</ul></nav>
<div class="row"><div class="col-md-24">{main}</div></div></div></section>
<footer id="footer"><p>{escape(site.unit)}</p><p>Đang truy cập: {3 + request.hits % 7}</p></footer></div></div>
</body></html>
"""


def _card(article: SampleArticle, request: SampleRequest) -> str:
    link = local(article.url)
    image = article.images[0].src if article.images else ""
    thumb = f'<a href="{link}"><img alt="" src="{image}" class="img-thumbnail pull-left imghome"></a>' if image else ""
    stamp = f"{article.created:%d/%m/%Y %H:%M:%S}"
    date = f'<li><em class="fa fa-clock-o">&nbsp;</em> {stamp}</li>' if article.published else ""
    return (
        f'<div class="news_column"><div class="panel panel-default clearfix"><div class="panel-body">{thumb}\n'
        f'<h3><a href="{link}" title="{escape(article.title)}">{escape(article.title)}</a></h3>'
        f'<div class="text-muted"><ul class="list-unstyled list-inline">{date}'
        f'<li><em class="fa fa-eye">&nbsp;</em> Đã xem: {article.number + request.hits}</li></ul></div>\n'
        f"{excerpt(article)}\n</div></div></div>\n"
    )


def _list(edition: Edition, section: Section, number: int, last: int, request: SampleRequest) -> str:
    def bare(link: str) -> str:
        box = f'<div class="panel panel-default"><div class="panel-body"><h3>{link}</h3></div></div>'
        return f'<div class="news_column">{box}</div>'

    found = cards(edition, section, number, lambda a: _card(a, request), bare)
    return _page(edition.site, section.title, found + _pager(section, number, last), section, request)


def _pager(section: Section, number: int, last: int) -> str:
    def item(text: str, page: int) -> str:
        if page == number or not 0 < page <= last:
            kind = "active" if page == number else "disabled"
            return f'<li class="page-item {kind}"><a class="page-link" href="javascript:void(0)">{text}</a></li>'
        rel = {number - 1: ' rel="prev"', number + 1: ' rel="next"'}.get(page, "")
        end = f"page-{page}/" if page > 1 else ""
        return f'<li class="page-item"><a class="page-link"{rel} href="{NEWS}{section.slug}/{end}">{text}</a></li>'

    numbers = "".join(item(str(n), n) for n in range(1, last + 1))
    return (
        '<div class="text-center"><ul class="pagination">'
        f"{item('&laquo;', number - 1)}{numbers}{item('&raquo;', number + 1)}</ul></div>"
    )


def _lead_image(article: SampleArticle) -> str:
    if not article.images:
        return ""
    first = article.images[0]
    note = f"<figcaption>{escape(first.caption)}</figcaption>" if first.caption else ""
    img = f'<img alt="" src="{first.src}" class="img-thumbnail"/>'
    return (
        f'<figure class="article left pointer"><div style="width:200px;"><p class="text-center">{img}</p>{note}</div>'
        f'</figure><div id="imgpreview" style="display:none"><p class="text-center">{img}</p>{note}</div>'
    )


def _credits(article: SampleArticle) -> str:
    pairs = (("Tác giả", article.author), ("Nguồn tin", article.unit))
    return "".join(
        f'<p class="h5 text-right"><strong>{label}: </strong>{escape(name)}</p>'
        for label, name in pairs
        if name and not article.byline
    )


def _files(article: SampleArticle) -> str:
    rows = "".join(
        f'<div class="list-group-item"><a href="{local(f.url)}" title="Tải về: {escape(f.name)}" download>'
        f"Tải về: <strong>{escape(f.name)}</strong></a></div>"
        for f in article.attachments
    )
    return f'<div class="list-group news-download-file">{rows}</div>' if rows else ""


def _related(article: SampleArticle) -> str:
    rows = "".join(
        f'<li class="clearfix"><h4><a href="{local(r.url)}">{escape(r.title)}</a></h4>'
        + (f" <em>({r.date[8:10]}/{r.date[5:7]}/{r.date[:4]})</em></li>" if r.date else "</li>")
        for r in article.related
    )
    if not rows:
        return ""
    return (
        '<div class="news_column panel panel-default"><div class="panel-body other-news"><p class="h3"><strong>'
        f'Những tin cũ hơn</strong></p><ul class="detail-related list-none">{rows}</ul></div></div>'
    )


def _detail(article: SampleArticle, request: SampleRequest) -> str:
    moment = article.created
    # The theme's hidden datePublished is wrong by up to three days; the printed date is right.
    off = (moment + timedelta(days=article.number % 4)).replace(tzinfo=VIETNAM)
    wrong = off.isoformat() if article.published else ""
    shown = f'<span class="h5">{weekday(moment)} - {minute(moment)}</span>' if article.date_shown == "page" else ""
    lead = (
        f'<div class="hometext m-bottom" itemprop="description">{escape(article.lead)}</div>' if article.lead else ""
    )
    tools = "".join(
        f'<li><a title="{tip}" href="javascript:void(0);"><em class="fa fa-lg">&nbsp;</em></a></li>'
        for tip in ("Giới thiệu bài viết cho bạn bè", "In ra", "Lưu bài viết này")
    )
    votes = request.hits
    return f"""<div class="news_column panel panel-default" itemtype="http://schema.org/NewsArticle" itemscope>
<div class="panel-body"><h1 class="title" itemprop="headline">{escape(article.title)}</h1>
<span class="hidden hide d-none" itemprop="datePublished">{wrong if article.date_shown == "page" else ""}</span>
<div class="row margin-bottom-lg"><div class="col-md-12">{shown}</div>
<div class="col-md-12"><ul class="list-inline text-right">{tools}</ul></div></div>
<div class="clearfix">{_lead_image(article)}{lead}</div>
<div id="news-bodyhtml" class="bodytext margin-bottom-lg">
{running(article, centred, without=1)}
</div>
{_files(article)}
<div class="margin-bottom-lg">{_credits(article)}</div></div></div>
<div class="news_column panel panel-default"><div class="panel-body"><form id="form3B" action="">
<div class="h5 clearfix"><p id="stringrating">Tổng số điểm của bài viết là: {votes} trong {votes} đánh giá</p>
<span itemscope itemtype="https://schema.org/AggregateRating"><span class="hidden d-none hide" itemprop="itemReviewed">
<span itemprop="name">{escape(article.title)}</span></span></span></div></form></div></div>
{_related(article)}<p>Cập nhật thống kê: {day(moment.replace(year=2025, month=6, day=20))}</p>"""
