"""Hưng Yên province after its redesign (2025). In 2022 the same host was SharePoint: hosts change their systems.

Class names are from a working crawler; what it does not know (where the title stands) is read by structure.

1. Recognised by `.new-detail-layout-type-2`, by `.item-new` with `a.article-title`, by `-c217-1.html` in addresses.
2. Lists: `/chuyen-muc-<slug>-c217-1.html`; the last number is the page, page 1 has it too.
3. `.post-date` reads "... | lượt xem: N"; the counter is no part of the date.
4. The lead is the first paragraph when all of it is bold. A bold word in an ordinary first paragraph is none.
"""

from scraper.items import Article, Reading
from scraper.reading import (
    Family,
    NextWord,
    Page,
    PathNumber,
    Spec,
    else_by_structure,
    read_by_spec_and_labels,
    with_bold_lead,
)

SPEC = Spec(
    scope=(".new-detail-layout-type-2", "#container", "body"),
    title=("h1.article-title", "h1", "h2.article-title", "div.article-title"),
    published=(".post-date", ".article-date"),
    body=(".article-content",),
    lead=(".article-brief",),
    list_scope=("body",),
    card=("div.item-new", ".item-new", ":has(> a.article-title)", "a.article-title"),
    card_link=("a.article-title", ".article-title a", "h2 a", "h3 a", "a"),
    card_date=(".article-date",),
    card_summary=(".article-brief",),
)


def read(page: Page, family: Family) -> Reading:
    """By class names, the title by structure where it stands in none of the usual places."""
    reading = read_by_spec_and_labels(page, family)
    if page.selector.css(".article-content"):
        reading = else_by_structure(page, family, reading)
    return with_bold_lead(page, reading) if isinstance(reading, Article) else reading


HUNGYEN = Family(
    id="hungyen",
    title="Hưng Yên portal of 2025",
    # Layout or cards alone are sure; other pages have articles in #container, so that the date must stand there, too.
    marks=(
        (".new-detail-layout-type-2", 60),
        (".item-new a.article-title", 70),
        ("#container .article-content", 35),
        (".post-date", 15),
        ("a[href*='chuyen-muc-'][href*='-c']", 25),
    ),
    reader=read,
    specs=(SPEC,),
    paging=(PathNumber(pattern=r"-c\d+-(\d+)\.html$"), NextWord()),
)
