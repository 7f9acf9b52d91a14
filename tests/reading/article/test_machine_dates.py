"""Dates that programs wrote: every zone is brought to Viet Nam's, and what is ambiguous or a stand-in is no date."""

import pytest

from scraper.reading.article.machine_dates import from_url, parse_machine


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
