"""Liferay 7 with the CMS portlet read in the templates of Hòa Bình's portal.

Traps kept: the clock of the page head, a portlet with a date that never changes, tools with image texts, the lead
image outside the text, dates inside the links of other news.
"""

from html import escape

from scraper.sample.edits import Edition
from scraper.sample.markup.common import (
    CLOCK,
    LABEL,
    WEEKDAY,
    as_printed,
    excerpt,
    generator,
    html,
    local,
    minute,
    number_of,
    pages,
    shared,
)
from scraper.sample.markup.pieces import cards, centred, numbered, running
from scraper.sample.model import Answer, SampleArticle, SampleRequest, Section, Site
from scraper.sample.portals.liferay7 import PATH, PORTLET, STATE


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if request.path == "/":
        newest = "".join(_card(a) for a in edition.articles[:6])
        return html(_page(site, site.name, f'<div class="list_new"><div class="home">{newest}</div></div>', request))
    if request.path != PATH:
        return None
    number = request.query.get(f"_{PORTLET}_articleId")
    if number:
        article = numbered(edition, number)
        return html(_detail(site, article, request)) if article else None
    category = request.query.get(f"_{PORTLET}_categoryId")
    section = next((s for s in site.sections if str(s.number) == category), None)
    return html(_list(edition, section, request)) if section else None


def _href(section: Section, page: int = 1) -> str:
    """The address of a list page, as it stands in an attribute."""
    more = f"&_{PORTLET}_delta=10&_{PORTLET}_cur={page}" if page > 1 else ""
    return escape(f"{PATH}?{STATE}&_{PORTLET}_categoryId={section.number}{more}")


def _page(site: Site, title: str, column: str, request: SampleRequest) -> str:
    menu = "".join(f'<li><a href="{_href(s)}">{escape(s.title)}</a></li>' for s in site.sections)
    return f"""<!DOCTYPE html>
<html class="ltr" dir="ltr" lang="vi-VN"><head><title>{escape(title)}</title>{generator("Liferay 7")}
<meta content="text/html; charset=UTF-8" http-equiv="content-type" />
<link href="/o/hoabinh-theme/css/main.css?t={1600000000 + request.hits}" rel="stylesheet" /></head>
<body class="controls-visible yui3-skin-sam signed-out public-page site">
{LABEL}
<header><div class="date-time"><span class="fl">{WEEKDAY}, ngày {CLOCK}</span>
<span class="fr"><a id="tangtuongphan" href="#"><img alt="Tang tuong phan" src="/o/theme/icon/tang.png" /></a>
<a id="giamtuongphan" href="#"><img alt="Giam tuong phan" src="/o/theme/icon/giam.png" /></a></span></div>
<a class="logo" href="/">{escape(site.name)}</a><nav><ul><li><a href="/">Trang chủ</a></li>{menu}</ul></nav></header>
<div id="content"><div class="columns-2"><div class="portlet-column" id="column-1">
<div class="datetime-portlet">Ngày 08 tháng 10 năm 2019</div></div>
<div class="portlet-column" id="column-2">
<div class="portlet-boundary portlet-static-end" id="p_p_id_{PORTLET}_"><section class="portlet">
<div class="portlet-content-container"><div class="portlet-body">
{column}
</div></div></section></div></div></div></div>
<footer><p>{escape(site.unit)}</p><p>Lượt truy cập: {91000 + request.hits}</p></footer></body></html>
"""


def _card(article: SampleArticle) -> str:
    link = escape(local(article.url))
    picture = f'<img src="{local(article.images[0].src)}" />' if article.images else ""
    shown = f'<span class="time">({minute(article.created)})</span>' if article.date_shown != "none" else ""
    return (
        f'<div class="cat_record"><div class="left_first_record"><a href="{link}">{picture}</a></div>'
        f'<div class="right_first_record"><div class="title_v"><a href="{link}"><h3>{escape(article.title)}</h3></a>'
        f'</div>{shown}<div class="lead">{excerpt(article)}</div></div></div>\n'
    )


def _bare(link: str) -> str:
    return f'<div class="cat_record"><div class="right_first_record"><div class="title_v">{link}</div></div></div>'


