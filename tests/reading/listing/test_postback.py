"""Paging by `__doPostBack`: the form of each page asks for the next one, and the ledger knows list pages."""

import time
from urllib.parse import parse_qs

import pytest

from scraper.families.read import read
from scraper.items import Listing, PageRequest
from scraper.reading.listing.postback import PAGE_FIELD, PostBack
from scraper.reading.page.page import Page
from scraper.store.archive import Archive
from scraper.store.ledger.ledger import Ledger
from scraper.urls.canonical import request_key

URL = "https://a.example/vi/chinh-tri"
CALENDAR = "".join(
    f"<td><a href=\"javascript:__doPostBack('ctl00$Calendar1','{8000 + d}')\">{d}</a></td>" for d in range(1, 29)
)


def page(pager, *, state="AbC+/=", body=None, action="./chinh-tri"):
    return Page(
        f'<html><body><form method="post" action="{action}" id="aspnetForm">'
        f'<input type="hidden" name="__VIEWSTATE" value="{state}"><input type="hidden" name="__EVENTTARGET" value="">'
        f'<input type="hidden" name="__EVENTVALIDATION" value="v{state}"><input type="hidden" name="ctl00$h" value="1">'
        f"<table><tr>{CALENDAR}</tr></table>{pager}</form></body></html>",
        URL,
        request_body=body,
    )


def numbers(current, count, target="ctl00$Main$grd", *, first=1, style="span"):
    shown = {
        "span": "<span>{n}</span>",
        "active": "<a class='active' href=\"javascript:__doPostBack('{t}','Page${n}')\">{n}</a>",
    }[style]
    link = "<a href=\"javascript:__doPostBack('{t}','Page${n}')\">{n}</a>"
    cells = [(shown if n == current else link).format(n=n, t=target) for n in range(first, min(first + 10, count + 1))]
    if first + 10 <= count:
        cells.append(link.format(n=first + 10, t=target).replace(f">{first + 10}<", ">...<"))
    return "<table><tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr></table>"


def clicked(request):
    form = parse_qs(request.body, keep_blank_values=True)
    return form["__EVENTTARGET"][0], form["__EVENTARGUMENT"][0]


def test_the_form_is_sent_with_its_state_to_its_own_address():
    request = PostBack()(page(numbers(1, 5)), 10)
    form = parse_qs(request.body, keep_blank_values=True)
    assert (request.method, request.url) == ("POST", URL)
    assert form["__VIEWSTATE"] == ["AbC+/="]
    assert form["__EVENTVALIDATION"] == ["vAbC+/="]
    assert clicked(request) == ("ctl00$Main$grd", "Page$2")
    assert "ctl00$h" not in form, "the server keeps its other fields in the state"
    assert PAGE_FIELD not in form


@pytest.mark.parametrize("style", ["span", "active"])
def test_a_chain_is_followed_over_the_dots_to_its_end(style):
    seen, body = [], None
    for number in range(1, 24):
        first = (number - 1) // 10 * 10 + 1
        request = PostBack()(page(numbers(number, 23, first=first, style=style), state=f"s{number}", body=body), 10)
        if request is None:
            break
        seen.append(clicked(request)[1])
        body = request.body
    assert seen == [f"Page${n}" for n in range(2, 24)]
    assert number == 23


def test_buttons_that_are_numbered_and_not_pages_still_get_a_key_for_every_page():
    def pager(current):
        return (
            '<div class="paging">'
            + "".join(
                f"<span>{n}</span>"
                if n == current
                else f"<a href=\"javascript:__doPostBack('ctl00$DataPager1$ctl01$ctl0{n % 3}','')\">{n}</a>"
                for n in range(current, current + 3)
            )
            + "</div>"
        )

    keys, body = set(), None
    for number in range(1, 9):
        request = PostBack()(page(pager(number), state=f"s{number}", body=body), 10)
        body = request.body
        assert parse_qs(body)[PAGE_FIELD] == [str(number + 1)]
        keys.add(request_key(request.method, request.url, request.body))
    assert len(keys) == 8


