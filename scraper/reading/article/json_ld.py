"""JSON-LD: what a page states for machines in the vocabulary of schema.org (https://schema.org/docs/full.html).

Pages print nodes of other stories, too, in lists, as parts, as quotations: each node knows whether it stands for one.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scraper.reading.page.lines import plain
from scraper.reading.page.text import clean
from scraper.urls.canonical import canonical_v1

_ARTICLE_TYPES = re.compile(
    r"\w*Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|Report|NewsReport|Review|Recipe|GovernmentPermit"
)
_PAGE_TYPES = frozenset({"WebPage", "ItemPage", "AboutPage"})
_LIST_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ItemList"})
# Keys under which a node holds other stories, not itself.
_OTHERS = frozenset(
    "itemListElement hasPart mentions citation isPartOf relatedLink significantLink comment review".split()
)
_NOT_PEOPLE = frozenset({"Organization", "NewsMediaOrganization", "WebSite"})
_MOST_NODES = 500
_DEEPEST = 12
_MOST_PEOPLE = 20


@dataclass(frozen=True, slots=True)
class Node:
    """One node: its `fields`, and whether it stands where another story stands (`of_another`)."""

    fields: dict[str, Any]
    of_another: bool

    @property
    def types(self) -> list[str]:
        """The names of its types."""
        found = self.fields.get("@type")
        return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, str)]

    @property
    def is_article(self) -> bool:
        """Whether it is an article of any kind."""
        return any(map(_ARTICLE_TYPES.fullmatch, self.types))

    @property
    def is_page(self) -> bool:
        """Whether it is a page as such."""
        return bool(_PAGE_TYPES & set(self.types))

    @property
    def addresses(self) -> set[str]:
        """The addresses that it says it is about, in canonical form."""
        given = [self.fields.get(name) for name in ("url", "@id", "mainEntityOfPage")]
        given = [one.get("@id") or one.get("url") if isinstance(one, dict) else one for one in given]
        return {key for one in given if isinstance(one, str) and (key := address_key(one))}

    def text(self, name: str) -> str:
        """The words of its field `name`, the first of several; '' where there are none."""
        value = self.fields.get(name)
        value = value[0] if isinstance(value, list) and value else value
        return clean(plain(value)) if isinstance(value, str) else ""


def nodes_in(scripts: Iterable[str]) -> list[Node]:
    """The nodes in the texts of `scripts`; what is no JSON is passed over."""
    found: list[Node] = []
    for text in scripts:
        try:
            data = json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            continue
        _collect(data, found, of_another=False, depth=0)
    return found


def _collect(data: Any, found: list[Node], *, of_another: bool, depth: int) -> None:
    """All nodes of a JSON-LD document, with whether they stand for another story."""
    if depth > _DEEPEST or len(found) >= _MOST_NODES:
        return
    if isinstance(data, list):
        for one in data:
            _collect(one, found, of_another=of_another, depth=depth + 1)
        return
    if not isinstance(data, dict):
        return
    if "@type" in data:
        found.append(Node(data, of_another))
    elsewhere = of_another or bool(set(Node(data, of_another=False).types) & _LIST_TYPES)
    for name, value in data.items():
        if isinstance(value, dict | list):
            _collect(value, found, of_another=elsewhere or name in _OTHERS, depth=depth + 1)


def address_key(url: str) -> str | None:
    """What addresses are compared by, None for what is no address on the web."""
    if not url.startswith(("http://", "https://")):
        return None
    try:
        return canonical_v1(url.partition("#")[0])
    except ValueError:
        return None


def people_in(value: Any, nodes: list[Node]) -> list[str]:
    """The names in `value`, an `author`: text, a person, a reference to one of `nodes`, or a list of these."""
    if isinstance(value, list):
        return [name for one in value[:_MOST_PEOPLE] for name in people_in(one, nodes)]
    if isinstance(value, dict):
        if "name" not in value and "@id" in value:
            value = next(
                (node.fields for node in nodes if node.fields.get("@id") == value["@id"] and "name" in node.fields), {}
            )
        if _NOT_PEOPLE & set(Node(value, of_another=False).types):
            return []
        return people_in(value.get("name"), nodes)
    name = clean(plain(value)) if isinstance(value, str) else ""
    return [] if not name or name.startswith(("http://", "https://")) else [name]
