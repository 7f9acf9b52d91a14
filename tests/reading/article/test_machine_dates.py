"""Dates that programs wrote: every zone is brought to Viet Nam's, and what is ambiguous or a stand-in is no date."""

import pytest

from scraper.reading.article.machine_dates import from_epoch, from_url, parse_machine


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024-03-12T07:20:00Z", "2024-03-12T14:20:00+07:00"),
        ("2024-03-12 07:20:00 UTC", "2024-03-12T14:20:00+07:00"),
        ("2024-03-12T14:20:00+0700", "2024-03-12T14:20:00+07:00"),
        ("2024-03-12T14:20:00+07", "2024-03-12T14:20:00+07:00"),
        ("2024-03-12 14:20 GMT+7", "2024-03-12T14:20:00+07:00"),
        ("2024-03-12T09:20:00.123+02:00", "2024-03-12T14:20:00+07:00"),
        ("2024-03-12T14:20:00", "2024-03-12T14:20:00+07:00"),
        ("2024-03-12T00:00:00+07:00", "2024-03-12"),
        ("20240312T072000Z", "2024-03-12T14:20:00+07:00"),
        ("20240312", "2024-03-12"),
        ("Tue, 12 Mar 2024 07:20:00 GMT", "2024-03-12T14:20:00+07:00"),
        ("12 Mar 2024 14:20:00 ICT", "2024-03-12T14:20:00+07:00"),
        ("Tue, 12 Mar 2024 02:20:00 PM +0700", "2024-03-12T14:20:00+07:00"),
        ("Tue, 12 Mar 2024 14:20:00 EST", "2024-03-12"),  # several zones have this name
        ("12/03/2024 14:20", "2024-03-12T14:20:00+07:00"),
        ("13/3/2024 2:20:00 PM", "2024-03-13T14:20:00+07:00"),
        ("3/12/2024 2:20:00 PM", None),  # month or day first?
        ("0001-01-01T00:00:00", None),
        ("1970-01-01T00:00:00Z", None),
        ("2024-02-30T10:00:00Z", None),
        ("", None),
        ("hôm qua", None),
    ],
)
def test_what_a_program_wrote(text, value):
    stamp = parse_machine(text)
    assert (stamp.value if stamp else None) == value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/2023/11/05/cau-moi", "2023-11-05"),
        ("/tin/2023-11-05", "2023-11-05"),
        ("/uploads/2023/11/05/anh/le-hoi", None),  # a folder of something else
        ("/2021/ke-hoach/2023/11/05/bai", None),  # two years
        ("/2023/11/cau-moi", None),
    ],
)
def test_the_day_in_an_address(path, value):
    stamp = from_url(f"https://xa-mau.example{path}")
    assert (stamp.value if stamp else None) == value


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/tin-tuc/-/view-article/1/1589692934017/1589692995213", "2020-05-17"),
        ("/chi-tiet-tin/-/view-article/1/13848241130630/1589692995213", "2020-05-17"),
        ("/-/view-article/1/1589692934017/1589692995213/", "2020-05-17"),
        ("/-/view-article/1/1589692934017/1589648399000", "2020-05-16"),  # one second before midnight in Viet Nam
        ("/-/view-article/1/1589692934017/1589648400000", "2020-05-17"),
        ("/-/view-article/1/1589692934017/0000000000001", None),  # before the web
        ("/-/view-article/1/1589692934017/9999999999999", None),  # in 2286
        ("/-/view-article/1/1589692934017/1589692995", None),  # another number
        ("/-/view_content/1589692995213-ten-bai", None),
        ("/tin/1589692995213", None),
        ("/thoi-su/khoi-cong-cau-treo/d20230112091014465.htm", "2023-01-12"),
        ("/thoi-su/khoi-cong-cau-treo/d20231312091014465.htm", None),  # no such month
        ("/thoi-su/khoi-cong-cau-treo/d20230112.htm", None),
        ("/thoi-su/202405/khoi-cong-cau-treo-6b2a101/", None),  # a month
    ],
)
def test_when_an_article_was_made_stands_in_its_address(path, day):
    stamp = from_url(f"http://huyenmau.example{path}")
    assert (stamp and (stamp.value, stamp.precision, stamp.source)) == (day and (day, "day", "url"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1589692995, "2020-05-17T12:23:15+07:00"),
        ("1589692995213", "2020-05-17T12:23:15+07:00"),
        (1589648400, "2020-05-17"),  # midnight: a day
        (0, None),
        (-1589692995, None),
        (1589692995.5, None),
        (True, None),
        (None, None),
        ("hôm qua", None),
        ("٣٥٨٩٦٩٢٩٩٥", None),
    ],
)
def test_times_counted_from_1970(value, expected):
    stamp = from_epoch(value)
    assert (stamp.value if stamp else None) == expected
