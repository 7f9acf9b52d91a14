"""Address spaces without an end, known by their addresses: calendars, language switches, session ids. Pure.

`scraper.urls.canonical.is_trap` knows those that need nothing but the address's own shape; `trap_of` is the rule for
crawls.
"""

import re
from datetime import date, timedelta
from itertools import pairwise
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from scraper.urls.canonical import is_trap

FIRST_YEAR = 1997  # Viet Nam is on the Internet since November of that year
AHEAD = timedelta(days=62)

_LANGUAGES = {"vi", "en", "vn"}
_CALENDARS = {"calendar", "event-calendar", "events-calendar", "lich", "lich-cong-tac", "lich-lam-viec", "lich-tuan"}
_MONTH = re.compile(r"((?:1|2)\d{3})[-_](0?[1-9]|1[0-2])(?:[-_]\d{1,2})?")
_YEAR = re.compile(r"(?:1|2)\d{3}")
_TWO = re.compile(r"0?[1-9]|1[0-2]")
_DATED = {"date", "ngay", "day", "month", "thang", "from", "to", "tungay", "denngay", "start", "end", "mini"}
_YEARS = {"year", "nam", "yr", "y"}
_MONTHS = {"month", "thang", "mo", "m"}

_SESSION_NAME = re.compile(r"sid|sess|sessid|session|session_?id|oscsid|zenid|jsessionid|phpsessid", re.IGNORECASE)
_SESSION_VALUE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[0-9A-Za-z_-]{16,}")
_SESSION_PATH = re.compile(r"/\((?:[A-Z]\([0-9A-Za-z_-]{16,}\))+\)(?=/|$)|;jsessionid=[^/?#;]*", re.IGNORECASE)


def trap_of(url: str, on: date) -> str | None:
    """Name the reason why `url` is not worth asking for, or None. `on` is the day on which it was seen."""
    return is_trap(url) or _languages(url) or _calendar(url, on)


def without_session(url: str) -> tuple[str, str]:
    """`url` without session ids, and with `*` in their place; twice the same when it has none.

    A session id is a long mixed value under a name that sessions have, or ASP.NET's `/(S(...))/`. NukeViet's
    `sid=123`, a story's number, is none.
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


def _languages(url: str) -> str | None:
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
    if parts and (found := _MONTH.fullmatch(parts[-1])):
        return int(found[1]), int(found[2])
    for tail in (parts[-2:], parts[-3:]):
        if len(tail) > 1 and _YEAR.fullmatch(tail[0]) and all(part.isdigit() and len(part) <= 2 for part in tail[1:]):
            return (int(tail[0]), int(tail[1])) if _TWO.fullmatch(tail[1]) else None
    return None


def _month_of_query(url: str) -> tuple[int, int] | None:
    fields = {name.lower(): value for name, value in parse_qsl(urlsplit(url).query)}
    for name, value in fields.items():
        if name in _DATED and (found := _MONTH.fullmatch(value)):
            return int(found[1]), int(found[2])
    years = [fields[name] for name in sorted(_YEARS & fields.keys()) if _YEAR.fullmatch(fields[name])]
    months = [fields[name] for name in sorted(_MONTHS & fields.keys()) if _TWO.fullmatch(fields[name])]
    return (int(years[0]), int(months[0])) if years and months else None


def _segments(url: str) -> list[str]:
    return [part for part in unquote(urlsplit(url).path).lower().split("/") if part]
