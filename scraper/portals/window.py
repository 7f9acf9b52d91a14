"""The time of day in which a portal may be asked, in Viet Nam's time."""

import re
from datetime import datetime, time

from scraper.errors import UsageProblem
from scraper.times import VIETNAM

Window = tuple[str, str]  # from and until, "HH:MM" in Viet Nam; over midnight when the second is the earlier one
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def parse_window(text: str) -> Window:
    """`text`, the value of `--window` such as `22:00-05:00`, as a window.

    Raises UsageProblem when it is no two different times of day.
    """
    begin, _, end = text.partition("-")
    if not (_CLOCK.fullmatch(begin) and _CLOCK.fullmatch(end)) or begin == end:
        raise UsageProblem(f"--window takes two times of day in Viet Nam, like 22:00-05:00, not {text!r}.")
    return begin, end


def is_open(window: Window, moment: datetime) -> bool:
    """Whether `moment`, which knows its zone, lies in `window`. The end is outside: at 05:00 the night is over."""
    begin, end = (time.fromisoformat(text) for text in window)
    now = moment.astimezone(VIETNAM).time()
    return begin <= now < end if begin < end else now >= begin or now < end
