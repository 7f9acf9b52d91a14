"""Every error that Cổng Tin raises on purpose. Commands print the message alone and exit with `exit_code`."""


class CongTinError(Exception):
    """Base of all; raised by nobody itself."""

    exit_code = 1


class UsageProblem(CongTinError):
    """A command was asked for something that does not exist; raised by commands."""

    exit_code = 2


class PortalBusyError(CongTinError):
    """Another process is crawling the portal; raised by the frontier when it cannot take the portal's lock."""

    exit_code = 6


class ArchiveBusyError(CongTinError):
    """Another process uses archive.db; raised by the store when it cannot have the file."""

    exit_code = 6


class ArchiveError(CongTinError):
    """archive.db is missing, empty, foreign or of another schema; raised by the store when it opens the file."""

    exit_code = 7


class CaptureError(CongTinError):
    """A capture file is damaged or cannot be read; raised by the capture readers.

    What was whole before the damage has already been handed out when it is raised.
    """

    exit_code = 8


class DiskFullError(CongTinError):
    """No space is left for captures; raised by the WARC writer after it has cut back the unfinished record."""

    exit_code = 9


class UnreachableError(CongTinError):
    """A site does not answer, or robots.txt refuses us; raised by the probe's client."""

    exit_code = 5


class NothingReadableError(CongTinError):
    """There was an answer, but no article in it; raised by `scrapy probe`."""

    exit_code = 4


def describe(error: BaseException) -> str:
    """What an error of the network says, in one line; Twisted hides the reasons for a lost connection in a list."""
    reasons = getattr(error.__cause__ or error, "reasons", None)
    if not reasons:
        return str(error)
    return "; ".join(f"{type(reason.value).__name__}: {reason.value}" for reason in reasons)
