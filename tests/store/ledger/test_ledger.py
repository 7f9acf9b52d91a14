"""The ledger: one row a request for ever, one outcome a crawl, nothing lost on the way."""

from dataclasses import replace

import pytest
from helpers.values import article, capture, listing, stamp
from twisted.python.failure import Failure
from twisted.web.client import ResponseNeverReceived

from scraper.errors import describe
from scraper.intake.read_capture import page_of, read_capture
from scraper.items import Article, Listing, Other, PageRequest, Related
from scraper.portals.portal_map import PortalMap
from scraper.store.archive import Archive
from scraper.store.captures.originals import CaptureStore
from scraper.store.commit import RETRIES, commit_page
from scraper.store.ledger.ledger import Ledger
from scraper.store.ledger.reports import crawl_report
from scraper.store.links import Scope, follow

START = [(PageRequest(url="http://p1.example/tin"), "start")]
SCOPE = Scope(portal_of=lambda url: "p1" if "p1.example" in url else None)


@pytest.fixture
def archive(tmp_path):
    return Archive.open(tmp_path / "archive.db", create=True)


def begin(archive, **options):
    ledger = Ledger(archive, "p1")
    ledger.begin(START, options)
    return ledger


def answer(archive, ledger, lease, reading, *, status=200, number=0):
    shot = capture(lease.request.url, status=status, number=number)
    CaptureStore(archive).add_capture(shot)
    return commit_page(archive, shot, reading, scope=SCOPE, ledger=ledger)


def error(url, status):
    return Other(url=url, family=None, reason="http_error", detail=str(status))


def outcomes(archive, ledger):
    rows = archive.rows(
        "select url, outcome from visits join urls on key = url_key where crawl_id = ?", ledger.crawl_id
    )
    return {row["url"].partition("example")[2]: row["outcome"] for row in rows}


def test_a_list_page_leads_to_its_articles_before_the_next_list_page(archive):
    ledger = begin(archive)
    (start,) = ledger.lease(16)
    cards = listing(
        "l", ("http://p1.example/a", None), ("http://p1.example/b", None), ("http://other.example/c", None)
    )
    more = Listing(url="l", family="test", cards=cards.cards, next=PageRequest(url="http://p1.example/tin?page=1"))
    assert answer(archive, ledger, start, more) == "listing"
    assert [lease.request.url.partition("example")[2] for lease in ledger.lease(16)] == ["/a", "/b", "/tin?page=1"]


def test_what_a_killed_run_held_is_handed_out_again_in_the_same_crawl(archive):
    first = begin(archive)
    assert len(first.lease(16)) == 1
    second = Ledger(archive, "p1")
    assert second.begin(START, {}) is True
    assert second.crawl_id == first.crawl_id
    assert len(second.lease(16)) == 1


def test_a_second_crawl_asks_for_lists_failures_and_what_is_due(archive):
    ledger = begin(archive)
    (start,) = ledger.lease(16)
    cards = listing("l", *[(f"http://p1.example/{name}", None) for name in "abcd"])
    answer(archive, ledger, start, cards)
    a, b, c, d = ledger.lease(16)
    assert answer(archive, ledger, a, article(a.request.url)) == "stored"
    assert answer(archive, ledger, b, error(b.request.url, 404), status=404) == "gone"
    assert answer(archive, ledger, c, Other(url=c.request.url, family=None, reason="empty")) == "failed"
    assert answer(archive, ledger, d, Other(url=d.request.url, family=None, reason="page")) == "other"
    ledger.end("finished")
    assert outcomes(archive, ledger) == {
        "/tin": "listing",
        "/a": "stored",
        "/b": "gone",
        "/c": "failed",
        "/d": "other",
    }
    archive.conn.execute("update urls set due_at = '9999' where due_at is not null")
    again = begin(archive)
    assert again.crawl_id != ledger.crawl_id
    assert sorted(lease.request.url[-2:] for lease in again.lease(16)) == ["/c", "in"]
    again.end("finished")
    archive.conn.execute("update urls set due_at = '2026' where due_at is not null")
    full = begin(archive)
    assert [lease.request.url[-2:] for lease in full.lease(16)] == ["in", "/b", "/c", "/a"], "known articles last"
    full.end("finished")
    assert len(begin(archive, full=True).lease(16)) == 5


@pytest.mark.parametrize("status", [500, 503, 429])
def test_passing_errors_are_retried_then_failed(archive, status):
    ledger = begin(archive)
    for n in range(RETRIES):
        (lease,) = ledger.lease(16)
        assert answer(archive, ledger, lease, error(lease.request.url, status), status=status, number=n) == "retry"
    (lease,) = ledger.lease(16)
    assert answer(archive, ledger, lease, error(lease.request.url, status), status=status, number=9) == "failed"
    assert ledger.lease(16) == []
    assert archive.value("select reason from failures") == "http_error"


@pytest.mark.parametrize(("why", "outcome"), [("disconnect", "retry"), ("time", "retry"), ("length", "failed")])
def test_an_answer_that_broke_off_is_asked_for_again_at_once(archive, why, outcome):
    """As one is whose connection broke before its head; what was too large stays so."""
    ledger = begin(archive)
    (lease,) = ledger.lease(16)
    shot = replace(capture(lease.request.url), truncated=why)
    CaptureStore(archive).add_capture(shot)
    page = page_of(shot, b"<html><body><h1>T", "text/html", None)
    reading = read_capture(shot, page, PortalMap([]))
    assert commit_page(archive, shot, reading, ledger=ledger, scope=SCOPE) == outcome


