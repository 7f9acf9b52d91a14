"""How the lines of an article were set on its page, kept with them on their way from the page to the `Article`.

A line of a body is a `SetLine`: its words, what it was, and where it stood among all lines and images of the fragment.
Whatever takes lines away (title, date, tools, a lead that is repeated) takes that along, and places of images are
counted from what is left. Once the article is made, its text is changed by the functions here and nowhere else:
`body_lines` and `with_body`, `with_images_above`.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scraper.items import Article, Image, Layout
from scraper.layout import fits, text_lines
from scraper.reading.article.metadata import metadata_of
from scraper.reading.article.set_codes import Codes
from scraper.reading.page.page import Page
from scraper.reading.page.tags import IMAGE_PLACEHOLDER

if TYPE_CHECKING:  # see scraper.reading.page.lines
    from bs4.element import Tag

_LEAD = -2  # the place of a lead that stands outside the fragment of the text
_ABOVE = -1  # of images outside it, which stand between lead and text
_MARK = re.compile(f"{IMAGE_PLACEHOLDER}(\\d+){IMAGE_PLACEHOLDER}")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|avif|tiff?)$", re.IGNORECASE)
# How systems name smaller copies of one picture: a folder or an ending that is a size.
_SIZE = re.compile(
    r"/(?:thumb[\w-]*|(?:zoom|resize|crop)(?:/\d+(?:[x_]\d*)?)?|[wh]?\d{2,4}[x_][wh]?\d{0,4})(?=/)"
    r"|[-_.](?:\d{2,4}x\d{2,4}|scaled|thumb(?:nail)?)(?=\.\w+$)",
    re.IGNORECASE,
)


class SetLine(str):
    """A line of text with its `code` (see `scraper.layout`) and its `place` among the lines and images around it."""

    __slots__ = ("code", "place")
    code: str
    place: int

    def __new__(cls, text: str, code: str, place: int) -> Self:
        """The line `text`."""
        line = super().__new__(cls, text)
        line.code, line.place = code, place
        return line


def set_lines(found: "list[tuple[str, Tag]]") -> "list[tuple[str, Tag]]":
    """The lines of a fragment, `found` by `scraper.reading.page.lines.blocks`, as lines that know how they were set.

    Placeholders of images stay as they are: `image_places` has where they stood.
    """
    codes = Codes(found)
    return [
        (text if IMAGE_PLACEHOLDER in text else SetLine(text, codes.of(text, block), place), block)
        for place, (text, block) in enumerate(found)
    ]


def image_places(found: "list[tuple[str, Tag]]", count: int) -> tuple[int, ...]:
    """The places of the `count` images whose placeholders stand among the lines `found`."""
    places = {int(n): place for place, (text, _) in enumerate(found) for n in _MARK.findall(text)}
    return tuple(places.get(n, _ABOVE) for n in range(count))


def table_rows(rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines for the `rows` of a table that a family read by itself: the cells of each row separated by tabs."""
    return [SetLine("\t".join(cells), "T" if n == 0 else "t", n) for n, cells in enumerate(rows)]


def layout_of(
    lines: Sequence[str], image_count: int, places: Sequence[int], lead: str | None, repeated: int
) -> Layout | None:
    """The layout of a text of `lines` under `lead`; the first of them, `repeated` in number, only say the lead again.

    `places` are those of the last images of `image_count`; the others stand above the text. None where some line is
    not known to have stood on the page.
    """
    known = [line for line in lines if isinstance(line, SetLine)]
    if len(known) < len(lines):
        return None
    kept = [(line.code, line.place) for line in known[repeated:]]
    if lead:
        code, place = (known[0].code if repeated == 1 else "p", known[0].place) if repeated else ("p", _LEAD)
        kept[:0] = [(code, place)] * len(lead.split("\n"))
    numbers = [place for _, place in kept]
    all_places = (*(_ABOVE,) * (image_count - len(places)), *places)
    return Layout(
        lines=tuple(code for code, _ in kept),
        images=tuple(bisect_left(numbers, place) for place in all_places),
    )


def _lines(article: Article) -> tuple[list[str], list[str]]:
    """The lines of lead and body, each with its code and place where they are known."""
    lines = text_lines(article.lead, article.body)
    lead = len(text_lines(article.lead, ""))
    if article.layout is not None and len(article.layout.lines) == len(lines):
        # Even places for lines, odd ones for the images between them.
        lines = [SetLine(line, article.layout.lines[n], 2 * n) for n, line in enumerate(lines)]
    return lines[:lead], lines[lead:]


def _places(article: Article) -> tuple[int, ...]:
    """The places of the article's images among the lines of `_lines`."""
    return tuple(2 * at - 1 for at in article.layout.images) if article.layout else ()


def body_lines(article: Article) -> list[str]:
    """The lines of the article's body, which know how they were set; some of them can be given to `with_body`."""
    return _lines(article)[1]


def with_body(article: Article, lines: Sequence[str], *, lead: str | None = None, repeated: int = 0) -> Article:
    """`article` with some of its `body_lines` as body.

    With a new `lead`, the first of `lines`, `repeated` of them, only say it again, and are left out.
    """
    kept = [*([] if lead else _lines(article)[0]), *lines]
    return replace(
        article,
        lead=lead or article.lead,
        body="\n".join(lines[repeated:]),
        layout=layout_of(kept, len(article.images), _places(article), lead, repeated),
    )


def with_images_above(article: Article, images: Sequence[Image]) -> Article:
    """`article` with more `images`, which stand between its lead and its text."""
    layout = article.layout
    if layout:
        layout = replace(layout, images=(*(len(text_lines(article.lead, "")),) * len(images), *layout.images))
    return replace(article, images=(*images, *article.images), layout=layout)


def with_lead_image(article: Article, page: Page) -> Article:
    """`article` of `page` with its lead image marked: the one that og:image names, else the first before the text.

    A layout that is of another text is taken off: a reader changed the text without it.
    """
    layout = article.layout
    if layout is None or not fits(layout, len(text_lines(article.lead, article.body)), len(article.images)):
        return replace(article, layout=None)
    return replace(article, layout=replace(layout, lead_image=_lead_image(article, layout, page)))


def _lead_image(article: Article, layout: Layout, page: Page) -> int | None:
    named = page.link(metadata_of(page).image)
    pictures = [picture_key(image.src) for image in article.images]
    if named and (key := picture_key(named)) in pictures:
        return pictures.index(key)
    lead = len(text_lines(article.lead, ""))
    return next((n for n, at in enumerate(layout.images) if at <= lead), None)


def picture_key(url: str) -> str:
    """What all addresses of one picture share, whatever size they ask for: host and path without sizes.

    The query is part of it unless the path names the picture's file: some systems name pictures there.
    """
    parts = urlsplit(url)
    key = f"{parts.netloc}{_SIZE.sub('', parts.path)}".casefold()
    return key if _PICTURE.search(parts.path) else f"{key}?{parts.query}"
