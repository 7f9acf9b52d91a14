"""A bound on the CPU time of one call: no page may hold up a crawl, whatever somebody wrote into it.

A timer of the process (setitimer(2), ITIMER_PROF) sends a signal once so much CPU time is spent, by the process and by
the system for it; a machine that is busy with others changes nothing. The signal is heard between two instructions of
Python and inside its `re`, not inside C code of libraries: what lxml does in one go is over before the bound counts.
"""

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import ClassVar, TypeVar

Result = TypeVar("Result")

# CPU seconds after which the signal comes again: an exception raised in a callback of C code, or while an object is
# thrown away, may be lost there.
_AGAIN = 0.5


class PageLimit:
    """`cpu_seconds` that reading one page may take in this process, 0 for no bound; a usual page takes hundredths.

    Set once, when a process begins, to the setting READ_CPU_SECONDS: the timer is the process's, too.
    """

    cpu_seconds: ClassVar[float] = 5.0


class TooSlowError(Exception):
    """The call took more CPU time than it was given."""


class _ExpiredError(BaseException):
    """Raised by the signal into whatever runs. No `Exception`, so that nobody on the way takes it for his own."""


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work()` returns, if it takes no more than `seconds` of CPU time; 0 is no bound.

    Raises TooSlowError after that, and whatever `work` raises. The handler and the timer of before are put back.
    Python hears signals in the main thread only; in any other there is no bound.
    """
    if seconds <= 0 or threading.current_thread() is not threading.main_thread():
        return work()
    is_running = True

    def expire(_signal: int, _frame: FrameType | None) -> None:
        if is_running:
            raise _ExpiredError

    handler = signal.signal(signal.SIGPROF, expire)
    timer = signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        try:
            return work()
        finally:
            is_running = False  # a signal that comes only now raises nothing
    except _ExpiredError:
        raise TooSlowError(f"more than {seconds:g} s of CPU time") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, *timer)
        signal.signal(signal.SIGPROF, signal.SIG_DFL if handler is None else handler)
