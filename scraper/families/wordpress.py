"""WordPress: Báo Lạng Sơn in its time before the present site, units and schools.

Class names are those of WordPress core and its own themes.

1. Recognised by the generator, `wp-content` addresses, the REST link, body classes.
2. `time.entry-date.published[datetime]` is the date; in a header without it there is none.
3. Captions are `figcaption.wp-caption-text` or `p.wp-caption-text`.
4. `?p=ID`, the shortlink or `#post-ID` gives the article's key; addresses change with the permalink setting.
"""

from scraper.page import Family, Page, Spec
from scraper.paging import NextLink, NextWord
from scraper.reader import by_spec

SPEC = Spec(
    scope=("article.post", "article[id^='post-']", ".hentry", "main", "#primary", "#content", "body"),
    title=("h1.entry-title", "h1.post-title", "h1.single-title", ".entry-header h1", "h1"),
    published=(
        "time.entry-date.published::attr(datetime)",
        "time.published::attr(datetime)",
        "time.entry-date::attr(datetime)",
        ".posted-on time::attr(datetime)",
        ".entry-date",
        ".post-date",
        ".entry-meta",
    ),
    updated=("time.updated::attr(datetime)",),
    lead=(".entry-summary", ".sapo", ".entry-excerpt"),
    body=(
        "body.single .entry-content",
        "body.postid .entry-content",
        "article .entry-content",
        ".post-content",
        ".td-post-content",
    ),
    author=(".entry-meta .author a", ".byline .author", ".author.vcard"),
    category=(".cat-links a", ".entry-categories a", "a[rel~='category']"),
    related=(".jp-relatedposts", ".related-posts", ".yarpp-related", ".related"),
    drop=(".sharedaddy", ".post-views", ".entry-footer", ".post-tags", ".wp-block-buttons", ".entry-summary", ".sapo"),
    list_scope=("main", "#main", "#primary", "#content", "body"),
    card=("article.post", "article.type-post", "article.hentry", ".post.type-post", ".hentry"),
    card_link=(".entry-title a", "h1 a", "h2 a", "h3 a", "a[rel=bookmark]"),
    card_date=("time.published::attr(datetime)", "time::attr(datetime)", ".entry-date", ".entry-meta"),
    card_summary=(".entry-summary", ".entry-content"),
    key=r"[?&]p=(\d+)",
    key_in="article[id^='post-']::attr(id)",
)


def recognise(page: Page) -> int:
    """Generator, content folder, REST link, core classes."""
    if not page.mentions("WordPress", "wp-", "api.w.org", "entry-", "type-post", "postid-"):
        return 0
    head = page.text[:200_000]
    marks = (
        ("meta[name=generator][content^=WordPress]", 60),
        ("link[rel='https://api.w.org/']", 40),
        ("body[class*='postid-'], body.single-post, body.archive.category, body.wp-singular", 30),
        (".entry-content, .entry-title, article.type-post", 20),
    )
    score = sum(points for css, points in marks if page.selector.css(css))
    return min(100, score + (35 if "/wp-content/" in head or "/wp-includes/" in head else 0))


WORDPRESS = Family(
    id="wordpress",
    title="WordPress",
    recognise=recognise,
    reader=by_spec,
    specs=(SPEC,),
    paging=(NextLink(css=("a.next.page-numbers", ".nav-previous a", "link[rel=next]", "a[rel=next]")), NextWord()),
)
