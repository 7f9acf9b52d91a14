"""Tân Dân's SharePoint: class names are known, their nesting is reconstructed. All of a page is one form."""

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
    number_of,
    pages,
    related_items,
    shared,
)
from scraper.sample.markup.pieces import cards, centred, running
from scraper.sample.model import Answer, SampleArticle, SampleRequest, Section, Site

FOLDER = "/portal/Pages/"


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if article := edition.by_path.get(request.path):
        return html(_page(site, article.title, _detail(article, request), article.section, request))
    if request.path in {"/", f"{FOLDER}Default.aspx"}:
        return html(_page(site, site.name, "".join(_card(a) for a in edition.articles[:6]), None, request))
    section = edition.section(request.path.removeprefix(FOLDER).removesuffix(".aspx"))
    number = number_of(request.query.get("PageIndex"))
    if section is None or not 0 < number <= pages(edition.of(section), site.page_size):
        return None
    return html(_page(site, section.title, _list(edition, section, number), section, request))


def _page(site: Site, title: str, main: str, section: Section | None, request: SampleRequest) -> str:
    menu = "".join(
        f'<li class="static"><a href="{FOLDER}{s.slug}.aspx">{escape(s.title)}</a></li>' for s in site.sections
    )
    crumb = f' &gt; <a href="{FOLDER}{section.slug}.aspx">{escape(section.title)}</a>' if section else ""
    return f"""<!DOCTYPE html>
<html dir="ltr" lang="vi-VN"><head><meta charset="utf-8" />{generator("Microsoft SharePoint")}
<title>
	{escape(title)} - CỔNG THÔNG TIN ĐIỆN TỬ TỈNH MẪU ĐIỆN
</title></head><body>
<form method="post" action="./" id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="/wEP{request.hits:032x}" />
{LABEL}
<div id="s4-workspace"><div class="header"><div class="date-now">{WEEKDAY}, ngày {CLOCK}</div>
<a href="/">{escape(site.name)}</a></div>
<div class="ms-core-navigation"><ul class="root static">{menu}</ul></div>
<div class="breadcrumb"><a href="/">Trang chủ</a>{crumb}</div>
<div id="DeltaPlaceHolderMain">{main}</div>
<div class="footer"><p>{escape(site.unit)}</p><p>Lượt truy cập: {88120 + request.hits}</p></div></div>
</form></body></html>
"""


def _card(article: SampleArticle) -> str:
    link = local(article.url)
    shown = article.date_shown == "page"
    date = f'<span class="tandan-span-date-publish">Đăng ngày {day(article.created)}</span>' if shown else ""
    return (
        f'<li class="channel-news"><a href="{link}"><img src="/_layouts/15/images/none.png" alt=""></a>'
        f'<p class="channel-news-title"><a href="{link}">{escape(article.title)}</a></p>{date}'
        f'<p class="tandan-p-article-news-summary">{excerpt(article)}</p></li>\n'
    )


def _list(edition: Edition, section: Section, number: int) -> str:
    def bare(link: str) -> str:
        return f'<li class="channel-news"><p class="channel-news-title">{link}</p></li>'

    last = pages(edition.of(section), edition.site.page_size)
    numbers = "".join(
        f"<span>{n}</span> " if n == number else f'<a href="{FOLDER}{section.slug}.aspx?PageIndex={n}">{n}</a> '
        for n in range(1, last + 1)
    )
    found = cards(edition, section, number, _card, bare)
    return f'<ul class="tandan-list">{found}</ul><div class="paging">{numbers}</div>'


def _detail(article: SampleArticle, request: SampleRequest) -> str:
    shown = article.date_shown == "page"
    date = f'<span class="tandan-span-date-publish">Đăng ngày {day(article.created)}</span>' if shown else ""
    lead = f'<p class="tandan-p-article-news-summary">{escape(article.lead)}</p>' if article.lead else ""
    related = related_items(article)
    other = (
        f'<div class="tandan-div-article-other"><p class="tandan-p-article-other">Tin khác</p><ul>{related}</ul></div>'
        if related
        else ""
    )
    # The list of other news stands inside the text's element on some pages, behind it on others.
    inside, behind = (other, "") if article.number % 2 else ("", other)
    return f"""<div class="tandan-article"><p class="tandan-p-article-news-title">{escape(article.title)}</p>
{date}<span class="tandan-view">Lượt xem: {40 + request.hits}</span>
{lead}
<div class="tandan-p-article-main">
<span id="ctl00_PlaceHolderMain_ctl08_label" style="display:none">Page Content</span>
<div class="ms-rtestate-field">
{running(article, centred)}
</div>{inside}</div>
<div class="td-tags"><a href="/portal/Pages/tag.aspx?q=mau">tỉnh Mẫu</a></div>
{behind}</div>"""
