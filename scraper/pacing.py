"""How much one run of a crawl may ask, and at what time of day."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, timezone

from scraper.errors import UsageProblem

VIETNAM = timezone(timedelta(hours=7))
Window = tuple[str, str]  # from and until, "HH:MM" in Viet Nam; over midnight when the second is the earlier one

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def parse_window(text: str) -> Window:
    """`22:00-05:00` as a window. Raises UsageProblem."""
    begin, _, end = text.partition("-")
    if not (_CLOCK.fullmatch(begin) and _CLOCK.fullmatch(end)) or begin == end:
        raise UsageProblem(f"--window takes two times of day in Viet Nam, like 22:00-05:00, not {text!r}.")
    return begin, end


def is_open(window: Window, moment: datetime) -> bool:
    """Whether `moment`, which knows its zone, lies in the window; its end does not."""
    begin, end = (time.fromisoformat(text) for text in window)
    now = moment.astimezone(VIETNAM).time()
    return begin <= now < end if begin < end else now >= begin or now < end


@dataclass(slots=True)
class Allowance:
    """What one run may ask of one portal: at most `budget` requests, `minutes` long, inside `window`.

    None is no bound. `spent` counts the requests handed out, retries included; robots.txt comes on top, once for
    each host.
    """

    window: Window | None = None
    budget: int | None = None
    minutes: int | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    spent: int = 0
    _begun: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._begun = self.clock()

    def stop(self) -> str | None:
        """Why nothing more may be asked in this run, or None."""
        if self.budget is not None and self.spent >= self.budget:
            return f"the budget of {self.budget:,} requests is spent"
        now = self.clock()
        if self.minutes is not None and now - self._begun >= timedelta(minutes=self.minutes):
            return f"the {self.minutes:,} minutes of this run are over"
        if self.window and not is_open(self.window, now):
            return f"it is outside the window of {self.window[0]} to {self.window[1]} (time in Viet Nam)"
        return None

    def room(self, count: int) -> int:
        """How many of `count` requests the budget still covers."""
        return count if self.budget is None else min(count, self.budget - self.spent)
