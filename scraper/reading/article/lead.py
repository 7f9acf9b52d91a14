"""The lead of an article by structure: by its name, as a block of its own, or as a heading that is a sentence."""

import re

from scraper.reading.article import dates
from scraper.reading.article.shape import Shape
from scraper.reading.page.css import Element
from scraper.reading.page.cut import brief, flat, names_of
from scraper.reading.page.furniture import is_toolbar

# Class names of a lead: "sapo" is the newsrooms' word, others are of systems or Vietnamese without marks.
_LEAD = re.compile(
    r"(?:^|[\s_-])(?:\w*sapo\w*|lead|brief(?:-\w+)?|summary|hometext|intro|introtext|desc|description|teaser|excerpt|standfirst|tom-?tat"
    r"|trich-?yeu|trich-?dan|chapeau)(?=$|[\s_-])|(?:Summary|Sapo|Lead|Description)(?=$|\s)",
    re.IGNORECASE,
)
_NOT_IN_A_LEAD = ("img", "figure", "figcaption", "time", "script")
_NO_LEAD = re.compile(
    r"^(?:by|photo|photograph|image|ảnh|nguồn|theo)\b[^.]{0,80}$|\b(?:GMT|EDT|EST|UTC|PST)\b"
    r"|^\W*(?:updated|cập nhật)\b",
    re.IGNORECASE,
)
_SHORTEST_LEAD = 40
_LONGEST_LEAD = 1500
_LEAD_HEADINGS = frozenset({"h2", "h3", "h4"})
_LEAD_TAGS = ("p", "div", "h2", "h3", "h4", "strong", "section", "blockquote", "span")


def lead_of(shape: Shape) -> str | None:
    """A lead that the markup sets apart: by class, or as a block of its own between title and body."""
    assert shape.frame is not None
    assert shape.body is not None
    for node in shape.frame.iter(*_LEAD_TAGS):
        if not _LEAD.search(names_of(node)) or node is shape.body:
            continue
        text = brief(node, _LONGEST_LEAD)
        if 30 < len(text) < _LONGEST_LEAD and not _holds(node, shape.body) and _is_lead(node, shape, len(text)):
            return text
    return _set_apart(shape) or _as_heading(shape)


def _as_heading(shape: Shape) -> str | None:
    """A sentence that stands between title and body as a heading."""
    behind = False
    for node in shape.frame.iter() if shape.frame is not None else ():
        if node is shape.body:
            return None
        if node is shape.title:
            behind = True
        elif behind and node.tag in _LEAD_HEADINGS and not _holds(node, shape.body):
            text = brief(node, _LONGEST_LEAD)
            if len(text) > _SHORTEST_LEAD and not dates.is_only_date(text) and _is_lead(node, shape, len(text)):
                return text
    return None


def _is_lead(node: Element, shape: Shape, size: int) -> bool:
    """Whether `node`, which is called a lead and says `size` characters, is the page's own and says it in words."""
    if node in shape.surroundings or next(node.iter(*_NOT_IN_A_LEAD), None) is not None:
        return False  # a picture with its caption, or the line of author and date
    linked = sum(len(flat(link)) for link in node.iter("a"))
    return 2 * linked < size and not _NO_LEAD.search(brief(node, _LONGEST_LEAD))


def _set_apart(shape: Shape) -> str | None:
    """The one block of running text between title and body; of several nobody knows which is the lead."""
    found: list[str] = []
    node = shape.title
    while node is not None and node is not shape.frame:
        for follower in node.itersiblings():
            if follower is shape.body or _holds(follower, shape.body):
                return found[0] if len(found) == 1 else None
            text = brief(follower, _LONGEST_LEAD) if isinstance(follower.tag, str) else ""
            if text and not _is_lead(follower, shape, len(text)):
                continue
            if 60 < len(text) < _LONGEST_LEAD and not dates.is_only_date(text) and not is_toolbar(text):
                found.append(text)
        node = node.getparent()
    return None


def _holds(node: Element, inner: Element | None) -> bool:
    return inner is not None and any(above is node for above in inner.iterancestors())
