"""Drupal 7 with Media and file_entity: lists counted from 0, hidden headings with file names, NBSP signatures."""

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
    images_after,
    local,
    menu,
    number_of,
    on_page,
    padded,
    pages,
    paragraph,
    refused_url,
    related_items,
    shared,
)
from scraper.sample.markup.feed import rss
from scraper.sample.model import Answer, SampleArticle, SampleImage, SampleRequest, Section, Site


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if request.path == "/rss.xml":
        return rss(site, site.name, request.path, list(edition.articles))
    for section in site.sections:
        if request.path == f"/taxonomy/term/{section.number}/feed":
            return rss(site, section.title, request.path, edition.of(section))
    if request.path == "/":
        rows = "".join(_row(a, dated=False) for a in edition.articles[:6])
        return html(_page(site, site.name, "front", f'<div class="view-content">{rows}</div>', request))
    if section := edition.section(request.path.strip("/")):  # type: ignore[assignment]
        return html(_list(edition, section, request))
    if article := edition.by_path.get(request.path):
        return html(_node(edition, article, request))
    return None


def _page(
    site: Site,
    title: str,
    classes: str,
    content: str,
    request: SampleRequest,
    heading: str = "",
    section: Section | None = None,
) -> str:
    crumb = f'<a href="/{section.slug}">{escape(section.title)}</a>' if section else ""
    heading = f'<h1 class="title" id="page-title">{escape(heading)}</h1>' if heading else ""
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML+RDFa 1.0//EN" "http://www.w3.org/MarkUp/DTD/xhtml-rdfa-1.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="vi" lang="vi" dir="ltr"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />{generator("Drupal 7 (http://drupal.org)")}
<link rel="alternate" type="application/rss+xml" title="RSS" href="/rss.xml" />
<title>{escape(title)} | {escape(site.name)}</title></head>
<body class="html {classes} no-sidebars">
{LABEL}
<div id="skip-link"><a href="#main-content" class="element-invisible element-focusable">Nhảy đến nội dung</a></div>
<div id="page"><div id="header"><div id="name-and-slogan"><div id="site-name">{escape(site.name)}</div>
<div id="site-slogan">Đoàn kết, sáng tạo, hoàn thành thắng lợi nhiệm vụ năm 2025</div></div>
<div class="block block-clock">{WEEKDAY}, {CLOCK}</div></div>
<div id="main-menu" class="navigation">{menu(site)}</div>
<div id="main"><div class="breadcrumb"><a href="/">Trang chủ</a>{" » " if crumb else ""}{crumb}</div>
<div id="content" class="column"><div class="section"><a id="main-content"></a>
{heading}
<div class="region region-content"><div id="block-system-main" class="block block-system"><div class="content">
{content}
</div></div></div></div></div>
<div class="region region-sidebar-second"><div class="block block-calendar"><h2>Lịch công tác</h2>
<a href="/calendar/2025-05" rel="nofollow">«</a> Tháng 6
<a href="/calendar/2025-07" rel="nofollow">»</a></div></div></div>
<div id="footer"><p>{escape(site.unit)}</p><p>Lượt truy cập: {9120 + request.hits}</p></div></div>
</body></html>
"""


def _row(article: SampleArticle, *, dated: bool) -> str:
    link = local(article.url)
    shown = ""
    if dated and article.date_shown == "list":
        stamp = f"{article.created:%d/%m/%Y - %H:%M}"
        shown = f'<div class="views-field views-field-created"><span class="field-content">{stamp}</span></div>'
    return (
        f'<div class="views-row"><div class="views-field views-field-title"><span class="field-content">'
        f'<a href="{link}">{escape(article.title)}</a></span></div>{shown}'
        f'<div class="views-field views-field-body"><div class="field-content"><p>{excerpt(article)}</p>'
        "</div></div></div>\n"
    )


def _list(edition: Edition, section: Section, request: SampleRequest) -> str:
    site, items = edition.site, edition.of(section)
    number = number_of(request.query.get("page"), 0) + 1  # Drupal counts from 0
    rows = "".join(_row(a, dated=True) for a in on_page(items, site.page_size, number))
    if has_refused(site, section, number):
        rows += (
            '<div class="views-row"><div class="views-field views-field-title"><span class="field-content">'
            f'<a href="{refused_url(site)}">{REFUSED_TITLE}</a></span></div></div>'
        )
    content = (
        f'<div class="view view-tin view-display-id-page"><div class="view-content">{rows}</div>'
        f"{_pager(section, number, pages(items, site.page_size))}"
        f'<div class="feed-icon"><a href="/taxonomy/term/{section.number}/feed">RSS</a></div></div>'
    )
    return _page(site, section.title, "not-front page-views", content, request, section.title)


def _pager(section: Section, number: int, last: int) -> str:
    def link(kind: str, text: str, page: int) -> str:
        query = f"?page={page - 1}" if page > 1 else ""
        return f'<li class="pager-{kind}"><a href="/{section.slug}{query}">{text}</a></li>'

    parts = [link("first", "« đầu tiên", 1), link("previous", "‹ trước", number - 1)] if number > 1 else []
    parts += [
        f'<li class="pager-current">{n}</li>' if n == number else link("item", str(n), n) for n in range(1, last + 1)
    ]
    if number < last:
        parts += [link("next", "sau ›", number + 1), link("last", "cuối cùng »", last)]
    return (
        f'<h2 class="element-invisible">Trang</h2><div class="item-list"><ul class="pager">{"".join(parts)}</ul></div>'
    )


def _media(image: SampleImage, fid: int) -> str:
    name = escape(image.file_name.replace("%20", " "))
    kind = "png" if name.endswith(".png") else "jpeg"
    return (
        f'<div class="media media-element-container media-default"><div id="file-{fid}" '
        f'class="file file-image file-image-{kind}"><h2 class="element-invisible">'
        f'<a href="/file/{fid}">{name}</a></h2>'
        f'<div class="content"><img height="400" width="600" class="media-element file-default" '
        f'src="{image.src}" alt="" /></div></div></div>'
    )


def _byline(article: SampleArticle) -> str:
    if len(article.byline) < 2:
        return "".join(f'<p class="rtecenter"><strong>{escape(line)}</strong></p>' for line in article.byline)
    first, second = (padded(line, width) for line, width in zip(article.byline, (56, 50), strict=True))
    return f"<p>{first}<br />\n{second}</p>" if article.number % 2 else f"<p>{first}</p>\n<p>{second}</p>"


def _text(article: SampleArticle) -> str:
    parts = []
    for position in range(len(article.paragraphs)):
        parts.append(f"<p>{paragraph(article, position)}</p>")
        for place, image in enumerate(images_after(article, position)):
            parts.append(_media(image, 4 * article.number + position + place))
            parts.append(f"<p>{escape(image.caption)}</p>" if image.caption else "")
            parts.append("<p>&nbsp;</p>")
    return "\n".join((*parts, _byline(article)))


def _files(article: SampleArticle) -> str:
    items = "".join(
        '<span class="file"><img class="file-icon" alt="PDF icon" title="application/pdf" '
        f'src="/modules/file/icons/application-pdf.png" /> '
        f'<a href="{f.url}" type="application/pdf">{escape(f.name)}</a></span>'
        for f in article.attachments
    )
    if not items:
        return ""
    return (
        '<div class="field field-name-field-dinh-kem field-type-file field-label-above"><div class="field-label">'
        f'Tệp đính kèm:&nbsp;</div><div class="field-items"><div class="field-item even">{items}</div></div></div>'
    )


def _node(edition: Edition, article: SampleArticle, request: SampleRequest) -> str:
    shown = ""
    if article.date_shown == "page":
        stamp = f"{article.created:%d/%m/%Y - %H:%M}"
        shown = f'<div class="meta submitted"><span property="dc:date dc:created">{stamp}</span></div>'
    related = related_items(article)
    view = f'<div class="view view-tin-lien-quan"><div class="view-content"><ul>{related}</ul></div></div>'
    box = f'<div class="block block-views"><h2>Các tin khác</h2>{view}</div>' if related else ""
    content = (
        f'<div id="node-{article.number}" class="node node-tin-bai node-full clearfix">{shown}'
        '<div class="content clearfix"><div class="field field-name-body field-type-text-with-summary">'
        f'<div class="field-items"><div class="field-item even" property="content:encoded">\n'
        f"{_text(article)}\n</div></div></div>"
        f"{_files(article)}</div>"
        f'<ul class="links"><li class="statistics_counter"><span>{40 + request.hits} lượt xem</span></li></ul></div>\n'
        f"{box}"
    )
    classes = f"not-front page-node page-node-{article.number} node-type-tin-bai"
    return _page(edition.site, article.title, classes, content, request, article.title, article.section)
