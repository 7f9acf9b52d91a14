"""Whether a date can be the article's, seen from the moment at which its page was fetched.

Nobody publishes tomorrow; a clock in a page shows the moment of the fetch. What cannot be is left out, not mended.
"""

from datetime import datetime, timedelta

from scraper.items import Stamp

_AHEAD = timedelta(days=1)  # clocks of servers go wrong, and days begin earlier elsewhere
_CLOCK = timedelta(minutes=3)  # between the making of a page and its capture


def moment_of(stamp: Stamp) -> datetime | None:
    """The moment that `stamp` names, a day as its beginning in Viet Nam; None for what is no date."""
    try:
        return datetime.fromisoformat(stamp.value if "T" in stamp.value else f"{stamp.value}T00:00:00+07:00")
    except ValueError:
        return None


def plausible(stamp: Stamp | None, fetched_at: datetime | None) -> Stamp | None:
    """`stamp`, or None when it lies more than a day after `fetched_at`, the moment of the capture if that is known."""
    if stamp is None or fetched_at is None:
        return stamp
    moment = moment_of(stamp)
    return stamp if moment is not None and _aware(moment, fetched_at) <= fetched_at + _AHEAD else None


def is_clock(stamp: Stamp, fetched_at: datetime | None) -> bool:
    """Whether `stamp`, a date with a time that nothing says to be the article's, is that of the capture itself."""
    moment = moment_of(stamp) if fetched_at is not None and stamp.precision == "minute" else None
    return moment is not None and fetched_at is not None and abs(_aware(moment, fetched_at) - fetched_at) <= _CLOCK


def _aware(moment: datetime, other: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=other.tzinfo)
