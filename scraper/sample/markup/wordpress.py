"""WordPress 6.1 with a classic theme: category archives, feeds and the core sitemap (which has no dates)."""

import json
from datetime import UTC
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
    menu,
    number_of,
    on_page,
    pages,
    paragraph,
    refused_url,
    related_items,
    shared,
    xml,
)
from scraper.sample.markup.feed import rss
from scraper.sample.model import Answer, SampleArticle, SampleImage, SampleRequest, Section, Site
from scraper.times import VIETNAM

_SITEMAP = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def respond(edition: Edition, request: SampleRequest) -> Answer | None:
    """The portal's answer, or None for 404."""
    if found := shared(edition, request) or _machine(edition, request):
        return found
    site = edition.site
    if request.path == "/":
        cards = "".join(_card(a) for a in edition.articles[: site.page_size])
        return html(_page(site, site.name, "home blog", cards, request))
    if request.path.startswith("/category/"):
        return _archive(edition, request)
    if article := edition.by_path.get(request.path):
        return html(_single(edition, article, request))
    short = edition.site.base + "/?p="
    return next((_to(a.url) for a in edition.articles if f"{short}{a.number}" == f"{site.base}{request.path}"), None)


def _to(url: str) -> Answer:
    return Answer(b"", status=301, headers=(("Location", url),))


def _machine(edition: Edition, request: SampleRequest) -> Answer | None:
    """Feeds and sitemaps."""
    site = edition.site
    if request.path == "/feed/":
        return rss(site, site.name, request.path, list(edition.articles))
    for section in site.sections:
        if request.path == f"/category/{section.slug}/feed/":
            return rss(site, f"{section.title} – {site.name}", request.path, edition.of(section))
    if request.path == "/wp-json/wp/v2/posts":
        return _posts(edition, request)
    if request.path == "/wp-sitemap.xml":
        parts = ("posts-post-1", "taxonomies-category-1")
        inner = "".join(f"<sitemap><loc>{site.base}/wp-sitemap-{part}.xml</loc></sitemap>" for part in parts)
        return xml(f"{_SITEMAP}<sitemapindex {_NAMESPACE}>{inner}</sitemapindex>\n")
    if request.path == "/wp-sitemap-posts-post-1.xml":
        return _urlset([a.url for a in edition.articles])
    if request.path == "/wp-sitemap-taxonomies-category-1.xml":
        return _urlset([f"{site.base}/category/{s.slug}/" for s in site.sections])
    return None


def _posts(edition: Edition, request: SampleRequest) -> Answer:
    """The REST interface's list of posts; like the feed, without those whose date the site hides."""
    dated = [a for a in edition.articles if a.published]
    size = max(1, min(number_of(request.query.get("per_page"), 10), 100))
    if (number_of(request.query.get("page")) - 1) * size >= max(1, len(dated)):
        refused = {
            "code": "rest_post_invalid_page_number",
            "message": "Số trang không hợp lệ.",
            "data": {"status": 400},
        }
        return Answer(json.dumps(refused).encode(), "application/json; charset=UTF-8", status=400)
    found = [
        {
            "id": a.number,
            "date": a.created.isoformat(),
            "date_gmt": f"{a.created.replace(tzinfo=VIETNAM).astimezone(UTC):%Y-%m-%dT%H:%M:%S}",
            "link": a.url,
            "title": {"rendered": escape(a.title).replace("–", "&#8211;")},
            "excerpt": {"rendered": f"<p>{excerpt(a)}</p>\n", "protected": False},
        }
        for a in on_page(dated, size, number_of(request.query.get("page")))
    ]
    return Answer(json.dumps(found).encode(), "application/json; charset=UTF-8")


def _urlset(urls: list[str]) -> Answer:
    inner = "".join(f"<url><loc>{escape(url)}</loc></url>\n" for url in urls)
    return xml(f"{_SITEMAP}<urlset {_NAMESPACE}>{inner}</urlset>\n")


def _page(site: Site, title: str, classes: str, main: str, request: SampleRequest) -> str:
    return f"""<!doctype html>
<html lang="vi"><head><meta charset="UTF-8" />{generator("WordPress 6.1.9")}
<title>{escape(title)} – {escape(site.name)}</title>
<link rel="alternate" type="application/rss+xml" title="{escape(site.name)}" href="{site.base}/feed/" />
<link rel='stylesheet' id='wp-block-library-css' href='{site.base}/wp-includes/css/dist/block-library/style.min.css' />
</head>
<body class="{classes} wp-embed-responsive">
{LABEL}
<div id="page" class="site"><a class="skip-link screen-reader-text" href="#content">Chuyển đến phần nội dung</a>
<header id="masthead" class="site-header"><div class="today">{WEEKDAY},  {CLOCK}</div>
<p class="site-title"><a href="{site.base}/" rel="home">{escape(site.name)}</a></p>
<nav class="primary-navigation">{menu(site, "/category/")}</nav></header>
<div id="content" class="site-content"><div id="primary" class="content-area"><main id="main" class="site-main">
{main}
</main></div></div>
<aside class="widget-area"><section class="widget widget_recent_comments"><h2 class="widget-title">Bạn đọc</h2>
<p>Đang trực tuyến: {3 + request.hits % 9}; lượt xem: {5100 + request.hits}</p></section></aside>
<footer id="colophon" class="site-footer"><p>{escape(site.unit)}. <a href="https://wordpress.org/">WordPress</a></p></footer>
</div></body></html>
"""


