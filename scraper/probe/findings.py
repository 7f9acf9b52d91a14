"""What a probe gathers, page by page, and the verdict it comes to. Pure.

Each page is read as that of a stranger, and votes for the family it was read as: one page may look like anything, the
pages of a host agree.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from scraper.families.read import FAMILIES, read
from scraper.items import Article, Card, Listing, Other, PageRequest, Reading
from scraper.probe import look, systems
from scraper.probe.marks import Score, scores
from scraper.probe.masthead import Masthead
from scraper.probe.readers import Readers
from scraper.reading import CERTAIN, Family, Page
from scraper.urls.canonical import bare_host, canonical_v1, request_key

_READ = 10  # votes of a page that was read as a family's article or list; a page that only looks like it has one
_KEPT = 30  # articles and lists that are held while pages go by; the best of them are shown
_SEEN = 20  # pages that are held, more than a live probe asks for
SAMPLES = 3  # articles that are shown and written as fixtures


@dataclass(frozen=True, slots=True)
class Fetched:
    """A `page` with the bytes it was made from, `body`, and their type as the server named it."""

    page: Page
    body: bytes
    content_type: str | None


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list page that was found, and its `listing`.

    `kind` and `next` say how it goes on, `checked` in words what the next page held.
    """

    fetched: Fetched
    listing: Listing
    kind: str | None = None
    next: PageRequest | None = None
    checked: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """An article that was read; its date may come from a list page."""

    fetched: Fetched
    article: Article


