"""Days as people write them, and the stretch of sort_keys that a day is."""

import re
from calendar import monthrange
from datetime import date

EPOCH = date(1970, 1, 1)
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<y>\d{4})(?:[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?)?",
        r"(?:(?P<d>\d{1,2})[-/.])?(?P<m>\d{1,2})[-/.](?P<y>\d{4})",
    )
)


def _parts(text: str) -> tuple[int, int | None, int | None]:
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
    """The lowest sort_key of `day` in Viet Nam, or of the day after it (see `scraper.store.articles.articles`)."""
    return ((day - EPOCH).days + int(after)) * 2048 << 24
