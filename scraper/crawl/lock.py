"""One process owns a portal: a file lock that the kernel frees even on kill -9.

The lock's file also holds the ledger key of the page being read, so that the next owner knows which page, if any,
the process died of. Reading is single-threaded: exactly one page can be guilty.
"""

import fcntl
import os
from pathlib import Path
from typing import ClassVar

from scraper.errors import PortalBusyError

_BLANK = b" " * 16


class PortalLock:
    """The lock of one portal; held until `release` or the end of the process."""

    _held: ClassVar[dict[Path, "PortalLock"]] = {}

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

    @classmethod
    def take(cls, directory: Path, portal_id: str) -> "PortalLock":
        """Take the lock of `portal_id` under the captures directory; the same lock again in the same process.

        Raises PortalBusyError when another process holds it.
        """
        directory.mkdir(parents=True, exist_ok=True)
        path = (directory / f".{portal_id}.lock").absolute()
        if path in cls._held:
            return cls._held[path]
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(descriptor)
            raise PortalBusyError(
                f"Portal {portal_id} is being crawled by another process. Wait for it, or stop it first."
            ) from error
        cls._held[path] = cls(path, descriptor)
        return cls._held[path]

    def blamed(self) -> str | None:
        """The key of the page that the last owner died of, forgotten at once; None when it ended well."""
        key = os.pread(self._descriptor, 16, 0).decode("ascii", "replace").strip()
        self.clear()
        return key or None

    def reading(self, key: str) -> None:
        """Say which page is being read from now on."""
        os.pwrite(self._descriptor, key.encode("ascii"), 0)

    def clear(self) -> None:
        """Say that no page is being read."""
        os.pwrite(self._descriptor, _BLANK, 0)

    def release(self) -> None:
        """Give the portal free."""
        self._held.pop(self._path, None)
        os.close(self._descriptor)
