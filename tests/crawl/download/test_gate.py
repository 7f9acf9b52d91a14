"""At least the set delay between two requests to a real host, over all portals of the process."""

import asyncio
import json
import random
import subprocess
import sys
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest
from helpers.paths import ROOT
from scrapy.settings import Settings

from scraper.crawl.download.gate import MAX_CRAWL_DELAY, MAX_HOLD, HostGate, host_of, retry_after


def test_one_request_a_delay_in_the_order_they_came():
    gate = HostGate(1.5)
    assert [gate.reserve("a.vn", now) for now in (10.0, 10.0, 10.5, 20.0)] == [0, 1.5, 2.5, 0]


def test_hosts_do_not_wait_for_each_other_and_samples_never():
    gate = HostGate(1.0)
    assert gate.reserve("a.vn", 0.0) == gate.reserve("b.vn", 0.0) == 0
    assert [gate.reserve("langson.example", 0.0) for _ in range(3)] == [0, 0, 0]
    assert gate.reserve("notexample", 0.0) == 0
    assert gate.reserve("notexample", 0.0) == 1


@pytest.mark.parametrize("seed", range(20))
def test_the_rate_is_never_above_the_set_one(seed):
    chance = random.Random(seed)
    gate = HostGate(0.7)
    now, sent = 0.0, []
    for _ in range(100):
        now += chance.random()
        sent.append(now + gate.reserve("a.vn", now))
    assert min(b - a for a, b in pairwise(sent)) >= 0.7 - 1e-9


async def test_wait_sleeps_as_long_as_reserved():
    slept = []

    async def sleep(seconds):
        slept.append(seconds)

    gate = HostGate(2.0, clock=lambda: 100.0, sleep=sleep)
    for _ in range(3):
        await gate.wait("a.vn")
    assert slept == [2.0, 4.0]


def test_www_case_and_port_do_not_make_another_host():
    assert {host_of(u) for u in ("http://WWW.a.vn/x", "https://a.vn:8443/", "http://a.vn")} == {"a.vn"}


def test_one_gate_a_process_and_the_longest_delay_counts(monkeypatch):
    monkeypatch.setattr(HostGate, "_shared", None)
    first = HostGate.for_settings(Settings({"HOST_DELAY": 2}))
    assert HostGate.for_settings(Settings({"HOST_DELAY": 0.5})) is first
    assert first.delay == 2
    assert HostGate.for_settings(Settings({"HOST_DELAY": 3})).delay == 3


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self):
        self.now = 1000.0
        self.slept = []

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds

    def gate(self, delay=1.0):
        return HostGate(delay, clock=self, sleep=self.sleep)


def test_a_pause_that_a_sample_portal_asks_for_is_slept_through():
    """Not waited for in a circle: nothing else of the process would run."""
    clock = Clock()
    gate = clock.gate()
    gate.hold("mau.example", 40)
    asyncio.run(gate.wait("mau.example"))
    assert clock.slept == [40]


def test_crawl_delay_of_robots_counts_for_its_host_alone():
    """Capped at 120 s, never faster than HOST_DELAY."""
    gate = HostGate(1.0)
    assert gate.reserve("a.vn", 0.0) == 0
    gate.set_delay("a.vn", 10)
    assert gate.reserve("a.vn", 2.0) == 8  # also for the request after robots.txt itself
    gate.set_delay("a.vn", 86_400)
    assert gate.reserve("a.vn", 10.0) == MAX_CRAWL_DELAY == 120
    gate.set_delay("a.vn", 0.1)
    assert gate.reserve("a.vn", 130.0) == 1
    for nonsense in (float("nan"), float("inf"), -5.0):
        gate.set_delay("b.vn", nonsense)
        gate.reserve("b.vn", 0.0)
    assert gate.reserve("b.vn", 3.0) == 0


async def test_retry_after_holds_the_host_back_and_those_who_wait_already():
    """The pause is kept to the second, also by requests whose turn would come within it."""
    clock = Clock()
    gate = clock.gate()
    await gate.wait("a.vn")
    assert gate.hold("a.vn", 60) == 60
    await gate.wait("b.vn")
    assert clock.slept == []
    await gate.wait("a.vn")
    assert clock.now == 1060
    await gate.wait("a.vn")
    assert clock.now == 1061
    assert gate.hold("a.vn", 86_400) == MAX_HOLD == 900
    await gate.wait("a.vn")
    assert clock.now == 1961
    gate.hold("a.vn", 100)
    gate.hold("a.vn", 5)  # the longer pause stays
    await gate.wait("a.vn")
    assert clock.now == 2061


async def test_a_pause_that_is_asked_for_while_a_request_waits():
    clock = Clock()
    gate = HostGate(2.0, clock=clock, sleep=clock.sleep)
    await gate.wait("a.vn")

    async def interrupted(seconds):
        if clock.slept == []:
            gate.hold("a.vn", 30)
        await clock.sleep(seconds)

    gate._sleep = interrupted
    await gate.wait("a.vn")
    assert clock.now == 1030


