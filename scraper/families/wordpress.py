"""WordPress: Báo Lạng Sơn in its time before the present site, units and schools.

Class names are those of WordPress core and its own themes.

1. Recognised by the generator, `wp-content` addresses, the REST link, body classes.
2. `time.entry-date.published[datetime]` is the date; in a header without it there is none.
3. A page with `body.archive` or `body.blog` is a list, even when its last page holds a single card.
4. Captions are `figcaption.wp-caption-text` or `p.wp-caption-text`.
5. `?p=ID`, the shortlink or `#post-ID` gives the article's key; addresses change with the permalink setting.
6. Themes name the text as they like: a single post whose text has none of the known names is read by structure.
7. `/wp-json/wp/v2/posts` lists all posts with exact dates, unless a plugin shuts it off: ask for `?per_page=100` as a
   feed of the portal. Its `date_gmt` is UTC; `date` is local. The articles themselves are read from their pages.
   How many pages there are stands in a header only, so the page after a full one is asked for; WordPress says with
   status 400 and `rest_post_invalid_page_number` that there is none, which is the end of the list and no failure.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from scraper.items import Article, Card, Listing, PageRequest, Reading, Stamp
from scraper.reading import (
    Family,
    NextLink,
    NextWord,
    Page,
    Sign,
    Spec,
    list_by_spec,
    machine_dates,
    not_news,
    plain,
    read_by_spec,
    read_by_structure,
    unique_cards,
    whole_number,
    with_number,
)

_LISTS = "body.archive, body.blog, body.search-results"  # core's own classes of pages that list posts
# Files of a theme or of core, and pictures with addresses of the host's own.
_THEME = (
    "link[href*='/wp-content/'], link[href*='/wp-includes/']"
    ", script[src*='/wp-content/'], script[src*='/wp-includes/']"
    ", img[src^='/wp-content/'], a[href^='/wp-content/']"
)
_REFUSED, _NO_SUCH_PAGE = 400, "rest_post_invalid_page_number"
_SINGLE = "body.single, body.single-post, body[class*='postid-']"

SPEC = Spec(
    scope=("article.post", "article[id^='post-']", ".hentry", "main", "#primary", "#content", "body"),
    title=("h1.entry-title", "h1.post-title", "h1.single-title", ".entry-header h1", "h1"),
    published=(
        "time.entry-date.published::attr(datetime)",
        "time.published::attr(datetime)",
        "time.entry-date::attr(datetime)",
        ".posted-on time::attr(datetime)",
        ".wp-block-post-date time::attr(datetime)",
        ".entry-date",
        ".post-date",
        ".entry-meta",
    ),
    updated=(
        "time.updated:not(.published)::attr(datetime)",
        ".wp-block-post-date__modified-date time::attr(datetime)",
    ),
    lead=(".entry-summary", ".sapo", ".entry-excerpt"),
    body=(
        "body.single .entry-content",
        "body.postid .entry-content",
        "article .entry-content",
        ".post-content",
        ".td-post-content",
    ),
    author=(
        ".entry-meta .author a",
        ".byline .author",
        ".author.vcard",
        ".wp-block-post-author-name",
        ".wp-block-post-author__name",
    ),
    category=(".cat-links a", ".entry-categories a", "a[rel~='category']", ".taxonomy-category.wp-block-post-terms a"),
    related=(".jp-relatedposts", ".related-posts", ".yarpp-related", ".related"),
    drop=(
        ".sharedaddy",
        ".post-views",
        ".entry-footer",
        ".post-tags",
        ".wp-block-buttons",
        ".wp-block-file__button",
        ".entry-summary",
        ".sapo",
    ),
    list_scope=("main", "#main", "#primary", "#content", "body"),
    card=("article.post", "article.type-post", "article.hentry", ".post.type-post", ".hentry"),
    card_link=(".entry-title a", "h1 a", "h2 a", "h3 a", "a[rel=bookmark]"),
    card_date=("time.published::attr(datetime)", "time::attr(datetime)", ".entry-date", ".entry-meta"),
    card_summary=(".entry-summary", ".entry-content"),
    key=r"[?&]p=(\d+)",
    key_in="article[id^='post-']::attr(id)",
)


def rule(page: Page) -> Iterator[Sign]:
    """An answer of the REST interface by its address or fields; the folders of a theme or of the host's own pictures.

    A picture of another host says nothing: articles of any system show pictures that WordPress keeps.
    """
    if page.data is not None:
        if any(_posts(page)) or "/wp-json/wp/v2/" in page.address:
            yield Sign(100, "an answer of /wp-json/wp/v2/")
    elif page.selector.css(_THEME) or page.mentions(f"//{urlsplit(page.address).netloc}/wp-content/"):
        yield Sign(35, "/wp-content/")


def read(page: Page, family: Family) -> Reading:
    """A page by the spec; a list of posts from the REST interface as a feed."""
    if page.data is None:
        return _listing(page, family) if page.selector.css(_LISTS) else _single(page, family)
    if not isinstance(page.data, list):
        return not_news(page, family)
    cards = unique_cards(card for post in _posts(page) if (card := _card(post, page)))
    return Listing(url=page.address, family=family.id, source="feed", cards=cards, next=_next(page), flags=page.flags)


def _single(page: Page, family: Family) -> Reading:
    """A page by the spec; a single post in a theme with other names by structure, whatever cards stand around it."""
    reading = read_by_spec(page, family)
    if isinstance(reading, Article) or not page.selector.css(_SINGLE):
        return reading
    found = read_by_structure(page, family)
    return found if isinstance(found, Article) else not_news(page, family)


def _listing(page: Page, family: Family) -> Reading:
    """An archive's page as the list it is, even when it has a single card."""
    return list_by_spec(page, family) or not_news(page, family)