def _list(edition: Edition, section: Section, request: SampleRequest) -> str:
    site, items = edition.site, edition.of(section)
    number, last = number_of(request.query.get(f"_{PORTLET}_cur")), pages(items, site.page_size)
    found = cards(edition, section, number, _card, _bare)
    steps = ((number - 1, "Trước"), *((n, str(n)) for n in range(1, last + 1)), (number + 1, "Sau"))
    links = "".join(
        f'<li><a href="{_href(section, n)}">{label}</a></li>'
        if 1 <= n <= last and n != number
        else f'<li class="disabled"><a href="javascript:;">{label}</a></li>'
        for n, label in steps
    )
    column = f"""<h3 class="title-list-news"><span class="title-t1">
<a href="{_href(section)}">{escape(section.title)}</a></span>
<span class="icon-rss"><a href="{_href(section)}&amp;p_p_lifecycle=2&amp;p_p_resource_id=rss"></a></span></h3>
<div class="list_new"><div class="category_content">{found}</div></div>
<div class="taglib-search-iterator-page-iterator-bottom"><div class="clearfix lfr-pagination">
<small class="search-results">Hiển thị kết quả 1 - {site.page_size} trong tổng số {len(items)} kết quả.</small>
<ul class="pager lfr-pagination-buttons">{links}</ul></div></div>"""
    return _page(site, f"{section.title} - {site.name}", column, request)


def _head_image(article: SampleArticle) -> str:
    if not article.images:
        return ""
    image = article.images[0]
    title = f'<div class="img-title">{escape(image.caption)}</div>' if image.caption else ""
    picture = f'<img class="img-responsive" src="{local(image.src)}" />'
    return f'<div style="text-align: center;">{picture}</div>\n{title}'


def _others(article: SampleArticle) -> str:
    """Other news in two lists, the date inside the link."""
    entries = [
        f'<li><a href="{escape(local(r.url))}">{escape(r.title)}'
        + (f' <span class="time">({as_printed(r.date)})</span>' if r.date else "")
        + "</a></li>"
        for r in article.related
    ]
    half = (len(entries) + 1) // 2
    lists = (("Danh sách bài viết mới", entries[:half]), ("Danh sách bài viết cũ", entries[half:]))
    return "".join(
        f'<div class="list_detail"><span class="title">{name}</span>'
        f'<ul class="ul_list_detail">{"".join(part)}</ul></div>'
        for name, part in lists
        if part
    )


def _files(article: SampleArticle) -> str:
    if not article.attachments:
        return ""
    entries = "".join(
        f'<li><img alt="{escape(f.name)}" src="/o/theme/icon/pdf-icon.png" />'
        f'<a href="{local(f.url)}">{escape(f.name)}</a></li>'
        for f in article.attachments
    )
    return f'<div class="attachment"><span>Tệp đính kèm</span><ul>{entries}</ul></div>'


def _detail(site: Site, article: SampleArticle, request: SampleRequest) -> str:
    section = article.section
    shown = f'<span class="date_time">{minute(article.created)}</span>' if article.date_shown == "page" else ""
    apart = bool(article.author) and not article.byline
    author = f'<div class="author">{escape(article.author or "")}</div>' if apart else ""
    source = f'<div class="source">Nguồn: {escape(article.unit or "")}</div>' if apart else ""
    lead = f'<div class="summary" id="leadDetail">{escape(article.lead)}</div>' if article.lead else ""
    column = f"""<div class="box_border"><h3 class="title-list-news"><span class="title-t1">
<a href="{_href(section)}">{escape(section.title)}</a></span></h3>
<div class="content_detail_news" id="content_detail_news">
<h1 class="title" id="titleDetail">{escape(article.title)}</h1>
<div class="tool">{shown}<span class="icon_tool"><a class="icon_print" href="#" title="Tăng/Giảm cỡ chữ">A+</a>
<a href="#">A-</a></span></div>
{lead}
{_head_image(article)}
<div class="textdetail" id="contentDetail">
{running(article, centred, without=1)}
</div>
{author}
{source}</div>
{_files(article)}
<div class="tool"><ul class="list_share_button"><li><a href="#">Facebook</a></li><li><a href="#">Zalo</a></li></ul>
<a href="#" onclick="window.print()">In trang</a> <a href="#" onclick="history.back()">Quay lại</a></div>
<div id="myRating"><span>{3 + request.hits % 7} lượt đánh giá</span></div>
<div id="footerOfNewDetail">{_others(article)}</div></div>"""
    return _page(site, f"{article.title} - {site.name}", column, request)
