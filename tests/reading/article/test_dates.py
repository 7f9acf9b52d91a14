"""Dates: every way of writing them that is known; a date is read or it is None."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.reading.article import dates, machine_dates

Z = "+07:00"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("24/07/2023 10:27", f"2023-07-24T10:27:00{Z}"),
        ("(30/06/2023 15:03)", f"2023-06-30T15:03:00{Z}"),
        ("Thứ tư - 24/07/2023 10:27", f"2023-07-24T10:27:00{Z}"),
        ("24/07/2023 10:27:09", f"2023-07-24T10:27:09{Z}"),
        ("(24/07/2023)", "2023-07-24"),
        ("03/04/2020 | 10:36 PM", f"2020-04-03T22:36:00{Z}"),
        ("18/03/2019 | 4:12 PM", f"2019-03-18T16:12:00{Z}"),
        ("Ngày đăng 18/03/2019 | 04:01 PM \u00a0|\u00a0View count: 163", f"2019-03-18T16:01:00{Z}"),
        ("21/12/2012 | 12:00 AM", "2012-12-21"),
        ("21/12/2012 | 12:00 PM", f"2012-12-21T12:00:00{Z}"),
        ("21/12/2012 00:00:00", "2012-12-21"),
        ("Cập nhật: 02h 30 - 24/07/2010", "2010-07-24"),
        ("Cập nhật: 14h 30 - 24/07/2010", f"2010-07-24T14:30:00{Z}"),
        ("Đăng ngày 25/04/2024", "2024-04-25"),
        ("Ngày đăng: 25/04/2024 08:15", f"2024-04-25T08:15:00{Z}"),
        ("Ngay dang: 25/04/2024", "2024-04-25"),
        ("25/04/2024 08:15 | lượt xem: 5", f"2024-04-25T08:15:00{Z}"),
        ("25/04/2024 | Lượt xem", "2024-04-25"),
        ("17/11/2021 - 18:34", f"2021-11-17T18:34:00{Z}"),
        ("18:34, 17/11/2021", f"2021-11-17T18:34:00{Z}"),
        ("29/07/2017 16:09:00", f"2017-07-29T16:09:00{Z}"),
        ("2025-06-30T19:02:21", f"2025-06-30T19:02:21{Z}"),
        ("2021-07-14T08:12:33+00:00", f"2021-07-14T15:12:33{Z}"),
        ("2023-07-24T03:27:00.123Z", f"2023-07-24T10:27:00{Z}"),
        ("2023-07-24+0710:27:00", f"2023-07-24T10:27:00{Z}"),
        ("2023-07-24ICT10:27:00", f"2023-07-24T10:27:00{Z}"),
        ("24/07/2023 4:27:05 CH", f"2023-07-24T16:27:05{Z}"),
        ("24/07/2023 4:27:05 SA", f"2023-07-24T04:27:05{Z}"),
        ("24/07/2023 12:15 CH", f"2023-07-24T12:15:00{Z}"),
        ("24/07/2023 12:00:00 SA", "2023-07-24"),
        ("Ngày 06 tháng 05 năm 2024", "2024-05-06"),
        ("14 Tháng Bảy, 2021", "2021-07-14"),
        ("Tháng Mười Hai 14, 2021", "2021-12-14"),
        ("July 14, 2021", "2021-07-14"),
        ("14 Jul 2021 10:05", f"2021-07-14T10:05:00{Z}"),
        ("Thứ Tư, 14/07/2021, 08:30 (GMT+7)", f"2021-07-14T08:30:00{Z}"),
        ("24-07-2023 10:27", f"2023-07-24T10:27:00{Z}"),
        ("Ngày đăng: 24/07/2023 - Cập nhật: 25/07/2023 10:00", "2023-07-24"),
        ("Cập nhật: 25/07/2023 10:00 | Ngày đăng: 24/07/2023 09:00", f"2023-07-24T09:00:00{Z}"),
        ("Lúc 16h45' ngày 26/06/2024", f"2024-06-26T16:45:00{Z}"),
        ("Thứ tư, 26/06/2024 - 08h30", f"2024-06-26T08:30:00{Z}"),
        ("Lúc 8 giờ 30 ngày 26/06/2024", "2024-06-26"),
    ],
)
def test_parse(text, value):
    stamp = dates.parse(text)
    assert stamp is not None
    assert stamp.value == value
    assert stamp.precision == ("minute" if "T" in value else "day")
    assert stamp.source == "page"


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "31/02/2023",
        "7/24/2023",
        "24/07",
        "tháng 7 năm 2023",
        "Chỉ thị số 12/2023/NĐ-CP",
        "01/01-31/5/2024",
        "2 giờ trước",
        "Hôm qua",
        "24/07/0203",
        "Lượt xem: 24072023",
        "99/99/9999 99:99",
    ],
)
def test_never_guessed(text):
    assert dates.parse(text) is None


def test_only_dates_and_labels():
    assert dates.is_only_date("Ngày đăng: 24/07/2023 10:27 | Lượt xem: 12")
    assert dates.is_only_date("Thứ tư, Ngày 1 Tháng 5 Năm 2024")
    assert not dates.is_only_date("Chiều ngày 26/6/2024, Đảng ủy tổ chức")
    assert not dates.is_only_date("17:55 ngày 28/09/2022 | HOTLINE")
    assert dates.has_label("Đăng ngày 25/04/2024")
    assert not dates.has_label("25/04/2024")


def test_updated_is_the_second_date():
    both = dates.updated("Ngày đăng: 24/07/2023 - Cập nhật: 25/07/2023 10:00")
    assert both is not None
    assert both.value == f"2023-07-25T10:00:00{Z}"
    assert dates.updated("Cập nhật: 25/07/2023") is None


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/portal/Pages/2024-4-25/Quy-hoach.aspx", "2024-04-25"),
        ("/2021/07/14/bai-viet", "2021-07-14"),
        ("/kinh-te/202112/bai-1/", None),
        ("/upload/64711/20230905/", None),
        ("/2024-13-40/", None),
    ],
)
def test_from_url(path, value):
    stamp = machine_dates.from_url(f"https://portal.example{path}")
    assert (stamp.value if stamp else None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Mon, 24 Jul 2023 03:27:00 GMT", f"2023-07-24T10:27:00{Z}"),
        ("Mon, 24 Jul 2023 10:27:00 +0700", f"2023-07-24T10:27:00{Z}"),
        ("24/07/2023 10:27:00 SA", f"2023-07-24T10:27:00{Z}"),
        ("2023-07-24", "2023-07-24"),
        ("khi nào", None),
    ],
)
def test_from_feed(text, value):
    stamp = machine_dates.from_feed(text)
    assert (stamp.value if stamp else None) == value


@settings(max_examples=150, deadline=None)
@given(st.dates(), st.times(), st.sampled_from(["{d:%d/%m/%Y} {t:%H:%M}", "{t:%H:%M}, {d:%d/%m/%Y}", "{d:%d-%m-%Y}"]))
def test_what_is_printed_is_read_back(day, clock, shape):
    stamp = dates.parse(shape.format(d=day, t=clock))
    if 1990 <= day.year < 2100:
        assert stamp is not None
        assert stamp.value[:10] == day.isoformat()
    else:
        assert stamp is None


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789/-.: |hAPMSCH ngàythángnăm", max_size=60))
def test_junk_never_raises(text):
    dates.parse(text)
    dates.is_only_date(text)
    machine_dates.from_feed(text)


@pytest.mark.parametrize(
    ("line", "is_line"),
    [
        ("Thứ Tư, ngày 12 tháng 6 năm 2024, 9 giờ 15 phút", True),
        ("Thứ Tư, ngày 12 tháng 6 năm 2024 lúc 9 giờ 15 phút", True),
        ("12/06/2024 09:15 | Lò Thị Mẫu", True),
        ("Sáng thứ tư, ngày 12 tháng 6 năm 2024, xã mở phiên chợ đầu tiên của năm", False),
        ("Kỷ niệm 12/6/1974 - 12/6/2024", False),
    ],
)
def test_a_line_of_date_and_spoken_time_is_no_text(line, is_line):
    assert dates.is_dateline(line) is is_line
