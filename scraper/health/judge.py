"""Portal health: the latest crawl compared with earlier ones. Pure functions on counts and times.

Portals differ too much for fixed thresholds: one publishes hourly, another monthly; some always lose one page in ten.
So each is compared with its own past, and the names of `STATES` say what is different now.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median

from scraper.health.history import CrawlFacts, PortalHistory
from scraper.times import instant

PAUSED_DAYS = 7  # a paused crawl that no run continues for longer was forgotten
# A portal is quiet when it publishes nothing for this many times its usual interval between two days with news, and
# for more than a week: Tết and long week-ends are no silence.
QUIET_TIMES = 3
QUIET_DAYS = 7
# It is overdue when it was not crawled for this many times its usual interval, and for more than three days.
OVERDUE_TIMES = 3
OVERDUE_DAYS = 3
_ENOUGH = 3  # pages, crawls or days from which a share or an interval means something

# state -> its description for people, and the exit code of `scrapy health`
STATES = {
    "ok": ("all is well, as far as its own past goes", 0),
    "crawling": ("it is being crawled for the first time", 0),
    "paused": ("its crawl is paused: the time window, the minutes or the budget of the run are over", 0),
    "never": ("it was never crawled", 3),
    "interrupted": ("its crawl was interrupted and not taken up again", 3),
    "overdue": ("it was not crawled for much longer than usual", 3),
    "quiet": ("it publishes nothing for much longer than usual", 3),
    "incomplete": ("pages or parts of lists are missing", 3),
    "empty": ("it answers, but never could an article be read", 4),
    "markup": ("it answers, but its pages are not read any more: the markup has changed", 4),
    "failing": ("most requests fail", 5),
    "dns": ("its name is not found", 5),
    "tls": ("its certificate or encryption does not work", 5),
    "timeout": ("it does not answer in time", 5),
    "refused": ("it refuses or drops connections", 5),
    "server": ("it answers with server errors", 5),
    "blocked": ("it refuses us: 403, 429, a challenge or robots.txt", 5),
    "gone": ("it says that the pages we start from do not exist", 5),
    "moved": ("it leads away to another site", 5),
}

EXIT_CODES = {
    0: "all well",
    3: "look when there is time: quiet, overdue, incomplete, interrupted, never crawled, or a first bad crawl after "
    "good ones",
    4: "pages come, but cannot be read: the markup has changed, or it never could be read",
    5: "a portal has been down, blocked, moved or failing for at least two crawls in a row",
}

# Class of failure -> what its reason or detail looks like. Details are texts of Twisted, OpenSSL and the system. The
# first that fits counts, so the narrow ones stand before "refused", which takes whatever else a connection may suffer.
_CLASSES = (
    ("dns", r"resolve|dns|name or service|nodename"),
    ("tls", r"ssl|tls|certificate|handshake"),
    ("timeout", r"time(?:d )?-?out|timeout|\b(?:408|504|524)\b"),
    ("blocked", r"forbidden by robots|challenge|login|captcha|^(?:401|403|429|451)\b"),
    ("server", r"maintenance|^5\d\d\b|\(5\d\d\)"),
    ("gone", r"soft404|^(?:404|410)\b"),
    ("refused", r"refused|connection|reset|lost|dataloss|truncated|downloadfailed|neverreceived"),
)


@dataclass(frozen=True, slots=True)
class Health:
    """The health of the portal `portal_id`.

    `state` is a key of `STATES`, `sentence` explains it to people. `times` is how many crawls in a row ended in this
    state; `last_crawl` is when the latest one began, as `YYYY-MM-DDThh:mm` in UTC, None when there was none.
    """

    portal_id: str
    state: str
    sentence: str
    times: int
    last_crawl: str | None

    @property
    def exit_code(self) -> int:
        """The exit code of `scrapy health` for this portal, see EXIT_CODES.

        A portal that is down after good crawls makes no alarm (3) until the next crawl finds it down too (5).
        """
        code = STATES[self.state][1]
        return 3 if code == 5 and self.times < 2 else code


def classify(reason: str, detail: str) -> str:
    """The class of one failure: dns, tls, timeout, blocked, server, gone, refused; "unreadable" for the rest.

    `reason` and `detail` are those of table `failures`. The detail is asked first: it is the narrower of the two.
    """
    for text in (detail, reason):
        for name, pattern in _CLASSES:
            if re.search(pattern, text, re.IGNORECASE):
                return name
    return "unreadable"


def judge(history: PortalHistory, now: datetime, *, busy: bool = False) -> Health:
    """The health of a portal at `now`; `busy` says that some process is crawling it.

    The newest crawl is compared with all before it. Each earlier one is judged in the same way by those before it, to
    find out since when the portal has been in its state. After a crawl that went well enough, the clock decides.
    """
    crawls = history.crawls
    last = crawls[0].started_at[:16] if crawls else history.open_since and history.open_since[:16]
    if not crawls:
        state, sentence = _first(history, now, busy=busy)
        return Health(history.portal_id, state, sentence, 1, last)
    verdicts = [_verdict(crawl, crawls[at + 1 :], history.archived) for at, crawl in enumerate(crawls)]
    state, sentence = verdicts[0]
    times = next((n for n, verdict in enumerate(verdicts) if verdict[0] != state), len(verdicts))
    if state in {"ok", "incomplete"}:
        timing = _timing(history, now, busy=busy)
        if timing and (state == "ok" or timing[0] == "interrupted"):
            state, sentence, times = *timing, 1
    elif times > 1:
        sentence += f" {times} crawls in a row, since {crawls[times - 1].started_at[:10]}."
    return Health(history.portal_id, state, sentence, times, last)


def _first(history: PortalHistory, now: datetime, *, busy: bool) -> tuple[str, str]:
    """The state of a portal none of whose crawls has ended."""
    paused = None if busy else _paused(history, now)
    if paused:
        return paused
    state = "never" if history.open_since is None else "crawling" if busy else "interrupted"
    return state, f"{STATES[state][0].capitalize()}."


def _paused(history: PortalHistory, now: datetime) -> tuple[str, str] | None:
    """State and sentence of a portal whose crawl is paused: nothing to worry about, unless nobody continues it."""
    if history.open_state != "paused" or history.open_since is None:
        return None
    since = history.paused_at or history.open_since
    days = (now - instant(since)).days
    if days > PAUSED_DAYS:
        return "overdue", f"Its crawl was paused on {since[:10]} and not taken up again for {days} days."
    why = f" ({history.paused_why})" if history.paused_why else ""
    return "paused", f"The crawl of {history.open_since[:16]} is paused{why}; the next run goes on."


def _verdict(crawl: CrawlFacts, past: Sequence[CrawlFacts], archived: int) -> tuple[str, str]:
    """State and sentence after `crawl`, compared with the crawls before it; `archived` is how many articles there are.

    Checks go from the worst to the mildest: no answer, no list, no article, many failures, some failures.
    """
    readable = crawl.lists + crawl.articles + crawl.other
    if not readable:
        return _down(crawl)
    articles_before = any(before.articles for before in past)
    entries_before = any(before.entries for before in past)
    if entries_before and not crawl.entries and not crawl.articles:
        return "markup", "Its list pages answer, but no entry is read on them any more; earlier crawls read some."
    if articles_before and crawl.pages >= _ENOUGH and not crawl.articles:
        return (
            "markup",
            f"{crawl.pages} article pages were asked for and none could be read; earlier crawls read them.",
        )
    if not archived:
        return "empty", "It answers, but no article could ever be read."
    share = _share(crawl)
    # The median: one bad crawl in the past does not make the next one look usual.
    usual = median([_share(before) for before in past]) if past else 0.0
    if crawl.requests >= _ENOUGH and share > 0.5 and share > 2 * usual:
        return "failing", f"{share:.0%} of its requests failed ({_main(crawl)}); usually {usual:.0%} do."
    if crawl.failed or crawl.gaps:
        parts = [f"pages that failed: {crawl.failed:,}"] if crawl.failed else []
        parts += [f"lists broken off or short: {crawl.gaps:,}"] if crawl.gaps else []
        return "incomplete", f"The last crawl is incomplete: {', '.join(parts)}."
    return "ok", f"{crawl.new:,} new articles in the last crawl." if crawl.new else "All well; nothing was new."


def _down(crawl: CrawlFacts) -> tuple[str, str]:
    """The state of a portal of which nothing could be read."""
    if crawl.redirects and not crawl.failed:
        return "moved", "Nothing could be read: its pages lead away to another site."
    if not crawl.causes:
        return "empty", "Nothing came that could be read, and nothing failed."
    state = _main(crawl)
    state = state if state in STATES else "failing"
    (reason, detail), _ = crawl.causes.most_common(1)[0]
    cause = f" ({detail or reason})" if state != "failing" else ""
    return state, f"Nothing could be read: {STATES[state][0]}{cause}."


def _main(crawl: CrawlFacts) -> str:
    """The commonest class of the crawl's failures."""
    counts: Counter[str] = Counter()
    for (reason, detail), n in crawl.causes.items():
        counts[classify(reason, detail)] += n
    return counts.most_common(1)[0][0] if counts else "unreadable"


