"""What differs from system to system in the truth of a sample portal: addresses, folders, dates, signatures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

DateShown = Literal["page", "list", "url", "none"]  # where the date of an article can be read
# Portals print local time; the zone is added where one is shown.
NEWEST = datetime(2025, 6, 10, 16, 40)  # noqa: DTZ001
# When every page was made: the clock in its head, which is never an article's date.
RENDER_DATE = datetime(2025, 6, 20, 8, 15)  # noqa: DTZ001


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of a portal.

    `slug` is its part of addresses, `title` its name, `count` how many articles it has, `topics` what these are about
    (files of `texts/`), `number` the id that some systems give it.
    """

    slug: str
    title: str
    count: int
    topics: tuple[str, ...]
    number: int


def section(slug: str, title: str, count: int, number: int, *topics: str) -> Section:
    """A section with this `slug`, `title` and `number`, of `count` articles on `topics`."""
    return Section(slug=slug, title=title, count=count, number=number, topics=topics)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a portal's calendar before its article is written.

    `order` counts from the newest, which is 0. `created` is local time, without a zone.
    """

    order: int
    section: Section
    topic: str
    created: datetime


Which = Callable[[int], bool]


def always(_order: int) -> bool:
    """Every article."""
    return True


def never(_order: int) -> bool:
    """No article."""
    return False


def on_page(_slot: Slot) -> DateShown:
    """Dates stand on the article's page."""
    return "page"


def on_list(_slot: Slot) -> DateShown:
    """Dates stand on the list only."""
    return "list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a system writes: a portal has one set of habits.

    `address` holds patterns for the paths of articles, taken in turns; their fields are `section` (its slug),
    `category` (its number), `slug`, `number`, `created`, `order` and `menu` (the number of the first section). With
    `twice` some articles of the first section stand in the second one as well; `lossy` slugs drop đ. `folder` is the
    pattern for the folder of files, `joint` what stands between the words of their names.

    `shown` says where the date of an article stands. Which articles show only the day (`day_only`) or have a lead
    (`lead`) follows from their order. `related` is how the "other news" are dated. `signatures` name the shapes of
    `scraper.sample.bylines`, taken in turns. With `file_named` an attachment is a link at the end of the text. With
    `ending` some texts close with `./.`; with `typographic` " - " becomes " – ".
    """

    address: tuple[str, ...]
    folder: str
    signatures: tuple[str | None, ...]
    shown: Callable[[Slot], DateShown] = on_page
    day_only: Which = never
    lead: Which = never
    related: Literal["day", "minute"] | None = "day"
    joint: str = "-"
    lossy: bool = False
    twice: bool = False
    file_named: bool = True
    ending: bool = False
    typographic: bool = False
