"""Parts of pages that several systems write alike: running text with images, the cards of a list page."""

from collections.abc import Callable
from html import escape

from scraper.sample.edits import Edition
from scraper.sample.markup.common import REFUSED_TITLE, has_refused, images_after, on_page, paragraph, refused_url
from scraper.sample.model import SampleArticle, SampleImage, Section


def running(article: SampleArticle, picture: Callable[[SampleImage], str], *, without: int = 0) -> str:
    """Paragraphs, images written by `picture`, and byline; the first `without` images stand elsewhere on the page."""
    parts = []
    for position in range(len(article.paragraphs)):
        parts.append(f'<p style="text-align: justify;">{paragraph(article, position)}</p>')
        parts += [picture(image) for image in images_after(article, position) if image not in article.images[:without]]
    parts += [f'<p style="text-align: right;"><strong>{escape(line)}</strong></p>' for line in article.byline]
    return "\n".join(parts)


def centred(image: SampleImage) -> str:
    """An image as editors set it: alone in a centred paragraph, the caption in italics below."""
    caption = f'<p style="text-align: center;"><em>{escape(image.caption)}</em></p>' if image.caption else ""
    return f'<p style="text-align: center;"><img src="{image.src}" alt="" width="600" /></p>\n{caption}'


def cards(
    edition: Edition, section: Section, number: int, card: Callable[[SampleArticle], str], bare: Callable[[str], str]
) -> str:
    """The cards of page `number` of the list of `section`, each written by `card`.

    In one list of `edition` there is also a link that robots.txt forbids: `bare` writes a card around it.
    """
    site = edition.site
    found = "".join(card(a) for a in on_page(edition.of(section), site.page_size, number))
    refused = f'<a href="{refused_url(site)}">{REFUSED_TITLE}</a>'
    return found + (bare(refused) if has_refused(site, section, number) else "")


def numbered(edition: Edition, number: str | None) -> SampleArticle | None:
    """The article with this `number`, for systems whose addresses differ in the query only."""
    return next((a for a in edition.articles if str(a.number) == number), None)
