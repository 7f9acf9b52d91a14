"""Optional time windows per portal and a budget per run; a crawl that is paused goes on later."""

from datetime import UTC, datetime, timedelta

import pytest
from helpers.handmade import article, listing, serve
from helpers.world import World

from scraper.crawl.allowance import Allowance
from scraper.errors import UsageProblem
from scraper.portals.window import is_open, parse_window
from scraper.sample import SampleServer
from scraper.store.ledger.reports import PAUSED, worst
from scraper.times import VIETNAM


def at(clock):
    """A moment in UTC at which clocks in Viet Nam show `clock`."""
    return datetime.fromisoformat(f"2026-11-22T{clock}:00+07:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("window", "inside", "outside"),
    [
        (("08:00", "17:30"), ("08:00", "12:00", "17:29"), ("07:59", "17:30", "23:00", "00:00")),
        (("22:00", "05:00"), ("22:00", "23:59", "00:00", "04:59"), ("05:00", "12:00", "21:59")),
    ],
)
def test_windows_are_those_of_viet_nam_and_may_span_midnight(window, inside, outside):
    assert all(is_open(window, at(clock)) for clock in inside)
    assert not any(is_open(window, at(clock)) for clock in outside)


@pytest.mark.parametrize(
    "text", ["22:00", "22-5", "24:00-05:00", "22:00-05:60", "22:00-22:00", "", "a-b", "22:00–05:00"]
)
def test_what_is_no_window_gets_a_sentence(text):
    with pytest.raises(UsageProblem, match="22:00-05:00"):
        parse_window(text)


def test_a_run_stops_at_its_budget_its_minutes_and_the_end_of_its_window():
    now = [at("04:58")]
    allowance = Allowance(parse_window("22:00-05:00"), budget=3, minutes=1, clock=lambda: now[0])
    assert allowance.stop() is None
    assert [allowance.room(n) for n in (2, 16)] == [2, 3]
    now[0] += timedelta(minutes=1)
    assert "minutes" in allowance.stop()
    allowance.minutes = None
    now[0] += timedelta(minutes=1)
    assert "22:00 to 05:00" in allowance.stop()
    allowance.window, allowance.spent = None, 3
    assert "budget of 3" in allowance.stop()
    assert allowance.room(5) == 0


@pytest.mark.parametrize(
    ("codes", "code"), [((0, 0), 0), ((0, PAUSED), PAUSED), ((PAUSED, 3), 3), ((5, PAUSED, 1), 5), ((), 1)]
)
def test_a_pause_hides_no_failure(codes, code):
    assert worst(codes) == code


def test_a_paused_crawl_goes_on_where_it_stopped(tmp_path):
    """Exit code 11, one crawl over three runs, every page asked for once, never more than the budget."""
    with SampleServer(port=0, sites=()) as server:
        names = [f"/tin-{n}" for n in range(6)]
        pages = {"/tin": listing(names)} | {name: article(f"Tin {name}") for name in names}
        serve(server, "plain-tay.example", pages)
        world = World(tmp_path, server, "helpers.handmade.spiders")
        soon = datetime.now(VIETNAM) + timedelta(hours=2)
        closed = f"{soon:%H:%M}-{soon + timedelta(hours=1):%H:%M}"
        first = world.scrapy("crawl", "plain", "--window", closed, code=PAUSED)
        assert server.log == []
        assert "outside the window" in first.stdout
        done = world.scrapy("crawl", "plain", "--budget", "4", code=PAUSED)
        assert "the budget of 4 requests is spent" in done.stdout
        assert len([path for _, _, path in server.log if path != "/robots.txt"]) == 4
        world.scrapy("crawl", "plain", "--budget", "40")
        assert sorted(path for _, _, path in server.log if path != "/robots.txt") == sorted(pages)
    archive = world.archive()
    assert [tuple(row) for row in archive.rows("select state, options ->> '$.paused' from crawls")] == [
        ("finished", None)
    ]
    assert archive.value("select count(*) from visits where outcome = 'stored'") == 6
    archive.close()
