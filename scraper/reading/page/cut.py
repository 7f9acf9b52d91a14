"""Cutting an element out of a parsed page: what readers see of it, as HTML for BeautifulSoup.

Everything is removed on a copy with lxml, which costs a tenth of removing it from soup; BeautifulSoup gets the rest.
"""

import re
from collections.abc import Callable
from copy import deepcopy
from itertools import islice

from lxml import etree

from scraper.reading.page.css import CONTROLS, Element, xpath_of
from scraper.reading.page.family import Css
from scraper.reading.page.file_addresses import file_address
from scraper.reading.page.furniture import is_related_heading
from scraper.reading.page.tags import BLOCKS, MAX_DEPTH, NON_TEXT_TAGS
from scraper.reading.page.text import clean

_HIDING_CLASSES = frozenset(
    "element-invisible visually-hidden sr-only screen-reader-text hidden-text element-hidden".split()
)
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Class names of tools, share bars, ratings, pagers, lists of other news.
_JUNK_CLASS = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|socials|addthis\w*|sharethis|fb-(?:like|share\w*|comments?)|zalo\w*"
    r"|toolbar|tool-?box|tools|print\w*|rating|ratings|vote|votes|stars?|comments?|comment-\w+|bread?crumbs?|related\w*"
    r"|tin-?khac|tin-?lien-?quan|other-?news|othernews|news-?other|pagination|pager|post-?navigation|nav-links"
    r"|accessib\w*|contrast\w*|tuong-?phan|font-?size\w*|resize\w*|tagcloud|post-?tags|tags-links|advert\w*|ads"
    r"|banner|sidebar|widget|skip-link|jp-relatedposts|sharedaddy|yarpp\w*|author-box)(?=$|[\s_-])",
    re.IGNORECASE,
)
# Marks a link that was made of a frame or a button: its words are no text of the page.
FILE_ONLY = "data-file-only"
_FIRST_TEXTS = 20  # among which the first that says something stands
_JUNK_LIMIT = 500  # characters of text: what has more is an article in a box with an unlucky name


def cut(
    node: Element, drop: Css = (), after: Element | None = None, without: Callable[[Element], bool] | None = None
) -> str:
    """The HTML of `node` without scripts, comments, hidden parts, tools and what the selectors `drop` find in it.

    With `after`, an element inside `node`, only what stands behind it. `without` says which elements inside `node` are
    left out, too. `node` itself is left as it is.
    """
    copy = deepcopy(node)
    copy.tail = None
    # A copy has its elements in the same order.
    pairs = zip(node.iterdescendants(), copy.iterdescendants(), strict=True) if without is not None else ()
    unwanted = [twin for one, twin in pairs if without is not None and without(one)]
    if after is not None and after is not node:
        _keep_behind(copy, _path(node, after))
    for found in (*unwanted, *(found for css in drop for found in xpath_of(css)(copy))):
        remove(found)
    _reveal(copy)
    for found in list(copy.iterdescendants()):
        if not isinstance(found.tag, str) or found.tag in NON_TEXT_TAGS or is_hidden(found) or is_junk(found):
            remove(found)
        elif found.tag == "span" and "display" not in found.get("style", ""):
            found.tag = "font"
    # Both only say how letters look, and in text pasted from Word each line has several: BeautifulSoup would make an
    # object of each.
    etree.strip_tags(copy, "font")
    return str(etree.tostring(copy, encoding="unicode", method="html"))


def _reveal(copy: Element) -> None:
    """Turn what opens a document by a script or a frame into links, and show pictures that wait in <noscript>."""
    for node in list(copy.iterdescendants()):
        if not isinstance(node.tag, str):
            continue
        if node.tag == "noscript":
            if next(node.iter("img"), None) is not None:
                node.tag = "div"
        elif address := file_address(node):
            if node.tag != "a":
                if node.tag != "button":
                    node.text = None
                node.tag = "a"
                node.set(FILE_ONLY, "")
            node.set("href", address)


def _path(node: Element, inner: Element) -> list[int]:
    """Where `inner` stands in `node`: the number of the child on each level, or [] when it is not inside."""
    path: list[int] = []
    while inner is not node:
        parent = inner.getparent()
        if parent is None:
            return []
        path.append(parent.index(inner))
        inner = parent
    return path[::-1]


