"""Health of a portal now: its history in the archive, judged with the clock and the lock of its crawl."""

from datetime import UTC, datetime
from pathlib import Path

from scraper.crawl.lock import PortalLock
from scraper.errors import PortalBusyError
from scraper.health.history import portal_history
from scraper.health.judge import Health, judge
from scraper.store.archive import Archive


def portal_health(archive: Archive, name: str, captures: Path) -> Health:
    """The health of the portal `name` now. `captures` is the captures directory, where the locks of crawls lie."""
    history = portal_history(archive.conn, name)
    # The lock is tried only where the answer matters: to take it makes its file.
    busy = history.open_since is not None and _is_busy(captures, name)
    return judge(history, datetime.now(UTC), busy=busy)


def _is_busy(captures: Path, name: str) -> bool:
    """Whether another process is crawling the portal: whether its lock can be taken."""
    try:
        PortalLock.take(captures, name).release()
    except PortalBusyError:
        return True
    return False
