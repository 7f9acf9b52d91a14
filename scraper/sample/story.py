"""Composes one news item from the sentence material: the same seed gives the same words for ever."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scraper.sample.material import parts
from scraper.sample.words import Dice, Filler

KINDS = ("hop", "coso")  # a meeting; a report from the grass roots


@dataclass(frozen=True, slots=True)
class Story:
    """The text of a news item.

    `agency` is who acts in it, `captions` stand under its images, `document` is the name of its attachment.
    """

    title: str
    lead: str
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...]
    document: str
    agency: str


def _period(moment: datetime) -> tuple[str, str]:
    """The months that a report of that day looks back on, and those ahead, in its own words."""
    year, month = moment.year, moment.month
    ahead = f"những tháng còn lại của năm {year}"
    if month <= 2:
        return f"tháng 01/{year}", f"quý II/{year}"
    if month == 12:
        return f"năm {year}", f"năm {year + 1}"
    if month in {6, 7}:
        return f"6 tháng đầu năm {year}", f"6 tháng cuối năm {year}"
    if month in {3, 4}:
        return f"quý I/{year}", f"quý II/{year}"
    return f"{month - 1} tháng đầu năm {year}", ahead


def _filler(topic: str, dice: Dice, moment: datetime, gates: tuple[str, ...]) -> Filler:
    """A filler whose slots for dates, agency and people mean the same throughout the story."""
    # Up to two days before: dates in the text must not pass for the date of publication.
    event = moment - timedelta(days=dice.below(3))
    filler = Filler(dice, moment.year, gates)
    period, ahead = _period(event)
    filler.bound |= {
        "buoi": dice.pick(("Sáng", "Chiều")),
        "ngay": f"{event.day:02d}/{event.month}/{event.year}",
        "thang": str(event.month),
        "nam": str(event.year),
        "namtruoc": str(event.year - 1),
        "ky": period,
        "kysau": ahead,
    }
    agency, head, deputy = (part.strip() for part in dice.pick(parts(topic)["agency"]).split("|"))
    filler.bound |= {"donvi": filler.fill(agency), "post1": head, "post2": deputy}
    return filler


def _plan(dice: Dice, topic: str, kind: str) -> list[list[str]]:
    """Sentences by paragraph: opening, work, figures, people, discussion, direction, end."""
    own, shared = parts(topic), parts("chung")
    work = dice.draw(own["work"], 5)
    figures = dice.draw(own["figures"], 3)
    direct = dice.draw(shared["direct"], dice.between(2, 3))
    plan = [
        [dice.pick(own[f"opening {kind}"]), dice.pick(shared[f"attend {kind}"])],
        work[:3],
        figures[: dice.between(2, 3)],
        dice.draw(own["detail"], 2),
        [dice.pick(own["difficulty"]), dice.pick(shared["point"]), dice.pick(shared[f"discuss {kind}"])],
        sorted(direct, key=shared["direct"].index),  # a speech has its order
        [dice.pick(shared["expect"]), dice.pick(shared[f"close {kind}"])],
    ]
    # Not every item has all parts, so that nothing can be known by its place.
    shape = dice.below(5)
    if shape == 0:
        plan.insert(2, work[3:])
    elif shape == 1:
        del plan[4]
    elif shape == 2:
        del plan[3], plan[-1]
    return plan


def compose(topic: str, seed: str, moment: datetime, gates: tuple[str, ...]) -> Story:
    """A news item about `topic`, published at `moment` in local time; the same arguments give the same words.

    `seed` chooses among them. `gates` are the border gates that it may speak of.
    """
    dice = Dice(seed)
    kind = dice.pick(KINDS)
    filler = _filler(topic, dice, moment, gates)
    own = parts(topic)
    title = filler.fill(dice.pick(own[f"title {kind}"]))
    lead = filler.fill(dice.pick(own["lead"]))
    paragraphs = tuple(filler.fill(" ".join(sentences)) for sentences in _plan(dice, topic, kind))
    captions = tuple(filler.fill(line) for line in dice.draw(own["caption"], 3))
    document = filler.fill(dice.pick(own["document"]))
    upper = title[0].upper() + title[1:]
    return Story(upper, lead, paragraphs, captions, document, filler.bound["donvi"])
