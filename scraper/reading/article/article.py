"""From the cut-out elements of a page to an `Article`: the one place where its fields are put together."""

import re
from dataclasses import dataclass, field

from scraper.items import Article, Attachment, Image, Related, Stamp
from scraper.reading.article import bylines, dates, machine_dates
from scraper.reading.article.attachments import attachments
from scraper.reading.article.layout import body_lines, image_places, layout_of, set_lines, with_body
from scraper.reading.article.media import Line, mark_images, take_captions
from scraper.reading.article.metadata import metadata_of
from scraper.reading.article.plausible import plausible
from scraper.reading.article.related import cut_related
from scraper.reading.page.cut import FILE_ONLY
from scraper.reading.page.furniture import is_advert_label, is_tool_row, is_toolbar
from scraper.reading.page.lines import blocks, fragment
from scraper.reading.page.page import Page
from scraper.reading.page.text import squeeze
from scraper.vietnamese.language import has_glued_words, language

# Vietnamese letters in UTF-8 that were read as windows-1252 or Latin-1 and encoded again: "á»™" for "ộ", "Æ°" for "ư".
_DOUBLE_ENCODED = re.compile(r"á[»º][\x80-\xbf‚-™ -¿]|Ã[\x80-\xbf¡-¿]|Ä‘|Æ°")
_MOST_LEAD_LINES = 4  # lines in which systems that repeat the lead above the text may set it


@dataclass(slots=True)
class Body:
    """What was read from the element of an article's text.

    `places` tell where the images stood among the lines. Images from elsewhere may be put in front of them: those have
    no place and stand above the text.
    """

    lines: list[str] = field(default_factory=list)
    images: tuple[Image, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    related: tuple[Related, ...] = ()
    places: tuple[int, ...] = ()


def read_body(html: str, page: Page, title: str = "") -> Body:
    """Read the fragment `html` of `page` that `cut` made: paragraphs, images with captions, files, other news.

    `title` is left out where it stands above the text again.
    """
    root = fragment(html)
    # Other news first: their files and pictures are not the article's.
    related = cut_related(root, page)
    files = attachments(root, page)
    for link in root.find_all("a", attrs={FILE_ONLY: True}):
        link.decompose()
    images = mark_images(root, page)
    found = blocks(root)
    lines, pictures = take_captions(set_lines(found), images)
    places = image_places(found, len(pictures))
    return Body(_without_furniture(lines, title), pictures, files, related, places)


def _without_furniture(lines: list[Line], title: str) -> list[str]:
    """Drop tools from both ends of the text (rows of tools anywhere), and title and date above it."""
    kept = [text for text, _ in lines if not (is_tool_row(text) or is_advert_label(text))]
    bare_title = squeeze(title)
    while kept and (is_toolbar(kept[0]) or squeeze(kept[0]) == bare_title or dates.is_dateline(kept[0])):
        kept.pop(0)
    while kept and is_toolbar(kept[-1]):
        kept.pop()
    return kept


def compose(
    page: Page,
    family: str | None,
    title: str,
    body: Body,
    *,
    lead: str | None = None,
    published: Stamp | None = None,
    updated: Stamp | None = None,
    author: str | None = None,
    unit: str | None = None,
    category: str | None = None,
    key: str | None = None,
) -> Article:
    """An article from its parts, all of them as `page` prints them.

    `family` is the id of the family that read it, None for an unknown one. `body` begins with the `lead` on some
    systems: the article's body does not repeat it. `published` and `updated` are its dates; where the page prints
    none, its metadata may state them, or its address name the day. `author` and `unit` come from byline and metadata
    where the page does not label them.
    `category` is the section's name, `key` the family's own identity of the article (see `Article.key`). `title`,
    lead and body together tell the language and what is wrong with the text.
    """
    lines = _without_lead(body.lines, lead) if lead else list(body.lines)
    repeated = len(body.lines) - len(lines)
    byline = bylines.byline_of(lines)
    stated = metadata_of(page)
    dates_known = (published, stated.published, machine_dates.from_url(page.url))
    published = next((stamp for one in dates_known if (stamp := plausible(one, page.fetched_at))), None)
    updated = plausible(updated, page.fetched_at)
    whole = "\n".join([title, lead or "", *lines])
    return Article(
        url=page.address,
        family=family,
        title=title,
        body="\n".join(lines),
        lead=lead or None,
        published=published,
        updated_at=updated.value if updated else None,
        author=author or byline.author or bylines.people(stated.authors),
        unit=unit or byline.unit,
        category=category or stated.section or None,
        images=body.images,
        attachments=body.attachments,
        related=body.related,
        language=language(whole),
        key=key,
        flags=_flags(page, whole),
        layout=layout_of(body.lines, len(body.images), body.places, lead, repeated),
    )


def _flags(page: Page, text: str) -> tuple[str, ...]:
    """What is unusual about the article `text` of `page`."""
    flags = set(page.flags)
    if _DOUBLE_ENCODED.search(text):
        flags.add("mojibake")
    if has_glued_words(text):
        flags.add("glued_word")
    if page.truncated:
        flags.add("truncated")
    return tuple(sorted(flags))


def with_lead(article: Article, lead: str) -> Article:
    """`article` with `lead`, which its body does not repeat."""
    lines = body_lines(article)
    rest = _without_lead(lines, lead)
    if lead == article.lead:
        return with_body(article, rest)
    return with_body(article, lines, lead=lead, repeated=len(lines) - len(rest))


def without_opening(article: Article, text: str) -> Article:
    """`article` without first paragraphs of its body that only say `text`, such as its title, again."""
    return with_body(article, _without_lead(body_lines(article), text))


def _without_lead(lines: list[str], lead: str) -> list[str]:
    """Leave out the first `lines` that only say `lead` again, which may be broken into several of them."""
    joined, wanted = "", squeeze(lead)
    for count, line in enumerate(lines[:_MOST_LEAD_LINES], start=1):
        joined += squeeze(line)
        if joined == wanted:
            return lines[count:]
        if not wanted.startswith(joined):
            break
    return lines