def test_what_is_no_pager_asks_for_nothing():
    assert PostBack()(page(""), 10) is None, "days of a calendar are no pages"
    assert PostBack()(page(numbers(5, 5)), 10) is None
    assert PostBack()(page(numbers(1, 5)), 0) is None
    assert PostBack()(Page("<html><body>x</body></html>", URL), 10) is None


def test_a_server_that_does_not_turn_the_page_is_not_asked_for_ever():
    first = PostBack()(page(numbers(1, 5)), 10)
    assert PostBack()(page(numbers(1, 5), state="other", body=first.body), 10) is None


def test_other_links_of_webforms_work_too():
    options = (
        "<div class='pager'><b>1</b> <a href='javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions("
        "&quot;ctl00$p$lnk2&quot;, &quot;&quot;, true, &quot;&quot;, &quot;&quot;, false, true))'>2</a></div>"
    )
    assert clicked(PostBack()(page(options), 3)) == ("ctl00$p$lnk2", "")
    word = "<div class='pager'>Trang <b>2</b> <a href='#' onclick=\"__doPostBack('p$next','')\">Tiếp »</a></div>"
    assert clicked(PostBack()(page(word, body="_page=2"), 3)) == ("p$next", "")


def test_the_key_of_a_list_page_does_not_change_with_the_state_of_the_form():
    one, two = (PostBack()(page(numbers(1, 5), state=state), 10) for state in ("AAAA", "BBBB"))
    other = PostBack()(page(numbers(2, 5), body=one.body), 10)
    assert one.body != two.body
    assert request_key("POST", URL, one.body) == request_key("POST", URL, two.body)
    assert request_key("POST", URL, one.body) != request_key("POST", URL, other.body)
    assert request_key("POST", URL, "a=1&__x=2") != request_key("POST", URL, "a=1&__x=3"), "other forms count whole"


def test_the_next_crawl_sends_the_form_that_the_page_holds_then(tmp_path):
    """One row a list page; with --full no form of an earlier crawl is sent again on its own."""
    archive = Archive.open(tmp_path / "archive.db", create=True)
    start = (PageRequest(url=URL), "start")

    def crawl(state, outcome):
        ledger = Ledger(archive, "p1")
        ledger.begin([start], {"full": True})
        (first,) = ledger.lease(5)
        request = PostBack()(page(numbers(1, 3), state=state), 10)
        with archive.transaction() as conn:
            ledger.offer(conn, request, "list", found_on=None)
            ledger.finish_request(conn, first.key, "listing", is_list=True)
        (second,) = ledger.lease(5)
        with archive.transaction() as conn:
            ledger.offer(conn, request, "list", found_on=None)
            ledger.finish_request(conn, second.key, outcome, is_list=True)
        assert ledger.lease(5) == [], "asked once a crawl"
        ledger.end("finished")
        return second.request

    one, two, three = crawl("s1", "failed"), crawl("s2", "listing"), crawl("s3", "listing")
    assert ["s1" in one.body, "s2" in two.body, "s3" in three.body] == [True, True, True]
    assert archive.value("select count(*) from urls") == 2
    archive.close()


def test_a_list_of_an_unknown_webforms_system_goes_on_too():
    news = "".join(
        f"<li><h3><a href='/vi/tin/{n}'>Hội nghị giao ban công tác tháng {n} của huyện</a></h3>"
        f"<span>{n:02d}/03/2024</span></li>"
        for n in range(1, 6)
    )
    got = read(page(f"<ul class='ds'>{news}</ul><div class='trang'>{numbers(1, 4)}</div>", action="./tin"))
    assert isinstance(got, Listing)
    assert len(got.cards) == 5
    assert got.next is not None
    assert clicked(got.next) == ("ctl00$Main$grd", "Page$2")


@pytest.mark.parametrize("apart", ["", "</p><p>"])
def test_thousands_of_buttons_take_no_second(apart):
    link = "<a href=\"javascript:__doPostBack('g${n}','')\">{n}</a>"
    many = "<div><p>" + apart.join(link.format(n=n) for n in range(2, 6000)) + "</p></div>"
    begun = time.process_time()
    PostBack()(page(many), 10)
    assert time.process_time() - begun < 1
