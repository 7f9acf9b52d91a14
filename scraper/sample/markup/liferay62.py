"""Liferay 6.2 with the vendor styling read in a mirror of a Hà Nội department: typos in class names included.

Traps kept: one article under two pages, `12:00 AM` for an unknown time, `/en` after a file name answering with the
list, a poll portlet's address showing a whole article.
"""

from functools import partial
from html import escape
from urllib.parse import quote

from scraper.sample.edits import Edition
from scraper.sample.markup.common import (
    LABEL,
    REFUSED_TITLE,
    excerpt,
    generator,
    has_refused,
    html,
    images_after,
    local,
    menu,
    number_of,
    on_page,
    paragraph,
    refused_url,
    related_items,
    shared,
)
from scraper.sample.model import Answer, SampleArticle, SampleImage, SampleRequest, Section, Site

POLL = "59_INSTANCE_k3Lm9QwZ71aB"
_STATE = (
    "p_p_id=101&amp;p_p_lifecycle=0&amp;p_p_state=normal&amp;p_p_mode=view&amp;p_p_col_id=column-1&amp;p_p_col_pos=1"
    "&amp;p_p_col_count=2&amp;_101_delta=10&amp;_101_keywords=&amp;_101_advancedSearch=false"
    "&amp;_101_andOperator=true&amp;p_r_p_564233524_resetCur=false&amp;_101_cur="
)


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if request.path == "/":
        return html(_page(site, site.name, "", _news(edition), request))
    slug, _, rest = request.path.strip("/").partition("/")
    section = edition.section(slug)
    if section and not rest and request.query.get("p_p_id") == POLL:
        return html(_detail(edition, section, edition.of(section)[0], request))
    if section and (not rest or _language_copy(request.path)):
        return html(_list(edition, section, request))
    if section and (article := edition.by_path.get(request.path)):
        return html(_detail(edition, section, article, request))
    return None


def _language_copy(path: str) -> bool:
    """Whether `path` is a file name with languages after it, which Liferay answers with the list."""
    before, found, after = path.partition(".html/")
    return bool(found and before) and all(part in {"en", "vi"} for part in after.strip("/").split("/"))


def _page(site: Site, title: str, crumb: str, column: str, request: SampleRequest) -> str:
    here = quote(request.path.rstrip("/"))
    return f"""<!DOCTYPE html>
<html class="aui ltr" dir="ltr" lang="vi-VN"><head><title>{escape(title)}</title>{generator("Liferay Portal 6.2")}
<meta content="text/html; charset=UTF-8" http-equiv="content-type" />
<link class="lfr-css-file" href="/html/css/main.css?t={1500000000 + request.hits}" rel="stylesheet" /></head>
<body class="yui3-skin-sam controls-visible signed-out public-page site">
{LABEL}
<div id="wrapper"><header id="banner"><a class="logo" href="/">{escape(site.name)}</a>
<div id="point_portal_egov_date"></div><div id="point_portal_egov_clock"></div>
<div class="taglib-language-list"><a href="{here}/en" lang="en-US">English</a>
<a href="{here}/vi" lang="vi-VN">Tiếng Việt</a></div>
<nav id="navigation">{menu(site)}</nav></header>
<div id="main-content" class="columns-2"><div id="column-1" class="portlet-column">
<div id="p_p_id_ddlk_WAR_ddlkportlet_INSTANCE_4IBl_"><div class="portlet-body"><div class="dd_chuyenmuc">
<span class="trangchu"><a href="/">Trang chủ</a></span>
<span class="tintuc"><p>{escape(crumb)}</p></span></div></div></div>
<div id="p_p_id_101_" class="portlet-boundary portlet-boundary_101_ portlet-static"><span id="p_101"></span>
<div class="portlet-body">
{column}
</div></div></div>
<div id="column-2" class="portlet-column"><div id="p_p_id_56_INSTANCE_r8Tz_"><div class="journal-content-article">
<table><tr><td><a href="/lien-ket">Liên kết trang thông tin</a></td></tr></table></div></div>
<section class="portlet"><header><h1 class="portlet-title">
<span class="portlet-title-text">quy hoạch - kế hoạch</span></h1></header></section>
<div class="poll">
<a href="/{site.sections[0].slug}?p_p_id={POLL}&amp;p_p_lifecycle=0&amp;p_p_state=normal">Ý kiến</a></div>
</div></div><div class"after_main"></div>
<footer id="footer"><p>{escape(site.unit)}</p><p>Lượt truy cập: {66000 + request.hits}</p></footer></div></body></html>
"""


def _stamp(article: SampleArticle) -> str:
    """The date as printed: `12:00 AM` when only the day is known."""
    if not article.published:
        return ""
    if "T" not in article.published:
        return f"{article.created:%d/%m/%Y} | 12:00 AM"
    hour = article.created.hour % 12 or 12
    # With and without a leading zero, as versions of the portlet differ.
    clock = f"{hour}:{article.created:%M %p}" if article.number % 2 else f"{hour:02d}:{article.created:%M %p}"
    return f"{article.created:%d/%m/%Y} | {clock}"


