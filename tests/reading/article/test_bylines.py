"""Bylines: author and unit in every shape that is known; no account, caption or sentence is one."""

import time

import pytest

from scraper.reading.article.bylines import Byline, byline_of, is_account, is_name, is_unit, organisation, person

END = "Đồng chí đề nghị tiếp tục thực hiện tốt nhiệm vụ được giao./."


@pytest.mark.parametrize(
    ("tail", "author", "unit"),
    [
        (["Thân Thị Bích – Văn phòng"], "Thân Thị Bích", "Văn phòng"),
        (["Thân Thị Bích - Phòng Kế hoạch - Tổng hợp"], "Thân Thị Bích", "Phòng Kế hoạch - Tổng hợp"),
        (["Hải An"], "Hải An", None),
        (["MAI LÂM – PHƯƠNG HÒA"], "MAI LÂM – PHƯƠNG HÒA", None),
        (
            ["\u00a0" * 100 + "Hoàng Văn Đức", "\u00a0" * 90 + "Trung tâm Quản lý bến bãi"],
            "Hoàng Văn Đức",
            "Trung tâm Quản lý bến bãi",
        ),
        (["Trung tâm Văn hóa - Thông tin"], None, "Trung tâm Văn hóa - Thông tin"),
        (["Tác giả: Nguyễn Văn An"], "Nguyễn Văn An", None),
        (["Tác giả bài viết: Lan Chi", "Nguồn tin: Sở Nội vụ"], "Lan Chi", "Sở Nội vụ"),
        (["Tin, ảnh: Hải An"], "Hải An", None),
        (["Tin, ảnh: Lan Chi - Phòng Văn hóa"], "Lan Chi", "Phòng Văn hóa"),
        (["Bài, ảnh: Thu Hà – Minh Đức"], "Thu Hà – Minh Đức", None),
        (["Nguồn: Văn phòng UBND tỉnh"], None, "Văn phòng UBND tỉnh"),
        (["Nguồn: baomau.example"], None, "baomau.example"),
        (["Theo Báo Nhân Dân"], None, "Báo Nhân Dân"),
        (["Nguyễn Văn An, Văn phòng Sở"], "Nguyễn Văn An", "Văn phòng Sở"),
        (["(Nguyễn Văn An - Phòng Tổng hợp)"], "Nguyễn Văn An", "Phòng Tổng hợp"),
        (["Hải An/Báo Mẫu"], "Hải An", "Báo Mẫu"),
        (["Lê Thị Hoa (Phòng KT-HT)"], "Lê Thị Hoa", "Phòng KT-HT"),
        (["PV"], "PV", None),
        (["Ngọc Ánh (t/h)"], "Ngọc Ánh", None),
        (["Tổng hợp: Hoàng Nam"], "Hoàng Nam", None),
        (["Hải An", "Từ khóa: thi đua"], "Hải An", None),
        (["admin admin"], None, None),
        (["Tác giả: Admin English"], None, None),
        (["Toàn cảnh hội nghị"], None, None),
        (["Đại diện các đơn vị phát biểu, thảo luận"], None, None),
        (["Ban Quản lý yêu cầu các đơn vị khẩn trương thực hiện."], None, None),
        (["GIÁM ĐỐC"], None, None),
        (["Trân trọng cảm ơn"], None, None),
        ([], None, None),
    ],
)
def test_tail(tail, author, unit):
    assert byline_of([END, *tail]) == Byline(author, unit)


def test_elements_with_labels():
    assert person("Tác giả: Nguyễn Văn An") == "Nguyễn Văn An"
    assert person("admin") is None
    assert person(None) is None
    assert organisation("Nguồn tin: Sở Nội vụ") == "Sở Nội vụ"


def test_shapes():
    assert is_account("admin admin")
    assert is_account("Admin English")
    assert not is_account("An Minh")
    assert is_name("Nguyễn Đình-Chiến")
    assert not is_name("Văn phòng Sở")
    assert is_unit("Ban Biên tập")
    assert not is_unit("Ban Biên tập đã họp.")


@pytest.mark.parametrize("line", ["A" * 39 + "?", "QUYẾT" * 7 + "+", "A.-" * 12 + ";", "A-" * 19 + "a b"])
def test_issue_3_capitals_without_end_are_judged_in_no_time(line):
    """A name was matched in as many ways as its letters can be grouped: forty capitals took hours."""
    begun = time.process_time()
    byline_of([END, line])
    assert time.process_time() - begun < 0.1


def test_issue_3_an_endless_word_is_neither_account_nor_name():
    """It was tried as an account in as many ways as it has letters."""
    begun = time.process_time()
    assert (person("a" * 20_000), is_account("a" * 20_000)) == (None, False)
    assert time.process_time() - begun < 0.1


@pytest.mark.parametrize(
    "caption",
    [
        "Đoàn đi tham quan mô hình trồng dâu",
        "Đoàn công tác làm việc tại xã Thanh Lâm Hạ",
        "Đoàn đại biểu dâng hương tại nhà bia thôn Mẫu",
        "Đội viên tham gia trò chơi dân gian",
        "Hội viên tặng quà hộ khó khăn",
    ],
)
def test_people_who_do_something_are_no_unit(caption):
    assert not is_unit(caption)
    assert byline_of([END, caption]) == Byline()


@pytest.mark.parametrize(
    "unit",
    ["Đoàn Thanh niên xã Mẫu", "Đoàn ĐBQH tỉnh Mẫu", "Hội Nông dân", "Ban tiếp công dân", "Đội Cảnh sát giao thông"],
)
def test_units_that_begin_with_the_same_words_stay_units(unit):
    assert is_unit(unit)
