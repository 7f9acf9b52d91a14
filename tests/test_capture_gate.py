"""Issue 2: at least the set delay between two requests to a real host, over all portals of the process."""

import random
from itertools import pairwise

import pytest
from scrapy.settings import Settings

from scraper.capture.gate import HostGate, host_of


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