def _card(section: Section, article: SampleArticle, hits: int) -> str:
    link = _link(section, article)
    stamp = _stamp(article)
    shown = (
        f'<div class="assetPublishDate block_timer">Ngày đăng\n            {stamp} &nbsp;|&nbsp;'
        f"View count: {12 + hits}</div>"
        if stamp
        else ""
    )
    image = "".join(
        f'<div class="asset-image"><a href="{link}"><img src="{local(i.src)}?t={hits}"></a></div>'
        for i in article.images[:1]
    )
    return (
        '<div class="asset-bounddary"><div class="asset-abstract"><div class="asset-content normal-news">'
        f'{image}<div class="asset-content-custom"><h3 class="asset-title"><a href="{link}">'
        f'{escape(article.title)}</a></h3>{shown}<div class="asset-summary">{excerpt(article)}</div></div></div>'
        '<div class="asset-metadata"></div></div></div>\n'
    )


def _link(section: Section, article: SampleArticle) -> str:
    """The address of `article` under the page of `section`."""
    own = local(article.url)
    return next((local(url) for url in article.also if local(url).startswith(f"/{section.slug}/")), own)


def _near(section: Section, url: str) -> str:
    """`url` as a related list under the page of `section` has it: the last part alone where that is enough."""
    link = local(url)
    return link.rpartition("/")[2] if link.startswith(f"/{section.slug}/") else link


def _news(edition: Edition) -> str:
    return "".join(_card(article.section, article, 0) for article in edition.articles[:6])


def _list(edition: Edition, section: Section, request: SampleRequest) -> str:
    site, items = edition.site, edition.of(section)
    number = max(1, number_of(request.query.get("_101_cur")))
    cards = "".join(_card(section, a, request.hits) for a in on_page(items, site.page_size, number))
    if has_refused(site, section, number):
        cards += (
            '<div class="asset-bounddary"><div class="asset-abstract"><div class="asset-content normal-news">'
            f'<h3 class="asset-title"><a href="{refused_url(site)}">{REFUSED_TITLE}</a></h3></div></div></div>\n'
        )
    column = cards + _pager(section, number, len(items), site.page_size)
    return _page(site, f"{section.title} - {site.name}", section.title, column, request)


def _pager(section: Section, number: int, total: int, size: int) -> str:
    last = -(-total // size)
    first_shown, last_shown = (number - 1) * size + 1, min(number * size, total)

    def link(page: int, text: str, classes: str, *, dead: bool) -> str:
        href = "javascript:;" if dead else f"/{section.slug}?{_STATE}{page}"
        return f'<li class="{"disabled " if dead else ""}{classes}"><a href="{href}">{text}</a></li>'

    buttons = (
        link(1, "← Đầu tiên", "first", dead=number == 1)
        + link(number - 1, "Trước", "", dead=number == 1)
        + link(number + 1, "next", "", dead=number >= last)
        + link(last, "Cuối cùng →", "last", dead=number >= last)
    )
    return (
        '<div class="taglib-page-iterator" id="_101_ocerSearchContainerPageIterator">'
        '<div class="clearfix lfr-pagination">'
        f'<small class="search-results">Hiển thị {first_shown} - {last_shown} of {total} kết quả.</small>'
        f'<ul class="pager lfr-pagination-buttons">{buttons}</ul></div></div>'
    )


def _image(image: SampleImage, token: int) -> str:
    caption = f'<p style="text-align: center;"><em>{escape(image.caption)}</em></p>' if image.caption else ""
    picture = f'<img alt="" src="{local(image.src)}?t={token}" style="width: 600px;" />'
    return f'<p style="text-align: center;">{picture}</p>\n{caption}'


def _text(article: SampleArticle, token: int) -> str:
    parts = []
    for position in range(len(article.paragraphs)):
        parts.append(f'<p style="text-align: justify;">{paragraph(article, position)}</p>')
        parts += [_image(image, token) for image in images_after(article, position)]
    parts += [f'<p style="text-align: right;">{escape(line)}</p>' for line in article.byline]
    return "\n".join(parts)


def _detail(edition: Edition, section: Section, article: SampleArticle, request: SampleRequest) -> str:
    site = edition.site
    stamp = _stamp(article)
    shown = (
        f'<div class="assetPublishDate block_timer">{stamp} &nbsp;|&nbsp;View count: {30 + request.hits}</div>'
        if stamp
        else ""
    )
    related = related_items(article, partial(_near, section))
    box = (
        '<div class="related_asset"><div class="related_asset_title">Các tin khác</div>'
        f'<ul class="related_asset_list">{related}</ul></div>'
        if related
        else ""
    )
    noise = f"{request.hits:04x}"
    column = f"""<div><div class="asset-full-content-title">{escape(article.title)}</div>
{shown}
<div class="asset-full-content show-asset-title"><div class="asset-content" id="_101_{article.number}">
<div class="sapo-wrapper clearfix"><p class="sapo"><strong>{escape(article.lead or "")}</strong></p></div>
<div class="journal-content-article">
{_text(article, 1700000000 + request.hits)}
</div>
<p class="view-content-author"><strong><em>admin admin</em></strong></p></div></div>
<div class="asset-control-detail"><span class="print-action">
<a href="javascript:_101_printPage_0();" id="_101_{noise}_column1_1">Print</a></span>
<span class="mailto-action"><a href="mailto:?subject=tin">Send email</a></span></div>
{box}</div>"""
    return _page(site, f"{article.title} - {section.title} - {site.name}", section.title, column, request)
