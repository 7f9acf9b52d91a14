"""Dates as portals print them. A date is read or it is None; nothing is guessed.

All portals write local time (+07:00) with the day before the month. Every form known from evidence is in
`tests/reading/article/test_dates.py`.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

from scraper.items import DateSource, Stamp
from scraper.reading.page.text import clean

ZONE = timezone(timedelta(hours=7))
_YEARS = range(1990, 2100)

_WORD_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "một giêng january jan",
            "hai february feb",
            "ba march mar",
            "tư bốn april apr",
            "năm may",
            "sáu june jun",
            "bảy bẩy july jul",
            "tám august aug",
            "chín september sep sept",
            "mười october oct",
            "mười-một november nov",
            "mười-hai chạp december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_VI_MONTH = r"(?:mười[ -](?:một|hai)|một|giêng|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|chạp)"
_EN_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DAY = re.compile(
    r"(?<![\d/.-])(?:"
    r"(?P<iso>(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2}))(?![\d/])"
    r"|(?P<d2>\d{1,2})(?:\s?/\s?|-|\.)(?P<m2>\d{1,2})(?:\s?/\s?|-|\.)(?P<y2>\d{4})(?![\d/.-]\d|\d)"
    r"|(?:ngày\s+)?(?P<d3>\d{1,2})\s+tháng\s+(?P<m3>\d{1,2})(?:\s*,)?(?:\s+năm)?\s+(?P<y3>\d{4})(?!\d)"
    rf"|(?P<d4>\d{{1,2}})\s+tháng\s+(?P<m4>{_VI_MONTH})(?:\s*,)?(?:\s+năm)?\s+(?P<y4>\d{{4}})(?!\d)"
    rf"|tháng\s+(?P<m5>{_VI_MONTH}|\d{{1,2}})\s+(?P<d5>\d{{1,2}})\s*,\s*(?P<y5>\d{{4}})(?!\d)"
    rf"|(?P<d6>\d{{1,2}})\s+(?P<m6>{_EN_MONTH})\.?,?\s+(?P<y6>\d{{4}})(?!\d)"
    rf"|(?P<m7>{_EN_MONTH})\.?\s+(?P<d7>\d{{1,2}}),?\s+(?P<y7>\d{{4}})(?!\d)"
    r")",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d:/.-])(?P<h>\d{1,2})(?:(?P<colon>:)|\s?(?P<letter>h|g|giờ)\s?:?\s?)(?P<m>\d{2})"
    r"(?:(?::|'|’|\s?phút\s?)(?P<s>\d{2}(?!\d))?)?(?:\.\d+)?"
    r"(?:\s?(?P<half>AM|PM|SA|CH|A\.M\.|P\.M\.|sáng|trưa|chiều|tối)(?!\w))?(?P<zone>\s?\(?(?:GMT|UTC)?\s?[+-]\d{1,2}(?::?\d{2})?(?!\d)|Z\b)?",
    re.IGNORECASE,
)
_ISO_STAMP = re.compile(
    r"(?<!\d)(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s?(Z|[+-]\d{2}:?\d{2})?(?![\d:])"
)
# NukeViet prints PHP's zone abbreviation where the T belongs: 2023-07-24+0710:27:00, 2023-07-24ICT10:27:00.
_NUKEVIET_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\+07|ICT)(\d{2}:\d{2}:\d{2})(?:[+-]\d{2}:\d{2})?")
# "08h30" is written on a twenty-four-hour clock; Liferay 5.2's "08h 30" and the spoken "8 giờ 30" may be either half.
_GLUED_CLOCK = re.compile(r"\d{1,2}[hg]\d", re.IGNORECASE)
_AFTERNOON = {"PM", "CH", "TRƯA", "CHIỀU", "TỐI"}
_COUNTERS = re.compile(
    r"[|\-–(,;]?\s*(?:số\s+)?(?:lượt\s+(?:xem|đọc|truy cập)|view\s*(?:count|s)|đã xem|views)\b.*$", re.IGNORECASE
)
_UPDATED = re.compile(r"(?:ngày\s+)?(?:cập nhật|chỉnh sửa|sửa đổi|updated|modified)\b[^\d]{0,30}", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"(?:ngày\s+đăng|đăng\s+(?:ngày|lúc)|ngay\s+dang|dang\s+ngay|ngày\s+(?:xuất bản|phát hành|viết|đưa tin|tạo)"
    r"|thời gian(?: đăng)?|xuất bản|posted|published)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\d{4}")  # every date has one, and most lines have none
_PARTS = re.compile(r"\s*[|•·]\s*|\s+[-–—]\s+")
_URL_DAY = re.compile(r"/(20\d\d|19\d\d)([-/])(\d{1,2})\2(\d{1,2})(?=/|$)")


class _Moment(NamedTuple):
    day: date
    clock: time | None
    at: int


def parse(text: str | None, source: DateSource = "page") -> Stamp | None:
    """The publication date in the text of a labelled date element, or None.

    View counters and labels around the date do not matter. Midnight is what systems print when they know no
    time; a twelve-hour clock without its half of the day is not a time either: both give a day.
    """
    return _stamp(_published(clean(text)), source)


def updated(text: str | None) -> Stamp | None:
    """The date of the last change, when `text` says "Cập nhật ..." beside another date; else None."""
    line = _COUNTERS.sub("", clean(text))
    moments = _moments(line)
    if len(moments) < 2:
        return None
    label = _UPDATED.search(line)
    if label is None:
        return None
    return _stamp(next((m for m in moments if m.at >= label.start()), None), "page")


def is_only_date(text: str | None) -> bool:
    """Whether `text` is a date with at most its label, weekday, brackets and a view counter."""
    line = clean(text)
    if not _YEAR.search(line):
        return False
    line = _COUNTERS.sub("", line)
    if len(line) > 90 or not _moments(line):
        return False
    rest = _TIME.sub(" ", _DAY.sub(" ", _NUKEVIET_STAMP.sub(" ", _ISO_STAMP.sub(" ", line))))
    rest = _PUBLISHED.sub(" ", _UPDATED.sub(" ", rest))
    rest = re.sub(
        r"thứ\s+(?:hai|ba|tư|năm|sáu|bảy|bẩy|\d)|chủ\s+nhật|gmt|ngày|lúc|vào|giờ|\w+day\b",
        " ",
        rest,
        flags=re.IGNORECASE,
    )
    return not re.search(r"\w", rest)


def is_dateline(text: str | None) -> bool:
    """Whether `text` is a date with at most a name or a unit beside it ("Thứ ba, 12/03/2024 - 14:20 | Lan Chi")."""
    line = clean(text)
    if len(line) > 100:
        return False
    parts = [part for part in _PARTS.split(line) if part]
    return any(is_only_date(part) for part in parts) and all(len(part) <= 40 for part in parts)


def has_label(text: str | None) -> bool:
    """Whether `text` says that its date is when the item was published."""
    return bool(_PUBLISHED.search(clean(text)))


def has_clock(text: str | None) -> bool:
    """Whether a time of day stands in `text`."""
    return bool(_TIME.search(clean(text)))


def from_url(url: str | None) -> Stamp | None:
    """The day in the path of `url` (`/portal/Pages/2024-4-25/`, `/2021/07/14/`), or None; months are no dates."""
    found = _URL_DAY.search((url or "").split("?", 1)[0])
    day = _day(found[1], found[3], found[4]) if found else None
    return None if day is None else Stamp(value=day.isoformat(), precision="day", source="url")


def from_feed(text: str | None, source: DateSource = "feed") -> Stamp | None:
    """The date of a feed or sitemap entry: RFC 822, ISO 8601 or anything `parse` reads."""
    line = clean(text)
    try:
        moment = parsedate_to_datetime(line)
    except (ValueError, TypeError, IndexError):
        return parse(line, source)
    if moment.year not in _YEARS:
        return None
    local = moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)
    return _stamp(_Moment(local.date(), local.time(), 0), source)


def _published(line: str) -> _Moment | None:
    line = _COUNTERS.sub("", line) if _YEAR.search(line) else ""
    moments = _moments(line) if line else ()
    if not moments:
        return None
    if label := _PUBLISHED.search(line):
        return next((m for m in moments if m.at >= label.start()), moments[0])
    changed = _UPDATED.search(line)
    if changed and len(moments) > 1 and moments[0].at >= changed.start():
        return moments[1]
    return moments[0]


def _stamp(moment: _Moment | None, source: DateSource) -> Stamp | None:
    if moment is None:
        return None
    if moment.clock is None or moment.clock == time(0):
        return Stamp(value=moment.day.isoformat(), precision="day", source=source)
    value = datetime.combine(moment.day, moment.clock, ZONE).isoformat(timespec="seconds")
    return Stamp(value=value, precision="minute", source=source)


@lru_cache(256)
def _moments(line: str) -> tuple[_Moment, ...]:
    """Every date of `line`, in order, with the time that stands nearest to it; most lines are asked twice."""
    return tuple(_read_moments(line))


def _read_moments(line: str) -> Iterator[_Moment]:
    exact = _ISO_STAMP.search(line) or _NUKEVIET_STAMP.search(line)
    if exact:
        yield from _exact(exact)
        return
    days = [(found, day) for found in _DAY.finditer(line) if (day := _day_of(found))]
    times = list(_TIME.finditer(_DAY.sub(lambda d: "/" * len(d[0]), line)))
    for found, day in days:
        near = [t for t in times if not any(_between(t, found, other) for other, _ in days if other is not found)]
        near.sort(key=lambda t: min(abs(t.start() - found.end()), abs(found.start() - t.end())))
        yield _Moment(day, _clock(near[0]) if near else None, found.start())


def _between(clock: re.Match[str], day: re.Match[str], other: re.Match[str]) -> bool:
    """Whether the time `clock` stands nearer to the date `other` than to `day`."""

    def distance(date_: re.Match[str]) -> int:
        return min(abs(clock.start() - date_.end()), abs(date_.start() - clock.end()))

    return distance(other) < distance(day)


def _exact(found: re.Match[str]) -> Iterator[_Moment]:
    try:
        moment = datetime.fromisoformat(f"{found[1]}T{found[2]}")
        if found.re is _ISO_STAMP and found[3]:
            moment = datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3]}").astimezone(ZONE)
    except (ValueError, OverflowError):
        return
    if moment.year in _YEARS:
        yield _Moment(moment.date(), moment.time(), found.start())


def _day_of(found: re.Match[str]) -> date | None:
    for n in range(1, 8):
        if found[f"y{n}"]:
            return _day(found[f"y{n}"], found[f"m{n}"], found[f"d{n}"])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    name = month.lower().replace(" ", "-").rstrip(".")
    number = int(month) if month.isdigit() else _WORD_MONTHS.get(name) or _WORD_MONTHS.get(name[:3])
    try:
        value = date(int(year), number or 0, int(day))
    except ValueError:
        return None
    return value if value.year in _YEARS else None


def _clock(found: re.Match[str]) -> time | None:
    """The time of day, or None when it says nothing (no such time, or a twelve-hour clock without its half)."""
    hour, half = int(found["h"]), (found["half"] or "").upper().replace(".", "")
    if half:
        if hour > 12:  # "16:45 CH" is a twenty-four-hour clock with a needless mark
            half = ""
        else:
            hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    elif found["letter"] and 0 < hour <= 12 and not _GLUED_CLOCK.match(found[0]):
        return None
    try:
        return time(hour, int(found["m"]), int(found["s"] or 0))
    except ValueError:
        return None
