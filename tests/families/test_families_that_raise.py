"""A fault of a family costs one page: it is heard in the log, and the page ends as `unreadable`."""

import logging

import pytest

from scraper.families.read import read
from scraper.items import Listing, Other
from scraper.reading import Family, Page, Sign, Spec, read_by_spec

URL = "https://a.example/tin"
CARDS = "".join(f"<li><a href='/{n}'>Bản tin số {n} của xã Nà Khương</a></li>" for n in range(4))
HTML = f"<html><head><title>Tin</title></head><body><ul>{CARDS}</ul></body></html>"


def broken(*_args):
    raise KeyError("on purpose")


def family(**more):
    given = {"reader": read_by_spec, "rule": lambda _: (Sign(100, "made by hand"),)} | more
    return Family(id="faulty", title="Faulty", specs=(Spec(title=("h1",), body=("div",), card=("li",)),), **given)


def test_the_family_of_this_test_reads_the_page():
    assert isinstance(read(Page.from_text(HTML, URL), (family(),)), Listing)


@pytest.mark.parametrize(
    "faulty",
    [family(reader=broken), family(rule=broken), family(paging=(broken,))],
    ids=["reader", "rule", "paging"],
)
def test_a_family_that_raises_is_heard_and_the_page_is_unreadable(faulty, caplog):
    got = read(Page.from_text(HTML, URL), (faulty,))
    assert isinstance(got, Other)
    assert (got.url, got.reason, got.detail) == (URL, "unreadable", "KeyError: 'on purpose'")
    (heard,) = caplog.records
    assert (heard.levelno, heard.name) == (logging.ERROR, "scraper.families.read")
    assert URL in heard.getMessage()
    assert heard.exc_info, "with its traceback"
    assert "def broken" in caplog.text or "in broken" in caplog.text


def test_a_hook_that_raises_is_heard_where_it_is_asked(caplog):
    faulty = family(before_parsing=broken)
    refused = Page("<p>x</p>", URL, status=400)
    assert read(refused, (faulty,)).reason == "unreadable"
    assert len(caplog.records) == 1
    assert isinstance(read(Page.from_text(HTML, URL), (faulty,)), Listing), (
        "it is not asked for a page that can be read"
    )


def test_what_a_family_knows_of_an_answer_comes_before_its_status():
    end = Listing(url=URL, family="faulty", source="feed")
    knows = family(before_parsing=lambda page: end if "het" in page.text else None)
    assert read(Page("het", URL, status=400), (knows,)) == end
    assert read(Page("het", URL, status=400)).reason == "http_error", "a portal's own family"
    assert read(Page("khac", URL, status=400), (knows,)).reason == "http_error"
