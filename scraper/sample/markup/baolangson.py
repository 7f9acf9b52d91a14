"""The paper's present system: addresses and the text's id are known, the markup around them is made up here."""

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
from scraper.sample.markup.feed import rss
from scraper.sample.markup.pieces import cards, running
from scraper.sample.model import Answer, SampleArticle, SampleImage, SampleRequest, Section, Site


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request):
        return found
    site = edition.site
    if article := edition.by_path.get(request.path):
        return html(_page(site, article.title, _detail(article, request), article.section, request))
    if request.path == "/rss/home.rss":
        return rss(site, site.name, request.path, list(edition.articles))
    if request.path == "/":
        return html(_page(site, site.name, "".join(_card(a) for a in edition.articles[:6]), None, request))
    section, number = edition.section(request.path.strip("/")), number_of(request.query.get("page"))
    if section is None or not 0 < number <= pages(edition.of(section), site.page_size):
        return None
    return html(_page(site, section.title, _list(edition, section, number), section, request))


def _page(site: Site, title: str, main: str, section: Section | None, request: SampleRequest) -> str:
    crumb = f'<a href="/{section.slug}">{escape(section.title)}</a>' if section else ""
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8">{generator("newspaper")}
<title>{escape(title)}</title><link rel="alternate" type="application/rss+xml" href="/rss/home.rss"></head><body>
{LABEL}
<header class="site-header"><h1 class="logo"><a href="/">{escape(site.name)}</a></h1>
<span class="today">{WEEKDAY}, {CLOCK}</span></header>
<nav class="main-nav">{menu(site)}<a href="/multimedia">Multimedia</a> <a href="/video">Video</a></nav>
<div class="breadcrumb"><a href="/">Trang chủ</a> {crumb}</div>
<main>{main}</main>
<footer><p>{escape(site.unit)}</p><p>Bạn đọc trực tuyến: {18 + request.hits % 50}</p></footer>
</body></html>
"""


def _card(article: SampleArticle) -> str:
    link = local(article.url)
    date = f'<span class="time">{minute(article.created)}</span>' if article.published else ""
    return (
        f'<article class="story"><h3 class="story__title"><a href="{link}">{escape(article.title)}</a></h3>{date}'
        f'<div class="story__summary">{excerpt(article)}</div></article>\n'
    )


def _list(edition: Edition, section: Section, number: int) -> str:
    def bare(link: str) -> str:
        return f'<article class="story"><h3 class="story__title">{link}</h3></article>'

    last = pages(edition.of(section), edition.site.page_size)
    more = f'<a class="more" rel="next" href="/{section.slug}?page={number + 1}">Xem thêm</a>' if number < last else ""
    return f'<div class="stories">{cards(edition, section, number, _card, bare)}</div>{more}'


def _figure(image: SampleImage) -> str:
    caption = f"<figcaption>{escape(image.caption)}</figcaption>" if image.caption else ""
    return f'<figure class="picture"><img src="{image.src}" alt="">{caption}</figure>'


def _detail(article: SampleArticle, request: SampleRequest) -> str:
    moment = article.created
    date = f"{weekday(moment)}, {minute(moment)}" if article.date_shown == "page" else ""
    lead = f'<p class="sapo">{escape(article.lead)}</p>' if article.lead else ""
    author, unit = (None, None) if article.byline else (article.author, article.unit)
    names = f'<div class="author">{escape(author)}</div>' if author else ""
    names += f'<div class="source">Nguồn: {escape(unit)}</div>' if unit else ""
    related = related_items(article)
    other = f'<section class="related"><h3>Tin liên quan</h3><ul>{related}</ul></section>' if related else ""
    return f"""<h1 class="detail__title">{escape(article.title)}</h1>
<div class="detail__meta"><span class="detail__date">{date}</span>
<span class="detail__views">{200 + request.hits} lượt xem</span></div>
{lead}
<div id="content-detail">
{running(article, _figure)}
</div>
{names}<div class="share"><a href="#">Facebook</a> <a href="#">Zalo</a></div>
{other}"""
