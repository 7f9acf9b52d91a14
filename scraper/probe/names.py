"""Names for a portal that nobody has yet: made of its host and its masthead, and accepted by the rule. Pure."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from scraper.portals.spider_names import name_problem, split_name
from scraper.urls.canonical import bare_host
from scraper.vietnamese.fold import fold
from scraper.vietnamese.provinces import FORMER, place_of, province_of_place

MOST = 3  # names that are proposed
_MOST_WORDS = 5
_NO_UNIT = frozenset("gov vn com edu org net info example www portal cong ubnd tinh city".split())
_SHORT_FORM = re.compile(r"^(?:thcs|thpt|ubnd|hdnd|mttq|ttgdtx)(?=[a-z])")  # in hosts; the rule lists no such ones
# Words of a title that say what kind of site it is, not whose.
_TITLE = re.compile(
    r"(?:cong|trang) (?:thong tin )?(?:dien tu)?|website|uy ban nhan dan|ubnd|tinh|thanh pho|chinh thuc|cua|thuoc",
    re.ASCII,
)


def proposals(host: str, title: str = "", wanted: str = "", taken: Iterable[str] = ()) -> list[str]:
    """Up to three names for the portal at `host`, all of which the rule accepts; none where nobody knows its province.

    `title` is what the site calls itself, `wanted` a name that was refused. Those that are `taken` are not proposed.
    """
    known = set(taken)
    names = dict.fromkeys(name for name in _candidates(host, title, wanted) if not name_problem(name))
    return [name for name in names if name not in known][:MOST]


def _candidates(host: str, title: str, wanted: str) -> Iterator[str]:
    labels = [label for label in re.split(r"[.:-]", bare_host(host)) if label and label not in _NO_UNIT]
    spoken = (fold(title.lower()) or "").replace("-", " ")
    places = (_stated_in(wanted), *map(_place_in, reversed(labels)), _place_in(wanted), _place_spoken(spoken))
    place = next(filter(None, places), None)
    if place is None:
        return
    if spoken.startswith("bao ") or wanted.startswith("bao_"):
        province = province_of_place(place) or ""
        yield "_".join(["bao", *(fold(province.lower()) or "").replace("-", " ").split()])
        return
    found = False
    for words in (_words(wanted.split("_"), place), _words(labels, place), _words(_unit_spoken(spoken, place), place)):
        if words:
            found = True
            yield "_".join([place, *words[:_MOST_WORDS]])
    if not found:  # the portal of the province itself
        yield place


def _stated_in(name: str) -> str | None:
    """The province that `name` begins with as the rule wants it."""
    province = split_name(name)[0]
    return place_of(province) if province else None


def _place_in(word: str) -> str | None:
    """The province that `word`, a label of a host or a name, begins or ends with: `hochiminhcity`."""
    found = [place for place in map(place_of, FORMER) if word.startswith(place) or word.endswith(place)]
    return max(found, key=len, default=None)


def _place_spoken(title: str) -> str | None:
    found = [name for name in FORMER if re.search(rf"\b{(fold(name.lower()) or '').replace(' - ', '[ -]+')}\b", title)]
    return place_of(found[-1]) if found else None


def _unit_spoken(title: str, place: str) -> list[str]:
    """The words of a title that name the unit."""
    province = (fold((province_of_place(place) or "").lower()) or "").replace(" - ", " ")
    return re.findall(r"[a-z0-9]+", _TITLE.sub(" ", title.replace(province, " ")))


def _words(parts: Iterable[str], place: str) -> list[str]:
    """`parts` as the rule accepts them behind `place`: without it, of each the longest end that is Vietnamese."""
    found = []
    for part in parts:
        rest = _SHORT_FORM.sub("", part.replace(place, ""))
        if rest in _NO_UNIT:
            continue
        ends = (rest[at:] for at in range(len(rest)))
        if end := next((end for end in ends if len(end) > 1 and name_problem(f"{place}_{end}") is None), None):
            found.append(end)
    return found


def host_of(target: str) -> str:
    """The host of `target` where it is an address, else ""."""
    try:
        return urlsplit(target).netloc if "://" in target else ""
    except ValueError:
        return ""
