"""Every error that Cổng Tin raises on purpose, and every exit code of its commands.

A command prints the message of such an error alone, without a traceback, and exits with the `exit_code` of its class.
Cron and systemd see the code only, so each has one meaning:

| code | meaning | where it comes from |
|---|---|---|
| 0 | done | no error |
| 1 | an unexpected error, or the crawl was interrupted | `CongTinError` itself, Scrapy, the crawl's report |
| 2 | wrong use: an unknown portal, option or value | `UsageProblem`, Scrapy's own option parser |
| 3 | incomplete: something is missing, but most of it is there | the crawl's report, `scrapy health` |
| 4 | pages came, but not one article could be read | `NothingReadableError`, the crawl's report, `scrapy health` |
| 5 | a portal refuses us or does not answer | `UnreachableError`, the crawl's report, `scrapy health` |
| 6 | another process has the portal or the archive | `PortalBusyError`, `ArchiveBusyError` |
| 7 | archive.db cannot be used | `ArchiveError` |
| 8 | a capture file is damaged or missing | `CaptureError`, `scrapy verify`, `scrapy rebuild` |
| 9 | the disk is full | `DiskFullError` |
| 10 | the ledger does not add up: a fault of this program | the crawl's report |
| 11 | paused: time window, minutes or budget are over | the crawl's report |

The crawl's report is `scraper.store.ledger.reports`; its EXIT_CODES tells users the same in sentences.
"""


class CongTinError(Exception):
    """Base of all, for commands to catch.

    Raised itself by commands for what fits none of the others, such as a port that is taken; its message says what
    to do.
    """

    exit_code = 1


class UsageProblem(CongTinError):
    """Something was asked for that does not exist or makes no sense: an unknown portal, option, value or file.

    Raised by commands and by whatever checks their arguments. The message names the argument and what it may be;
    nothing was changed, so the user corrects the command line and runs it again.
    """

    exit_code = 2


class PortalBusyError(CongTinError):
    """Another process is crawling the portal.

    Raised by `scraper.crawl.lock` when the portal's lock is taken. The user waits for the other crawl or stops it;
    the kernel frees the lock at the end of that process, so there is never a lock file to remove.
    """

    exit_code = 6


class ArchiveBusyError(CongTinError):
    """Another process has archive.db open in a way that this one cannot share.

    Raised by the store when a rebuild keeps the file to itself, and to a rebuild when anybody else has the file open.
    The message says whom to wait for or what to stop; then the same command works.
    """

    exit_code = 6


class ArchiveError(CongTinError):
    """archive.db is missing, empty, damaged, no archive of this program, or from a newer version of it.

    Raised by the store when it opens the file or writes a snapshot. The message says which it is; the captures are
    untouched, so `scrapy rebuild` can make the archive anew from them.
    """

    exit_code = 7


class CaptureError(CongTinError):
    """A capture file is missing, damaged, or not what it should be.

    Raised by everything that reads captures, where the damage begins: all whole records before it have been handed
    out by then. The user runs `scrapy verify`, which names every damaged place, and puts back a copy of the file.
    """

    exit_code = 8


class DiskFullError(CongTinError):
    """No space is left for captures, a package, or the archive.

    Raised by the writers of WARC and WACZ files after they have taken the unfinished part off again, and by the
    download handler. The user makes room and runs the same command again: nothing that was kept is lost.
    """

    exit_code = 9


class UnreachableError(CongTinError):
    """A site does not answer, or its robots.txt forbids what is asked for.

    Raised by the client of `scrapy probe`, and by the commands that ask for one address (fetch, view, shell, parse).
    The user checks the address in a browser, or tries again later.
    """

    exit_code = 5


class NothingReadableError(CongTinError):
    """There was an answer, but nothing in it to read: no article, or an error page such as 404.

    Raised by `scrapy probe` and by the commands that ask for one address. The user gives an address nearer to the
    news, or saved pages of the portal.
    """

    exit_code = 4


def describe(error: BaseException) -> str:
    """The message of an error of the network, in one line.

    When a connection is lost, Twisted's error holds the causes in a list, `reasons`, and its text is only the form in
    which Python prints such a list; Scrapy raises an error of its own from it. So the causes are looked up there, and
    each is named with its class.
    """
    reasons = getattr(error.__cause__ or error, "reasons", None)
    if not reasons:
        return str(error)
    return "; ".join(f"{type(reason.value).__name__}: {reason.value}" for reason in reasons)
