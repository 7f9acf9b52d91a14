"""VHV's portal platform, in its layouts of 2017, 2021 and 2025: portals, offices and schools of fifteen provinces.

Saved pages of schools (2021) show the first two, crawlers of moit.gov.vn, hungyen.gov.vn and gialai.gov.vn the third.

1. Recognised by its modules (`div#moduleN.ModuleWrapper`, `#frameBoundB...`), its scripts (`VHV.App`), its files
   (`/publish/thumbnail/<site>/`). Class names such as `entry-title` are other systems', too, and count for nothing.
2. Addresses of articles have no number: `/<section>/<slug cut at 60 characters>.html`; two may differ by one digit at
   their end. The script of an article's page names its record (`itemId`): that is the key.
3. Lists: `scraper.families.vhv_modules`. A section is one module; modules beside it hold what is most read.
4. The shown time ("Thứ 5, 29/07/2021 | 13:46") goes before the one for machines, which is minutes later.
5. The lead stands in `.brief`, `.brief-detail` or `.article-brief`, or is the first paragraph when all of it is bold.
6. Files of an article stand beside the share buttons, and once more in a frame behind the text.
7. A document's page is a table of labels and values; `scraper.families.vhv_documents` reads it.
8. Portals of 2025 may number their sections (`/chuyen-muc-<slug>-c217-1.html`, Hưng Yên): the last number is the page,
   page 1 has it too. Behind the date in `.post-date` stands a counter.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from scraper.families.vhv_documents import read_document
from scraper.families.vhv_modules import LIST_REQUEST, ModulePages, read_list, record_of
from scraper.items import Article, Reading, Related
from scraper.reading import (
    Family,
    NextLink,
    NextWord,
    Page,
    PathNumber,
    Sign,
    Spec,
    breadcrumb,
    bylines,
    element,
    else_by_structure,
    entries,
    read_by_spec,
    read_by_spec_and_labels,
    text_of,
)

# "Bài tin liên quan"; in the same kind of frame stands "Tin đọc nhiều".
_RELATED = re.compile(r"\b(?:liên quan|khác|cùng chuyên mục|cùng mục)\b", re.IGNORECASE)

SPEC = Spec(
    scope=("article.Article-News", "[class*='detail-layout']", "#container", "body"),
    title=("h1.title-detail", "h1.article-title", "h1", "h2.article-title", "div.article-title"),
    published=(".news-date", ".post-date", ".article-date"),
    body=(".content-detail", ".article-content"),  # in 2021 `.article-content` holds the title, too
    lead=(".brief-detail", ".brief", ".article-brief"),
    author=(".aritcle-author", ".author"),  # spelt as the platform spells it
    unit=(".aritcle-source",),
    attachments=(".social-connect a[href*='upload/']", ".previews-iframe"),
    list_scope=("body",),
    card=("div.item-new", ".item-new", ":has(> a.article-title)", "a.article-title"),
    card_link=("a.article-title", ".article-title a", "h2 a", "h3 a", "a"),
    card_date=(".article-date",),
    card_summary=(".article-brief",),
)


def rule(page: Page) -> Iterator[Sign]:
    """A piece of a list, which has no mark but what it was asked for with."""
    if LIST_REQUEST in (page.request_body or ""):
        yield Sign(100, "asked for by a module's pager")


def read(page: Page, family: Family) -> Reading:
    """A document, a list of its modules or an article; a page without modules by the class names that are known."""
    if found := read_document(page, family) or read_list(page, family):
        return found
    if not page.selector.css(".ModuleWrapper"):
        return _read_bare(page, family)
    reading = read_by_spec(page, family)
    if not isinstance(reading, Article):
        return reading
    return replace(
        reading,
        key=record_of(page),
        unit=_source(page) or reading.unit,
        category=reading.category or breadcrumb(page, reading.title),
        related=_related(page, reading),
    )


def _read_bare(page: Page, family: Family) -> Reading:
    """By class names; where they find nothing, by structure (title and other fields stand in unknown places)."""
    reading = read_by_spec_and_labels(page, family)
    if page.selector.css(".article-content"):
        reading = else_by_structure(page, family, reading)
    return reading


def _source(page: Page) -> str | None:
    """The newsroom or office behind "Nguồn:", without the button that stands in the same box."""
    texts = page.selector.css(".source").xpath(".//text()[not(ancestor::*[@onclick])]").getall()
    return bylines.organisation(" ".join(texts))


def _related(page: Page, article: Article) -> tuple[Related, ...]:
    """The entries of the frame that is headed as other news, wherever the layout puts it.

    Without frames it is `article`'s; with them that may be what is read most, which stands in a frame, too.
    """
    frames = page.selector.css(".frame-article")
    for frame in frames:
        if _RELATED.search(text_of(frame, (".panel-title",))):
            return entries(element(frame), page)
    return () if frames else article.related


VHV = Family(
    id="vhv",
    title="VHV portal platform",
    mentions=("VHV.", "ModuleWrapper", "layout-type-2", "item-new", "article-content", "chuyen-muc-"),
    marks=(
        (".ModuleWrapper[id^=module]", 40),
        ("[id^=frameBoundB]", 20),
        ("[class*='news-detail-layout'], .legal-document-detailLayout-default, [class*='Article-Detail-list']", 20),
        # Hưng Yên. Other pages have articles in #container, so that the date must stand there, too.
        (".new-detail-layout-type-2", 60),
        (".item-new a.article-title", 70),
        ("#container .article-content", 35),
        (".post-date", 15),
        ("a[href*='chuyen-muc-'][href*='-c']", 25),
    ),
    in_source=((("VHV.App", "VHV.User", "VHV.cache"), 40), (("/publish/thumbnail/",), 20)),
    rule=rule,
    reader=read,
    specs=(SPEC,),
    paging=(
        ModulePages(),
        NextLink(css=(".wrapper-pagination a.next-pages",)),
        PathNumber(pattern=r"-c\d+-(\d+)\.html$"),
        NextWord(),
    ),
)
