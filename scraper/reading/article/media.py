"""Images of an article's fragment, with their captions.

One rule for captions, everywhere: what is printed as the text of an image is the image's `caption` and no
paragraph of the body. It is a caption when the markup says so (figcaption, caption class), when it shares the
image's block or table, or when it is the next line after the image and is short and set as captions are
(centred, italic) or is no sentence. A person's name at the very end is the byline, not a caption.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from scraper.items import Image
from scraper.reading.article.bylines import is_account, looks_like_byline
from scraper.reading.page.page import Page
from scraper.reading.page.tags import IMAGE_PLACEHOLDER
from scraper.reading.page.text import clean, squeeze

if TYPE_CHECKING:  # see scraper.reading.page.lines
    from bs4.element import Tag

Line: TypeAlias = "tuple[str, Tag]"  # see scraper.reading.page.lines.blocks

_LONGEST_CAPTION = 300  # characters
_LONGEST_PLAIN_CAPTION = 200  # of a line that nothing but its place makes a caption
_LONGEST_SENTENCE = 120  # of a line in the image's own block that ends as sentences do
_HEADINGS_AND_LISTS = {"h1", "h2", "h3", "h4", "h5", "h6", "li"}
_SMALLEST_SIDE = 24  # pixels; what is declared smaller is a bullet or a counter
_CAPTION_CLASS = re.compile(
    r"caption|chu-?thich|img-?title|image-?title|photo-?(?:note|desc|title)|desc-?img", re.IGNORECASE
)
_FIGURE_CLASS = re.compile(r"wp-caption\b|image-?box|img-?box|photo-?box|figure", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.:;?!…,]\W*$")
# An entry of a list by its number or dash: "1. ", "a) ", "- ".
_LISTED = re.compile(r"^(?:\d{1,2}[.)]|[IVX]{1,4}[.)]|[a-zđ][.)]|[-–+•*])\s*", re.IGNORECASE)
# The photographer at the end of a caption: "... (Ảnh: Lan Chi)".
_CREDIT = re.compile(
    r"(?:\(|\b)(?:ảnh|photo|nguồn ảnh|ảnh minh họa)\s*:\s*(?P<who>[^()]{2,60}?)\)?\.?$", re.IGNORECASE
)
_FILE_NAME = re.compile(r"[^\\/:*?\"<>|]{1,120}\.(?:jpe?g|png|gif|bmp|webp|tiff?)", re.IGNORECASE)
# Liferay's cache token changes with every render.
_CACHE_TOKEN = re.compile(r"(?:[?&]t=\d{10,13})(?=$|&)")
# Files that only fill space or wait for the picture.
_NO_PICTURE = re.compile(
    r"(?:spacer|blank|pixel|transparent|loading|placeholder|icon)[\w-]*\.(?:gif|png|svg|jpg)$|/icons?/", re.IGNORECASE
)


def mark_images(root: Tag, page: Page) -> list[Image]:
    """Put a placeholder on a line of its own where each image of `root` stands; return the images in order.

    `page` makes their addresses absolute. What is no picture is taken out of `root`.
    """
    from bs4.element import NavigableString, Tag

    images: list[Image] = []
    for img in root.find_all("img"):
        src = _source(img, page)
        if src is None or (images and images[-1].src == src):  # the same in <noscript>, or twice for two screens
            img.decompose()
            continue
        mark = NavigableString(f"{IMAGE_PLACEHOLDER}{len(images)}{IMAGE_PLACEHOLDER}")
        images.append(Image(src=src))
        img.replace_with(Tag(name="br"), mark, Tag(name="br"))
    return images


def take_captions(lines: list[Line], images: list[Image]) -> tuple[list[Line], tuple[Image, ...]]:
    """Split the `lines` of a fragment with placeholders into those of the body, and `images` with their captions."""
    body: list[Line] = []
    found = list(images)
    at = 0
    while at < len(lines):
        marks = _marks(lines, at)
        if not marks:
            body.append(lines[at])
            at += 1
            continue
        # Drupal prints a file's name above the picture.
        if body and _FILE_NAME.fullmatch(body[-1][0]) and _is_file_label(body[-1][1]):
            body.pop()
        place = lines[at + len(marks) - 1][1]
        at += len(marks)
        at += _give_captions(lines, at, place, marks, found)
    return body, tuple(found)


def _marks(lines: list[Line], at: int) -> list[int]:
    """The numbers of the images that follow each other from line `at`."""
    marks: list[int] = []
    while at < len(lines) and lines[at][0].startswith(IMAGE_PLACEHOLDER):
        marks.append(int(lines[at][0].strip(IMAGE_PLACEHOLDER)))
        at += 1
    return marks


def _give_captions(lines: list[Line], at: int, place: Tag, marks: list[int], images: list[Image]) -> int:
    """Give the lines at `at` to the images before them, where they are captions; return how many lines that took.

    `place` is the block of the last image, `marks` the numbers of the images in `images`.
    """
    if at >= len(lines):
        return 0
    text, block = lines[at]
    parts = text.split("\t")
    # Pictures side by side in one table row, their captions in the next.
    if len(parts) == len(marks) > 1 and _table(block) is not None and _table(block) is _table(place):
        for mark, part in zip(marks, parts, strict=True):
            images[mark] = _with_caption(images[mark], part)
        return 1
    taken = _caption_length(lines, at, place)
    if taken:
        caption = " ".join(line for line, _ in lines[at : at + taken])
        images[marks[-1]] = _with_caption(images[marks[-1]], caption)
    return taken


def _with_caption(image: Image, caption: str) -> Image:
    credit = _CREDIT.search(caption)
    who = clean(credit["who"]) if credit else None
    return Image(src=image.src, caption=caption, credit=None if who is None or is_account(who) else who)


def _caption_length(lines: list[Line], at: int, place: Tag) -> int:
    """How many lines from `at` on are the caption of the image that stood in `place` (0 for none)."""
    block = lines[at][1]
    same = [line for line in lines[at : at + 4] if line[1] is block and not line[0].startswith(IMAGE_PLACEHOLDER)]
    figure = _figure(place)
    if (figure is not None and figure in block.parents) or figure is block:
        inside = [line for line in lines[at : at + 4] if line[1] is figure or figure in line[1].parents]
        return len(inside) if sum(len(text) for text, _ in inside) <= 2 * _LONGEST_CAPTION else 0
    text = " ".join(line for line, _ in same)
    if _has_class(block, _CAPTION_CLASS) and len(text) <= 2 * _LONGEST_CAPTION:
        return len(same)
    if len(text) > _LONGEST_CAPTION or block.name in _HEADINGS_AND_LISTS:
        text, same = same[0][0], same[:1]
    rest = [line for line, _ in lines[at + len(same) : at + len(same) + 20] if not line.startswith(IMAGE_PLACEHOLDER)]
    return len(same) if _is_caption(text, block, place, rest) else 0


def _is_caption(text: str, block: Tag, place: Tag, rest: list[str]) -> bool:
    """Whether `text` in `block` is the caption of the image that stood in `place`; `rest` are the lines behind it."""
    if len(text) > _LONGEST_CAPTION or block.name in _HEADINGS_AND_LISTS:
        return False
    if _LISTED.match(text) or _is_right(block):
        return False
    table = _table(block)
    if table is not None and table is _table(place) and not _is_longer(table, _LONGEST_CAPTION + 20):
        return True
    if len(rest) < 2 and looks_like_byline(text) and all(looks_like_byline(line) for line in rest):
        return False  # a picture closes the article, and who wrote it stands below
    if _set_as_caption(block):
        return True
    if block is place and block.name in {"p", "td", "center"}:
        return len(text) <= _LONGEST_PLAIN_CAPTION and not (
            _SENTENCE_END.search(text) and len(text) > _LONGEST_SENTENCE
        )
    return (
        len(text) <= _LONGEST_PLAIN_CAPTION and not _SENTENCE_END.search(text) and not _is_all(block, {"b", "strong"})
    )


def _set_as_caption(block: Tag) -> bool:
    """Whether `block` is centred (itself or in a small box) or italic as a whole."""
    tag: Tag | None = block
    for _ in range(3):
        if tag is None or tag.name in {"body", "[document]"} or _is_longer(tag, 2 * _LONGEST_CAPTION):
            break
        if tag.name == "center" or tag.get("align") == "center" or _CENTRED.search(str(tag.get("style", ""))):
            return True
        tag = tag.parent
    return _is_all(block, {"em", "i"}) or "italic" in str(block.get("style", ""))


def _is_longer(tag: Tag, limit: int) -> bool:
    """Whether `tag` holds more than `limit` characters of text."""
    size = 0
    for text in tag.strings:
        size += len(text.strip())
        if size > limit:
            return True
    return False


def _is_all(block: Tag, names: set[str]) -> bool:
    """Whether all text of `block` is inside tags of these names."""
    inside = "".join(t.get_text() for t in block.find_all(list(names)) if not t.find_parent(list(names)))
    return bool(squeeze(inside)) and squeeze(inside) == squeeze(
        re.sub(f"{IMAGE_PLACEHOLDER}\\d+{IMAGE_PLACEHOLDER}", "", block.get_text())
    )


def _is_right(block: Tag) -> bool:
    return block.get("align") == "right" or bool(re.search(r"text-align\s*:\s*right", str(block.get("style", ""))))


def _figure(place: Tag) -> Tag | None:
    """The element that holds an image together with its caption, by name or class."""
    tag: Tag | None = place
    for _ in range(5):
        if tag is None or tag.name in {"body", "[document]"}:
            return None
        if tag.name == "figure" or _has_class(tag, _FIGURE_CLASS):
            return tag
        tag = tag.parent
    return None


def _has_class(tag: Tag, pattern: re.Pattern[str]) -> bool:
    return tag.name == "figcaption" or any(pattern.search(name) for name in tag.get_attribute_list("class") if name)


def _table(tag: Tag) -> Tag | None:
    return tag if tag.name == "table" else tag.find_parent("table")


def _is_file_label(block: Tag) -> bool:
    """A file name above an image is the CMS's label when it is a heading or a link, not a sentence."""
    return block.name in {"h2", "h3", "h4"} or block.find("a") is not None or len(squeeze(block.get_text())) < 130


def _source(img: Tag, page: Page) -> str | None:
    """The address of the picture; scripts that load pictures late keep it in attributes of their own."""
    for name in ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-srcset", "src", "srcset"):
        value = str(img.get(name) or "").strip()
        if name.endswith("srcset"):  # https://html.spec.whatwg.org/#srcset-attributes: the first candidate's address
            value = value.split(",")[0].split(" ")[0]
        if value and not value.startswith("data:") and not _NO_PICTURE.search(value.split("?")[0]):
            if _is_dot(img):
                return None
            return page.link(_CACHE_TOKEN.sub("", value))
    return None


def _is_dot(img: Tag) -> bool:
    """Whether the image is declared too small to be a picture (bullets, counters)."""
    sizes = [str(img.get(side) or "") for side in ("width", "height")]
    return any(re.fullmatch(r"\d+(?:px)?", s) and int(s.removesuffix("px")) <= _SMALLEST_SIDE for s in sizes)
