"""ASP.NET WebForms as a crawler of Khánh Hòa knows them: the pager submits the form, and its buttons are numbered.

The server keeps the section and page in `__VIEWSTATE`. It knows a button only by its place in the row that it showed
(`ctl04` is the fifth), so the form of one page cannot ask for a page far away.
"""

from base64 import b64decode, b64encode
from html import escape

from scraper.sample.edits import Edition
from scraper.sample.markup.common import (
    CLOCK,
    LABEL,
    WEEKDAY,
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
    weekday,
)
from scraper.sample.markup.pieces import cards, centred, running
from scraper.sample.model import Answer, SampleArticle, SampleRequest, Section, Site

_WIDTH = 5  # page numbers that the pager shows at once
_BUTTON = "ctl00$cphMain$rptPaging$ctl{:02d}$lnkPage"


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if article := edition.by_path.get(request.path):
        return html(_page(site, article.title, _detail(article, request), article.lead, article.section, request))
    if request.path in {"/", "/vi"}:
        main = "".join(_card(a) for a in edition.articles[:6])
        return html(_page(site, site.name, main, None, None, request))
    section = edition.section(request.path.removeprefix("/vi/"))
    if section is None or not request.path.startswith("/vi/"):
        return None
    number = 1 if request.method == "GET" else _turned(section, request)
    last = pages(edition.of(section), site.page_size)
    if not 0 < number <= last:
        return html("<!DOCTYPE html><title>Runtime Error</title><h1>Server Error in '/' Application.</h1>", 500)
    return html(_page(site, section.title, _list(edition, section, number, last), None, section, request, number))


def _state(section: Section | None, number: int, request: SampleRequest) -> str:
    """A `__VIEWSTATE`: what the server must know of the page, in a form that is different every time."""
    name = section.slug if section else ""
    return b64encode(f"{name}|{number}|{request.hits:060d}".encode()).decode()


def _row(number: int, last: int) -> list[int]:
    """The page numbers that the pager shows."""
    first = max(1, min(number - _WIDTH // 2, last - _WIDTH + 1))
    return list(range(first, min(first + _WIDTH, last + 1)))


def _turned(section: Section, request: SampleRequest) -> int:
    """The page that a submitted form asks for, or 0."""
    try:
        name, shown, _ = b64decode(request.form.get("__VIEWSTATE", "")).decode().split("|")
    except ValueError:
        return 0
    target = request.form.get("__EVENTTARGET", "")
    place = number_of(target.partition("$ctl")[2][:2], 99)
    # ASP.NET refuses forms that were put together by hand: here the one field must be the other backwards.
    if name != section.slug or request.form.get("__EVENTVALIDATION") != request.form["__VIEWSTATE"][::-1]:
        return 0
    row = _row(number_of(shown), -(-section.count // 6))
    return row[place] if place < len(row) and target == _BUTTON.format(place) else 0


def _page(
    site: Site,
    title: str,
    main: str,
    lead: str | None,
    section: Section | None,
    request: SampleRequest,
    number: int = 1,
) -> str:
    about = escape(lead or f"Cổng thông tin điện tử {site.name}")
    crumb = f' / <a href="/vi/{section.slug}">{escape(section.title)}</a>' if section else ""
    state = _state(section, number, request)
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8" />{generator("ASP.NET WebForms")}
<title>{escape(title)}</title><meta id="ogdescription" property="og:description" content="{about}" />
</head><body><form method="post" action="./{request.path.rpartition("/")[2]}" id="form1">
<input type="hidden" name="__EVENTTARGET" id="__EVENTTARGET" value="" />
<input type="hidden" name="__EVENTARGUMENT" id="__EVENTARGUMENT" value="" />
<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="{state}" />
<input type="hidden" name="__VIEWSTATEGENERATOR" id="__VIEWSTATEGENERATOR" value="CA0B0334" />
<input type="hidden" name="__EVENTVALIDATION" id="__EVENTVALIDATION" value="{state[::-1]}" />
{LABEL}
<div class="header"><a href="/">{escape(site.name)}</a><span class="date-now">{WEEKDAY}, {CLOCK}</span></div>
<div class="menu">{menu(site, "/vi/")}</div>
<div class="breadcrumb"><a href="/">Trang chủ</a>{crumb}</div>
<div class="main-col">{main}</div>
<div class="footer"><p>{escape(site.unit)}</p><p>Số lượt truy cập: {55_000 + request.hits}</p></div>
</form></body></html>
"""


def _card(article: SampleArticle) -> str:
    link = local(article.url)
    date = f'<span class="ngay">{minute(article.created)}</span>' if article.published else ""
    return (
        f'<div class="tin"><h3><a href="{link}">{escape(article.title)}</a></h3>{date}'
        f'<div class="tomtat">{excerpt(article)}</div></div>\n'
    )


def _list(edition: Edition, section: Section, number: int, last: int) -> str:
    def bare(link: str) -> str:
        return f'<div class="tin"><h3>{link}</h3></div>'

    buttons = "".join(
        f"<span>{n}</span> "
        if n == number
        else f'<a id="p{place}" href="javascript:__doPostBack(&#39;{_BUTTON.format(place)}&#39;,&#39;&#39;)">{n}</a> '
        for place, n in enumerate(_row(number, last))
    )
    found = cards(edition, section, number, _card, bare)
    return f'<div class="danhsachtin">{found}</div><div class="phantrang">{buttons}</div>'


def _detail(article: SampleArticle, request: SampleRequest) -> str:
    shown = f"{weekday(article.created)}, {minute(article.created)}" if article.date_shown == "page" else ""
    lead = f"<h2>{escape(article.lead)}</h2>" if article.lead else ""
    related = related_items(article)
    other = f'<div class="tinkhac"><h4>Các tin khác</h4><ul>{related}</ul></div>' if related else ""
    views = 60 + request.hits
    return f"""<h1 class="title-article">{escape(article.title)}</h1>
<div class="congcu"><span id="datearticle">{shown} | Lượt xem: {views}</span> <a href="#">In trang</a></div>
<div class="chitietbaiviet">{lead}
{running(article, centred)}
</div>
{other}"""
