"""Liferay with a portlet of its own: lists are filled by a script from a JSON address that stands in it.

The ids of an article's parts and the fields of the answers are known, the rest is reconstructed. The server gives ten
entries at most, whatever `recordPerPage` says, and cuts `content` off. Traps kept: a first `h1` that reads "Thực đơn",
an escaped address, entries without an address of their own.
"""

import json
from html import escape

from scraper.sample.edits import Edition
from scraper.sample.markup.common import (
    CLOCK,
    LABEL,
    REFUSED_TITLE,
    WEEKDAY,
    excerpt,
    generator,
    has_refused,
    html,
    local,
    menu,
    minute,
    number_of,
    on_page,
    pages,
    refused_url,
    related_items,
    shared,
)
from scraper.sample.markup.pieces import centred, numbered, running
from scraper.sample.model import Answer, SampleArticle, SampleRequest, Section, Site
from scraper.sample.portals.bacninh import PORTLET

_RESOURCE = f"p_p_id={PORTLET}&p_p_lifecycle=2&p_p_resource_id=loadPage&p_p_cacheability=cacheLevelPage"


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if request.path == "/":
        news = "".join(
            f'<li><a href="{escape(local(a.url))}">{escape(a.title)}</a></li>' for a in edition.articles[:6]
        )
        return html(_page(site, site.name, f'<ul class="home-news">{news}</ul>', request))
    if request.path.startswith("/news/-/details/"):
        article = numbered(edition, request.path.rpartition("-")[2])
        return html(_detail(site, article, request)) if article else None
    section = edition.section(request.path.strip("/"))
    if section is None:
        return None
    if number := request.query.get(f"_{PORTLET}_articleId"):
        article = numbered(edition, number)
        return html(_detail(site, article, request)) if article else None
    if request.query.get("p_p_resource_id") == "loadPage":
        return _answer(edition, section, request)
    return html(_list(site, section, request))


def _page(site: Site, title: str, main: str, request: SampleRequest) -> str:
    return f"""<!DOCTYPE html>
<html class="aui ltr" dir="ltr" lang="vi-VN"><head><title>{escape(title)}</title>{generator("Liferay Portal 6.2")}
<meta content="text/html; charset=UTF-8" http-equiv="content-type" />
<link class="lfr-css-file" href="/theme/css/main.css?t={1500000000 + request.hits}" rel="stylesheet" /></head>
<body class="yui3-skin-sam controls-visible signed-out public-page site">
{LABEL}
<div class="mobile-menu"><h1>Thực đơn</h1>{menu(site)}</div>
<header id="banner"><a class="logo" href="/">{escape(site.name)}</a>
<div class="today">{WEEKDAY}, ngày {CLOCK}</div><nav id="navigation">{menu(site)}</nav></header>
<div id="content"><div class="portlet-boundary portlet-boundary_{PORTLET}_" id="p_p_id_{PORTLET}_">
<div class="portlet-body">
{main}
</div></div></div>
<footer id="footer"><p>{escape(site.unit)}</p><p>Lượt truy cập: {38000 + request.hits}</p></footer></body></html>
"""


def _list(site: Site, section: Section, request: SampleRequest) -> str:
    # Escaped as Liferay writes addresses into scripts.
    address = f"{site.base}/{section.slug}?{_RESOURCE}".replace("&", "\\x26").replace("/", "\\/")
    main = f"""<div class="breadcrumb"><a href="/">Trang chủ</a>
<a href="/{section.slug}">{escape(section.title)}</a></div>
<div id="listNews"></div><div id="paging"></div>
<script type="text/javascript">
var loadPageURL = "{address}";
function loadPage(pageNum) {{
  jQuery.get(loadPageURL + "&pageNum=" + pageNum + "&recordPerPage=50&keyword=" + keyword, function (data) {{
    render(JSON.parse(data).items);
  }});
}}
</script>"""
    return _page(site, f"{section.title} - {site.name}", main, request)


def _answer(edition: Edition, section: Section, request: SampleRequest) -> Answer:
    site, items = edition.site, edition.of(section)
    number = number_of(request.query.get("pageNum"))
    found = [_item(a) for a in on_page(items, site.page_size, number)]
    if has_refused(site, section, number):
        found.append({"id": 1, "title": REFUSED_TITLE, "summary": "", "urlDetail": refused_url(site)})
    data = {"items": found, "totalPageNum": pages(items, site.page_size)}
    return Answer(json.dumps(data, ensure_ascii=False).encode(), "application/json; charset=utf-8")


def _item(article: SampleArticle) -> dict[str, object]:
    own = "/-/details/" in article.url  # the others can be reached by their id only
    return {
        "id": article.number,
        "title": article.title,
        "summary": excerpt(article),
        "content": f"<p>{escape(article.paragraphs[0][:120])}...</p>",
        "createdDate": minute(article.created) if article.published else None,
        "urlDetail": local(article.url) if own else "",
    }


def _detail(site: Site, article: SampleArticle, request: SampleRequest) -> str:
    section = article.section
    related = related_items(article, lambda url: escape(local(url)))
    box = f'<div class="box-other"><h4>Các tin khác</h4><ul>{related}</ul></div>' if related else ""
    lead = f'<div id="sapoDetailId">{escape(article.lead)}</div>' if article.lead else ""
    main = f"""<div class="breadcrumb"><a href="/">Trang chủ</a>
<a href="/{section.slug}">{escape(section.title)}</a></div>
<div class="detail"><h1 id="contentDetailTitleId">{escape(article.title)}</h1>
<div class="tools"><a href="#">In trang</a> <a href="#">Gửi email</a></div>
{lead}
<div id="contentDetail">
{running(article, centred)}
</div>
<div class="views">Lượt xem: {21 + request.hits}</div>
{box}</div>"""
    return _page(site, f"{article.title} - {site.name}", main, request)