def _keep_behind(node: Element, path: list[int]) -> None:
    """Remove everything in `node` up to and including the element at `path`."""
    for depth, number in enumerate(path):
        for before in list(node)[:number]:
            node.remove(before)  # with the text behind it
        node.text = None
        inner = node[0]
        if depth == len(path) - 1:
            remove(inner)
        node = inner


def remove(node: Element) -> None:
    """Take `node` out of its tree. The text behind it, which lxml holds as a part of `node`, stays."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is None:
            parent.text = _allowed((parent.text or "") + node.tail)
        else:
            before.tail = _allowed((before.tail or "") + node.tail)
    parent.remove(node)


def _allowed(text: str) -> str:
    """`text` without the control characters that lxml reads (&#1;) but does not let us write."""
    return text if text.isprintable() else CONTROLS.sub(" ", text)


def is_hidden(node: Element) -> bool:
    """Whether the page hides `node` from readers: by attribute, inline style, or a class only for screen readers.

    An image is shown all the same: systems put `aria-hidden` on links around pictures.
    """
    attrs = node.attrib
    if not attrs:
        return False
    if "hidden" in attrs or attrs.get("aria-hidden") == "true":
        return next(node.iter("img"), None) is None
    style = attrs.get("style")
    if style and _HIDING_STYLE.search(style):
        return True
    names = attrs.get("class")
    return bool(names) and not _HIDING_CLASSES.isdisjoint(names.split())


def names_of(node: Element) -> str:
    """Class and id of `node` in one string, for patterns that do not care which of them it is."""
    return f"{node.get('class', '')} {node.get('id', '')}"


def is_junk(node: Element) -> bool:
    """Whether name, class or id call `node` a tool, a share bar or a list of other news, and it holds little else."""
    if node.tag in {"nav", "aside"}:
        return len(flat(node)) < 4 * _JUNK_LIMIT
    names = names_of(node)
    if len(names) < 2 or not _JUNK_CLASS.search(names) or heads_other_news(node):
        return False
    size = len(flat(node))
    return size < _JUNK_LIMIT or sum(len(flat(a)) for a in node.iter("a")) > size / 2


def heads_other_news(node: Element) -> bool:
    """Whether `node` begins with the heading of a list of other news, which is read before it is left out."""
    for text in islice(node.itertext(), _FIRST_TEXTS):
        if not text.isspace():
            return is_related_heading(clean(text))
    return False


def flat(node: Element) -> str:
    """All text of `node` on one line; elements that stand on lines of their own are set apart by a space."""
    parts: list[str] = []
    _collect(node, parts, 0)
    return clean("".join(parts))


def says_something(node: Element, depth: int = 0) -> bool:
    """Whether `flat` would find text in `node`, without collecting it."""
    if depth > MAX_DEPTH:
        return any(clean(text) for text in node.itertext())
    if clean(node.text):
        return True
    for child in node:
        shown = isinstance(child.tag, str) and child.tag not in NON_TEXT_TAGS and not is_hidden(child)
        if (shown and says_something(child, depth + 1)) or clean(child.tail):
            return True
    return False


def brief(node: Element, limit: int) -> str:
    """The text of `node` as `flat` gives it, or "" when it has more than `limit` characters."""
    size = 0
    for text in node.itertext():
        size += len(text.strip())
        if size > limit:
            return ""
    return flat(node)


def _collect(node: Element, parts: list[str], depth: int) -> None:
    """Append the texts of `node` to `parts`, with blanks around blocks; below `MAX_DEPTH` whatever stands there."""
    if depth > MAX_DEPTH:
        parts.extend(node.itertext())
        return
    if node.text:
        parts.append(node.text)
    for child in node:
        tag = child.tag
        if isinstance(tag, str) and tag not in NON_TEXT_TAGS and not is_hidden(child):
            apart = tag in BLOCKS or tag == "br"
            if apart:
                parts.append(" ")
            if len(child) or child.text:
                _collect(child, parts, depth + 1)
            if apart:
                parts.append(" ")
        if child.tail:
            parts.append(child.tail)
