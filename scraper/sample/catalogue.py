"""The articles of a sample portal: one pure function, the truth that pages and tests share.

Whatever an article has (a date, images, a file, slips of the pen) follows from its place in the portal's calendar,
`order % n == k` with another n for each: so all combinations come up, and the same ones every time.
"""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from urllib.parse import quote

from scraper.sample.bylines import sign
from scraper.sample.habits import DateShown, Slot
from scraper.sample.model import SampleArticle, SampleFile, SampleImage, SampleRelated, Site
from scraper.sample.sites import SITES
from scraper.sample.story import Story, compose
from scraper.sample.words import Dice
from scraper.times import VIETNAM
from scraper.vietnamese.fold import fold

__all__ = ["SITES", "articles", "slug_of"]

_RELATED = 5  # entries of the "other news" list


def slug_of(title: str, *, lossy: bool = False) -> str:
    """The form of `title` that stands in addresses, cut at 90 characters. `lossy` drops đ as old Liferay does."""
    text = fold(title.replace("đ", "").replace("Đ", "") if lossy else title) or ""
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in text.lower())
    return "-".join(part for part in plain.split("-") if part)[:90].rstrip("-")


def _calendar(site: Site) -> list[Slot]:
    """The slots of all articles, newest first. Sections take turns, so that every list reaches back equally far."""
    places = sorted(
        ((rank + 0.5) / section.count, section.number, rank, section)
        for section in site.sections
        for rank in range(section.count)
    )
    dice = Dice(f"{site.host} calendar")
    moment, slots = site.newest, []
    for order, (_, _, rank, section) in enumerate(places):
        slots.append(Slot(order, section, section.topics[rank % len(section.topics)], moment))
        # Days apart, so that a date guessed from a neighbour in a list is wrong, and a test sees it.
        back = moment - timedelta(days=dice.between(4, 11))
        moment = back.replace(hour=dice.between(7, 20), minute=dice.between(1, 59))
    return slots


def _date_shown(site: Site, slot: Slot) -> DateShown:
    """Where the portal prints the date of an article; nowhere for one in eleven."""
    return "none" if slot.order % 11 == 7 else site.habits.shown(slot)


def _published(site: Site, slot: Slot, shown: DateShown) -> str | None:
    """The date that an archive can know, at the precision at which the portal prints it."""
    if shown == "none":
        return None
    if shown == "url" or site.habits.day_only(slot.order):
        return slot.created.date().isoformat()
    return slot.created.replace(tzinfo=VIETNAM).isoformat()


def _address(site: Site, slot: Slot, number: int, title: str) -> str:
    pattern = site.habits.address[slot.order % len(site.habits.address)]
    slug = slug_of(title, lossy=site.habits.lossy)
    menu = site.sections[0].number
    return site.base + pattern.format(
        section=quote(slot.section.slug),
        category=slot.section.number,
        slug=slug,
        number=number,
        created=slot.created,
        menu=menu,
        order=slot.order,
    )


def _images(site: Site, slot: Slot, number: int, story: Story) -> tuple[SampleImage, ...]:
    """None to three images, each after another paragraph; one in seven without a caption."""
    folder = site.habits.folder.format(created=slot.created)
    ending = "png" if slot.order % 4 == 3 else "jpg"
    joint = site.habits.joint
    stem = joint.join(slug_of(story.title).split("-")[:5])
    return tuple(
        SampleImage(
            src=f"{site.base}{folder}{stem}{joint}{number}_{k + 1}.{ending}".replace(" ", "%20"),
            caption=None if (slot.order + k) % 7 == 5 else caption,
            after=min(2 * k, len(story.paragraphs) - 2),
        )
        for k, caption in enumerate(story.captions[: slot.order % 4])
    )


def _glue(text: str, dice: Dice) -> str:
    """`text` with one space lost between two words, as pasting from Word does."""
    gaps = [i for i, c in enumerate(text) if c == " " and text[i - 1].islower() and text[i + 1].islower()]
    if not gaps:
        return text
    cut = dice.pick(gaps)
    return text[:cut] + text[cut + 1 :]


