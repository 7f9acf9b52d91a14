"""What differs from system to system in the truth of a sample portal: addresses, folders, dates, names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

DateShown = Literal["page", "list", "url", "none"]
NEWEST = datetime(2025, 6, 10, 16, 40)  # noqa: DTZ001  portals print local time; the zone is added where it is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of a portal. `number` is the id that some systems give it."""

    slug: str
    title: str
    count: int
    topics: tuple[str, ...]
    number: int


def section(slug: str, title: str, count: int, number: int, *topics: str) -> Section:
    """A section of `count` articles on `topics`."""
    return Section(slug=slug, title=title, count=count, number=number, topics=topics)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the site's calendar before anything is written: `order` counts from the newest."""

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
    """How a system writes.

    `address` holds paths of articles, taken in turns, over `section`, `category` (its number), `slug`, `number`,
    `created` and `menu` (the number of the first section); with `twice` some articles of the first section stand in
    the second one as well. `folder` is where files lie, `joint` what stands between the words of their names. `shown`
    says where the date of an article stands; which articles have only a day (`day_only`) or a lead (`lead`) goes by
    their order; `related` is how other news are dated. `signatures` name the shapes of `scraper.sample.bylines`,
    taken in turns. With `file_named` an attachment is a link at the end of the text. With `ending` some texts close
    with `./.`; with `typographic` " - " becomes " – "; `lossy` slugs drop đ.
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
