"""What a page states about itself for machines: JSON-LD, meta elements, Dublin Core, RDFa and microdata.

A fallback for every family, never the first source: what readers see on the page decides where both say something. Of
JSON-LD (schema.org) only the node counts that describes this page: pages print nodes of other stories, too.
"""

from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from scraper.items import Stamp
from scraper.reading.article.json_ld import Node, address_key, nodes_in, people_in
from scraper.reading.article.machine_dates import parse_machine
from scraper.reading.page.css import Element
from scraper.reading.page.cut import flat
from scraper.reading.page.page import Page, element
from scraper.reading.page.text import clean, words

# Names of meta elements, whichever attribute holds the name; the surest first.
_PUBLISHED = tuple(
    "article:published_time datepublished og:article:published_time og:published_time pubdate publishdate publish-date"
    " publish_date publication_date dc.date.issued dcterms.issued dc.date.created dcterms.created dc.date dcterms.date"
    " article.published parsely-pub-date sailthru.date citation_publication_date citation_date"
    " cxenseparse:recs:publishtime datecreated date".split()
)
_AUTHOR = tuple(
    "author article:author dc.creator dcterms.creator parsely-author sailthru.author citation_author byl"
    " cxenseparse:author".split()
)
_SECTION = ("article:section", "parsely-section", "sailthru.section", "dc.subject.section")


def _marked(attribute: str, *values: str) -> str:
    """XPath for elements with one of `values` among the words of an attribute."""
    return " or ".join(f"contains(concat(' ', normalize-space(@{attribute}), ' '), ' {value} ')" for value in values)


_DATE_NAMES = ("datePublished", "dc:date", "dc:created")
_DATE_MARKS = (
    _marked("itemprop", "datePublished"),
    _marked("property", "dc:date", "dc:created", "schema:datePublished"),
)
_MARKED_DATES = etree.XPath(f"//*[{' or '.join(_DATE_MARKS)}]")
_MARKED_AUTHORS = etree.XPath(
    f"//*[{_marked('itemprop', 'author')}]//*[{_marked('itemprop', 'name')}] | //a[{_marked('rel', 'author')}]"
    f" | //*[{_marked('itemprop', 'author')}][not(*) and not(self::meta)]"
    f" | //*[{_marked('property', 'schema:author')}]//*[{_marked('property', 'schema:name')}]"
)
_SHORTEST_TITLE = 5  # characters: what is not longer is the name of a section
_SHORTEST_BEGINNING = 20
_NAMES = ("name", "property", "itemprop", "http-equiv")


class Metadata:
    """What one page states for machines."""

    def __init__(self, page: Page) -> None:
        self._page = page

    # ---- meta elements ----

    @cached_property
    def _meta(self) -> dict[str, list[str]]:
        """Lower-case name -> contents, in the order of the page."""
        found: dict[str, list[str]] = {}
        for node in self._page.selector.css("meta"):
            content = node.root.get("content") or node.root.get("datetime")
            if content and content.strip():
                for attribute in _NAMES:
                    if name := node.root.get(attribute):
                        found.setdefault(name.strip().lower(), []).append(content.strip())
        return found

    def _first(self, *names: str) -> Iterator[str]:
        for name in names:
            yield from self._meta.get(name, ())

    # ---- JSON-LD ----

    @cached_property
    def _nodes(self) -> list[Node]:
        if not self._page.mentions("ld+json"):
            return []
        return nodes_in(self._page.selector.css("script[type*='ld+json']::text").getall())

    @cached_property
    def _article(self) -> Node:
        """The node of this page's article; an empty one when none can be told to be it."""
        nodes = [node for node in self._nodes if not node.of_another and node.is_article]
        named = [node for node in nodes if self._is_ours(node)]
        if named:
            return max(named, key=lambda node: len(node.fields))
        is_silent = len(nodes) == 1 and not nodes[0].addresses and not nodes[0].text("headline")
        return nodes[0] if is_silent else Node({}, of_another=False)

    @cached_property
    def _web_page(self) -> Node:
        """The node of the page as such, which has the dates on some systems; an empty one when there is none."""
        nodes = (node for node in self._nodes if not node.of_another and node.is_page and self._is_ours(node))
        return next(nodes, Node({}, of_another=False))

    def _is_ours(self, node: Node) -> bool:
        """Whether `node` names this page: by address, else by the page's own title, of which one may be cut off."""
        if self._own & node.addresses:
            return True
        named = words(node.text("headline") or node.text("name"))
        titles = [title for title in self._titles if len(title) > _SHORTEST_TITLE]
        is_long = len(named) > _SHORTEST_BEGINNING
        return any(
            named == title or (is_long and (title.startswith(named) or named.startswith(title))) for title in titles
        )

    @cached_property
    def _own(self) -> set[str]:
        known = (self._page.url, self._page.canonical, self._page.first("meta[property='og:url']::attr(content)"))
        return {key for url in known if url and (key := address_key(url))}

    # ---- what is stated ----

    @cached_property
    def _titles(self) -> list[str]:
        """What the page says its title is, as plain words: og:title, Twitter's, <title>."""
        stated = [*self._first("og:title", "twitter:title", "dc.title"), self._page.title]
        return [found for found in dict.fromkeys(map(words, stated)) if found]

    @cached_property
    def published(self) -> Stamp | None:
        """When the article was published."""
        for value in (
            self._article.fields.get("datePublished"),
            *self._first(*_PUBLISHED),
            self._web_page.fields.get("datePublished"),
            self._article.fields.get("dateCreated"),
        ):
            if isinstance(value, str) and (stamp := parse_machine(value)):
                return stamp
        return self._marked_date

    @cached_property
    def _marked_date(self) -> Stamp | None:
        """The one publication date that microdata or RDFa marks in the page; None where several stories have one."""
        if not self._page.mentions(*_DATE_NAMES):  # the source is searched much faster than its elements
            return None
        found = {stamp for node in _MARKED_DATES(element(self._page.selector)) if (stamp := _value_date(node))}
        return found.pop() if len(found) == 1 else None

    @cached_property
    def authors(self) -> list[str]:
        """Names of those who wrote it, raw."""
        found = people_in(self._article.fields.get("author"), self._nodes)
        if not found and self._page.mentions("author"):
            found = [flat(node) for node in _MARKED_AUTHORS(element(self._page.selector))][:3]
        if not found:
            found = [clean(value) for value in self._first(*_AUTHOR) if not value.startswith(("http://", "https://"))]
        return list(dict.fromkeys(name for name in found if name))

    @cached_property
    def section(self) -> str:
        """The section's name, '' when none is stated."""
        return self._article.text("articleSection") or clean(next(self._first(*_SECTION), ""))

    @property
    def image(self) -> str:
        """The address of the picture that the page is to be shown with elsewhere; '' when none is stated."""
        return next(self._first("og:image", "og:image:url", "twitter:image"), "")

    @cached_property
    def is_article(self) -> bool:
        """Whether the page tells machines that it is an article."""
        kind = next(self._first("og:type"), "").lower()
        if kind == "article" or kind.endswith(".article") or self._article.fields:
            return True
        return bool(list(self._first("article:published_time"))) and kind != "website"


def _value_date(node: Element) -> Stamp | None:
    text = node.get("content") or node.get("datetime") or flat(node)
    return parse_machine(text)


def metadata_of(page: Page) -> Metadata:
    """What `page` states for machines, worked out once for a page."""
    found: Metadata = page.memo.setdefault("metadata", Metadata(page))
    return found
