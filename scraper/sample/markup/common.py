"""What all sample pages share: the label, the clock, files, robots.txt, and text as editors paste it."""

import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from html import escape

from scraper.sample.edits import Edition
from scraper.sample.habits import RENDER_DATE
from scraper.sample.model import Answer, SampleArticle, SampleImage, SampleRequest, Section, Site
from scraper.sample.pictures import jpeg, pdf, png

LABEL = '<div class="sample-note" role="note">Trang mẫu – nội dung hư cấu / Synthetic sample page</div>'
_DAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
WEEKDAY = _DAYS[RENDER_DATE.weekday()]  # of the day in CLOCK
CLOCK = f"{RENDER_DATE:%d/%m/%Y}"  # the day the page was made, in every head; no article's date

# A link on one list page leads where robots.txt forbids: an archive must not ask for it, and must say so.
REFUSED_FOLDER = "/noi-bo/"
REFUSED_TITLE = "Lịch trực ban nội bộ"


def refused_url(site: Site) -> str:
    """The address that robots.txt of `site` forbids."""
    return f"{site.base}{REFUSED_FOLDER}lich-truc-ban-noi-bo-1.html"


def html(text: str, status: int = 200) -> Answer:
    """A page with this markup."""
    return Answer(text.encode(), status=status)


def xml(text: str, kind: str = "application/xml") -> Answer:
    """A feed or sitemap; `kind` is its media type."""
    return Answer(text.encode(), f"{kind}; charset=UTF-8")


def generator(name: str) -> str:
    """A meta element that says which system the page imitates, and that it is a sample."""
    return f'<meta name="generator" content="{name} (synthetic sample, Cong Tin)">'


def shared(edition: Edition, request: SampleRequest) -> Answer | None:
    """The answers that need no template: robots.txt, files, redirects of moved articles; None for the rest."""
    if request.path == "/robots.txt":
        return robots(edition.site)
    if request.path in edition.files:
        return _file(request.path)
    if request.path.startswith(REFUSED_FOLDER):
        return html(f"<!DOCTYPE html><title>{REFUSED_TITLE}</title><h1>{REFUSED_TITLE}</h1>", 403)
    if moved := edition.moved_to(request.path):
        return Answer(b"", status=301, headers=(("Location", moved),))
    return None


def robots(site: Site) -> Answer:
    """The robots.txt of `site`: everything is allowed but one folder."""
    text = f"User-agent: *\nDisallow: {REFUSED_FOLDER}\n"
    if site.family == "wordpress":
        text += f"\nSitemap: {site.base}/wp-sitemap.xml\n"
    return Answer(text.encode(), "text/plain; charset=utf-8")


def _file(path: str) -> Answer:
    if path.endswith(".pdf"):
        return Answer(pdf(path), "application/pdf")
    return Answer(png(path), "image/png") if path.endswith(".png") else Answer(jpeg(path), "image/jpeg")


def pages(items: list[SampleArticle], size: int) -> int:
    """How many list pages `items` fill."""
    return max(1, -(-len(items) // size))


def on_page(items: list[SampleArticle], size: int, number: int) -> list[SampleArticle]:
    """The articles of list page `number`, counted from 1; none for a page that is not there."""
    return items[(number - 1) * size : number * size] if number > 0 else []


def number_of(text: str | None, default: int = 1) -> int:
    """The page number that a query holds, or `default`."""
    return int(text) if text and text.isdecimal() and len(text) < 6 else default


def has_refused(site: Site, section: Section, number: int) -> bool:
    """Whether list page `number` of `section` is the one with the forbidden link."""
    return section is site.sections[-1] and number == 2


def day(moment: datetime) -> str:
    """`moment` as portals print a day: 24/07/2023."""
    return f"{moment:%d/%m/%Y}"


def minute(moment: datetime) -> str:
    """`moment` as portals print a time: 24/07/2023 10:27."""
    return f"{moment:%d/%m/%Y %H:%M}"


def weekday(moment: datetime) -> str:
    """The Vietnamese name of the day of the week."""
    return _DAYS[moment.weekday()]


def excerpt(article: SampleArticle) -> str:
    """The beginning of an article as HTML, as lists show it: the first 32 words of its lead or text."""
    words = (article.lead or article.paragraphs[0]).split()
    return escape(" ".join(words[:32])) + ("…" if len(words) > 32 else "")


def pasted(article: SampleArticle, text: str, position: int) -> str:
    """`text` as HTML with what pasting from Word does to bytes, never to words; `position` is its paragraph's.

    By the article's quirks: NFD, tags inside words, no-break spaces, doubled spaces.
    """
    if "nfd" in article.quirks and position % 2 == 0:
        text = unicodedata.normalize("NFD", text)
    words = [escape(word, quote=False) for word in text.split(" ")]
    if "cut" in article.quirks:
        for place in range(7 + position, len(words), 23):
            word = words[place]
            if word.isalpha() and len(word) > 3 and unicodedata.is_normalized("NFC", word):
                words[place] = f'{word[:2]}<span lang="VI">{word[2:]}</span>'
    if "nbsp" in article.quirks:
        return "".join(
            word + ("" if i == len(words) - 1 else "&nbsp;" if i % 17 == 5 else "  " if i % 19 == 8 else " ")
            for i, word in enumerate(words)
        )
    return " ".join(words)


def paragraph(article: SampleArticle, position: int) -> str:
    """Paragraph `position` as HTML; an attachment's name at its end is a link."""
    text = article.paragraphs[position]
    for attachment in article.attachments:
        if text.endswith(attachment.name):
            before = pasted(article, text.removesuffix(attachment.name), position)
            return f'{before}<a href="{local(attachment.url)}">{escape(attachment.name, quote=False)}</a>'
    return pasted(article, text, position)


def local(url: str) -> str:
    """`url` as portals write it in their own pages: without scheme and host."""
    return "/" + url.split("/", 3)[3]


def related_items(article: SampleArticle, link: Callable[[str], str] = local) -> str:
    """The entries of the "other news" list with the dates they show; empty when there are none."""
    return "".join(
        f'<li><a href="{link(r.url)}">{escape(r.title)}</a>'
        + (f' <span class="date">({as_printed(r.date)})</span>' if r.date else "")
        + "</li>"
        for r in article.related
    )


def as_printed(iso: str) -> str:
    """The date `iso`, as `SampleRelated` has it, in the form that pages print."""
    moment = datetime.fromisoformat(iso)
    return minute(moment) if "T" in iso else day(moment)


def images_after(article: SampleArticle, position: int) -> Iterable[SampleImage]:
    """The images that follow paragraph `position`."""
    return (image for image in article.images if image.after == position)


def menu(site: Site, prefix: str = "/") -> str:
    """Links to the start page and the sections, which lie under `prefix`."""
    items = "".join(f'<li><a href="{prefix}{s.slug}">{escape(s.title)}</a></li>' for s in site.sections)
    return f'<ul><li><a href="/">Trang chủ</a></li>{items}</ul>'


def padded(line: str, width: int) -> str:
    """A signature line that is pushed to the right with `width` no-break spaces, as editors do."""
    return "&nbsp;" * width + escape(line)