def _share(crawl: CrawlFacts) -> float:
    """The share of requests that failed, from 0 to 1."""
    return crawl.failed / crawl.requests if crawl.requests else 0.0


def _timing(history: PortalHistory, now: datetime, *, busy: bool) -> tuple[str, str] | None:
    """State and sentence of a portal whose last crawl went well enough, by the clock; None when it is in time.

    In this order: a crawl that no process runs any more, one that is paused, no crawl for too long, no news for too
    long.
    """
    if history.open_since and history.open_state == "running" and not busy:
        return "interrupted", f"The crawl of {history.open_since[:16]} was interrupted; run it again to go on."
    paused = None if busy else _paused(history, now)
    if paused:
        return paused
    starts = [instant(crawl.started_at) for crawl in history.crawls]
    steps = [before - after for before, after in pairwise(starts)]
    if len(steps) >= _ENOUGH and not busy:
        usual = timedelta(seconds=median(step.total_seconds() for step in steps))
        if now - starts[0] > max(OVERDUE_TIMES * usual, timedelta(days=OVERDUE_DAYS)):
            return "overdue", f"Not crawled for {(now - starts[0]).days} days; usually every {_span(usual)}."
    days = [date.fromisoformat(day) for day in history.days]
    gaps = [(after - before).days for after, before in pairwise(days)]
    if len(gaps) >= _ENOUGH:
        usual_days = median(gaps)
        # Until the last crawl, not until now: later news cannot be known.
        silent = (starts[0].date() - days[0]).days
        if silent > max(QUIET_TIMES * usual_days, QUIET_DAYS):
            return "quiet", f"Nothing new since {days[0]} ({silent} days); usually every {usual_days:g} days."
    return None


def _span(step: timedelta) -> str:
    return f"{step.days} days" if step.days > 1 else f"{step.total_seconds() / 3600:.0f} hours"
