"""SharePoint lists behind a JSON API, as crawlers of Vĩnh Phúc know them; the markup of the pages is invented.

The API answers with at most a page of items, whatever length is asked for, and states the total.
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
    html,
    minute,
    number_of,
    refused_url,
    related_items,
    shared,
)
from scraper.sample.markup.pieces import centred, running
from scraper.sample.model import Answer, SampleArticle, SampleRequest, Section, Site

LISTS = "/ct/cms/tintuc/Lists/"
API = "/APIVP/api/DSTinTuc/QUERYDATA"


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if request.path == API:
        return _api(edition, request)
    if request.path == "/":
        return html(
            _page(site, site.name, "<p>Chào mừng quý vị đến với Cổng thông tin tỉnh Mẫu Vĩnh</p>", None, request)
        )
    name, _, file = request.path.removeprefix(LISTS).partition("/")
    section = edition.section(name)
    if section is None or not request.path.startswith(LISTS):
        return None
    if file == "View_Detail.aspx":
        number = request.query.get("ItemID")
        article = next((a for a in edition.of(section) if str(a.number) == number), None)
        return html(_page(site, article.title, _detail(article, request), section, request)) if article else None
    return (
        html(_page(site, section.title, _list(site, section), section, request)) if file == "View_List.aspx" else None
    )


def _api(edition: Edition, request: SampleRequest) -> Answer:
    name = request.form.get("UrlList", "").removeprefix(LISTS)
    section = edition.section(name)
    if request.method != "POST" or request.form.get("do") != "QUERYDATA" or section is None:
        return Answer(b'{"Message":"The request is invalid."}', "application/json; charset=utf-8", 400)
    items = edition.of(section)
    start, length = number_of(request.form.get("start"), 0), number_of(request.form.get("length"), 10)
    rows = [_row(a) for a in items[start : start + min(length, edition.site.page_size)]]
    answer = {"draw": request.hits, "recordsTotal": len(items), "data": rows}
    return Answer(json.dumps(answer, ensure_ascii=False).encode(), "application/json; charset=utf-8")


def _row(article: SampleArticle) -> dict[str, object]:
    return {
        "ID": article.number,
        # A mark of the system, which is no part of the title.
        "Title": article.title + ("##" if article.number % 4 == 0 else ""),
        "DescriptionNews": f"<p>{excerpt(article)}</p>",
        "ContentNews": f"<p>{escape(article.paragraphs[0])}</p>",
        "CreatedDate": f"{article.created:%Y-%m-%dT%H:%M:%S}" if article.published else None,
        "ImageNews": article.images[0].src if article.images else "",
    }


def _page(site: Site, title: str, main: str, section: Section | None, request: SampleRequest) -> str:
    menu = "".join(f'<li><a href="{LISTS}{s.slug}/View_List.aspx">{escape(s.title)}</a></li>' for s in site.sections)
    crumb = f' › <a href="{LISTS}{section.slug}/View_List.aspx">{escape(section.title)}</a>' if section else ""
    return f"""<!DOCTYPE html>
<html dir="ltr" lang="vi-VN"><head><meta charset="utf-8" />{generator("Microsoft SharePoint")}
<title>{escape(title)} - {escape(site.name)}</title></head><body>
{LABEL}
<div class="header"><a href="/">{escape(site.name)}</a><span class="clock">{WEEKDAY}, {CLOCK}</span></div>
<div class="menu"><ul>{menu}</ul></div>
<div class="breadcrumb"><a href="/">Trang chủ</a>{crumb}</div>
<div class="main-content">{main}</div>
<div class="footer"><p>{escape(site.unit)}</p><p>Lượt truy cập: {410_000 + request.hits}</p></div>
</body></html>
"""


def _list(site: Site, section: Section) -> str:
    note = ""
    if section is site.sections[-1]:
        note = f'<ul class="notice"><li><a href="{refused_url(site)}">{REFUSED_TITLE}</a> (10/06/2025)</li></ul>'
    return f"""<h2>{escape(section.title)}</h2><div id="dstin"></div>{note}
<script>
$.post("{API}", {{ "do": "QUERYDATA", fieldOrder: "CreatedDate", ascending: "desc",
  UrlList: "{LISTS}{section.slug}", start: 0, length: 10 }}, function (json) {{ show(json.data); }});
</script>"""


def _detail(article: SampleArticle, request: SampleRequest) -> str:
    date = f'<div class="date">{minute(article.created)}</div>' if article.date_shown == "page" else ""
    lead = f'<div class="sapo">{escape(article.lead)}</div>' if article.lead else ""
    related = related_items(article)
    other = f'<div class="other"><h3>Các tin khác</h3><ul>{related}</ul></div>' if related else ""
    return f"""<div class="news"><h1>{escape(article.title)}</h1>
{date}<div class="tools"><a href="#">In trang</a> <a href="#">Gửi email</a></div>
{lead}
<div class="content">
{running(article, centred)}
</div><div class="view">Lượt xem: {12 + request.hits}</div></div>
{other}"""
