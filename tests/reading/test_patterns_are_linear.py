"""Every pattern of the package, against texts made to hold it up: its time grows as the text does, in every use of it.

CPU time is measured, the least of several runs, and only what is slow at first is measured again, longer.
"""

import re
import time
from functools import partial

import pytest
from helpers.patterns import attacks, grown, patterns, ways

from scraper.families.cpu_limit import TooSlowError, within

SHORT, LONG = 4000, 32_000  # characters
ENOUGH = 0.015  # CPU seconds for a short text: what is linear takes a tenth, what is quadratic some times as much
MOST = 24  # times as long for a text eight times as long: what is quadratic takes 64 times
NEVER = 3.0  # CPU seconds

PATTERNS = patterns()
WAYS = ways()
EVERY_WAY = ("search", "match", "fullmatch")
# Only asked of short texts, which the code looks at first.
BOUNDED = {"scraper.reading.article.bylines._ACCOUNT": "lines of at most 90 characters"}


def seconds(call, runs=1):
    """The least CPU time of `call` in so many runs; NEVER when one takes that long."""
    found = []
    for _ in range(runs):
        started = time.process_time()
        try:
            within(NEVER, call)
        except TooSlowError:
            return NEVER
        found.append(time.process_time() - started)
    return min(found)


def growth(call, attack, pattern):
    """How many times as long the eightfold text takes."""
    short = seconds(partial(call, grown(attack, pattern, SHORT)), 3)
    return seconds(partial(call, grown(attack, pattern, LONG)), 3) / short if short < NEVER else float("inf")


def slow(pattern, ways):
    """The first use of `pattern` whose time grows faster than its text, with that text; None when there is none."""
    for attack in attacks(pattern):
        text = grown(attack, pattern, SHORT)
        for way in ways:
            call = getattr(pattern, way)
            if seconds(partial(call, text)) > ENOUGH and growth(call, attack, pattern) > MOST:
                return way, attack
    return None


@pytest.mark.parametrize("where", PATTERNS)
def test_time_grows_as_the_text_does(where):
    name = where.partition(" ")[0]
    if name in BOUNDED:
        pytest.skip(BOUNDED[name])
    found = slow(PATTERNS[where], WAYS.get(name.rpartition(".")[2], EVERY_WAY))
    assert found is None, f"{where}: {PATTERNS[where].pattern[:200]}"


def test_they_are_all_found():
    assert len(PATTERNS) > 200
    assert {name.partition(" ")[0] for name in PATTERNS} >= set(BOUNDED)
    assert any("reading.no_news._CHALLENGE" in name for name in PATTERNS)


@pytest.mark.parametrize(
    ("careless", "way"),
    [(r"\s*,", "search"), (r"(?:a|a)*b", "match"), (r"<!--.*?-->x", "search"), (r"(?:[a-z]+)+", "fullmatch")],
)
def test_a_careless_pattern_is_found_out(careless, way):
    assert slow(re.compile(careless, re.DOTALL), [way])


@pytest.mark.parametrize("careful", [r"(?:(?<!\s)\s++)?+,", r"(?:[a-z]++)+", r"<!--[^<]*+", r"a{1,20}b"])
def test_a_careful_pattern_is_let_be(careful):
    assert slow(re.compile(careful), EVERY_WAY) is None
