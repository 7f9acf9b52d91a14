"""A search: words, filters and order, read from the parameters of an address.

The search page, feeds, exports, the API and `scrapy export` share this module, so that one name means one thing
everywhere. Nothing here touches the database.

| parameter | means |
|---|---|
| `q` | words, by the rules of `scraper.site.query.rules` |
| `cong` | portal, by its id |
| `tinh`, `tinh-nay` | province of the portal before and since 1 July 2025; case and marks do not count |
| `muc` | section; case and marks do not count |
| `tac-gia` | words of the author or unit |
| `tu`, `den` | first and last day: 2024, 2024-05, 05/2024, 2024-05-17, 17/05/2024 |
| `dinh-kem`, `da-sua`, `da-go` | `1`: with attachments, changed after publication, gone from the portal |
| `sap` | order: `cum-tu` (default), `moi-nhat`, `lien-quan` |

`cong`, `tinh`, `tinh-nay`, `muc` and `tac-gia` may be given several times: one of the values is enough. An empty value
counts as not given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import parse_qs

from scraper.site.query.fts import NOTHING, expression
from scraper.site.query.query_tree import Node
from scraper.site.query.rules import Words, as_phrase, parse
from scraper.site.search.spans import first_day, last_day, sort_key_of
from scraper.site.texts import Texts
from scraper.store.schema import facets
from scraper.vietnamese.fold import nfc
from scraper.vietnamese.provinces import FORMER, UNITS, place_of

MAX_QUERY = 1000  # characters
MAX_VALUES = 20  # of one filter
MANY_VALUED = ("cong", "tinh", "tinh-nay", "muc", "tac-gia")
SWITCHES = ("dinh-kem", "da-sua", "da-go")
FILTERS = (*MANY_VALUED, "tu", "den", *SWITCHES)
PROVINCES = {"tinh": ("province", FORMER), "tinh-nay": ("province_now", tuple(UNITS))}
ORDERS = ("cum-tu", "moi-nhat", "lien-quan")

Args = Mapping[str, Sequence[str]]
Portals = Mapping[str, Mapping[str, Any]]


class BadSearchError(ValueError):
    """A parameter that cannot be meant; raised where searches are read.

    `key` is the sentence about it in the catalogue, `values` are what is filled in.
    """

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(f"{key} {values}" if values else key)
        self.key = key
        self.values = values

    def message(self, t: Texts) -> str:
        """The sentence, in the language of `t`."""
        shown = {name: t.number(value) if isinstance(value, int) else value for name, value in self.values.items()}
        return t(self.key, **shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """A search. `given` are the filters as they were given, by the name of their parameter.

    `q` is the text as typed, `words` are its words as parsed, `phrase` the same side by side when they are several
    plain ones. `order` is one of `ORDERS`. `portals` are the ids of the portals that `cong`, `tinh` and `tinh-nay`
    leave, None for all. `since` and `until` are days, both included.
    """

    q: str = ""
    words: Words = field(default_factory=lambda: parse(""))
    phrase: Node | None = None
    order: str = ORDERS[0]
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    portals: tuple[str, ...] | None = None
    since: date | None = None
    until: date | None = None

    @property
    def empty(self) -> bool:
        """There are no words and no filters."""
        return not self.q and not self.given

    @property
    def no_words(self) -> bool:
        """Something was typed, but no word that could be searched for."""
        return bool(self.q) and self.words.wanted is None

    def match(self, text: str | None = None) -> str:
        """The MATCH expression of words and filters; `text` takes the place of the wanted words' expression.

        `""` finds nothing: no words in what was typed, or filters that no portal fits. A search without words finds
        every article that its filters leave.
        """
        if self.no_words or self.portals == ():
            return NOTHING
        own = text or (expression(Words(self.words.wanted)) if self.q else f'"{facets.SHOWN}"')
        wanted = " AND ".join((f"({own})", *self._wanted()))
        hidden = [f'"{facets.DUPLICATE}"', f'"{facets.WITHHELD}"']
        unwanted = [*hidden, *(expression(Words(node)) for node in self.words.unwanted)]
        if self.since or self.until:  # the sort_key of an article without a date is no day of publication
            unwanted.append(f'"{facets.UNDATED}"')
        return f"({wanted}) NOT ({' OR '.join(unwanted)})"

    def _wanted(self) -> list[str]:
        """What the filters want: one of the values of each, and every switch."""
        either = [
            [facets.portal(key) for key in self.portals or ()],
            [facets.category(name) for name in self.given.get("muc", ())],
            [facets.byline(name) or NOTHING for name in self.given.get("tac-gia", ())],
        ]
        found = ["(" + " OR ".join(parts) + ")" for parts in either if parts]
        phrases = (f'"{facets.ATTACHED}"', f'"{facets.CHANGED}"', f'"{facets.GONE}"')
        return found + [phrase for name, phrase in zip(SWITCHES, phrases, strict=True) if name in self.given]

    @property
    def span(self) -> tuple[int, int]:
        """The sort_keys that the days leave: from the first number, up to but not including the second."""
        # Open ends lie beyond any sort_key, but within SQLite's integers.
        low = sort_key_of(self.since) if self.since else -(2**62)
        high = sort_key_of(self.until, after=True) if self.until else 2**62
        return low, high

    def params(self) -> list[tuple[str, str]]:
        """The parameters of this search in a fixed order, so that one search has one address."""
        found = [("q", self.q)] if self.q else []
        found += [(name, value) for name in FILTERS for value in self.given.get(name, ())]
        return found if self.order == ORDERS[0] else [*found, ("sap", self.order)]


def args_of(query_string: str) -> dict[str, list[str]]:
    """The parameters of a URL's query string, empty values left out. Raises BadSearchError for hundreds of them."""
    try:
        return parse_qs(query_string, max_num_fields=200)
    except ValueError as error:
        raise BadSearchError("search.too_many") from error


