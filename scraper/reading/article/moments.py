"""Every date that stands in a line of text, with its time of day: the forms that portals print.

All portals write the day before the month and local time. Every form known from evidence is in
`tests/reading/article/test_dates.py`. What a date is the date of is decided in `scraper.reading.article.dates`.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from scraper.times import VIETNAM

_YEARS = range(1990, 2100)  # the first portals are of the 1990s; other years are typing errors and document numbers

_WORD_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "một january jan",
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
            "mười-hai december dec",
        ),
        start=1,
    )
    for name in names.split()
}
# Without "giêng" and "chạp", the first and last month of the lunar year.
_VI_MONTH = r"(?:mười[ -](?:một|hai)|một|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|mười)"
_EN_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DAY = re.compile(
    r"(?<![\d/.-])(?:"
    # 2023-07-24, 2023/7/24
    r"(?P<iso>(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2}))(?![\d/])"
    # 24/07/2023, 24 / 7 / 2023, 24-07-2023, 24.7.2023
    r"|(?P<d2>\d{1,2})(?:\s?/\s?|-|\.)(?P<m2>\d{1,2})(?:\s?/\s?|-|\.)(?P<y2>\d{4})(?![\d/.-]\d|\d)"
    # ngày 24 tháng 7 năm 2023, 24 tháng bảy, 2023
    r"|(?:ngày\s+)?(?P<d3>\d{1,2})\s+tháng\s+(?P<m3>\d{1,2})(?:\s*,)?(?:\s+năm)?\s+(?P<y3>\d{4})(?!\d)"
    rf"|(?P<d4>\d{{1,2}})\s+tháng\s+(?P<m4>{_VI_MONTH})(?:\s*,)?(?:\s+năm)?\s+(?P<y4>\d{{4}})(?!\d)"
    # tháng bảy 24, 2023, as systems translate "July 24, 2023"
    rf"|tháng\s+(?P<m5>{_VI_MONTH}|\d{{1,2}})\s+(?P<d5>\d{{1,2}})\s*,\s*(?P<y5>\d{{4}})(?!\d)"
    # 24 July 2023, July 24, 2023
    rf"|(?P<d6>\d{{1,2}})\s+(?P<m6>{_EN_MONTH})\.?,?\s+(?P<y6>\d{{4}})(?!\d)"
    rf"|(?P<m7>{_EN_MONTH})\.?\s+(?P<d7>\d{{1,2}}),?\s+(?P<y7>\d{{4}})(?!\d)"
    r")",
    re.IGNORECASE,
)
# 10:27, 10:27:09, 10h27, 10 giờ 27 phút, 4:12 PM, 10:27 SA, 10:27 (GMT+7)
_TIME = re.compile(
    r"(?<![\d:/.-])(?P<h>\d{1,2})(?:(?P<colon>:)|\s?(?P<letter>h|g|giờ)\s?:?\s?)(?P<m>\d{2})"
    r"(?:(?::|'|’|\s?phút\s?)(?P<s>\d{2}(?!\d))?)?(?:\.\d+)?"
    r"(?:\s?(?P<half>AM|PM|SA|CH|A\.M\.|P\.M\.|sáng|trưa|chiều|tối)(?!\w))?"
    r"(?P<zone>\s?\(?(?:GMT|UTC)?\s?[+-]\d{1,2}(?::?\d{2})?(?!\d)|Z\b)?",
    re.IGNORECASE,
)
# ISO 8601, and with the zone as people write it: 2023-07-24T03:27:00Z, 2023-07-24 10:27 GMT+7, ... 03:27:00 UTC.
ISO_STAMP = re.compile(
    r"(?<!\d)(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?"
    r"((?:\s?(?:Z\b|[+-]\d{2}:?\d{2}|(?:GMT|UTC)\s?[+-]\d{1,2}(?::?\d{2})?|(?:GMT|UTC)\b)|[+-]\d{2})?)(?![\d:])",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")
# NukeViet prints PHP's zone abbreviation where the T belongs: 2023-07-24+0710:27:00, 2023-07-24ICT10:27:00.
_NUKEVIET_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\+07|ICT)(\d{2}:\d{2}:\d{2})(?:[+-]\d{2}:\d{2})?")
# "08h30" is written on a twenty-four-hour clock; Liferay 5.2's "08h 30" and the spoken "8 giờ 30" may be either half.
_GLUED_CLOCK = re.compile(r"\d{1,2}[hg]\d", re.IGNORECASE)
_AFTERNOON = {"PM", "CH", "TRƯA", "CHIỀU", "TỐI"}


class Moment(NamedTuple):
    """A date in a line: the `day`, the time of day (`clock`, None when none stands near), and where it begins."""

    day: date
    clock: time | None
    at: int


@lru_cache(256)
def moments(line: str) -> tuple[Moment, ...]:
    """Every date of `line`, in order, with the time that stands nearest to it; most lines are asked twice."""
    return tuple(_moments(line))


def has_clock(line: str) -> bool:
    """Whether a time of day stands in `line`."""
    return bool(_TIME.search(line))


def without_moments(line: str) -> str:
    """`line` with a blank for every date and time of day."""
    return _TIME.sub(" ", _DAY.sub(" ", _NUKEVIET_STAMP.sub(" ", ISO_STAMP.sub(" ", line))))


def day_of(year: str, month: str, day: str) -> date | None:
    """The date that a `year`, a `month` in digits or words and a `day` make; None when there is no such day."""
    name = month.lower().replace(" ", "-").rstrip(".")
    number = int(month) if month.isdigit() else _WORD_MONTHS.get(name) or _WORD_MONTHS.get(name[:3])
    try:
        value = date(int(year), number or 0, int(day))
    except ValueError:
        return None
    return value if is_plausible(value) else None


def is_plausible(day: date) -> bool:
    """Whether anything can have been published on `day`."""
    return day.year in _YEARS


def local_moment(iso: str, zone: timezone | None) -> datetime | None:
    """The ISO 8601 date and time `iso` of `zone` (Viet Nam's when None) in Viet Nam's time; None when it is none."""
    try:
        moment = datetime.fromisoformat(iso).replace(tzinfo=zone or VIETNAM).astimezone(VIETNAM)
    except (ValueError, OverflowError):  # no such day; the first and the last year have no other zone
        return None
    return moment if is_plausible(moment) else None


def zone_of(text: str | None) -> timezone | None:
    """The zone that `text` names, as `Z`, `GMT`, `UTC`, `+07:00`, `+0700`, `+07`, `GMT+7`; None where it is empty."""
    if not text or not text.strip():
        return None
    offset = _OFFSET.search(text)
    if offset is None:
        return UTC
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes)) if minutes < 24 * 60 else None


def _moments(line: str) -> Iterator[Moment]:
    exact = ISO_STAMP.search(line) or _NUKEVIET_STAMP.search(line)
    if exact:
        yield from _exact(exact)
        return
    days = [(found, day) for found in _DAY.finditer(line) if (day := _day(found))]
    # Days are blanked out first: "24.07" of a date is no time. Slashes keep places, and no time begins behind one.
    times = list(_TIME.finditer(_DAY.sub(lambda d: "/" * len(d[0]), line)))
    for found, day in days:
        near = [t for t in times if not any(_is_nearer(t, other, found) for other, _ in days if other is not found)]
        near.sort(key=lambda t: _distance(t, found))
        yield Moment(day, _clock(near[0]) if near else None, found.start())


def _distance(clock: re.Match[str], day: re.Match[str]) -> int:
    return min(abs(clock.start() - day.end()), abs(day.start() - clock.end()))


def _is_nearer(clock: re.Match[str], other: re.Match[str], day: re.Match[str]) -> bool:
    """Whether the time `clock` stands nearer to the date `other` than to `day`."""
    return _distance(clock, other) < _distance(clock, day)


def _exact(found: re.Match[str]) -> Iterator[Moment]:
    """The moment of a stamp for machines: in Viet Nam's time, whatever zone it is written in."""
    zone = zone_of(found[3]) if found.re is ISO_STAMP else None
    if moment := local_moment(f"{found[1]}T{found[2]}", zone):
        yield Moment(moment.date(), moment.time(), found.start())


def _day(found: re.Match[str]) -> date | None:
    for n in range(1, 8):  # the seven forms of _DAY
        if found[f"y{n}"]:
            return day_of(found[f"y{n}"], found[f"m{n}"], found[f"d{n}"])
    return None


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
