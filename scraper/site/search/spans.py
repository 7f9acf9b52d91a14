"""Days as people write them, and the stretch of sort_keys that a day is (scraper.store.articles.sort_key)."""

import re
from calendar import monthrange
from datetime import date

EPOCH = date(1970, 1, 1)
KEYS_OF_DAY = 2048 << 24  # minutes of a day, rounded up to a power of two, times the digits of an id
# Year first as in ISO 8601, or year last as in Viet Nam; `-`, `/` or `.` between; day and month may be missing.
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<y>\d{4})(?:[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?)?",
        r"(?:(?P<d>\d{1,2})[-/.])?(?P<m>\d{1,2})[-/.](?P<y>\d{4})",
    )
)


def _parts(text: str) -> tuple[int, int | None, int | None]:
    """Year, month and day. Raises ValueError when `text` is no date, or lies outside of any archive."""
    for form in _FORMS:
        if match := form.fullmatch(text.strip()):
            year, month, day = (int(match[name]) if match[name] else None for name in "ymd")
            assert year is not None
            if not 1900 <= year <= 2200:
                break
            return year, month, day
    raise ValueError(f"{text} is no date")


def first_day(text: str) -> date:
    """The first day of a year, month or day as people write it. Raises ValueError when it is none."""
    year, month, day = _parts(text)
    return date(year, *(1 if part is None else part for part in (month, day)))


def last_day(text: str) -> date:
    """The last day of a year, month or day as people write it. Raises ValueError when it is none."""
    year, month, day = _parts(text)
    if day is None:
        month = 12 if month is None else month
        day = monthrange(date(year, month, 1).year, month)[1]
    return date(year, month or 0, day)


def sort_key_of(day: date, *, after: bool = False) -> int:
    """The lowest sort_key of `day` in Viet Nam, or of the day `after` it, where the stretch of `day` ends."""
    return ((day - EPOCH).days + int(after)) * KEYS_OF_DAY