def one(args: Args, name: str) -> str:
    """The value of a parameter that can be given once, without white space around it; "" when it is not given.

    Raises BadSearchError when it was given with different values.
    """
    values = {value.strip() for value in args.get(name, ())} - {""}
    if len(values) > 1:
        raise BadSearchError("search.twice", name=name)
    return values.pop() if values else ""


def query_of(args: Args, portals: Portals) -> SearchQuery:
    """The search that `args` (parameter -> values) stand for, in an archive with these rows of `portals` by id.

    Raises BadSearchError when a parameter cannot be meant.
    """
    one(args, "lang")  # is no part of a search, but must not be given with two values either
    q = one(args, "q")
    if len(q) > MAX_QUERY:
        raise BadSearchError("search.too_long", n=MAX_QUERY)
    order = one(args, "sap") or ORDERS[0]
    if order not in ORDERS:
        raise BadSearchError("search.bad_sort")
    given = {name: _values(args, name) for name in MANY_VALUED}
    given |= {name: _provinces(name, given[name], portals) for name in PROVINCES}
    given |= {name: (value,) for name in ("tu", "den") if (value := one(args, name))}
    given |= {name: ("1",) for name in SWITCHES if _switched(args, name)}
    for name in given["tac-gia"]:
        if facets.byline(name) is None:
            raise BadSearchError("search.bad_byline", value=name)
    since, until = _day(args, "tu"), _day(args, "den")
    if since and until and since > until:
        raise BadSearchError("search.bad_span", since=given["tu"][0], until=given["den"][0])
    return SearchQuery(
        q=q,
        words=parse(q),
        phrase=as_phrase(q),
        order=order,
        given={name: values for name, values in given.items() if values},
        portals=_portals(given, portals),
        since=since,
        until=until,
    )


def _values(args: Args, name: str) -> tuple[str, ...]:
    # Each once, white space squeezed, in NFC: values become parts of addresses and of terms of the index.
    values = tuple(dict.fromkeys(filter(None, (" ".join((nfc(v) or "").split()) for v in args.get(name, ())))))
    if len(values) > MAX_VALUES or any(len(value) > MAX_QUERY // 2 for value in values):
        raise BadSearchError("search.too_many")
    return values


def _switched(args: Args, name: str) -> bool:
    value = one(args, name)
    if value not in {"", "0", "1"}:
        raise BadSearchError("search.bad_switch", name=name)
    return value == "1"


def _day(args: Args, name: str) -> date | None:
    value = one(args, name)
    if not value:
        return None
    try:
        return first_day(value) if name == "tu" else last_day(value)
    except ValueError as error:
        raise BadSearchError("search.bad_date", value=value[:40]) from error


def _portals(given: Mapping[str, tuple[str, ...]], portals: Portals) -> tuple[str, ...] | None:
    """Ids of the portals that fit `cong`, `tinh` and `tinh-nay` all together, or None when none of them is given."""
    for key in given["cong"]:
        if key not in portals:
            raise BadSearchError("search.bad_portal", portal=key[:100])
    fitting = [set(given["cong"])] if given["cong"] else []
    for name, (column, _) in PROVINCES.items():
        if given[name]:
            places = set(map(place_of, given[name]))
            fitting.append({key for key, row in portals.items() if place_of(row[column] or "") in places})
    return tuple(sorted(set.intersection(*fitting))) if fitting else None


def _provinces(name: str, given: Sequence[str], portals: Portals) -> tuple[str, ...]:
    """The names of provinces as our portals have them, for names as they were typed."""
    column, official = PROVINCES[name]
    known = {place_of(province): province for province in official}
    known |= {place_of(row[column]): row[column] for row in portals.values() if row[column]}
    for name_typed in given:
        if place_of(name_typed) not in known:
            raise BadSearchError("search.bad_province", value=name_typed[:100])
    return tuple(dict.fromkeys(known[place_of(name_typed)] for name_typed in given))
