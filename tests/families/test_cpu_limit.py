"""The bound on the CPU time of one page: who may raise it, who may not swallow it, and what it leaves behind."""

import re
import signal
import threading
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from scraper.families.cpu_limit import PageLimit, TooSlowError, within
from scraper.families.general import GENERAL
from scraper.families.read import read
from scraper.items import Article
from scraper.reading import Page, Sign

URL = "https://cham.example/tin"
TITLE = "Xã Nà Khương mở chợ phiên"
TEXT = "".join(f"<p>Phiên thứ {n}, chợ họp từ sáng sớm, bà con bán rau và vải.</p>" for n in range(20))
PAGE = f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1><div class=bai>{TEXT}</div></body></html>"
LITTLE = 0.05  # CPU seconds


def loop(*_):
    while True:
        pass


def go_back_and_forth(*_):
    re.match(r"(?:a|a)*$", "a" * 60 + "b")


def swallow_what_comes(*_):
    while True:
        try:
            loop()
        except Exception:  # noqa: BLE001 - that is what is tested
            continue


def lose_what_comes(*_):
    """Whatever is raised while an object is thrown away is lost there."""

    class Lost:
        def __del__(self):
            loop()

    Lost()
    loop()


HANGS = [loop, go_back_and_forth, swallow_what_comes]


@pytest.fixture
def _little(monkeypatch):
    monkeypatch.setattr(PageLimit, "cpu_seconds", LITTLE)


@pytest.fixture(autouse=True)
def _nothing_is_left_behind():
    before = signal.getsignal(signal.SIGPROF)
    yield
    assert signal.getsignal(signal.SIGPROF) is before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


@pytest.mark.usefixtures("_little")
@pytest.mark.parametrize("hang", HANGS)
def test_a_page_that_takes_too_long_is_given_up(hang, caplog):
    family = replace(GENERAL, id="hangs", rule=lambda _: (Sign(100, "any"),), reader=hang)
    got = read(Page.from_text(PAGE, URL), (family,))
    assert (got.url, got.reason, got.detail) == (URL, "too_slow", "more than 0.05 s of CPU time")
    assert URL in caplog.text


@pytest.mark.usefixtures("_little")
@pytest.mark.parametrize("hang", HANGS)
def test_recognising_counts_too(hang):
    family = replace(GENERAL, id="hangs", rule=hang)
    assert read(Page.from_text(PAGE, URL), (family,)).reason == "too_slow"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_that_is_lost_comes_again():
    with pytest.raises(TooSlowError):
        within(LITTLE, lose_what_comes)


@pytest.mark.usefixtures("_little")
def test_a_page_without_an_address_is_not_parsed_for_one():
    page = Page.from_text("<meta property='og:url' content='https://a.example/1'>")
    family = replace(GENERAL, id="hangs", rule=loop)
    assert read(page, (family,)).url == ""


def test_what_was_there_before_is_put_back():
    heard = []
    before = signal.signal(signal.SIGPROF, lambda *_: heard.append(1))
    signal.setitimer(signal.ITIMER_PROF, 1000, 7)
    try:
        assert within(LITTLE, lambda: 42) == 42
        with pytest.raises(TooSlowError):
            within(LITTLE, loop)
        with pytest.raises(KeyError):
            within(LITTLE, lambda: {}["a"])
        assert signal.getitimer(signal.ITIMER_PROF) == pytest.approx((1000, 7), abs=1)
        signal.raise_signal(signal.SIGPROF)
        assert heard == [1]
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def test_zero_is_no_bound_and_a_fast_call_is_let_be():
    assert within(0, lambda: signal.getitimer(signal.ITIMER_PROF)) == (0.0, 0.0)
    assert within(5, lambda: "read") == "read"


def test_in_another_thread_there_is_no_bound():
    found = []
    thread = threading.Thread(target=lambda: found.append(read(Page.from_text(PAGE, URL))))
    thread.start()
    thread.join()
    assert isinstance(found[0], Article)


def test_ctrl_c_goes_through():
    with pytest.raises(KeyboardInterrupt):
        within(5, lambda: signal.raise_signal(signal.SIGINT))


def test_pages_after_one_that_was_given_up_midway_are_read_whole(monkeypatch):
    """The one parser that all fragments share is not used again after it was stopped midway."""
    whole = read(Page.from_text(PAGE, URL))
    with monkeypatch.context() as patch:
        patch.setattr(PageLimit, "cpu_seconds", LITTLE)
        patch.setattr(BeautifulSoup, "object_was_parsed", loop)
        assert read(Page.from_text(PAGE, URL)).reason == "too_slow"
    assert read(Page.from_text(PAGE, URL)) == whole


def test_the_same_page_can_be_read_again(monkeypatch):
    """What a page works out once is either whole or not there."""
    page = Page.from_text(PAGE, URL)
    family = replace(GENERAL, id="hangs", reader=loop, rule=lambda page: (Sign(100, page.title + page.address),))
    with monkeypatch.context() as patch:
        patch.setattr(PageLimit, "cpu_seconds", LITTLE)
        assert read(page, (family,)).reason == "too_slow"
    assert read(page) == read(Page.from_text(PAGE, URL))