@dataclass(slots=True)
class Findings:
    """Everything known about one host so far.

    `target` is what was asked for: an address or a path. `pages` counts what was looked at; `robots` says in words
    what robots.txt does; `notes` are sentences about transport and trouble. `feeds` are addresses with what is known
    of each, `read_feeds` those that were read as such. `lists` and `articles` are the best of what was found, `others`
    the reasons of what was neither. `masthead` is what pages say of their owner, `says` of their system, with the
    number of pages that do; `signs` has the sign of each. `readers` compares the readers. `menu` are links to sections
    that were not tried. `is_general` is set when everything is read by the general reader alone. `seen` are the first
    pages.
    """

    target: str
    host: str = ""
    pages: int = 0
    robots: str = "not asked"
    notes: list[str] = field(default_factory=list)
    feeds: dict[str, str] = field(default_factory=dict)
    read_feeds: list[str] = field(default_factory=list)
    encoding: look.Encoding | None = None
    lists: list[ListPage] = field(default_factory=list)
    articles: list[Sample] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    masthead: Masthead = field(default_factory=Masthead)
    says: Counter[str] = field(default_factory=Counter)
    signs: dict[str, str] = field(default_factory=dict)
    readers: Readers = field(default_factory=Readers)
    menu: list[str] = field(default_factory=list)
    is_general: bool = False
    seen: list[Fetched] = field(default_factory=list)
    _votes: Counter[str] = field(default_factory=Counter)
    _best: dict[str, Score] = field(default_factory=dict)
    _cards: dict[str, Card] = field(default_factory=dict)

    def add(self, fetched: Fetched) -> Reading:
        """Look at one more page of the host, and read it as that of a stranger: each page says what it is.

        The first page names the host.
        """
        page = fetched.page
        self.pages += 1
        self.host = self.host or bare_host(urlsplit(page.address).netloc)
        if len(self.seen) < _SEEN:
            self.seen.append(fetched)
        reading = read(page)
        if _is_html(page) and not (isinstance(reading, Other) and reading.reason == "too_slow"):
            self._score(page)
            self.readers.add(page, reading)
            self.masthead.add(page)
            said = dict(systems.says(page))
            self.says.update(said.keys())
            self.signs = said | self.signs
            if self.encoding is None or (page.mojibake and not self.encoding.mojibake):
                self.encoding = look.encoding_of(fetched.body, fetched.content_type, mojibake=page.mojibake)
        if isinstance(reading, Article | Listing) and reading.family:
            self._votes[reading.family] += _READ
        self._keep(fetched, reading)
        return reading

    def _keep(self, fetched: Fetched, reading: Reading) -> None:
        if isinstance(reading, Listing):
            self._list(fetched, reading)
        elif isinstance(reading, Article):
            if len(self.articles) < _KEPT:
                self.articles.append(Sample(fetched, reading))
        else:
            self.others[reading.reason] += 1

    @property
    def general_is_better(self) -> bool:
        """Whether the general reader reads more of the pages than the family that they seem to be of."""
        return self.system is not None and self.readers.general_is_better(self.system)

    def read_generally(self, pages: Iterable[Fetched]) -> None:
        """Forget what families made of the `pages` that were added, and keep what the general reader alone does."""
        self.is_general = True
        self.others = +Counter({"trap": self.others["trap"]})  # known by their addresses
        for kept in (self.lists, self.articles, self.read_feeds, self._cards):
            kept.clear()
        for fetched in pages:
            self._keep(fetched, read(fetched.page, ()))

    @property
    def system(self) -> Family | None:
        """The family that most pages are taken for, or None when no page is surely of any."""
        voted = [family for family in FAMILIES if self._votes[family.id]]
        return max(voted, key=lambda family: self._votes[family.id], default=None)

    @property
    def family(self) -> Family | None:
        """The family that is to read the portal; None when the general reader is."""
        return None if self.is_general else self.system

    @property
    def lacks(self) -> list[str]:
        """What is missing from the articles that are kept, as "no author on 12 of 12"."""
        found = [self._dated(one.article) for one in self.articles]
        missing = {
            "date": [one for one in found if one.published is None],
            "author": [one for one in found if not (one.author or one.unit)],
            "picture": [one for one in found if not one.images],
        }
        return [f"no {what} on {len(those)} of {len(found)}" for what, those in missing.items() if those]

    @property
    def scores(self) -> list[Score]:
        """The families that found anything, the likeliest first."""
        return sorted(self._best.values(), key=lambda score: (-self._votes[score.family.id], -score.points))

    @property
    def best_list(self) -> ListPage | None:
        """The list page with the most to offer: it goes on, its cards have dates, it has many."""
        return max(self.lists, key=list_value, default=None)

    @property
    def card_urls(self) -> list[str]:
        """Addresses of articles that lists of this host lead to, those of the best list first."""
        best = self.best_list
        urls = [card.url for card in (*(best.listing.cards if best else ()), *self._cards.values())]
        return list(dict.fromkeys(url for url in urls if bare_host(urlsplit(url).netloc) == self.host))

    def samples(self) -> list[Sample]:
        """Up to three articles, the family's own and richest first, with the dates that lists give them."""
        name = self.family.id if self.family else None
        order = sorted(self.articles, key=lambda one: (one.article.family != name, -_richness(one.article)))
        chosen = order[:SAMPLES]
        return [Sample(sample.fetched, self._dated(sample.article)) for sample in chosen]

    def conclude(self) -> None:
        """Once the family is clear: say how each list page goes on, and keep only where lists begin."""
        for number, found in enumerate(self.lists):
            page = found.fetched.page
            if going := look.paging_of(page, len(found.listing.cards), self.family):
                self.lists[number] = replace(found, kind=going[0], next=going[1])
        # A list page that another one leads to is no start; where all do, a ring, none is left out.
        later = {_key(one.next) for one in self.lists if one.next}
        self.lists = [one for one in self.lists if _key(_request_of(one)) not in later] or self.lists

    def _score(self, page: Page) -> None:
        found = scores(page)
        # A page that nobody could read has a vote, too, though one that was read has ten.
        if found and found[0].points >= CERTAIN:
            self._votes[found[0].family.id] += 1
        for score in found:
            name = score.family.id
            if name not in self._best or score.points > self._best[name].points:
                self._best[name] = score

    def _list(self, fetched: Fetched, listing: Listing) -> None:
        for card in listing.cards:
            self._cards.setdefault(canonical_v1(card.url), card)
        if listing.source != "listing":
            parts = len(listing.more)
            what = f"{parts} parts" if parts else f"{len(listing.cards)} entries"
            self.feeds[listing.url] = f"{listing.source}, {what}"
            self.read_feeds.append(listing.url)
        elif listing.cards or listing.next:  # a list may begin with its second request: the first page holds none
            self.lists.append(ListPage(fetched, listing))
            self.lists.sort(key=list_value, reverse=True)
            del self.lists[_KEPT:]

    def _dated(self, article: Article) -> Article:
        card = self._cards.get(canonical_v1(article.url)) if article.url else None
        if article.published is None and card is not None and card.date is not None:
            return replace(article, published=card.date)
        return article


def list_value(found: ListPage) -> tuple[bool, int, int, int]:
    """How good the list page `found` is to start a crawl from; the last figure prefers the shortest address."""
    cards = found.listing.cards
    dated = sum(1 for card in cards if card.date)
    return found.listing.next is not None, dated, len(cards), -len(found.listing.url)


def _request_of(found: ListPage) -> PageRequest:
    page = found.fetched.page
    return PageRequest(url=page.address, method="GET" if page.request_body is None else "POST", body=page.request_body)


def _key(request: PageRequest) -> str:
    return request_key(request.method, request.url, request.body)


def _richness(article: Article) -> int:
    return sum(
        bool(value) for value in (article.published, article.images, article.attachments, article.author, article.lead)
    )


def _is_html(page: Page) -> bool:
    return page.status < 300 and "html" in (page.content_type or "html") and "<" in page.text[:2000]
