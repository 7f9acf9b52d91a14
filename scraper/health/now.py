"""Where a portal stands now: what the archive knows of it, judged with the clock and the lock of its crawl."""

from datetime import UTC, datetime
from pathlib import Path

from scraper.crawl.lock import PortalLock
from scraper.errors import PortalBusyError
from scraper.health.history import portal_history
from scraper.health.judge import Health, judge
from scraper.store.archive import Archive


def portal_health(archive: Archive, name: str, captures: Path) -> Health:
    """The health of one portal as of now."""
    history = portal_history(archive.conn, name)
    busy = history.open_since is not None and _is_busy(captures, name)
    return judge(history, datetime.now(UTC), busy=busy)


def _is_busy(captures: Path, name: str) -> bool:
    """Whether another process is crawling the portal."""
    try:
        PortalLock.take(captures, name).release()
    except PortalBusyError:
        return True
    return False
