"""How much one run of a crawl may ask of a portal, and at what time of day."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from scraper.portals.window import Window, is_open


@dataclass(slots=True)
class Allowance:
    """What one run may ask of one portal: at most `budget` requests, `minutes` long, inside `window`.

    None is no bound. `clock` gives the present time, with its zone. `spent` counts the requests handed out, second
    attempts included; robots.txt comes on top, once for each host.
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
        """How many of `count` requests the budget still covers; never more than `count`."""
        return count if self.budget is None else min(count, self.budget - self.spent)
