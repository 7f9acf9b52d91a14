"""Address spaces without an end, known by their addresses alone: calendars, language switches, session ids.

`trap_of` is the rule for crawls. It begins with `scraper.urls.canonical.is_trap`, which needs nothing but the shape of
an address; the rules here need lists of words and the day. What they refuse is in docs/captures.md under "Traps",
together with the traps that only a crawl's history shows (`scraper.store.ledger.traps`).
"""

import re
from datetime import date, timedelta
from itertools import pairwise
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from scraper.urls.canonical import is_trap

FIRST_YEAR = 1997  # Viet Nam was connected to the Internet on 19 November of that year
AHEAD = timedelta(days=62)  # two months: portals announce next month's events, calendars go on for centuries

# Path segments that choose a language; `vn` is what some portals call Vietnamese.
_LANGUAGES = {"vi", "en", "vn"}
_CALENDARS = {"calendar", "event-calendar", "events-calendar", "lich", "lich-cong-tac", "lich-lam-viec", "lich-tuan"}
# 2020-06, 2020_6, 2020-06-01: the day does not matter.
_DATE = re.compile(r"((?:1|2)\d{3})[-_](0?[1-9]|1[0-2])(?:[-_]\d{1,2})?")
_YEAR = re.compile(r"(?:1|2)\d{3}")
_MONTH = re.compile(r"0?[1-9]|1[0-2]")
# Parameters that hold a date, a year or a month, by the names that calendars give them in Vietnamese and English.
_DATED = {"date", "ngay", "day", "month", "thang", "from", "to", "tungay", "denngay", "start", "end", "mini"}
_YEARS = {"year", "nam", "yr", "y"}
_MONTHS = {"month", "thang", "mo", "m"}

# Liferay's token against forged requests: a new one on every view, in links that count or change something.
_ACTION_TOKEN = re.compile(r"(?:^|&)p_auth=[^&]", re.IGNORECASE)

# Names of session parameters: of PHP, Java, osCommerce, Zen Cart, and home-made ones.
_SESSION_NAME = re.compile(r"sid|sess|sessid|session|session_?id|oscsid|zenid|jsessionid|phpsessid", re.IGNORECASE)
# Letters and digits mixed, at least 16 of them: NukeViet's `sid=123` is the number of a story.
_SESSION_VALUE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[0-9A-Za-z_-]{16,}")
# ASP.NET without cookies puts `/(S(...))/` into the path, with other letters for its other tickets; Java servlets
# append `;jsessionid=`.
_SESSION_PATH = re.compile(r"/\((?:[A-Z]\([0-9A-Za-z_-]{16,}\))+\)(?=/|$)|;jsessionid=[^/?#;]*", re.IGNORECASE)


def trap_of(url: str, on: date) -> str | None:
    """The reason why a crawl does not ask for `url`, or None. `on` is the day on which the address was seen.

    Raises ValueError for the few addresses that `urlsplit` refuses.
    """
    return is_trap(url) or _action(url) or _languages(url) or _calendar(url, on)


def without_session(url: str) -> tuple[str, str]:
    """Two forms of `url`: without its session ids, and with `*` in their place; both are `url` when it has none.

    The first is what a crawl asks for. The second tells people what was taken out without naming the session.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, url
    kept, starred = [], []
    for pair in parts.query.split("&") if parts.query else ():
        name, _, value = pair.partition("=")
        if _SESSION_NAME.fullmatch(name) and _SESSION_VALUE.fullmatch(value):
            starred.append(f"{name}=*")
        else:
            kept.append(pair)
            starred.append(pair)
    plain = _SESSION_PATH.sub("", parts.path)
    if plain == parts.path and len(kept) == len(starred):
        return url, url
    star = _SESSION_PATH.sub("/*", parts.path)
    return (
        urlunsplit(parts._replace(path=plain, query="&".join(kept))),
        urlunsplit(parts._replace(path=star, query="&".join(starred))),
    )


def _action(url: str) -> str | None:
    """A link that acts for one visit (`?p_auth=Zx81&p_p_id=Visit_counter...`); every view of a page has another."""
    return "an action with a token of one visit" if _ACTION_TOKEN.search(urlsplit(url).query) else None


def _languages(url: str) -> str | None:
    """Language links that are put one behind the other without end: /vi/en/vi."""
    parts = _segments(url)
    if any(one in _LANGUAGES and two in _LANGUAGES for one, two in pairwise(parts)):
        return "language switches one after the other"
    return None


def _calendar(url: str, on: date) -> str | None:
    """A page of a calendar, or of a month in which there was no news: calendars go on for ever in both directions."""
    parts = _segments(url)
    month = _month_of_path(parts) or _month_of_query(url)
    if month is None:
        return None
    if _CALENDARS.intersection(parts):
        return "a page of a calendar"
    last = on + AHEAD
    if not (FIRST_YEAR, 1) <= month <= (last.year, last.month):
        return "a month before the web or in the future"
    return None


def _month_of_path(parts: list[str]) -> tuple[int, int] | None:
    """The month that the path ends with: `/2020-06`, `/2020-06-01`, `/2020/06`, `/2020/06/01`."""
    if parts and (found := _DATE.fullmatch(parts[-1])):
        return int(found[1]), int(found[2])
    for tail in (parts[-2:], parts[-3:]):
        if len(tail) > 1 and _YEAR.fullmatch(tail[0]) and all(part.isdigit() and len(part) <= 2 for part in tail[1:]):
            return (int(tail[0]), int(tail[1])) if _MONTH.fullmatch(tail[1]) else None
    return None


def _month_of_query(url: str) -> tuple[int, int] | None:
    """The month that the query names: `date=2020-06-01`, `nam=2020&thang=6`."""
    fields = {name.lower(): value for name, value in parse_qsl(urlsplit(url).query)}
    for name, value in fields.items():
        if name in _DATED and (found := _DATE.fullmatch(value)):
            return int(found[1]), int(found[2])
    years = [fields[name] for name in sorted(_YEARS & fields.keys()) if _YEAR.fullmatch(fields[name])]
    months = [fields[name] for name in sorted(_MONTHS & fields.keys()) if _MONTH.fullmatch(fields[name])]
    return (int(years[0]), int(months[0])) if years and months else None


def _segments(url: str) -> list[str]:
    """The segments of the path, decoded and in lower case."""
    return [part for part in unquote(urlsplit(url).path).lower().split("/") if part]
