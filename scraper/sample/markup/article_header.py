"""The ArticleHeader family (Hà Giang, Sơn La, Ninh Bình): class names are known, their nesting is reconstructed.

Lists go on by a POST that answers with a fragment; a spider that follows links sees page 1 only.
"""

from html import escape

from scraper.sample.edits import Edition
from scraper.sample.habits import RENDER_DATE
from scraper.sample.markup.common import (
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
    minute,
    number_of,
    on_page,
    pages,
    paragraph,
    refused_url,
    related_items,
    shared,
)
from scraper.sample.model import Answer, SampleArticle, SampleImage, SampleRequest, Section, Site

PAGINATION = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
SITE_ID = 64711
_MOST = 50  # cards that one fragment holds at most


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if request.path == PAGINATION:
        return _fragment(edition, request)
    if request.path == "/":
        cards = "".join(_card(a) for a in edition.articles[:6])
        return html(_page(site, site.name, f'<div class="UIListNews_Hot">{cards}</div>', request))
    if section := edition.section(request.path.strip("/")):
        return html(_list(edition, section, request))
    if article := edition.by_path.get(request.path):
        return html(_detail(edition, article, request))
    return None


def _fragment(edition: Edition, request: SampleRequest) -> Answer:
    """A later list page: a bare fragment, empty after the last one."""
    if request.method != "POST":
        return Answer(b"Method not allowed\n", "text/plain; charset=utf-8", 405, (("Allow", "POST"),))
    number = request.form.get("article_category_id")
    section = next((s for s in edition.site.sections if str(s.number) == number), None)
    if section is None or request.form.get("site_id") != str(SITE_ID):
        return html("", 400)
    size = max(1, min(number_of(request.form.get("page_size"), edition.site.page_size), _MOST))
    return html(_cards(edition, section, number_of(request.form.get("page")), size))


def _page(site: Site, title: str, main: str, request: SampleRequest) -> str:
    clock = f"{WEEKDAY}, Ngày {RENDER_DATE.day} Tháng {RENDER_DATE.month} Năm {RENDER_DATE.year}"
    return f"""<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="vi"><head><meta charset="utf-8" />{generator("ASP.NET portal")}
<meta name="description" content="Cổng thông tin điện tử {escape(site.name)}" />
<title>{escape(title)}</title></head><body>
<form method="post" action="./" id="form1"><input type="hidden" name="__VIEWSTATE" value="{request.hits:032x}" />
{LABEL}
<div class="top"><span class="DateTime">{clock}</span></div>
<div class="banner"><a href="/">{escape(site.name)}</a></div>
<div class="mainmenu">{menu(site)}</div>
<div class="main">{main}</div>
<div class="footer"><p>{escape(site.unit)}</p><p>Số lượt truy cập: {73300 + request.hits}</p></div>
</form></body></html>
"""


def _card(article: SampleArticle) -> str:
    link = local(article.url)
    image = f'<a href="{link}"><img src="{local(article.images[0].src)}" alt="" /></a>' if article.images else ""
    shown = f'<span class="PostDate">({minute(article.created)})</span>' if article.published else ""
    return (
        f'<div class="item">{image}<a class="Title" href="{link}">{escape(article.title)}</a> {shown}'
        f'<div class="Summary">{excerpt(article)}</div></div>\n'
    )


def _cards(edition: Edition, section: Section, number: int, size: int) -> str:
    cards = "".join(_card(a) for a in on_page(edition.of(section), size, number))
    if has_refused(edition.site, section, number):
        cards += f'<div class="item"><a class="Title" href="{refused_url(edition.site)}">{REFUSED_TITLE}</a></div>'
    return cards


def _list(edition: Edition, section: Section, request: SampleRequest) -> str:
    site = edition.site
    last = pages(edition.of(section), site.page_size)
    numbers = "".join(
        f'<a href="javascript:void(0)" onclick="LoadArticle({n})" class="{"current" if n == 1 else "page"}">{n}</a> '
        for n in range(1, last + 1)
    )
    main = f"""<div class="MenuTitle">{escape(section.title)}</div>
<div class="ArticleInMenu"><div class="UIListNews_Default" id="ArticleList">
{_cards(edition, section, 1, site.page_size)}</div>
<div class="Pagination">{numbers}</div></div>
<script type="text/javascript">
var article_category_id = {section.number}; var site_id = {SITE_ID};
function LoadArticle(page) {{
  $.post("{PAGINATION}", {{ article_category_id: article_category_id, site_id: site_id, page: page,
    page_size: {site.page_size}, keyword: "", date_begin: "", date_end: "", show_no: false, show_post_date: true,
    num_of_text: 200, show_view_count: false, filter_order_in_list: "", is_default: true, new: false,
    number_of_day: 0, no: 0, lang: "vi-VN" }}, function (html) {{ $("#ArticleList").html(html); }});
}}
</script>"""
    return _page(site, f"{section.title} - {site.name}", main, request)


def _image(image: SampleImage) -> str:
    caption = f'<p align="center"><em>&nbsp; &nbsp; &nbsp; {escape(image.caption)}</em></p>' if image.caption else ""
    return f'<p align="center"><img src="{image.src}" alt="" width="600" /></p>\n{caption}\n<p>&nbsp;&nbsp;</p>'


def _text(article: SampleArticle) -> str:
    parts = []
    for position in range(len(article.paragraphs)):
        parts.append(
            f'<p style="text-align:justify"><span style="font-size:14pt">{paragraph(article, position)}</span></p>'
        )
        parts += [_image(image) for image in images_after(article, position)]
    parts += [f'<p style="text-align:right"><strong>{escape(line)}</strong></p>' for line in article.byline]
    return "\n".join(parts)


def _detail(edition: Edition, article: SampleArticle, request: SampleRequest) -> str:
    shown = f'<div class="PostDate">{minute(article.created)}</div>' if article.date_shown == "page" else ""
    summary = f'<div class="ArticleSummary">{escape(article.lead)}</div>' if article.lead else ""
    related = related_items(article)
    box = (
        f'<div class="OtherArticle"><div class="OtherTitle">Tin khác</div><ul>{related}</ul></div>' if related else ""
    )
    main = f"""<div class="MenuTitle">{escape(article.category)}</div>
<div class="ArticleDetailControl">
<div class="ArticleTools"><a href="#">Gửi Email</a> <a href="#">In trang</a> <a href="#">Lưu</a></div>
<div class="ArticleHeader">{escape(article.title)}</div>
{shown}
{summary}
<div class="ArticleContent">
{_text(article)}
</div>
<div class="ViewCount">Lượt xem: {85 + request.hits}</div>
{box}
<div class="Updated">Trang cập nhật ngày {day(RENDER_DATE)}</div></div>"""
    return _page(edition.site, article.title, main, request)