def test_a_redirect_that_leads_nowhere_is_no_answer(archive):
    """A page that only leads round in a circle was not had, and the crawl says so."""
    ledger = begin(archive)
    (start,) = ledger.lease(16)
    names = ("a", "b", "c", "dead", "on")
    answer(archive, ledger, start, listing("l", *[(f"http://p1.example/{name}", None) for name in names]))
    leases = {lease.request.url[-1]: lease for lease in ledger.lease(16)}
    for here, there in {"a": "/b", "b": "/c", "c": "/a", "d": None, "n": "/moi"}.items():
        where = f"http://p1.example{there}" if there else None
        moved = Other(url="", family=None, reason="redirect", detail="302", location=where)
        answer(archive, ledger, leases[here], moved, status=302)
    assert outcomes(archive, ledger) == {
        "/tin": "listing",
        "/a": "redirect",
        "/b": "redirect",
        "/c": "failed",
        "/dead": "failed",
        "/on": "redirect",
    }
    assert {row[0] for row in archive.rows("select detail from failures")} == {
        "redirect loop",
        "redirect to no address",
    }


def test_reasons_of_a_lost_connection_are_words():
    """Twisted keeps them in a list of failures, which is nothing to print in a report."""
    lost = ResponseNeverReceived([Failure(ConnectionResetError(104, "reset by peer"))])
    assert describe(lost) == "ConnectionResetError: [Errno 104] reset by peer"
    outer = OSError("x")
    outer.__cause__ = lost
    assert describe(outer) == describe(lost)
    assert describe(OSError("x")) == "x"


def test_every_request_ends_in_one_outcome(archive):
    ledger = begin(archive, limit=1)
    (start,) = ledger.lease(16)
    trap = "http://p1.example/x.html/en/vi"
    answer(archive, ledger, start, listing("l", ("http://p1.example/a", None), (trap, None)))
    ledger.end("limited")
    assert outcomes(archive, ledger) == {"/tin": "listing", "/a": "not_reached", "/x.html/en/vi": "out_of_scope"}
    assert archive.value("select count(*) from urls") == archive.value("select count(*) from visits")
    report = crawl_report(archive, "p1")
    assert report.state == "limited"


def test_ingested_pages_count_as_had(archive):
    shot = capture("http://p1.example/a")
    CaptureStore(archive).add_capture(shot)
    linked = article(shot.url, related=(Related(url="http://p1.example/b", title="b"),))
    commit_page(archive, shot, linked, scope=SCOPE)
    assert [lease.request.url for lease in begin(archive).lease(16)] == [
        "http://p1.example/tin",
        "http://p1.example/b",
    ]


def test_since_ends_a_list_whose_dated_cards_are_all_older():
    following = PageRequest(url="http://p1.example/tin?page=1")

    def asked(*cards):
        reading = listing("l", *cards)
        return [
            request.url
            for request, _ in follow(Listing(url="l", family="t", cards=reading.cards, next=following), "2025")
        ]

    assert asked(("a", "2024-12-31"), ("b", "2023-01-01")) == []
    assert asked(("a", "2025-01-01"), ("b", "2023-01-01")) == ["a", following.url]
    assert asked(("a", None), ("b", None)) == ["a", "b", following.url]


def test_related_lists_are_followed_and_redirects_too():
    related = Related(url="http://p1.example/b", title="b", date=stamp("2020-01-01"))
    reading = Article(url="a", family="t", title="t", body="b", related=(related,))
    assert follow(reading) == [(PageRequest(url=related.url), "related")]
    assert follow(reading, "2021-01-01") == []
    moved = Other(url="a", family=None, reason="redirect", location="http://p1.example/new")
    assert follow(moved) == [(PageRequest(url="http://p1.example/new"), "page")]


@pytest.mark.parametrize(
    ("visits", "archived", "code"),
    [
        ({"stored": 3, "listing": 1}, True, 0),
        ({"listing": 4}, True, 0),
        ({"stored": 3, "listing": 1, "gone": 1, "robots": 1}, True, 0),
        ({"stored": 3, "failed": 1}, True, 3),
        ({"listing": 2, "failed": 5}, False, 4),
        ({"robots": 2}, False, 5),
        ({"failed": 1}, False, 5),
        ({}, False, 5),
    ],
)
def test_exit_codes_come_from_the_ledger(archive, visits, archived, code):
    ledger = begin(archive)
    if archived:
        shot = capture("http://p1.example/kept")
        CaptureStore(archive).add_capture(shot)
        commit_page(archive, shot, article(shot.url), scope=SCOPE)
    with archive.transaction() as conn:
        for outcome, count in visits.items():
            for n in range(count):
                ledger.offer(conn, PageRequest(url=f"http://p1.example/{outcome}/{n}"), "page", None)
        for row in archive.rows("select key, url from urls where url like '%/_/_' escape '/' or url glob '*/[0-9]'"):
            ledger.finish_request(conn, row["key"], row["url"].split("/")[3])
    ledger.end("finished")
    assert crawl_report(archive, "p1").exit_code == code


def test_an_interrupted_crawl_is_code_1(archive):
    begin(archive)
    assert crawl_report(archive, "p1").exit_code == 1