def test_hosts_at_one_address_share_a_gate():
    """Many portals, one server."""
    gate = HostGate(1.0)
    gate.reserve("a.vn", 0.0)
    gate.reserve("b.vn", 0.0)  # not yet known
    gate.learn("a.vn", "192.0.2.1")
    gate.learn("b.vn", "192.0.2.1")
    assert [gate.reserve(host, 0.5) for host in ("a.vn", "b.vn", "c.vn", "a.vn")] == [0.5, 1.5, 0, 2.5]
    gate.set_delay("a.vn", 30)
    assert gate.reserve("a.vn", 3.0) == 30
    assert gate.reserve("b.vn", 40.0) == 0
    gate.learn("b.vn", "192.0.2.9")  # moved
    assert gate.reserve("a.vn", 70.0) == gate.reserve("b.vn", 70.0) == 0
    gate.learn("langson.example", "127.0.0.1")
    assert gate.reserve("langson.example", 70.0) == 0


@pytest.mark.parametrize("seed", range(20))
def test_the_rate_at_an_address_is_never_above_the_set_one(seed):
    chance = random.Random(seed)
    gate = HostGate(0.7)
    hosts = [f"{name}.vn" for name in "abc"]
    for host in hosts:
        gate.learn(host, "192.0.2.1")
    gate.set_delay("a.vn", 3)
    now, sent = 0.0, []
    for _ in range(200):
        now += chance.random()
        host = chance.choice(hosts)
        sent.append((now + gate.reserve(host, now), host))
    sent.sort()
    assert min(b - a for (a, _), (b, _) in pairwise(sent)) >= 0.7 - 1e-9
    slow = [at for at, host in sent if host == "a.vn"]
    assert min(b - a for a, b in pairwise(slow)) >= 3 - 1e-9


NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("Sun, 22 Nov 2026 06:02:00 GMT", 120),
        ("Sunday, 22-Nov-26 06:02:00 GMT", 120),
        ("Sun Nov 22 06:02:00 2026", 120),
        ("Sun, 22 Nov 2026 05:00:00 GMT", 0),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("1.5", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    """Retry-After in both of its forms."""
    assert retry_after(value, NOW) == seconds


class _Busy(BaseHTTPRequestHandler):
    answers = []
    times = []

    def do_GET(self):
        self.times.append(self.path)
        status, fields, body = self.answers.pop(0)
        self.send_response(status)
        for name, value in (*fields, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


GATED = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess
from scraper.crawl.download.gate import HostGate

class Clock:
    now, slept = 0.0, []
    def __call__(self):
        return self.now
    async def sleep(self, seconds):
        self.slept.append(round(seconds, 3))
        self.now += seconds

clock = Clock()
HostGate._shared = HostGate(1.0, clock=clock, sleep=clock.sleep)

class Portal(scrapy.Spider):
    name = "thu_nghiem"

    async def start(self):
        for path in ("/1", "/2", "/3"):
            yield scrapy.Request(sys.argv[1] + path, callback=self.came)

    def came(self, response):
        pass

process = CrawlerProcess({
    "DOWNLOAD_HANDLERS": {"http": "scraper.crawl.download.handler.WarcDownloadHandler"},
    "DOWNLOADER_MIDDLEWARES": {"scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
                               "scraper.crawl.robots.RobotsMiddleware": 100},
    "ROBOTSTXT_OBEY": True, "ROBOTSTXT_USER_AGENT": "CongTin", "CONCURRENT_REQUESTS": 1, "HTTPERROR_ALLOW_ALL": True,
    "CAPTURES_DIR": sys.argv[2] + "/captures", "ARCHIVE_DB": sys.argv[2] + "/archive.db", "RETRY_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "LOG_LEVEL": "WARNING",
})
process.crawl(Portal)
process.start()
print(json.dumps(clock.slept))
"""


def test_robots_and_retry_after_reach_the_gate(tmp_path):
    """Crawl-delay of the group that means us; 429 and 503 with Retry-After; 200 with it is no pause."""
    robots = b"User-agent: *\nCrawl-delay: 50\n\nUser-agent: CongTin\nCrawl-delay: 4\n"
    _Busy.answers[:] = [
        (200, [("Content-Type", "text/plain")], robots),
        (429, [("Retry-After", "100")], b"cham lai"),
        (200, [("Retry-After", "500")], b"1"),
        (200, [], b"2"),
    ]
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Busy)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        done = subprocess.run(
            [sys.executable, "-c", GATED, f"http://127.0.0.1:{server.server_address[1]}", str(tmp_path)],
            capture_output=True,
            text=True,
            timeout=30,
            cwd=ROOT,
            check=False,
        )
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [4, 100, 4]
    assert "asks for a pause (429): nothing is sent for 100 s" in done.stderr