def _quirks(order: int) -> frozenset[str]:
    """See `SampleArticle.quirks`."""
    quirks = {"nfd": order % 29 == 12, "cut": order % 8 == 2, "nbsp": order % 6 == 1}
    return frozenset(name for name, there in quirks.items() if there)


def _paragraphs(site: Site, slot: Slot, story: Story, attachment: SampleFile | None) -> tuple[str, ...]:
    """The paragraphs as this portal's editors type them: an archive must keep their slips."""
    texts = list(story.paragraphs)
    dice = Dice(f"{site.host} {slot.order} slips")
    if slot.order % 13 == 3:
        texts[1] = _glue(_glue(texts[1], dice), dice)
    if slot.order % 2 == 0 and site.habits.ending:
        texts[-1] = texts[-1].removesuffix(".") + "./."
    if site.habits.typographic:
        texts = [text.replace(" - ", " – ") for text in texts]
    if attachment and site.habits.file_named:
        texts.append(f"Chi tiết tại văn bản kèm theo: {attachment.name}")
    return tuple(texts)


def _article(site: Site, slot: Slot, total: int, story: Story) -> SampleArticle:
    number = site.first_number + 3 * (total - slot.order)  # with gaps: the CMS numbers other things as well
    attachment = None
    if slot.order % 5 == 2:
        name = f"{story.document}.pdf"
        file_name = slug_of(f"{story.document} {number}")
        folder = site.habits.folder.format(created=slot.created)
        attachment = SampleFile(url=f"{site.base}{folder}{file_name}.pdf", name=name)
    shown = _date_shown(site, slot)
    signature = sign(site, slot.order)
    return SampleArticle(
        url=_address(site, slot, number, story.title),
        number=number,
        section=slot.section,
        title=story.title,
        lead=story.lead if site.habits.lead(slot.order) else None,
        paragraphs=_paragraphs(site, slot, story, attachment),
        byline=signature.lines,
        author=signature.author,
        unit=signature.unit,
        created=slot.created,
        published=_published(site, slot, shown),
        date_shown=shown,
        images=_images(site, slot, number, story),
        attachments=(attachment,) if attachment else (),
        quirks=_quirks(slot.order),
        topic=slot.topic,
    )


def relate(site: Site, known: list[SampleArticle]) -> tuple[SampleArticle, ...]:
    """The articles `known` of `site`, newest first, with their "other news" lists and second addresses."""
    done = []
    for article in known:
        older = [a for a in known if a.section is article.section and a.created < article.created][:_RELATED]
        related = tuple(SampleRelated(url=a.url, title=a.title, date=_related_date(site, a)) for a in older)
        done.append(replace(article, related=related, also=_also(site, article)))
    return tuple(done)


def _related_date(site: Site, article: SampleArticle) -> str | None:
    if site.habits.related is None or not article.published:
        return None
    return article.published if site.habits.related == "minute" else article.published[:10]


def _also(site: Site, article: SampleArticle) -> tuple[str, ...]:
    """Other addresses: some systems publish items of the first section under the second one as well."""
    first, second, *_ = site.sections
    if not site.habits.twice or article.section is not first or article.number % 5:
        return ()
    return (article.url.replace(f"/{first.slug}/", f"/{second.slug}/", 1),)


@cache
def articles(site: Site) -> tuple[SampleArticle, ...]:
    """Everything `site` publishes, newest first."""
    slots = _calendar(site)
    found: list[SampleArticle] = []
    titles: set[str] = set()
    for slot in slots:
        # No two articles of a portal have one title: many of its addresses are made from titles.
        attempt = 0
        while (
            story := compose(slot.topic, f"{site.host} {slot.order} {attempt}", slot.created, site.gates)
        ).title in titles:
            attempt += 1
        titles.add(story.title)
        found.append(_article(site, slot, len(slots), story))
    return relate(site, found)
