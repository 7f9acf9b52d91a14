"""Liferay's asset publisher: title, body, pager and addresses are known, cards and the date's place reconstructed.

Traps kept: box names are `h1.portlet-title`, the date's line ends with a counter, banners use the body's class.
"""

from functools import partial
from html import escape

from scraper.sample.edits import Edition
from scraper.sample.markup.common import (
    LABEL,
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

_PORTLET = "101_INSTANCE_Enp27vgshTez"


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if request.path == "/":
        return html(
            _page(site, site.name, "Tin mới", "".join(_card(a.section, a) for a in edition.articles[:6]), request)
        )
    section = edition.section(request.path.strip("/").partition("/")[0])
    if section and request.path.strip("/") == section.slug:
        return html(_list(edition, section, request))
    if section and (article := edition.by_path.get(request.path)):
        return html(_detail(site, section, article, request))
    return None


def _page(site: Site, title: str, box: str, column: str, request: SampleRequest) -> str:
    return f"""<!DOCTYPE html>
<html class="aui ltr" dir="ltr" lang="vi-VN"><head><title>{escape(title)}</title>{generator("Liferay Portal 6.2")}
<meta content="text/html; charset=UTF-8" http-equiv="content-type" />
<link class="lfr-css-file" href="/theme/css/main.css?t={1500000000 + request.hits}" rel="stylesheet" /></head>
<body class="yui3-skin-sam controls-visible signed-out public-page site">
{LABEL}
<header id="banner"><a class="logo" href="/">{escape(site.name)}</a><div id="clock"></div>
<nav id="navigation">{menu(site)}</nav></header>
<div id="main-content" class="columns-2"><div id="column-1" class="portlet-column">
<div id="p_p_id_{_PORTLET}_" class="portlet-boundary portlet-boundary_101_ portlet-asset-publisher">
<section class="portlet"><header><h1 class="portlet-title">{escape(box)}</h1></header><div class="portlet-body">
{column}
</div></section></div></div>
<div id="column-2" class="portlet-column"><div id="p_p_id_56_INSTANCE_r8Tz_" class="portlet-boundary">
<h1 class="portlet-title">Liên kết</h1><div class="journal-content-article">
<a href="/lien-ket">Trang thông tin các đơn vị</a></div></div></div></div>
<footer id="footer"><p>{escape(site.unit)}</p><p>Lượt truy cập: {52000 + request.hits}</p></footer></body></html>
"""


def _near(section: Section, url: str) -> str:
    """The address that shows the article of `url` inside `section`."""
    return f"/{section.slug}/{local(url).split('/', 2)[2]}"


def _card(section: Section, article: SampleArticle) -> str:
    link = _near(section, article.url)
    picture = f'<a href="{link}"><img src="{local(article.images[0].src)}" alt="" /></a>' if article.images else ""
    shown = f'<span class="news-date">{minute(article.created)}</span>' if article.published else ""
    return (
        f'<div class="asset-abstract"><div class="pic">{picture}</div><h3 class="asset-title"><a href="{link}">'
        f'{escape(article.title)}</a></h3>{shown}<div class="asset-summary">{excerpt(article)}</div></div>\n'
    )


def _bare(link: str) -> str:
    return f'<div class="asset-abstract"><h3 class="asset-title">{link}</h3></div>'


def _list(edition: Edition, section: Section, request: SampleRequest) -> str:
    site, items = edition.site, edition.of(section)
    number, last = number_of(request.query.get(f"_{_PORTLET}_cur")), pages(items, site.page_size)

    def button(page: int, text: str) -> str:
        state = f"p_p_id={_PORTLET}&amp;p_p_lifecycle=0&amp;p_p_state=normal&amp;_{_PORTLET}_delta=10"
        href = f"/{section.slug}?{state}&amp;_{_PORTLET}_cur={page}" if 1 <= page <= last else "javascript:;"
        return f'<li><a href="{href}">{text}</a></li>'

    buttons = button(0 if number == 1 else 1, "← Đầu tiên") + button(number - 1, "Trước")
    buttons += button(number + 1, "Tiếp theo") + button(last + 1 if number == last else last, "Cuối cùng →")
    column = f"""{cards(edition, section, number, partial(_card, section), _bare)}
<div class="taglib-page-iterator"><div class="clearfix lfr-pagination">
<small class="search-results">Trang {number} của {len(items)} kết quả.</small>
<ul class="pager lfr-pagination-buttons">{buttons}</ul></div></div>"""
    return _page(site, f"{section.title} - {site.name}", section.title, column, request)


def _detail(site: Site, section: Section, article: SampleArticle, request: SampleRequest) -> str:
    shown = (
        f'<div class="news-date">{minute(article.created)} | Lượt xem: {12 + request.hits}</div>'
        if article.date_shown == "page"
        else ""
    )
    related = related_items(article)
    box = f'<div class="other-news"><h4>Tin khác</h4><ul>{related}</ul></div>' if related else ""
    column = f"""<div class="title-news"><h1>{escape(article.title)}</h1></div>
{shown}
<div class="journal-content-article">
{running(article, centred)}
</div>
<div class="asset-metadata"><a href="#">Print</a> <a href="#">Send email</a></div>
{box}"""
    return _page(site, f"{article.title} - {section.title} - {site.name}", section.title, column, request)