def past_the_end(page: Page) -> Listing | None:
    """The end of a list of posts: what follows a last page that is full is asked for, and refused with status 400."""
    code = page.data.get("code") if page.status == _REFUSED and isinstance(page.data, dict) else None
    return Listing(url=page.address, family=WORDPRESS.id, source="feed") if code == _NO_SUCH_PAGE else None


def _posts(page: Page) -> Iterator[dict[str, Any]]:
    """The entries of an answer that have what posts have: an address and a rendered title."""
    for post in page.data if isinstance(page.data, list) else ():
        if isinstance(post, dict) and isinstance(post.get("link"), str) and isinstance(post.get("title"), dict):
            yield post


def _card(post: dict[str, Any], page: Page) -> Card | None:
    url, title = page.link(post["link"]), plain(post["title"].get("rendered"))
    excerpt = post.get("excerpt")
    summary = plain(excerpt.get("rendered")) if isinstance(excerpt, dict) else ""
    return Card(url=url, title=title, date=_date(post), summary=summary or None) if url and title else None


def _date(post: dict[str, Any]) -> Stamp | None:
    """The date of a post: exact in UTC, else the local one."""
    exact, local = post.get("date_gmt"), post.get("date")
    stamp = machine_dates.from_feed(f"{exact}Z") if isinstance(exact, str) and exact else None
    return stamp or (machine_dates.from_feed(local) if isinstance(local, str) else None)


def _next(page: Page) -> PageRequest | None:
    """The page that follows a full one; how many there are stands in a header only."""
    query = parse_qs(urlsplit(page.address).query)
    size, number = (whole_number(query.get(name, [usual])[0]) for name, usual in (("per_page", "10"), ("page", "1")))
    if not isinstance(page.data, list) or not size or number is None or len(page.data) < size:
        return None
    return PageRequest(url=with_number(page.address, "page", number + 1))


WORDPRESS = Family(
    id="wordpress",
    title="WordPress",
    mentions=("WordPress", "wp-", "api.w.org", "entry-", "type-post", "postid-"),
    # The generator is sure. Owners hide it, and other systems took over class names: then two marks must agree.
    marks=(
        ("meta[name=generator][content^=WordPress]", 60),
        ("link[rel='https://api.w.org/']", 40),
        ("body[class*='postid-'], body.single-post, body.archive.category, body.wp-singular", 30),
        (".entry-content, .entry-title, article.type-post", 20),
    ),
    rule=rule,
    before_parsing=past_the_end,
    reader=read,
    specs=(SPEC,),
    paging=(NextLink(css=("a.next.page-numbers", ".nav-previous a", "link[rel=next]", "a[rel=next]")), NextWord()),
)
