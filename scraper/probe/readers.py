"""Which reader reads more of a site's pages: the family that they seem to be of, or the general one. Pure.

A family may be sure of a system and blind for its theme: then the portal is better off without it.
"""

from collections import Counter
from dataclasses import dataclass, field

from scraper.families.read import FAMILIES, read
from scraper.items import Article, Listing, Other, Reading
from scraper.reading import CERTAIN, Family, Page, found_nothing


@dataclass(slots=True)
class Readers:
    """How many of the `pages` each reader makes an article or a list of: `general`, `together` with all families."""

    pages: int = 0
    general: int = 0
    together: int = 0
    _by_family: Counter[str] = field(default_factory=Counter)

    def add(self, page: Page, reading: Reading) -> None:
        """Let every reader try `page`, which all of them together read as `reading`."""
        self.pages += 1
        if isinstance(reading, Other) and not found_nothing(reading):
            return  # a login, an error: no reader is asked
        self.general += _is_news(read(page, ()))
        self.together += _is_news(reading)
        for family in FAMILIES:
            if family.recognise(page) >= CERTAIN:
                self._by_family[family.id] += _is_news(family.read(page))

    def of(self, family: Family) -> int:
        """How many pages `family` reads by itself."""
        return self._by_family[family.id]

    def general_is_better(self, family: Family) -> bool:
        """Whether `family` is blind for most of what the general reader reads, and the two together read no more."""
        return 2 * self.of(family) < self.general >= self.together

    def sentence(self, family: Family | None) -> str:
        """The comparison in words."""
        if family is None:
            return f"the general reader reads {self.general:,} of {self.pages:,} pages"
        own = f"{family.id} reads {self.of(family):,} of {self.pages:,} pages; the general reader {self.general:,}"
        return own if self.together <= max(self.of(family), self.general) else f"{own}; together {self.together:,}"


def _is_news(reading: Reading) -> bool:
    return isinstance(reading, Article | Listing)
