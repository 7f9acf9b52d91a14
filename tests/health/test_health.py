"""States of portals, each against the portal's own past, with exit codes for cron."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from helpers.values import article, capture, listing
from helpers.world import World

from scraper.health.history import CrawlFacts, PortalHistory, portal_history
from scraper.health.judge import EXIT_CODES, STATES, classify, judge
from scraper.items import Other, PageRequest
from scraper.store.archive import Archive
from scraper.store.captures.originals import CaptureStore
from scraper.store.commit import commit_page
from scraper.store.ledger.ledger import Ledger
from scraper.store.links import Scope

NOW = datetime(2026, 3, 31, 6, tzinfo=UTC)


def crawl(days_ago, *, causes=(), **facts):
    at = (NOW - timedelta(days=days_ago)).isoformat().replace("+00:00", "Z")
    return CrawlFacts(at, at, causes=Counter(dict(causes)), **facts)


def good(days_ago, new=3):
    return crawl(days_ago, requests=20, lists=5, entries=50, pages=15, articles=15, new=new)


def bad(days_ago, reason, detail):
    return crawl(days_ago, requests=6, failed=6, causes={(reason, detail): 6})


def news(last_days_ago=1, step=2, count=20):
    newest = NOW.date() - timedelta(days=last_days_ago)
    return [str(newest - timedelta(days=step * n)) for n in range(count)]


def history(*crawls, **more):
    return PortalHistory("p1", list(crawls), **({"days": news(), "archived": 90} | more))


PAST = [good(n) for n in range(1, 6)]
DOWN = {
    "dns": ("CannotResolveHostError", "DNS lookup failed: no results for hostname lookup: p1.example"),
    "tls": ("DownloadFailedError", "[('SSL routines', '', 'certificate verify failed')]"),
    "timeout": ("DownloadTimeoutError", "Getting http://p1.example/ took longer than 60.0 seconds."),
    "refused": ("DownloadConnectionRefusedError", "Connection was refused by other side: 111"),
    "blocked": ("http_error", "403"),
    "server": ("http_error", "502"),
    "gone": ("http_error", "404"),
}


@pytest.mark.parametrize("state", DOWN)
def test_a_portal_that_is_down_is_told_apart_by_cause(state):
    """One bad crawl is no alarm yet (3), a second one in a row is (5)."""
    once = judge(history(bad(0, *DOWN[state]), *PAST), NOW)
    assert (once.state, once.times, once.exit_code) == (state, 1, 3)
    twice = judge(history(bad(0, *DOWN[state]), bad(1, *DOWN[state]), *PAST[1:]), NOW)
    assert (twice.state, twice.times, twice.exit_code) == (state, 2, 5)
    assert "2 crawls in a row, since 2026-03-30" in twice.sentence
    assert judge(history(good(0), bad(1, *DOWN[state]), *PAST[1:]), NOW).state == "ok"


BUSY_LISTS = crawl(0, requests=8, lists=5, entries=50, pages=0)
TABLE = {
    "all well": (history(good(0), *PAST), "ok", 0),
    "nothing new today": (history(BUSY_LISTS, *PAST), "ok", 0),
    "never crawled": (history(days=[], archived=0), "never", 3),
    "no entries on its lists any more": (history(crawl(0, requests=5, other=5), *PAST), "markup", 4),
    "lists without entries": (history(crawl(0, requests=5, lists=5), *PAST), "markup", 4),
    "articles not read any more": (
        history(crawl(0, requests=20, lists=5, entries=50, pages=15, failed=15), *PAST),
        "markup",
        4,
    ),
    "never an article": (history(crawl(0, requests=5, lists=5, entries=9), archived=0, days=[]), "empty", 4),
    "leads away": (history(crawl(0, requests=2, redirects=2), crawl(1, requests=2, redirects=2), *PAST), "moved", 5),
    "robots.txt forbids": (
        history(bad(0, "robots", "Forbidden by robots.txt"), bad(1, "robots", "Forbidden by robots.txt"), *PAST),
        "blocked",
        5,
    ),
    "robots.txt out of reach": (
        history(bad(0, "robots", "robots.txt could not be fetched (DownloadTimeoutError: took longer)"), *PAST),
        "timeout",
        3,
    ),
    "most requests fail": (
        history(crawl(0, requests=20, lists=2, entries=20, pages=18, articles=4, failed=14), *PAST),
        "failing",
        3,
    ),
    "as many fail as always": (
        history(*(crawl(n, requests=20, lists=2, entries=20, pages=18, articles=4, failed=14) for n in range(5))),
        "incomplete",
        3,
    ),
    "a list broke off": (history(crawl(0, requests=9, lists=4, entries=40, gaps=1), *PAST), "incomplete", 3),
    "silent for long": (history(good(0, new=0), *PAST, days=news(last_days_ago=40)), "quiet", 3),
    "silent as always": (history(good(0), *PAST, days=news(last_days_ago=40, step=30)), "ok", 0),
    "a long week-end": (history(good(0), *PAST, days=news(last_days_ago=6, step=1)), "ok", 0),
    "cron is dead": (history(*[good(n) for n in range(20, 26)]), "overdue", 3),
    "crawled monthly": (history(*[good(30 * n) for n in range(1, 5)]), "ok", 0),
    "interrupted": (history(good(1), open_since="2026-03-31T00:00", open_state="running"), "interrupted", 3),
    "paused on purpose": (history(good(1), open_since="2026-03-31T00:00", open_state="paused"), "paused", 0),
    "paused at first": (history(open_since="2026-03-31T00:00", open_state="paused", archived=0), "paused", 0),
    "a crawl of many nights": (
        history(good(60), open_since="2026-02-01T00:00", open_state="paused", paused_at="2026-03-31T05:00:00Z"),
        "paused",
        0,
    ),
    "paused and forgotten": (history(good(9), open_since="2026-03-20T00:00", open_state="paused"), "overdue", 3),
}


@pytest.mark.parametrize("name", TABLE)
def test_states(name):
    facts, state, code = TABLE[name]
    health = judge(facts, NOW)
    assert (health.state, health.exit_code) == (state, code), health.sentence
    assert health.sentence.endswith(".")


def test_a_crawl_that_runs_is_not_interrupted():
    facts = history(good(1), open_since="2026-03-31T00:00", open_state="running")
    assert judge(facts, NOW, busy=True).state == "ok"


@pytest.mark.parametrize(
    ("reason", "detail", "kind"),
    [
        ("http_error", "429", "blocked"),
        ("http_error", "500", "server"),
        ("http_error", "504", "timeout"),
        ("challenge", "Just a moment...", "blocked"),
        ("maintenance", "Hệ thống đang bảo trì", "server"),
        ("ResponseDataLossError", "", "refused"),
        ("empty", "0 bytes", "unreadable"),
    ],
)
def test_classes_of_failures(reason, detail, kind):
    assert classify(reason, detail) == kind


def test_every_exit_code_is_explained():
    assert {code for _, code in STATES.values()} | {0} == set(EXIT_CODES)


def test_facts_come_from_the_ledger(tmp_path):
    """Two crawls of a ledger: a good one, then one in which the pages that are asked again fail."""
    archive = Archive.open(tmp_path / "archive.db", create=True)
    scope = Scope(portal_of=lambda _: "p1")
    tin = "http://p1.example/tin"
    for failing in (False, True):
        ledger = Ledger(archive, "p1")
        ledger.begin([(PageRequest(url=tin), "start")], {"full": True})
        while leases := ledger.lease(16):
            for lease in leases:
                url = lease.request.url
                page = listing(url, *[(f"http://p1.example/{n}", "2026-03-01") for n in range(4)])
                reading = page if url == tin else article(url)
                if failing:
                    reading = Other(url=url, family=None, reason="challenge")
                number = int(failing)
                shot = capture(url, number=number)
                CaptureStore(archive).add_capture(shot)
                commit_page(archive, shot, reading, scope=scope, ledger=ledger)
        ledger.end("finished")
    last, first = portal_history(archive.conn, "p1").crawls
    assert (first.requests, first.lists, first.entries, first.pages, first.articles, first.new) == (5, 1, 4, 4, 4, 4)
    assert (last.requests, last.failed, last.articles) == (5, 5, 0)
    health = judge(portal_history(archive.conn, "p1"), datetime.now(UTC))
    assert health.state == "blocked"
    assert date.fromisoformat(portal_history(archive.conn, "p1").days[0]) == date(2026, 3, 1)


def test_the_command_prints_states_and_exits_with_the_worst(world):
    """A portal that nobody answers for: refused once is 3, twice is 5; `scrapy portals` says the same shortly."""

    class Nobody:
        port = 1  # nothing listens there

    down = World(world.home, Nobody())
    down.scrapy("crawl", "sample_wordpress", code=5)
    once = json.loads(down.scrapy("health", "sample_wordpress", "--json", code=3).stdout)
    assert [(row["portal_id"], row["state"], row["times"]) for row in once] == [("sample_wordpress", "refused", 1)]
    down.scrapy("crawl", "sample_wordpress", code=5)
    table = down.scrapy("health", code=5).stdout
    assert "sample_wordpress" in table
    assert "refused" in table
    rows = json.loads(down.scrapy("portals", "--json").stdout)
    assert {row["health"] for row in rows} == {None, "refused"}


def test_bad_input_of_health(world):
    assert "There is no archive" in world.scrapy("health", code=7).stderr
    assert "no portal named nowhere" in world.scrapy("health", "nowhere", code=2).stderr
