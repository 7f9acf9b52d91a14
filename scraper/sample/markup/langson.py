"""The Lạng Sơn platform, reconstructed: the order of blocks is known from published texts, class names are generic.

Lists show the day of most articles, article pages no date at all; keys are paths, there is no number.
"""

from html import escape

from scraper.sample.edits import Edition
from scraper.sample.markup.common import (
    CLOCK,
    LABEL,
    REFUSED_TITLE,
    WEEKDAY,
    day,
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
from scraper.sample.model import Answer, SampleArticle, SampleRequest, Section, Site


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if request.path == "/":
        blocks = "".join(_block(edition, section) for section in site.sections)
        return html(_page(site, site.unit, f'<main class="home">{blocks}</main>', request))
    if section := edition.section(request.path.strip("/")):
        return html(_list(edition, section, request))
    if article := edition.by_path.get(request.path):
        return html(_detail(edition, article, request))
    return None


def _page(site: Site, title: str, main: str, request: SampleRequest) -> str:
    unit = site.unit.replace(" - ", "-") if len(request.path) % 2 else site.unit  # the name drifts between pages
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8">{generator("Provincial platform")}
<title>{escape(title)}</title></head>
<body>
{LABEL}
<header class="header"><div class="top"><span class="now">{WEEKDAY}, Ngày {CLOCK}</span>
<a href="/lien-he">Liên hệ</a> <a href="/so-do-cong">Sơ đồ cổng</a></div>
<div class="brand"><p>{escape(site.name)}</p><p>{escape(unit)}</p></div>
<nav class="menu">{menu(site)}</nav></header>
{main}
<footer class="footer"><p>{escape(site.name)} - {escape(site.unit)}</p>
<p>Số lượt truy cập: {48210 + request.hits}</p></footer>
</body></html>
"""


def _card(article: SampleArticle) -> str:
    link = local(article.url)
    shown = f'<span class="date">{day(article.created)}</span>' if article.published else ""
    thumb = (
        f'<a class="thumb" href="{link}"><img src="{local(article.images[0].src)}" alt=""></a>'
        if article.images
        else ""
    )
    return (
        f'<div class="item">{thumb}<h3><a href="{link}">{escape(article.title)}</a></h3>{shown}'
        f'<p class="desc">{excerpt(article)}</p></div>\n'
    )


def _block(edition: Edition, section: Section) -> str:
    cards = "".join(_card(a) for a in edition.of(section)[:4])
    return f'<section><h2><a href="/{section.slug}">{escape(section.title)}</a></h2>{cards}</section>'


def _list(edition: Edition, section: Section, request: SampleRequest) -> str:
    site, items = edition.site, edition.of(section)
    number = number_of(request.query.get("page"))
    cards = "".join(_card(a) for a in on_page(items, site.page_size, number))
    if has_refused(site, section, number):
        cards += f'<div class="item"><h3><a href="{refused_url(site)}">{REFUSED_TITLE}</a></h3></div>\n'
    main = (
        f'<main><div class="breadcrumb"><a href="/">Trang chủ</a> / <span>{escape(section.title)}</span></div>'
        f'<h1>{escape(section.title)}</h1><div class="list-news">{cards}</div>'
        f"{_pager(section, number, pages(items, site.page_size))}</main>"
    )
    return _page(site, f"{section.title} - {site.unit}", main, request)


def _pager(section: Section, number: int, last: int) -> str:
    links = "".join(
        f'<li class="active"><span>{n}</span></li>'
        if n == number
        else f'<li><a href="/{section.slug}?page={n}">{n}</a></li>'
        for n in range(1, last + 1)
    )
    if number < last:
        links += f'<li class="next"><a rel="next" href="/{section.slug}?page={number + 1}">Trang sau</a></li>'
    return f'<ul class="pagination">{links}</ul>'


def _text(article: SampleArticle) -> str:
    parts = []
    for position in range(len(article.paragraphs)):
        parts.append(f'<p style="text-align: justify;">{paragraph(article, position)}</p>')
        for image in images_after(article, position):
            parts.append(f'<p style="text-align: center;"><img src="{local(image.src)}" alt="" width="600"></p>')
            if image.caption:
                parts.append(f'<p style="text-align: center;">{escape(image.caption)}</p>')
            parts.append("<p>&nbsp;</p>")
    # Two lines are pushed to the right with spaces, each by its own length, as typists do.
    if len(article.byline) == 2:
        parts += [f"<p>{padded(line, 60 - 2 * len(line) // 3)}</p>" for line in article.byline]
    else:
        parts += [f'<p style="text-align: right;"><strong>{escape(line)}</strong></p>' for line in article.byline]
    return "\n".join(parts)


def _detail(edition: Edition, article: SampleArticle, request: SampleRequest) -> str:
    related = related_items(article)
    box = f'<div class="other-news"><h3>Tin khác</h3><ul>{related}</ul></div>' if related else ""
    main = (
        f'<main><div class="breadcrumb"><a href="/">Trang chủ</a> / '
        f'<a href="/{article.section.slug}">{escape(article.category)}</a></div>\n'
        '<div class="tools">A- A A+ | <a href="#">Tăng tương phản</a> <a href="#">Giảm tương phản</a></div>\n'
        f'<div class="article-detail"><h1>{escape(article.title)}</h1>\n'
        f'<div class="content">\n{_text(article)}\n</div>\n'
        f'<div class="share">Lượt xem: {120 + request.hits}</div></div>\n'
        f"{box}</main>"
    )
    return _page(edition.site, article.title, main, request)
