"""What the sample portals are made of: plain values, so that a test can compare an archive with them."""

from dataclasses import dataclass, field
from datetime import datetime

from scraper.sample.habits import DateShown, Habits, Section

__all__ = [
    "Answer",
    "DateShown",
    "Habits",
    "SampleArticle",
    "SampleFile",
    "SampleImage",
    "SampleRelated",
    "SampleRequest",
    "Section",
    "Site",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One sample portal.

    `family` names its module in `scraper.sample.markup`. `name` is the portal's title, `unit` who runs it. `page_size`
    is the number of cards on a list page. `gates` are border gates, which the stories may speak of. `newest` is when
    its newest article was published, in local time; `first_number` the number from which its articles are counted.
    """

    host: str
    family: str
    name: str
    unit: str
    page_size: int
    sections: tuple[Section, ...]
    gates: tuple[str, ...]
    habits: Habits
    newest: datetime
    first_number: int

    @property
    def base(self) -> str:
        """Address of the portal without a trailing slash."""
        return f"http://{self.host}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleImage:
    """An image shown after paragraph `after` (0-based). `file_name` is what Drupal prints in a hidden heading."""

    src: str
    caption: str | None
    after: int

    @property
    def file_name(self) -> str:
        """Last part of the address, still escaped."""
        return self.src.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFile:
    """A file an article links to. In the body it stands in the paragraph that ends with its name."""

    url: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRelated:
    """An entry of the "other news" list. `date` is ISO 8601, or None where the page shows none."""

    url: str
    title: str
    date: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleArticle:
    """The truth about one article: what its page and its lists show.

    `published` is ISO 8601 at the precision at which the portal shows it, None when it shows no date anywhere;
    `created`, in local time, is what orders the lists. `date_shown` is where the date stands. `paragraphs` end before
    `byline`, whose lines belong to the body as printed. `also` are other addresses that show the same article.
    `number` is its id in the CMS. `quirks` change bytes, never text: `nfd` (letters decomposed), `cut` (tags inside
    words), `nbsp` (no-break spaces and doubled spaces between words).
    """

    url: str
    also: tuple[str, ...] = ()
    number: int
    section: Section
    title: str
    lead: str | None
    paragraphs: tuple[str, ...]
    byline: tuple[str, ...]
    author: str | None
    unit: str | None
    created: datetime
    published: str | None
    date_shown: DateShown
    images: tuple[SampleImage, ...] = ()
    attachments: tuple[SampleFile, ...] = ()
    related: tuple[SampleRelated, ...] = ()
    quirks: frozenset[str] = frozenset()
    topic: str

    @property
    def category(self) -> str:
        """Title of the section that the article belongs to."""
        return self.section.title

    @property
    def body(self) -> str:
        """The text as the archive should keep it: paragraphs and byline joined by newlines, without the lead."""
        return "\n".join((*self.paragraphs, *self.byline))


@dataclass(frozen=True, slots=True)
class SampleRequest:
    """A request as a portal sees it. `form` is what a POST sends.

    `hits` grows with every request, so that view counters and tokens are different on every page, as on real portals.
    """

    host: str
    path: str
    query: dict[str, str]
    method: str = "GET"
    form: dict[str, str] = field(default_factory=dict)
    hits: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """A response of a portal, before compression; `headers` stand beside those that every answer has."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
