"""NukeViet 4: Bình Phước, Sở Xây dựng Đồng Nai, party committees, schools.

Known exactly from the sources of its default theme (4.5, 2024); other themes keep the ids.

1. Recognised by the generator, its scripts' variables (`nv_base_siteurl`), `#news-bodyhtml`, `.news_column`.
2. The date is what readers see (`span.h5`: "Thứ tư - 24/07/2023 10:27"). What is hidden for machines is wrong: the
   system puts the time of the last edit into `datePublished`, and a zone's name where the T belongs into
   `article:published_time`. So `datePublished` is read as the last change, and never as the date.
3. The lead image stands before the text (`figure.article`); `#imgpreview` holds a hidden copy that is no image.
4. The breadcrumb is filled by script from `ul.temp-breadcrumbs`; its last name is the section.
5. Author and source are labelled lines of one class; an attachment is called "Tải về: <name>".
6. Pages: `/vi/news/<section>/page-2/`. The number that ends an address is the article's key: it is the same under
   every section. The module's site map ends at 1,000 entries, so lists are read to their end.
"""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from scraper.items import Article, Reading
from scraper.reading import (
    Family,
    NextLink,
    NextNumber,
    Page,
    PathNumber,
    QueryNumber,
    Spec,
    found_nothing,
    read_by_spec,
    read_by_structure,
)

_ARTICLE_PATH = re.compile(r"-(\d+)(?:\.html)?/?$")
_DOWNLOAD = re.compile(r"^(?:tải về|tải xuống|download|tập tin đính kèm|file đính kèm)\s*:\s*", re.IGNORECASE)


def _labelled(*labels: str) -> tuple[str, ...]:
    return tuple(f"p.h5.text-right:contains('{label}')" for label in labels)


SPEC = Spec(
    scope=("[itemtype$='NewsArticle']", ".news_column", "body"),
    title=("h1[itemprop=headline]", "h1.title", "h1"),
    published=("span.h5", ".time-post", ".news-time"),
    updated=("[itemprop=dateModified]::attr(content)", "[itemprop=dateModified]", "[itemprop=datePublished]"),
    lead=(".hometext",),
    body=("#news-bodyhtml", ".bodytext"),
    author=_labelled("Tác giả", "Author"),
    unit=_labelled("Nguồn tin", "Nguồn", "Source"),
    category=(
        "ul.temp-breadcrumbs li:last-child [itemprop=name]",
        "ul.breadcrumbs li:last-child [itemprop=name]",
        ".breadcrumb li:last-child",
    ),
    attachments=(".news-download-file",),
    gallery=("figure.article",),
    related=(".other-news",),
    drop=("#imgpreview",),
    list_scope=("body",),
    card=(".news_column .panel-body:has(:is(h2, h3) a):not(:has(#news-bodyhtml, .bodytext))",),
    card_link=("h2 a", "h3 a"),
    card_date=(".text-muted li",),
    card_summary=("div.panel-body::text",),
    key=r"-(\d+)(?:\.html)?/?(?:$|[?#])",
)


def read(page: Page, family: Family) -> Reading:
    """As the specs say; an article's address in a theme that renamed everything is read by structure."""
    reading = read_by_spec(page, family)
    named = _ARTICLE_PATH.search(urlsplit(page.address).path)
    if named and found_nothing(reading):
        reading = read_by_structure(page, family)
        return replace(reading, key=named[1]) if isinstance(reading, Article) else reading
    return _tidy(reading) if isinstance(reading, Article) else reading


def _tidy(article: Article) -> Article:
    """`article` with attachments by their own names, and no last change where nothing was changed."""
    files = tuple(replace(file, name=_DOWNLOAD.sub("", file.name)) for file in article.attachments)
    unchanged = article.published is not None and article.published.value == article.updated_at
    return replace(article, attachments=files, updated_at=None if unchanged else article.updated_at)


NUKEVIET = Family(
    id="nukeviet",
    title="NukeViet 4",
    # Generator or text are sure; other modules than news have the script's variables, which need one more mark.
    marks=(
        ("meta[name=generator][content^=NukeViet]", 60),
        ("#news-bodyhtml", 50),
        (".news_column", 25),
        ("ul.temp-breadcrumbs", 25),
    ),
    in_source=((("nv_base_siteurl", "nv_module_name"), 40),),
    reader=read,
    specs=(SPEC,),
    paging=(
        NextLink(css=("ul.pagination a[rel~=next]", "link[rel=next]")),
        PathNumber(pattern=r"/page-(\d+)/?$"),
        QueryNumber(name="page"),
        NextNumber(),
    ),
)
