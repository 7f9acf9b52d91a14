"""One process owns a portal: a file lock that the kernel frees even on kill -9.

The lock's file also holds the ledger key of the page being read, so that the next owner knows which page, if any, was
being read when the process died. A process reads one page of a portal at a time: no other page can be at fault.
"""

import fcntl
import os
from pathlib import Path
from typing import ClassVar

from scraper.errors import PortalBusyError

_BLANK = b" " * 16  # as long as a key of the ledger, so that it covers one


class PortalLock:
    """The lock of one portal, held until `release` or the end of the process.

    `path` is its file, which is never removed: another process may just be opening it. `descriptor` is the open file
    that bears the lock.
    """

    # flock belongs to the open file: a second `open` in this process would find the portal busy.
    _held: ClassVar[dict[Path, "PortalLock"]] = {}

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor

    @classmethod
    def take(cls, directory: Path, portal_id: str) -> "PortalLock":
        """Take the lock of `portal_id` in the captures directory `directory`; in one process always the same lock.

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
        """The key of the page that the last owner was reading when it died; None when it ended well.

        It is cleared at once, so that no page is blamed twice for one death.
        """
        key = os.pread(self._descriptor, 16, 0).decode("ascii", "replace").strip()
        self.clear()
        return key or None

    def reading(self, key: str) -> None:
        """Note that the page with this ledger key is being read from now on.

        Not flushed to the disk: it only has to outlive the process, not the machine.
        """
        os.pwrite(self._descriptor, key.encode("ascii"), 0)

    def clear(self) -> None:
        """Note that no page is being read."""
        os.pwrite(self._descriptor, _BLANK, 0)

    def release(self) -> None:
        """Let another process take the portal."""
        self._held.pop(self._path, None)
        os.close(self._descriptor)
