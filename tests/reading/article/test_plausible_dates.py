"""Dates seen from the moment of the capture: nothing is published tomorrow, and a clock is no date of an article."""

from datetime import datetime

import pytest

from scraper.families.read import read
from scraper.items import Article, Stamp
from scraper.reading.article.plausible import is_clock, plausible
from scraper.reading.page.page import Page

TITLE = "Bến phà Cốc Lếch chạy thử chuyến đầu tiên sau lũ"
TEXT = (
    "<p>Sáng nay bến phà Cốc Lếch chạy thử chuyến đầu tiên sau hơn một tháng phải nghỉ vì nước lũ dâng quá mố cầu dẫn.</p>"
    "<p>Chủ bến cho biết phà chở được hai mươi xe máy mỗi chuyến, giá vé giữ như năm ngoái cho tới hết mùa mưa này.</p>"
)
FETCHED = datetime.fromisoformat("2024-03-12T08:00:00+00:00")  # 15:00 in Viet Nam


def article(head="", above="", between="", url="https://cocleech.example/tin/ben-pha.html"):
    html = (
        f"<html><head><title>{TITLE}</title>{head}</head><body><div>{above}<h1>{TITLE}</h1>{between}<div>{TEXT}</div></div>"
        "</body></html>"
    )
    found = read(Page.from_bytes(url, html.encode(), content_type="text/html; charset=utf-8", fetched_at=FETCHED))
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize(
    ("value", "stands"),
    [
        ("2024-03-12T14:00:00+07:00", True),
        ("2024-03-13T14:59:00+07:00", True),  # clocks go wrong
        ("2024-03-13T15:01:00+07:00", False),
        ("2024-03-13", True),
        ("2024-03-14", False),
        ("2099-12-05", False),
    ],
)
def test_a_date_more_than_a_day_after_the_capture_is_none(value, stands):
    stamp = Stamp(value=value, precision="day" if len(value) == 10 else "minute", source="page")
    assert plausible(stamp, FETCHED) == (stamp if stands else None)
    assert plausible(stamp, None) == stamp  # nobody knows when it was fetched


@pytest.mark.parametrize(("value", "clock"), [("15:01", True), ("14:58", True), ("14:50", False), ("08:00", False)])
def test_the_minute_of_the_capture_is_a_clock(value, clock):
    assert is_clock(Stamp(value=f"2024-03-12T{value}:00+07:00", precision="minute", source="page"), FETCHED) is clock


@pytest.mark.parametrize("place", ["above", "between"])
def test_a_clock_in_the_column_of_the_text_is_no_date(place):
    assert article(**{place: "<div>Thứ ba, 12/03/2024 15:01</div>"}).published is None


@pytest.mark.parametrize(
    "line", ["<div>Ngày đăng: 12/03/2024 15:01</div>", "<div class='ngay'>11/03/2024 15:01</div>"]
)
def test_what_is_labelled_or_of_another_time_is_the_date(line):
    assert article(between=line).published is not None


def test_where_the_clock_is_passed_over_the_page_may_state_the_date():
    head = "<meta property='article:published_time' content='2024-03-10T09:00:00+07:00'>"
    found = article(head=head, between="<div>12/03/2024 15:00</div>")
    assert found.published is not None
    assert found.published.value == "2024-03-10T09:00:00+07:00"


def test_a_future_date_gives_way_to_one_that_can_be():
    head = "<meta name='pubdate' content='2024-03-10T09:00:00+07:00'>"
    found = article(head=head, between="<div>Ngày đăng: 05/12/2099</div>")
    assert found.published is not None
    assert found.published.value == "2024-03-10T09:00:00+07:00"