def _time(article: SampleArticle) -> str:
    if article.date_shown == "none":
        return ""
    stamp = f'datetime="{article.created.replace(tzinfo=VIETNAM).isoformat()}"'
    return f'<span class="posted-on"><time class="entry-date published" {stamp}>{day(article.created)}</time></span>'


def _card(article: SampleArticle) -> str:
    return (
        f'<article id="post-{article.number}" class="post-{article.number} post type-post format-standard '
        f'hentry category-{article.section.slug}"><header class="entry-header"><h2 class="entry-title">'
        f'<a href="{article.url}" rel="bookmark">{escape(article.title)}</a></h2>{_time(article)}</header>'
        f'<div class="entry-summary"><p>{excerpt(article)}</p></div></article>\n'
    )


def _archive(edition: Edition, request: SampleRequest) -> Answer | None:
    parts = request.path.strip("/").split("/")
    if len(parts) not in {2, 4} or (len(parts) == 4 and parts[2] != "page"):
        return None
    section = edition.section(parts[1])
    if section is None:
        return None
    if not request.path.endswith("/"):
        return _to(f"{edition.site.base}{request.path}/")
    number = number_of(parts[3], 0) if len(parts) == 4 else 1
    shown = on_page(edition.of(section), edition.site.page_size, number)
    return html(_list(edition, section, number, shown, request)) if shown else None


def _list(edition: Edition, section: Section, number: int, shown: list[SampleArticle], request: SampleRequest) -> str:
    site = edition.site
    cards = "".join(_card(a) for a in shown)
    if has_refused(site, section, number):
        cards += (
            '<article id="post-77" class="post-77 post type-post hentry"><header class="entry-header">'
            f'<h2 class="entry-title"><a href="{refused_url(site)}" rel="bookmark">{REFUSED_TITLE}</a></h2>'
            "</header></article>"
        )
    last = pages(edition.of(section), site.page_size)
    main = (
        f'<header class="page-header"><h1 class="page-title">Chuyên mục: '
        f"<span>{escape(section.title)}</span></h1></header>\n"
        f"{cards}{_pager(site, section, number, last)}"
    )
    return _page(site, section.title, f"archive category category-{section.slug}", main, request)


def _pager(site: Site, section: Section, number: int, last: int) -> str:
    base = f"{site.base}/category/{section.slug}/"

    def link(page: int, classes: str, text: str) -> str:
        address = base if page == 1 else f"{base}page/{page}/"
        return f'<a class="{classes}page-numbers" href="{address}">{text}</a>'

    parts = [link(number - 1, "prev ", "Trang trước")] if number > 1 else []
    parts += [
        f'<span aria-current="page" class="page-numbers current">{n}</span>' if n == number else link(n, "", str(n))
        for n in range(1, last + 1)
    ]
    if number < last:
        parts.append(link(number + 1, "next ", "Trang sau"))
    return (
        '<nav class="navigation pagination" aria-label="Bài viết">'
        '<h2 class="screen-reader-text">Điều hướng bài viết</h2>'
        f'<div class="nav-links">{" ".join(parts)}</div></nav>'
    )


def _image(image: SampleImage, number: int) -> str:
    picture = f'<img class="size-full wp-image-{number}" src="{image.src}" alt="" width="600" height="400" />'
    if not image.caption:
        return f"<p>{picture}</p>"
    return (
        f'<figure id="attachment_{number}" aria-describedby="caption-attachment-{number}" style="width: 610px" '
        f'class="wp-caption aligncenter">{picture}'
        f'<figcaption id="caption-attachment-{number}" class="wp-caption-text">'
        f"{escape(image.caption)}</figcaption></figure>"
    )


def _text(article: SampleArticle) -> str:
    parts = []
    for position in range(len(article.paragraphs)):
        parts.append(f"<p>{paragraph(article, position)}</p>")
        parts += [
            _image(image, 10 * article.number + position + place)
            for place, image in enumerate(images_after(article, position))
        ]
    parts += [f'<p style="text-align: right"><strong>{escape(line)}</strong></p>' for line in article.byline]
    return "\n".join(parts)


def _single(edition: Edition, article: SampleArticle, request: SampleRequest) -> str:
    related = related_items(article, str)
    box = f'<div class="related-posts"><h3>Tin liên quan</h3><ul>{related}</ul></div>' if related else ""
    main = f"""<article id="post-{article.number}" class="post-{article.number} post type-post status-publish hentry">
<header class="entry-header"><h1 class="entry-title">{escape(article.title)}</h1>
<div class="entry-meta">{_time(article)}
<span class="cat-links"><a href="/category/{article.section.slug}/" rel="category tag">{escape(article.category)}</a>
</span></div></header>
<div class="entry-content">
{_text(article)}
</div>
<footer class="entry-footer"><div class="share">Chia sẻ: <a href="?share=facebook">Facebook</a>
<a href="?share=zalo">Zalo</a></div>
<p class="views">{300 + request.hits} lượt xem</p></footer></article>
{box}
<div id="respond"><a rel="nofollow" href="?replytocom=1#respond">Trả lời</a></div>"""
    return _page(
        edition.site, article.title, f"post-template-default single single-post postid-{article.number}", main, request
    )
