"""Dates as programs write them: in feeds, sitemaps, metadata, addresses. Read or None, never guessed.

ISO 8601; RFC 822 (section 5.1) with the years of RFC 1123 (section 5.2.14), as RSS 2.0 asks for. A stand-in is no
date: .NET's year 1, the Unix epoch. A twelve-hour clock in numbers only ("3/12/2024 2:20:00 PM") does not say which
number is the month, so it is none either.
"""

import re
from calendar import month_abbr
from datetime import date, datetime, time

from scraper.items import DateSource, Stamp
from scraper.reading.article.dates import parse, stamp_of
from scraper.reading.article.moments import ISO_STAMP, Moment, day_of, local_moment, zone_of
from scraper.reading.page.text import clean
from scraper.times import VIETNAM

_MONTHS = {name.lower(): number for number, name in enumerate(month_abbr) if name}
_RFC_822 = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,?\s++)?(\d{1,2})[\s-]++([A-Za-z]{3,9})\.?[\s-]++(\d{4})"
    r"(?:,?\s++(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d++)?\s*+(AM|PM)?\s*+([+-]\d{2}:?\d{2}|Z|UTC?|GMT|ICT|[A-Z]{3,4})?)?",
    re.IGNORECASE,
)
_ZONES = {"ICT": "+0700", "UT": "GMT"}
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{2}:?\d{2})?")
_AMBIGUOUS = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}\b.*\b(?:AM|PM)\b", re.IGNORECASE)
# The path ends with the day, or with the day and the article's own name: deeper down it is a folder of something else.
_URL_DAY = re.compile(r"/(20\d\d|19\d\d)([-/])(\d{1,2})\2(\d{1,2})(?:/[^/]*)?/?$")
_URL_YEAR = re.compile(r"/(?:19|20)\d\d(?:/|$)")
# `/-/view-article/1/<13 digits>/<milliseconds since 1970>` and `/<slug>/d20230112091014465.htm`: when the article was
# made, to the thousandth of a second. Only the day is taken: pages were seen to show it, but a later time.
_URL_EPOCH = re.compile(r"/view-article/\d+/\d+/(\d{13})/?$")
_URL_CLOCK = re.compile(r"/d(20\d\d)(\d\d)(\d\d)\d{9}\.html?$")
_FIRST_WEB_YEAR, _LAST_YEAR = 1997, 2099  # Viet Nam was connected in 1997; what lies outside is some other number


def parse_machine(text: str | None, source: DateSource = "page") -> Stamp | None:
    """The date in `text`, which a program wrote for programs at `source`; None when there is none."""
    line = clean(text)
    if not 6 < len(line) < 80:
        return None
    if found := ISO_STAMP.fullmatch(line) or ISO_STAMP.match(line):
        return _stamp(f"{found[1]}T{found[2]}", found[3], source)
    if found := _RFC_822.fullmatch(line):
        return _rfc_822(found, source)
    if found := _BASIC.fullmatch(line):
        clock = f"{found[4]}:{found[5]}:{found[6] or '00'}" if found[4] else "00:00"
        return _stamp(f"{found[1]}-{found[2]}-{found[3]}T{clock}", found[7], source)
    ambiguous = _AMBIGUOUS.match(line)
    if ambiguous and int(ambiguous[1]) <= 12 and int(ambiguous[2]) <= 12 and ambiguous[1] != ambiguous[2]:
        return None
    return parse(line, source)


def from_feed(text: str | None, source: DateSource = "feed") -> Stamp | None:
    """The date `text` of an entry of `source`, a feed or a sitemap."""
    return parse_machine(text, source)


def from_epoch(value: object, source: DateSource = "listing") -> Stamp | None:
    """The time `value`, in seconds or milliseconds since 1970, of an entry at `source`; None for any other number."""
    digits = str(value) if isinstance(value, int | str) else ""
    if not re.fullmatch(r"[0-9]{9,10}|[0-9]{12,13}", digits):
        return None
    moment = datetime.fromtimestamp(int(digits) // (1000 if len(digits) > 10 else 1), VIETNAM)
    if not _FIRST_WEB_YEAR <= moment.year <= _LAST_YEAR:
        return None
    return stamp_of(Moment(moment.date(), moment.time(), 0), source)


def from_url(url: str | None) -> Stamp | None:
    """The day in the path of `url` (`/Pages/2024-4-25/`, `/2021/07/14/ten-bai`), or None; months are no dates.

    Some systems write the time at which an article was made: `/view-article/1/1589692934017/1589692995213`.
    """
    path = (url or "").split("?", 1)[0]
    if found := _URL_EPOCH.search(path):
        made = from_epoch(found[1], "url")
        return Stamp(value=made.value[:10], precision="day", source="url") if made else None
    if found := _URL_CLOCK.search(path):
        made_on = day_of(found[1], found[2], found[3])
        return Stamp(value=made_on.isoformat(), precision="day", source="url") if made_on else None
    found = _URL_DAY.search(path)
    if found is None or len(_URL_YEAR.findall(path)) > 1:
        return None
    day = day_of(found[1], found[3], found[4])
    return None if day is None else Stamp(value=day.isoformat(), precision="day", source="url")


def _rfc_822(found: re.Match[str], source: DateSource) -> Stamp | None:
    month = _MONTHS.get(found[2][:3].lower())
    if month is None:
        return parse(found[0], source)
    hour = int(found[4] or 0)
    if found[7]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[7].upper() == "PM" else 0)
    zone = (found[8] or "").upper()
    zone = _ZONES.get(zone, zone)
    if zone.isalpha() and zone not in {"Z", "GMT", "UTC"}:  # an abbreviation that names several zones
        return _day_only(found[3], month, found[1], source)
    clock = f"{hour:02}:{found[5] or '00'}:{found[6] or '00'}"
    return _stamp(f"{found[3]}-{month:02}-{int(found[1]):02}T{clock}", zone, source)


def _day_only(year: str, month: int, day: str, source: DateSource) -> Stamp | None:
    value = day_of(year, str(month), day)
    return stamp_of(Moment(value, None, 0), source) if value else None


def _stamp(iso: str, zone: str | None, source: DateSource) -> Stamp | None:
    moment = local_moment(iso, zone_of(zone))
    if moment is None:
        return None
    local = zone_of(zone) is None or zone_of(zone) == VIETNAM
    if local and iso.endswith(("T00:00", "T00:00:00")):  # midnight is what systems print when they know no time
        return stamp_of(Moment(date.fromisoformat(iso[:10]), time(0), 0), source)
    return stamp_of(Moment(moment.date(), moment.time(), 0), source)
